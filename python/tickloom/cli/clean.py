"""``tickloom clean``: removes what was kept for caution only, never a stored tick."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from .options import Json, workspace
from .output import put
from .words import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tickloom.cleaning import CleanReport

SECONDS_A_DAY = 86_400


def clean(
    context: typer.Context,
    older_than: Annotated[
        float, typer.Option("--older-than", metavar="DAYS", min=0, help="Only what is older than this.")
    ] = 0,
    lost: Annotated[
        bool, typer.Option("--lost", help="Forget lost days too, so that verify and doctor are content.")
    ] = False,
    cached_bars: Annotated[
        bool, typer.Option("--cached-bars", help="Forget bars that are kept for reuse too.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be removed.")] = False,
    as_json: Json = False,
) -> None:
    """Remove files that imports replaced and damaged files that were put aside.

    Tells how many bytes that frees. Stored ticks are never touched.
    """
    with workspace(context) as opened:
        report = opened.clean(
            older_than=older_than * SECONDS_A_DAY, lost=lost, cached_bars=cached_bars, dry_run=dry_run
        )
    if as_json:
        put(json.dumps(asdict(report)))
    else:
        put("\n".join(_lines(report)))


def _lines(report: "CleanReport") -> "Iterator[str]":
    done, freed = ("would remove", "would free") if report.dry_run else ("removed", "freed")
    for file in report.files:
        yield f"{done} {file.kind} {file.path} ({file.bytes:,} bytes)"
    for day in report.forgotten:
        yield f"{'would forget' if report.dry_run else 'forgot'} lost {day.symbol} {day.day}"
    if report.cached_bars:
        yield f"{'would forget' if report.dry_run else 'forgot'} {counted(report.cached_bars, 'cached bar')}"
    yield f"{done} {counted(len(report.files), 'file')}, {freed} {report.bytes / 1e6:,.1f} MB"
