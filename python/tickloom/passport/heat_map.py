"""The month as a picture: a row for each day, a column for each UTC hour."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from .levels import STEPS, Hour

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDE, HIGH = 27, 17
LEFT, TOP = 64, 22
TOTALS = 78

_SAYS = {
    "closed": "closed",
    "holiday": "holiday",
    "missing": "open, and not a single tick",
    "suspicious": "touched by a suspicious gap",
    "quiet": "with a quiet minute",
    "full": "full",
}


def heat_map(days: Sequence[Sequence[Hour]]) -> str:
    """An SVG element; colours are classes of the page's style."""
    width, height = LEFT + 24 * WIDE + TOTALS, TOP + len(days) * HIGH + 6
    parts = [*_header(), *(part for row, day in enumerate(days) for part in _day(row, day))]
    return (
        f'<svg class="heat" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="Ticks of each hour of the month">{"".join(parts)}</svg>'
    )


def legend() -> str:
    """What the colours mean."""
    steps = "".join(f'<i class="swatch l{level}"></i>' for level in range(1, STEPS + 1))
    kinds = (
        ("closed", "closed"),
        ("holiday", "holiday"),
        ("suspicious", "suspicious gap"),
        ("missing", "missing"),
    )
    named = "".join(f'<span><i class="swatch {kind}"></i>{text}</span>' for kind, text in kinds)
    return f'<p class="legend"><span>few ticks {steps} many</span>{named}</p>'


def _header() -> Iterator[str]:
    for hour in range(24):
        yield _text(LEFT + (hour + 0.5) * WIDE, TOP - 8, f"{hour:02}", "hour")
    yield _text(LEFT + 24 * WIDE + TOTALS - 4, TOP - 8, "ticks", "total")


def _day(row: int, day: Sequence[Hour]) -> Iterator[str]:
    top = TOP + row * HIGH
    when = date.fromisoformat(day[0].date)
    yield _text(LEFT - 10, top + HIGH - 5, f"{when:%a %d}", "day weekend" if when.weekday() > 4 else "day")
    yield from (_cell(hour, top) for hour in day)
    total = sum(hour.ticks for hour in day)
    yield _text(LEFT + 24 * WIDE + TOTALS - 4, top + HIGH - 5, f"{total:,}" if total else "-", "total")


def _cell(hour: Hour, top: int) -> str:
    left = LEFT + hour.hour * WIDE
    look = f"l{hour.level} {hour.kind}"
    says = f"{hour.date} {hour.hour:02}:00 UTC: {hour.ticks:,} ticks, {_SAYS.get(hour.kind, hour.kind)}"
    return (
        f'<rect class="{look}" x="{left + 1}" y="{top + 1}" width="{WIDE - 2}" height="{HIGH - 2}" rx="2.5">'
        f"<title>{says}</title></rect>"
    )


def _text(x: float, y: float, text: str, look: str) -> str:
    return f'<text class="{look}" x="{x:g}" y="{y:g}">{text}</text>'
