"""``tickloom download``: hours of ticks from a server, verified, and into the store."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tickloom.alignment import aligned

from .exits import CommandError, Exit
from .interrupting import interruptible, this_command
from .options import Json, Symbol, workspace
from .output import put
from .report import summary
from .showing import Showing, ShowProgress, progress
from .words import counted, say, styled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tickloom import DownloadReport

LOST_SHOWN = 20


def download(
    context: typer.Context,
    symbol: Symbol,
    start: Annotated[
        str,
        typer.Option(
            "--from", metavar="TIME", help="From the hour of this moment on; UTC.", show_default=False
        ),
    ],
    end: Annotated[
        str, typer.Option("--to", metavar="TIME", help="Up to but without this moment.", show_default=False)
    ],
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url",
            metavar="URL",
            help="Where SYMBOL/YYYY/MM/DD/HHh_ticks.bi5 begins; no server is asked unless one is named.",
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into", metavar="DIR", help="Keep the hours here; in the home's downloads if not given."
        ),
    ] = None,
    connections: Annotated[
        int | None,
        typer.Option(
            "--connections", min=1, max=16, help="How many requests run at once; 4 unless configured."
        ),
    ] = None,
    attempts: Annotated[
        int | None,
        typer.Option(
            "--attempts",
            min=1,
            max=100,
            help="How often an hour is asked for before it is lost; 5 times unless configured.",
        ),
    ] = None,
    timeout: Annotated[
        float | None,
        typer.Option(
            "--timeout",
            min=0.001,
            max=3600,
            metavar="SECONDS",
            help="How long one request may take; 60 s unless configured.",
        ),
    ] = None,
    proxy: Annotated[
        str | None,
        typer.Option("--proxy", metavar="URL", help="An HTTP proxy; the environment is not asked for one."),
    ] = None,
    no_import: Annotated[
        bool, typer.Option("--no-import", help="Only download; import the folder later.")
    ] = False,
    digits: Annotated[
        int | None,
        typer.Option("--digits", min=0, max=9, help="Decimals of a price, for instruments not known."),
    ] = None,
    show: ShowProgress = Showing.AUTO,
    as_json: Json = False,
) -> None:
    """Download hours of one symbol from a server laid out as Dukascopy's feed, and import them.

    Each hour is verified before it is kept. The same command again goes on from what is there, also after an
    interruption. Hours that could not be had are listed, and then the exit code is 3.
    """
    from tickloom import Server
    from tickloom.config import load

    said = {
        "base_url": base_url,
        "connections": connections,
        "attempts": attempts,
        "timeout": timeout,
    }
    given: dict[str, Any] = {name: value for name, value in said.items() if value is not None}
    # A proxy's address is held to what a file may say of it: a password would be shown to everybody here.
    settings = load({"downloads.proxy": proxy} if proxy is not None else None)
    server = Server.of(replace(settings.downloads, **given))
    with workspace(context) as opened:
        try:
            with interruptible("as soon as requests under way have ended"), progress(show) as shown:
                report = opened.download_ticks(
                    symbol,
                    start,
                    end,
                    server=server,
                    into=into,
                    import_them=not no_import,
                    digits=digits,
                    progress=shown,
                )
        except KeyboardInterrupt:
            say("interrupted: what came is kept [interrupted]")
            say("the same command goes on from there:")
            say(f"  {this_command()}")
            raise typer.Exit(Exit.INTERRUPTED) from None
    say("\n".join(_words(report)))
    if as_json:
        put(json.dumps(asdict(report), default=str))
    if not report.is_complete or not (report.fetched or report.reused):
        raise CommandError("download.not_all", "not every hour came; the same command asks for the others")


def _words(report: "DownloadReport") -> "Iterator[str]":
    rows = [
        ("hours", f"{report.hours:,}"),
        ("fetched", f"{report.fetched:,}"),
        ("reused", f"{report.reused:,}"),
        ("missing", f"{len(report.missing):,}"),
        ("lost", f"{len(report.lost):,}"),
        ("ticks", f"{report.ticks:,}"),
        ("requests", f"{report.requests:,}"),
    ]
    yield from aligned(rows, right={1})
    for hour in report.lost[:LOST_SHOWN]:
        yield f"{styled('lost', '33')} {hour.hour}: {hour.message} [{hour.code}]"
    if len(report.lost) > LOST_SHOWN:
        yield f"and {counted(len(report.lost) - LOST_SHOWN, 'lost hour')} more; --json has all"
    yield f"the hours lie in {report.folder}"
    if report.imported is not None:
        yield summary(report.imported, verbose=False)
