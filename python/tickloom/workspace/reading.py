"""Ticks and bars out of a store, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import _core, times
from ..bar_requests import bar_request
from ..tables import Table
from .opened import Opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Unpack

    from ..bar_requests import BarOptions
    from ..times import Moment


class Reading(Opened):
    """What a workspace gives back of the ticks that it took in."""

    def ticks(self, symbol: str, start: Moment | None = None, end: Moment | None = None) -> Table:
        """Ticks in ``[start, end)``, oldest first; ticks of one moment keep the order of their source.

        Raises ``UnknownSymbol`` if nothing was imported for the symbol, ``InvalidTime``, ``InvalidRange``.

        >>> ws.ticks("EURUSD", "2024-01-08T09:00", "2024-01-08T09:00:01").column_names
        ['timestamp', 'bid', 'ask', 'bid_volume', 'ask_volume']
        """
        return Table(self._core.ticks(symbol, *times.bounds(start, end)))

    def bars(
        self,
        symbol: str,
        timeframe: str,
        start: Moment | None = None,
        end: Moment | None = None,
        side: str = "bid",
        *,
        day: str = "utc",
        fill: str | None = None,
        as_of: Moment | None = None,
        forming: bool = False,
        detail: bool = False,
    ) -> Table:
        """Bars whose open time lies in ``[start, end)``, oldest first, each made of all its stored ticks.

        ``timeframe`` is one of 1m 5m 15m 30m 1h 4h 1d 1w 1mo (or M1 … MN1), any whole number of s, m, h or
        d up to 366d, or bars that no time ends: 100t, 500v, 10r, 10b (docs/bars.md). ``side`` is bid, ask or
        mid; mid prices lie on half points. Bars of time cover ``[open_time, open_time + length)``; a period
        without ticks gives no row. With ``day="session"``, days, weeks and months begin where those of the
        symbol's calendar do, for currencies at 17:00 New York, instead of at midnight UTC. With
        ``fill="flat"`` periods without ticks have a bar that stays where the one before closed, as long as
        the market is open by that calendar.

        ``as_of`` answers as if it were that moment: only ticks up to it count, the moment included, and only
        bars that were complete; with ``forming=True`` the bar in progress is the last row. Either adds the
        columns ``available_at``, from when on a row was known (of one in progress when it will be complete at
        the latest), and ``complete``. ``detail=True`` adds these and ``spread_min``, ``spread_mean``,
        ``spread_max``, ``spread_close``: ask less bid in quote currency. Without ``as_of`` all that is
        stored counts, and the bar that the last stored tick left unfinished is there too.

        Raises ``UnknownSymbol``, ``InvalidTimeframe``, ``InvalidSide``, ``InvalidDay``, ``InvalidFill``,
        ``InvalidTime``, ``InvalidRange``, ``InvalidCalendar``.

        >>> len(ws.bars("EURUSD", "1h", "2024-01-08", "2024-01-09"))
        24
        >>> known = ws.bars("EURUSD", "4h", "2024-01-08", as_of="2024-01-08T09:00", forming=True)
        >>> known.to_pandas()[["open_time", "complete"]].values.tolist()[-1]
        [Timestamp('2024-01-08 08:00:00+0000', tz='UTC'), False]
        """
        tables = self.bars_by_timeframe(
            symbol,
            [timeframe],
            start,
            end,
            side,
            day=day,
            fill=fill,
            as_of=as_of,
            forming=forming,
            detail=detail,
        )
        return tables[timeframe]

    def bars_by_timeframe(
        self,
        symbol: str,
        timeframes: Sequence[str] = _core.STANDARD_TIMEFRAMES,
        start: Moment | None = None,
        end: Moment | None = None,
        side: str = "bid",
        **options: Unpack[BarOptions],
    ) -> dict[str, Table]:
        """Bars of several timeframes from one pass over the ticks, by the names given, in their order.

        Each table is what ``bars`` returns for its timeframe, with the same ``options``: ``day``, ``fill``,
        ``as_of``, ``forming``, ``detail``. All nine cost little more than the shortest. Raises as ``bars``.

        >>> tables = ws.bars_by_timeframe("EURUSD", ["1h", "1d"])
        >>> {timeframe: len(table) for timeframe, table in tables.items()}
        {'1h': 120, '1d': 6}
        """
        names = list(timeframes)
        tables = self._core.bars(bar_request(symbol, names, start, end, side, **options))
        return {name: Table(table) for name, table in zip(names, tables, strict=True)}

    def align(
        self,
        symbol: str,
        timeframes: Sequence[str],
        start: Moment | None = None,
        end: Moment | None = None,
        side: str = "bid",
        *,
        day: str = "utc",
        as_of: Moment | None = None,
        forming: bool = False,
    ) -> Table:
        """Bars of the first timeframe, each beside what was known of the others when it was complete.

        A row for each bar of the first that opens in ``[start, end)``, with its columns and ``available_at``.
        For each other timeframe follow the columns of its last bar that was known at the row's
        ``available_at``, named after it: ``1h_open_time``, ``1h_open``, … ``1h_available_at``; they are
        missing before there is one. ``forming=True`` adds ``1h_forming_open_time`` … ``1h_forming_ticks``:
        the bar in progress, made of the ticks up to that moment, missing where there was none. So no row
        holds what was not known when its bar was complete.

        Raises ``InvalidTimeframe`` for none or one that is named twice, else as ``bars``.

        >>> rows = ws.align("EURUSD", ["30m", "1h"], "2024-01-08T01:00", "2024-01-08T02:30").to_pandas()
        >>> rows["1h_open_time"].dt.hour.tolist()
        [0, 1, 1]
        """
        request = bar_request(symbol, timeframes, start, end, side, day=day, as_of=as_of, forming=forming)
        return Table(self._core.align(request))
