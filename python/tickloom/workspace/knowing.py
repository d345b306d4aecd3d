"""What is known of symbols: what is stored of them, their decimals, their markets' hours."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from .. import times
from ..instruments import Instrument
from ..records import InstrumentRecord
from .opened import Opened

if TYPE_CHECKING:
    from ..times import Moment


class Knowing(Opened):
    """What a workspace knows of its symbols."""

    def instruments(self) -> list[Instrument]:
        """What is stored of every symbol that has ticks, by name."""
        return [Instrument(**fields) for fields in self._core.instruments()]

    def instrument(self, symbol: str) -> InstrumentRecord | None:
        """What is known of a symbol: from its ticks, from ``instrument_records``, or built in; else None.

        >>> ws.instrument("XAUUSD")
        InstrumentRecord(symbol='XAUUSD', digits=3, kind='metal')
        """
        fields = self._core.instrument(symbol)
        return None if fields is None else InstrumentRecord(**fields)

    def days_with_ticks(
        self, symbol: str, start: Moment | None = None, end: Moment | None = None
    ) -> list[date]:
        """The UTC days that hold ticks and touch ``[start, end)``, oldest first. Raises as ``ticks``."""
        days = self._core.days_with_ticks(symbol, *times.bounds(start, end))
        return [date.fromisoformat(day) for day in days]

    def calendar(self, symbol: str) -> dict[str, Any]:
        """The rules by which a symbol's market is open: its own in ``calendars``, or the usual of its kind.

        >>> ws.calendar("EURUSD")["sessions"]
        ['Sun 17:00-Fri 17:00']
        """
        rules: dict[str, Any] = json.loads(self._core.calendar(symbol))
        return rules
