"""Stored ticks played again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import _core, times
from ..replay import Replay
from .arguments import listed_symbols
from .opened import Opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..times import Moment


class Replaying(Opened):
    """What a workspace plays again."""

    def replay(
        self,
        symbols: str | Iterable[str],
        start: Moment | None = None,
        end: Moment | None = None,
        *,
        timeframes: Sequence[str] = _core.STANDARD_TIMEFRAMES,
        side: str = "bid",
        day: str = "utc",
        capacity: int = 1000,
    ) -> Replay:
        """A replay of all stored ticks of ``symbols`` in ``[start, end)``, standing before the first.

        It keeps the last ``capacity`` bars of each of the ``timeframes``, of any kind; with ``day="session"``
        days are those of each symbol's calendar. It holds the store open until it is closed or forgotten.

        Raises ``NoTicks`` if nothing is stored there, ``UnknownSymbol``, ``InvalidState`` for timeframes or a
        capacity that cannot be kept, ``InvalidTimeframe``, ``InvalidSide``, ``InvalidDay``, ``InvalidTime``,
        ``InvalidRange``.

        >>> replay = ws.replay("EURUSD", "2024-01-08", "2024-01-09", timeframes=["1h"])
        >>> sum(1 for tick in replay) == replay.ticks
        True
        """
        first, last = times.bounds(start, end)
        request: _core.ReplayRequest = {
            "symbols": listed_symbols(symbols),
            "start": first,
            "end": last,
            "timeframes": list(timeframes),
            "side": side,
            "day": day,
            "capacity": capacity,
        }
        return Replay(self._core.replay(request))
