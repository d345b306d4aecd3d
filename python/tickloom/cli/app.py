"""The command that all verbs belong to, and what holds for all of them."""

from pathlib import Path
from typing import Annotated

import typer

from .exits import MEANING
from .options import LogLevel, Settings
from .verbs import HELP, PLAIN, Verbs

EPILOG = "\b\nExit codes:\n" + "\n".join(f"{code:>5}  {meaning}" for code, meaning in MEANING.items())

app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    context_settings={**HELP, "max_content_width": 100},
    epilog=EPILOG,
    **PLAIN,
)


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
            metavar="DIR",
            help="The folder of the store; that of TICKLOOM_HOME or the platform's data folder if not given.",
        ),
    ] = None,
    log_level: Annotated[
        LogLevel | None,
        typer.Option(
            "--log-level", help="Show on stderr what happens, from this level on.", show_default=False
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
    context.obj = Settings(home, log_level)
    if log_level is not None:
        from tickloom.logs import show_from

        show_from(log_level)
