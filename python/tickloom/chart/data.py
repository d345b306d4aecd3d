"""The bars of one chart, checked once, so that every page that exists can be drawn truthfully."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

from .errors import InvalidChart, TooManyBars

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_BARS = 200_000
"""The most bars in one page: about 12 MB, which a browser opens in about two seconds."""

MAX_DIGITS = 12
_COLUMNS = ("open", "high", "low", "close", "volume", "ticks")


@dataclass(frozen=True, slots=True)
class ChartData:
    """Bars as columns of equal length, oldest first, with the words that name them.

    ``open_time`` is in whole milliseconds since the UNIX epoch (UTC), strictly ascending. Prices are in quote
    currency and shown with ``digits`` decimals (mid prices lie on half points: give them one digit more).
    ``volume`` keeps the provider's unit; ``ticks`` counts. ``timeframe`` is a name like ``1h``, ``side`` is
    ``bid``, ``ask`` or ``mid``, ``version`` is of the Tickloom that writes the page. Columns are kept as
    they are, not copied.

    Raises ``TooManyBars`` for more than ``MAX_BARS`` and ``InvalidChart`` for columns that are no chart.

    >>> bar = {"open": [1.1], "high": [1.2], "low": [1.0], "close": [1.15], "volume": [7.5], "ticks": [3]}
    >>> ChartData("EURUSD", "1h", "bid", 5, "0.1.0", open_time=[1549238400000], **bar).digits
    5
    """

    symbol: str
    timeframe: str
    side: str
    digits: int
    version: str
    open_time: Sequence[int]
    open: Sequence[float]
    high: Sequence[float]
    low: Sequence[float]
    close: Sequence[float]
    volume: Sequence[float]
    ticks: Sequence[int]

    def __post_init__(self) -> None:
        """Refuses what could not be drawn."""
        if len(self.open_time) > MAX_BARS:
            raise TooManyBars(len(self.open_time), MAX_BARS)
        if not 0 <= self.digits <= MAX_DIGITS:
            raise InvalidChart(f"digits must be from 0 to {MAX_DIGITS}, not {self.digits}")
        _check_times(self.open_time)
        for name in _COLUMNS:
            _check_column(name, getattr(self, name), len(self.open_time))


def _check_times(open_time: Sequence[int]) -> None:
    if len(open_time) == 0:
        raise InvalidChart("there are no bars to draw")
    for position, (before, after) in enumerate(pairwise(open_time), start=1):
        if after <= before:
            raise InvalidChart(f"open_time must ascend, but at position {position} it does not")


def _check_column(name: str, values: Sequence[float], expected: int) -> None:
    if len(values) != expected:
        raise InvalidChart(f"{name} has {len(values)} values, but there are {expected} bars")
    if not all(map(isfinite, values)):
        raise InvalidChart(f"{name} holds a value that is not a finite number")
