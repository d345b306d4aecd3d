"""Puts the verbs together: one command each, and what holds for all of them."""

from pathlib import Path
from typing import Annotated

import typer

from .bars import bars
from .calendar import calendar
from .chart import chart
from .clean import clean
from .coverage import coverage
from .doctor import doctor
from .download import download
from .exits import MEANING
from .gaps import gaps
from .import_ import import_
from .inspect import inspect
from .options import Settings
from .passport import passport
from .replay import replay
from .sample import sample
from .sql import sql
from .symbols import symbols
from .ticks import ticks
from .verify import verify

EPILOG = "\b\nExit codes:\n" + "\n".join(f"{code:>5}  {meaning}" for code, meaning in MEANING.items())

# Help without rich: it would cost more time than everything else together.
app = typer.Typer(
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
)
app.command("import")(import_)
app.command("download")(download)
app.command("inspect")(inspect)
app.command("ticks")(ticks)
app.command("bars")(bars)
app.command("replay")(replay)
app.command("symbols")(symbols)
app.command("calendar")(calendar)
app.command("gaps")(gaps)
app.command("coverage")(coverage)
app.command("passport")(passport)
app.command("sql")(sql)
app.command("chart")(chart)
app.command("sample")(sample)
app.command("verify")(verify)
app.command("clean")(clean)
app.command("doctor")(doctor)


def _show_version(wanted: bool) -> None:
    if wanted:
        from tickloom import __version__

        typer.echo(f"tickloom {__version__}")
        raise typer.Exit


@app.callback()
def tickloom(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            envvar="TICKLOOM_HOME",
            metavar="DIR",
            help="The folder of the store; the platform's data folder if not given.",
        ),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit."),
    ] = False,
) -> None:
    """Weaves ticks into bars: import tick files, then read ticks, bars and charts out of them.

    Data goes to stdout, words go to stderr. NO_COLOR turns colours off.
    """
    context.obj = Settings(home)
