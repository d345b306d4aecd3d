"""Bars by a rule of one's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

from .frames import streamed
from .tables import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .frames import ArrowStream


class BarRule(Protocol):
    """Says when a bar is complete; prices, volume, spread, days and availability are kept for it.

    >>> class Money:
    ...     def begin(self) -> None:
    ...         self.turnover = 0.0
    ...
    ...     def completes(self, time, bid, ask, bid_volume, ask_volume) -> bool:
    ...         self.turnover += bid * bid_volume
    ...         return self.turnover >= 50_000
    >>> len(aggregate(ws.ticks("EURUSD"), Money()))
    43
    """

    def begin(self) -> None:
        """A bar begins: the next tick is its first, because the last one is complete or a day is new."""

    def completes(self, time: int, bid: float, ask: float, bid_volume: float, ask_volume: float) -> bool:
        """Whether this tick is the last of its bar.

        ``time`` is in nanoseconds since 1970, UTC; prices are in quote currency, volumes as the provider's.
        """


def aggregate(
    ticks: Table | ArrowStream | Mapping[str, object],
    rule: BarRule,
    side: str = "bid",
    *,
    calendar: Mapping[str, Any] | None = None,
    digits: int | None = None,
) -> Table:
    """Bars of ticks by a rule of one's own, oldest first, with the columns of ``bars(..., detail=True)``.

    ``ticks`` is a table of ticks, or whatever ``Workspace.write_ticks`` takes, in order of time; prices have
    ``digits`` decimals, by default those of the table, or as many as the price with most of them. As bars of
    ticks or of volume do, bars begin anew each day, UTC or with ``calendar`` (rules as ``Workspace.calendar``
    gives them) the session's; what is left of a day is a bar of its own. They open at the time of their first
    tick and are known from that of their last on. The last may be in progress: its ``complete`` is false.

    What the rule raises, and Ctrl-C, ends the work and comes through as it is. Raises ``InvalidColumns`` for
    ticks out of order, ``UnreadableFile`` for a table or a row that is none of ticks, ``InvalidSide``,
    ``InvalidDigits``, ``InvalidCalendar``.

    >>> class EveryThird:
    ...     def begin(self) -> None:
    ...         self.ticks = 0
    ...
    ...     def completes(self, *tick) -> bool:
    ...         self.ticks += 1
    ...         return self.ticks == 3
    >>> seconds, bids = [1_704_704_400 + count for count in range(5)], [1.2, 1.4, 1.3, 1.1, 1.5]
    >>> bars = aggregate({"timestamp": seconds, "bid": bids, "ask": bids}, EveryThird())
    >>> bars["high"].tolist(), bars["complete"].tolist()
    ([1.4, 1.5], [True, False])
    """
    from . import _core

    if isinstance(ticks, Table) and digits is None:
        digits = ticks.price_digits
    rules = None if calendar is None else json.dumps(calendar)
    return Table(_core.aggregate(streamed(ticks), rule, side, rules, digits))
