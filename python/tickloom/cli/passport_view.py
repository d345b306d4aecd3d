"""A passport on a terminal: the month as a heat map, then what to know of it."""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any

from tickloom.passport.levels import Hour, hours
from tickloom.passport.words import length, moment, percent

from .words import counted

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tickloom import Passport

WIDTH = 100
_SHADES = ("  ", "░░", "▒▒", "▓▓", "▓█", "██")
_COLOURS = ("", "#1c5a58", "#26817b", "#31a59a", "#45c4b5", "#8bdccf")
_MARKS = {"closed": ("··", "dim"), "holiday": ("hh", "magenta"), "missing": ("!!", "bold white on red")}


def view(passport: "Passport", *, colours: bool) -> str:
    """The text for a terminal; plain where it is none, or where colours are not wanted."""
    from rich.console import Console, Group

    shown = colours and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    out = StringIO()
    console = Console(
        file=out,
        width=WIDTH,
        force_terminal=shown,
        color_system="truecolor" if shown else None,
        legacy_windows=False,
    )
    console.print(Group(*_parts(passport)))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _parts(passport: "Passport") -> "Iterator[RenderableType]":
    from rich.text import Text

    fields = passport.fields
    yield Text.assemble((passport.symbol, "bold"), "  ", passport.month, ("  data passport", "dim"))
    yield ""
    yield from _summary(passport)
    yield ""
    yield from _heat_map(hours(fields["days"]))
    yield from _table("suspicious gaps", ("from", "to", "length", "session day"), _gaps(fields["gaps"]))
    yield from _table("findings", ("severity", "code", "count", "first"), _findings(fields["findings"]))
    yield from _table("sources", ("name", "format", "ticks", "BLAKE3"), _sources(fields["provenance"]))
    yield ""
    yield Text.assemble(("ticks     ", "dim"), passport.content_hash)
    yield Text.assemble(("passport  ", "dim"), passport.passport_hash)


def _summary(passport: "Passport") -> "Iterator[RenderableType]":
    from rich.text import Text

    for name, value, style in (*_lines_of_time(passport), *_lines_of_prices(passport)):
        yield Text.assemble((f"{name:<10}", "dim"), (value, style))


def _lines_of_time(passport: "Passport") -> Iterator[tuple[str, str, str]]:
    gaps, missing = passport.fields["gaps"], passport.missing_days
    hours_of = f"{passport.received_hours:,} of {passport.expected_hours:,} hours"
    classes = ", ".join(f"{gaps[kind]['count']:,} {kind}" for kind in ("suspicious", "quiet", "holiday"))
    days = ", ".join(map(str, missing[:5])) + (" …" if len(missing) > 5 else "")
    yield "ticks", f"{passport.ticks:,} from {_until(passport)}", ""
    yield "covered", f"{percent(passport.covered)} of open time, {hours_of}", _mood(passport.covered >= 0.999)
    yield "gaps", classes, _mood(not passport.suspicious_gaps)
    yield "missing", f"{counted(len(missing), 'day')}: {days}" if missing else "no day", _mood(not missing)


def _lines_of_prices(passport: "Passport") -> Iterator[tuple[str, str, str]]:
    figures = passport.fields["statistics"]
    low, high, spread = figures["bid_low"], figures["bid_high"], figures["spread_points"]
    spreads = f"median {spread['median']}, mean {spread['mean']}, highest {spread['highest']} points"
    yield "bid", f"{figures['bid_open']} to {figures['bid_close']}, between {low} and {high}", ""
    yield "spread", spreads, ""
    yield "calendar", passport.fields["calendar"]["name"], ""


def _until(passport: "Passport") -> str:
    ticks = passport.fields["ticks"]
    return f"{moment(ticks['first'])} to {moment(ticks['last'])} UTC"


def _mood(good: bool) -> str:
    return "green" if good else "red"


def _heat_map(days: list[list[Hour]]) -> "Iterator[RenderableType]":
    from rich.text import Text

    yield Text("         " + " ".join(f"{hour:02}" for hour in range(24)) + "        ticks", style="dim")
    for day in days:
        total = sum(hour.ticks for hour in day)
        when = date.fromisoformat(day[0].date)
        yield Text.assemble(f" {when:%a %d}  ", *_cells(day), f"{total:>12,}" if total else f"{'-':>12}")
    yield Text(
        " ░░ few ticks to ██ many   ·· closed   hh holiday   !! missing   underlined: suspicious", style="dim"
    )


def _cells(day: Iterable[Hour]) -> Iterator[tuple[str, str]]:
    for hour in day:
        mark, style = _MARKS.get(
            hour.kind if not hour.ticks else "", (_SHADES[hour.level], _COLOURS[hour.level])
        )
        yield mark, f"{style} underline" if hour.kind == "suspicious" and hour.ticks else style
        yield " ", ""


def _table(
    title: str, header: tuple[str, ...], rows: Iterable[tuple[str, ...]]
) -> "Iterator[RenderableType]":
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, padding=(0, 2, 0, 1), header_style="dim", pad_edge=False)
    for name in header:
        right = name in {"count", "ticks", "length"}
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    yield ""
    yield Text(title, style="bold")
    yield table if table.row_count else Text("none", style="dim")


def _gaps(gaps: "dict[str, Any]") -> Iterator[tuple[str, ...]]:
    for gap in gaps["longest_suspicious"]:
        yield moment(gap["start"]), moment(gap["end"]), length(gap["seconds"]), gap["session_day"]


def _findings(findings: "list[dict[str, Any]]") -> Iterator[tuple[str, ...]]:
    for finding in findings:
        first = finding["first"][0]["what"] if finding["first"] else ""
        yield finding["severity"], finding["code"], f"{finding['count']:,}", first


def _sources(provenance: "dict[str, Any]") -> Iterator[tuple[str, ...]]:
    sources = provenance["sources"]
    for source in sources[:10]:
        yield source["name"], source["format"], f"{source['ticks']:,}", f"{source['blake3'][:16]}…"
    if len(sources) > 10:
        yield f"and {len(sources) - 10:,} more", "", "", ""
