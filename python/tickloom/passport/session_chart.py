"""How busy each hour of the market's day is, as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WIDE, HIGH = 27, 120
LEFT, BOTTOM = 64, 20


def session_chart(hours: Sequence[Mapping[str, Any]]) -> str:
    """An SVG element: ticks in an hour of open time, by hours since the session day began."""
    rates = [_rate(hour) for hour in hours]
    most = max(rates, default=0) or 1
    bars = "".join(_bar(hour["hour"], rate, most) for hour, rate in zip(hours, rates, strict=True))
    width = LEFT + max(24, len(hours)) * WIDE + 78
    axis = f'<text class="day" x="{LEFT - 10}" y="12">{most:,.0f}</text>'
    return (
        f'<svg class="heat" viewBox="0 0 {width} {HIGH + BOTTOM}" role="img" '
        f'aria-label="Ticks in each hour of the session day">{axis}{bars}</svg>'
    )


def _rate(hour: Mapping[str, Any]) -> float:
    open_hours: float = hour["open_seconds"] / 3600
    return hour["ticks"] / open_hours if open_hours else 0.0


def _bar(hour: int, rate: float, most: float) -> str:
    height = max(1.0, (HIGH - 4) * rate / most) if rate else 0
    left, top = LEFT + hour * WIDE, HIGH - height
    return (
        f'<rect class="bar" x="{left + 3}" y="{top:.1f}" width="{WIDE - 6}" height="{height:.1f}" rx="2">'
        f"<title>hour {hour}: {rate:,.0f} ticks in an hour of open time</title></rect>"
        f'<text class="hour" x="{left + WIDE / 2:g}" y="{HIGH + 14}">+{hour}</text>'
    )
