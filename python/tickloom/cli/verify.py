"""``tickloom verify``: every stored file held against what was written, and days brought back."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import CommandError
from .interrupting import interruptible
from .options import End, Json, Start, workspace
from .output import put
from .showing import Showing, ShowProgress, progress
from .words import counted, styled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tickloom.verification import Problem, RepairReport, VerifyReport

SHOWN = 50
"""Problems that are shown to people; ``--json`` has all of them."""


def verify(
    context: typer.Context,
    symbols: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SYMBOL]...", help="Only these; everything if none is named."),
    ] = None,
    start: Start = None,
    end: End = None,
    sources: Annotated[
        list[Path] | None,
        typer.Option(
            "--repair",
            metavar="SOURCE",
            help="Import damaged and missing days again from this file or folder; may be repeated.",
        ),
    ] = None,
    digits: Annotated[
        int | None, typer.Option("--digits", min=0, max=9, help="Decimals of a price, for the repair.")
    ] = None,
    dialect: Annotated[
        str | None, typer.Option("--dialect", metavar="NAME", help="What the source's CSV is, as for import.")
    ] = None,
    zone: Annotated[
        str | None, typer.Option("--zone", metavar="ZONE", help="Zone of the source's times, as for import.")
    ] = None,
    swap_sides: Annotated[bool, typer.Option("--swap-sides", help="As for import.")] = False,
    show: ShowProgress = Showing.AUTO,
    as_json: Json = False,
) -> None:
    """Read every stored file and hold it against what was written.

    Finds any changed bit, missing days, and files that are none of the store's. Changes nothing without
    --repair, which brings back days from their source and touches no good day. Ends with 6 if anything is
    (still) wrong.
    """
    with workspace(context) as opened, interruptible("the verification"), progress(show) as shown:
        if sources:
            repaired = opened.repair(
                sources,
                symbols or (),
                start,
                end,
                digits=digits,
                dialect=dialect,
                zone=zone,
                swap_sides=swap_sides,
                progress=shown,
            )
            is_good, report, lines = repaired.is_good, asdict(repaired), list(_repair(repaired))
        else:
            verified = opened.verify(symbols or (), start, end, progress=shown)
            is_good, report, lines = verified.is_good, asdict(verified), list(_verified(verified))
    if as_json:
        put(json.dumps({"good": is_good, **report}))
    else:
        put("\n".join(lines))
    if not is_good:
        raise CommandError("verify.not_good", "not everything is as it was stored")


def _verified(report: "VerifyReport") -> "Iterator[str]":
    ticks, size = counted(report.ticks, "tick"), f"{report.bytes / 1e6:,.1f} MB"
    yield f"verified {counted(report.files, 'file')}, {ticks}, {size} in {report.elapsed:.2f} s"
    yield from _problems(report.problems)
    if report.more_foreign:
        yield f"and {counted(report.more_foreign, 'more foreign file')}"
    if report.is_good:
        yield "everything is as it was stored"


def _repair(report: "RepairReport") -> "Iterator[str]":
    yield from _verified(report.found)
    for day in report.repaired:
        ticks = counted(day.ticks_after, "tick")
        yield f"stored again: {day.symbol} {day.day}, {ticks}{_sameness(day.is_same)}"
        if day.is_same is False and day.ticks_before is not None:
            yield f"  it held {counted(day.ticks_before, 'tick')} before: look for the rest of its source"
    for symbol in report.unrepaired:
        yield f"{symbol.symbol} cannot be repaired: {symbol.message} [{symbol.code}]"
    if report.left:
        yield "still wrong:"
        yield from _problems(report.left)
    elif not report.found.is_good:
        yield "nothing is left to repair"


def _sameness(is_same: bool | None) -> str:
    return {True: ", the same as before", False: ", others than before", None: ""}[is_same]


def _problems(problems: "Sequence[Problem]") -> "Iterator[str]":
    for problem in problems[:SHOWN]:
        yield f"{styled('problem', '33')} {problem}"
        yield f"  {problem.path}: {problem.advice}"
    if len(problems) > SHOWN:
        yield f"and {counted(len(problems) - SHOWN, 'more problem')}; --json names all of them"
