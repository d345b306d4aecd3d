"""What an engine tells of a replay, moment by moment, in the shape that the core gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .. import _core

    Event: TypeAlias = tuple[int, int, float, float, float, float] | _core.ChangeFields

_TICK = ("symbol", "timestamp", "bid", "ask", "bid_volume", "ask_volume")
_BAR = (
    *("open_time", "open", "high", "low", "close", "volume", "ticks"),
    *("spread_min", "spread_mean", "spread_max", "spread_close", "available_at", "complete"),
)


class Place(NamedTuple):
    """Where a replay stands: what its clock shows, and how many ticks were played."""

    now: int
    played: int


class Happened(NamedTuple):
    """What came about at one moment, and where the replay stands then."""

    place: Place
    events: list[Event]


class Names(NamedTuple):
    """What positions in columns mean."""

    symbols: Sequence[str]
    timeframes: Sequence[str]


def events(told: Mapping[str, Any], names: Names) -> Iterator[Event]:
    """Ticks and bars in the order in which they came about."""
    ticks: list[Any] = _rows(told.get("ticks"), _TICK)
    first = 0
    for last, bar in zip(told.get("ticks_before") or (), _bars(told.get("bars"), names), strict=True):
        yield from ticks[first:last]
        yield bar
        first = last
    yield from ticks[first:]


def moments(told: Mapping[str, Any], names: Names, played: int) -> Iterator[Happened]:
    """The same by moments, if ticks are among them; ``played`` were before.

    A bar belongs to the tick that ended it, and bars that time ended at once belong together.
    """
    moment: Happened | None = None
    for event in events(told, names):
        is_bar = isinstance(event, dict)
        now: int = event["bar"]["available_at"] if isinstance(event, dict) else event[1]
        played += not is_bar
        if moment is not None and not (is_bar and moment.place.now == now):
            yield moment
            moment = None
        moment = Happened(Place(now, played), [*(moment.events if moment else ()), event])
    if moment is not None:
        yield moment


def _bars(columns: Mapping[str, Any] | None, names: Names) -> Iterator[_core.ChangeFields]:
    whose = _rows(columns, ("symbol", "timeframe", "text"))
    for (symbol, timeframe, text), values in zip(whose, _rows(columns, _BAR), strict=True):
        bar: Any = dict(zip(_BAR, values, strict=True))
        yield {
            "symbol": names.symbols[symbol],
            "timeframe": names.timeframes[timeframe],
            "bar": bar,
            "text": text,
        }


def _rows(columns: Mapping[str, Any] | None, names: Sequence[str]) -> list[tuple[Any, ...]]:
    return [] if columns is None else list(zip(*(columns[name] for name in names), strict=True))
