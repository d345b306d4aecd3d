"""What is asked of stored bars, as the core takes it: one place for every method that asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from . import times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._core import BarRequest
    from .times import Moment


class BarOptions(TypedDict, total=False):
    """What may be asked beside which bars."""

    day: str
    fill: str | None
    as_of: Moment | None
    forming: bool
    detail: bool


def bar_request(
    symbol: str,
    timeframes: Sequence[str],
    start: Moment | None,
    end: Moment | None,
    side: str,
    *,
    day: str = "utc",
    fill: str | None = None,
    as_of: Moment | None = None,
    forming: bool = False,
    detail: bool = False,
) -> BarRequest:
    """A request for the bars of several timeframes, its times in nanoseconds.

    >>> bar_request("EURUSD", ["1h"], None, "2024-01-09", "bid")["end"]
    1704758400000000000
    """
    first, last = times.bounds(start, end)
    return {
        "symbol": symbol,
        "timeframes": timeframes,
        "side": side,
        "start": first,
        "end": last,
        "day": day,
        "fill": fill,
        "as_of": None if as_of is None else times.nanos(as_of),
        "forming": forming,
        "detail": detail,
    }
