"""Bars of many symbols and timeframes that are kept tick by tick, and readable after each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import _core
from .bar_changes import BarChange, LiveBar
from .tables import Table
from .tick_columns import nanos_of_lateness, tick_columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import timedelta
    from typing import Self

    from .frames import ArrowStream


class MultiTimeframe(_core.MultiTimeframe):
    """Ticks of many symbols in; after each, completed bars and the bar in progress of every timeframe out.

    ``timeframes`` are of any kind (``5m``, ``100t``, ``10r``); ``symbols`` are names, or digits by name where
    they are not known of major currencies and metals. ``side`` and ``day`` are those of ``Workspace.bars``.
    The last ``capacity`` completed bars of each are kept, in memory that is taken once.

    Ticks may come ``lateness`` seconds late: they are held until then, ``held`` of each symbol at most, and
    put in order. Everything is told as of the watermark, the latest time less the lateness; what is older
    comes too late, is dropped and counted. ``on_bar`` is called with a ``BarChange`` for every bar that
    becomes complete.

    Raises ``InvalidState`` for what no state can be made for, ``InvalidTimeframe``, ``InvalidSide``,
    ``InvalidDay``, ``InvalidSymbol``.

    >>> mtf = MultiTimeframe(["1m", "1h"], {"XYZ": 1}, on_bar=print)
    >>> for second, bid in [(0, 11.5), (30, 11.7), (61, 11.6)]:
    ...     taken = mtf.on_tick("XYZ", second * 10**9, bid, bid + 0.1, 1.5, 2.25)
    XYZ 1m completed 1970-01-01T00:00 o 11.5 h 11.7 l 11.5 c 11.7 v 3 n 2 spread 0.1..0.1
    >>> mtf.forming("XYZ", "1h").high, mtf.forming("XYZ", "1h").ticks
    (11.7, 3)
    """

    __slots__ = ()

    def __new__(
        cls,
        timeframes: Sequence[str] = _core.STANDARD_TIMEFRAMES,
        symbols: str | Iterable[str] | Mapping[str, int | None] = ("EURUSD",),
        *,
        side: str = "bid",
        day: str = "utc",
        capacity: int = 1_000,
        lateness: float | timedelta = 0,
        held: int = 65_536,
        on_bar: Callable[[BarChange], Any] | None = None,
    ) -> Self:
        """A state before the first tick."""
        request: _core.MtfRequest = {
            "timeframes": list(timeframes),
            "symbols": _with_digits(symbols),
            "side": side,
            "day": day,
            "capacity": capacity,
            "lateness": nanos_of_lateness(lateness),
            "held": held,
        }
        return super().__new__(cls, request, None if on_bar is None else _telling(on_bar))

    def on_ticks(self, symbol: str, ticks: ArrowStream | Mapping[str, object]) -> None:
        """Adds many ticks of a symbol: the same as one by one, and many times faster.

        ``ticks`` are those of ``tickloom.bars``. Bars of one timeframe become complete in order, those of
        different ones may not. Ctrl-C ends it; what came before stays in the bars. Raises ``InvalidTick``
        for a row of arrays that is no tick: it and what follows was not taken, what stands some thousand
        rows before was; ``InvalidColumns`` for arrays of different lengths and ``UnreadableFile`` for a table
        that is none of ticks, of which nothing was taken; ``UnknownSymbol``, and what ``on_bar`` raises.

        >>> mtf = MultiTimeframe(["1h", "1d"])
        >>> mtf.on_ticks("EURUSD", ws.ticks("EURUSD"))
        >>> len(mtf.state("EURUSD", "1h")), len(mtf.recent("EURUSD", "1h", 24))
        (120, 24)
        """
        super().on_ticks(symbol, tick_columns(ticks))

    def state(self, symbol: str, timeframe: str, count: int | None = None) -> Table:
        """The last ``count`` completed bars, or all that are kept, oldest first, then the bar in progress.

        Columns: those of bars, ``available_at``, ``complete`` (False for the bar in progress alone) and
        ``spread_min``, ``spread_mean``, ``spread_max``, ``spread_close``. Raises ``InvalidState``.

        >>> mtf = MultiTimeframe(["1m"])
        >>> mtf.on_tick("EURUSD", 0, 1.1, 1.2), mtf.on_tick("EURUSD", "1970-01-01T00:01", 1.2, 1.3)
        (True, True)
        >>> mtf.state("EURUSD", "1m")["complete"]
        array([ True, False])
        """
        return Table(self.table(symbol, timeframe, _count(count), True))

    def recent(self, symbol: str, timeframe: str, count: int | None = None) -> Table:
        """The last ``count`` completed bars, as in ``state``."""
        return Table(self.table(symbol, timeframe, _count(count), False))

    def forming(self, symbol: str, timeframe: str) -> LiveBar | None:
        """The bar in progress: all ticks since the last completed bar; None if there was none."""
        fields = self.forming_bar(symbol, timeframe)
        return None if fields is None else LiveBar(**fields)

    def __repr__(self) -> str:
        return f"<tickloom bars of {' '.join(self.symbols)} in {' '.join(self.timeframes)}>"


def _with_digits(symbols: str | Iterable[str] | Mapping[str, int | None]) -> list[tuple[str, int | None]]:
    if isinstance(symbols, Mapping):
        return list(symbols.items())
    names = [symbols] if isinstance(symbols, str) else symbols
    return [(name, None) for name in names]


def _telling(on_bar: Callable[[BarChange], Any]) -> Callable[[_core.ChangeFields], None]:
    return lambda fields: on_bar(BarChange.of(fields))


def _count(count: int | None) -> int:
    if count is not None and count < 0:
        raise ValueError(f"{count} bars: a number from 0 on is needed")
    return 2**31 if count is None else count
