"""Whether what is stored is all that should be: silences, coverage, passports."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from .. import times
from ..tables import Table
from .opened import Opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..passport import Passport
    from ..times import Moment

GapClass: TypeAlias = Literal["closed", "holiday", "quiet", "suspicious"]
"""What to think of a gap."""


class Judging(Opened):
    """What a workspace says about the quality of its ticks."""

    def gaps(
        self,
        symbol: str,
        start: Moment | None = None,
        end: Moment | None = None,
        *,
        classes: Iterable[GapClass] | None = None,
        shortest: float = 60.0,
    ) -> Table:
        """Stretches of ``[start, end)`` without ticks, oldest first, told apart by the symbol's calendar.

        Columns: ``start`` and ``end`` (nanoseconds, UTC; ticks, or changes of the market's hours),
        ``seconds``, ``class`` and ``session_day`` (the market's day on which it begins). A gap is ``closed``
        or ``holiday`` when the market was, ``suspicious`` when it was open and the silence much longer
        than usual at that hour of the week, else ``quiet``. Ticks are expected from ``start`` to ``end``, or
        from the first to the last; what is usual is learnt from them. ``classes`` keeps some, ``shortest``
        leaves out what lasts fewer seconds. Ctrl-C ends it.

        Raises ``UnknownSymbol``, ``InvalidGapClass``, ``InvalidTime``, ``InvalidRange``, ``Interrupted``.

        >>> ws.gaps("EURUSD", "2024-01-08", "2024-01-14", classes=["closed", "suspicious"])
        start                 end                   seconds  class   session_day
        2024-01-12T22:00:00Z  2024-01-14T00:00:00Z  93600.0  closed  2024-01-13
        1 row
        """
        named = None if classes is None else list(classes)
        shortest_nanos = round(shortest * 1e9)
        if not 0 < shortest_nanos <= times.MAX:
            raise ValueError(f"{shortest} s: the shortest gap lasts longer than nothing")
        return Table(self._core.gaps(symbol, *times.bounds(start, end), shortest_nanos, named))

    def missing_days(self, symbol: str, start: Moment | None = None, end: Moment | None = None) -> list[date]:
        """Days of the market in ``[start, end)`` without a single tick though it was open, oldest first.

        Optional holidays, on which not every provider quotes, are not among them. Raises as ``gaps``.

        >>> ws.missing_days("EURUSD", "2024-01-08", "2024-01-17")
        [datetime.date(2024, 1, 15), datetime.date(2024, 1, 16)]
        """
        days = self._core.missing_days(symbol, *times.bounds(start, end))
        return [date.fromisoformat(day) for day in days]

    def coverage(
        self,
        symbol: str,
        start: Moment | None = None,
        end: Moment | None = None,
        by: Literal["hour", "day"] = "hour",
    ) -> Table:
        """What came of what could be expected, for every UTC hour or day of ``[start, end)``, oldest first.

        Columns: ``start`` (nanoseconds, UTC), ``open_seconds`` (how long the market was open), ``ticks``,
        ``first`` and ``last`` (times of ticks, missing where none came), ``longest_silence`` (seconds of open
        time) and ``class``: ``full``, ``closed``, ``holiday``, or the worst gap that touches it, ``quiet``
        or ``suspicious``. Ticks are expected as in ``gaps``.

        Raises as ``gaps``, ``InvalidPeriod``, and ``InvalidRange`` for over a million periods.

        >>> days = ws.coverage("EURUSD", by="day")
        >>> days["open_seconds"] // 3600
        array([ 2, 24, 24, 24, 24, 22], dtype=uint64)
        """
        return Table(self._core.coverage(symbol, *times.bounds(start, end), by))

    def passport(self, symbol: str, month: str) -> Passport:
        """What is known of a symbol in a UTC month such as ``2019-02``: to read, to keep and to cite.

        What is stored and expected in each hour, gaps by class, findings of the checks, sources with their
        hashes, and a content hash over the ticks. The same content of a store gives the same passport, to
        the byte. Ticks are expected from the month's first moment to its last.

        Raises ``NoTicks`` if nothing is stored of that month, ``InvalidPeriod``, ``UnknownSymbol``.

        >>> passport = ws.passport("EURUSD", "2024-01")
        >>> passport.received_hours, passport.expected_hours, passport.is_genuine
        (120, 530, True)
        """
        from ..passport import Passport

        return Passport.of(self._core.passport(symbol, month))
