"""``tickloom import``: tick files into the store, and a report that can be trusted."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import CommandError, Exit
from .interrupting import interruptible, this_command
from .options import Json, Symbol, workspace
from .output import put
from .showing import Showing, ShowProgress, progress
from .words import say

if TYPE_CHECKING:
    from tickloom import ImportReport


def import_(
    context: typer.Context,
    symbol: Symbol,
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH", help="CSV, .bi5 and JSON files, folders, zips and .gz.", show_default=False
        ),
    ],
    digits: Annotated[
        int | None,
        typer.Option(
            "--digits", min=0, max=9, help="Decimals of a price, for instruments that are not known."
        ),
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option("--threads", min=1, help="How many threads work; one per core unless configured."),
    ] = None,
    dialect: Annotated[
        str | None,
        typer.Option(
            "--dialect", metavar="NAME", help="What CSV without a header is, such as histdata, lean or mt5."
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(
            "--zone", metavar="ZONE", help="Zone of CSV times that name none: UTC, -05:00, Europe/Athens."
        ),
    ] = None,
    swap_sides: Annotated[
        bool, typer.Option("--swap-sides", help="For CSV that calls the bid ask and the ask bid.")
    ] = False,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="Refuse ticks that make no sense, such as crossed quotes and spikes."),
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read files again that are stored whole and unchanged.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="Tell more places, and the files that were passed over.")
    ] = False,
    show: ShowProgress = Showing.AUTO,
    as_json: Json = False,
) -> None:
    """Import ticks of one symbol from files.

    Rows that are no ticks are reported and stop nothing. Ticks that are stored already change nothing, so the
    same command may be repeated, also after an interruption. Ctrl-C stores what was read and ends; pressed
    twice it ends at once.
    """
    with workspace(context) as opened:
        try:
            with interruptible("as soon as what was read is stored"), progress(show) as shown:
                report = opened.import_ticks(
                    symbol,
                    paths,
                    digits=digits,
                    threads=threads,
                    dialect=dialect,
                    zone=zone,
                    swap_sides=swap_sides,
                    strict=strict,
                    again=again,
                    progress=shown,
                )
        except KeyboardInterrupt as interruption:
            _tell(getattr(interruption, "report", None), verbose, as_json)
            say("interrupted: what was stored is kept [interrupted]")
            say("the same command goes on from there:")
            say(f"  {this_command()}")
            raise typer.Exit(Exit.INTERRUPTED) from None
    _tell(report, verbose, as_json)
    if not report.is_complete:
        raise CommandError("import.incomplete", "not everything was stored; what was refused is told above")


def _tell(report: "ImportReport | None", verbose: bool, as_json: bool) -> None:
    from .report import summary, whole_as_json

    if report is None:
        return
    say(summary(report, verbose=verbose))
    if as_json:
        put(whole_as_json(report))
