"""What is read of a store: ticks, bars, SQL, what is known of symbols."""

from __future__ import annotations

import json
from numbers import Real
from typing import TYPE_CHECKING, Any

from .. import times
from .asking import Asking, interrupted
from .shapes import whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .. import _core


class Reading(Asking):
    """Questions to the services of ticks, bars, instruments and SQL."""

    def ticks(self, symbol: str, start: int, end: int) -> _core.Table:
        """As ``_core.Store.ticks``."""
        return self._table("ticks.range", symbol=symbol, start=start, end=end)

    def days_with_ticks(self, symbol: str, start: int, end: int) -> list[str]:
        """As ``_core.Store.days_with_ticks``."""
        days: list[str] = self._record("ticks.days", symbol=symbol, start=start, end=end)["days"]
        return days

    def bars(self, request: _core.BarRequest) -> list[_core.Table]:
        """As ``_core.Store.bars``."""
        # For no timeframe comes one part all the same.
        return self._tables("bars.range", request, request["side"])[: len(request["timeframes"])]

    def align(self, request: _core.BarRequest) -> _core.Table:
        """As ``_core.Store.align``."""
        names = ("symbol", "timeframes", "start", "end", "side", "day", "as_of", "forming")
        params = {name: value for name, value in request.items() if name in names}
        return self._tables("bars.align", params)[0]

    def sql(
        self,
        query: str,
        parameters: Sequence[bool | float | str | None],
        max_rows: int | None = None,  # noqa: ARG002 - an engine has bounds of its own
        timeout: float | None = None,  # noqa: ARG002
    ) -> _core.Table:
        """As ``_core.Store.sql``, within the bounds of the engine."""
        for value in parameters:
            if not (value is None or isinstance(value, (str, Real))):
                kind = type(value).__name__
                raise TypeError(f"a query takes None, bool, int of 64 bits, float, str and times, not {kind}")
            if isinstance(value, int) and not times.MIN <= value <= times.MAX:
                raise OverflowError("a query takes whole numbers of 64 bits")
        with interrupted("the query was interrupted"):
            return self._table("sql.query", query=query, params=list(parameters))

    def instruments(self) -> list[_core.StoredInstrumentFields]:
        """As ``_core.Store.instruments``."""
        listed: list[Any] = self._record("instruments.list")["instruments"]
        return [whole("Instrument", instrument) for instrument in listed]  # type: ignore[misc]

    def instrument(self, symbol: str) -> _core.InstrumentFields | None:
        """As ``_core.Store.instrument``."""
        found: Any = self._record("instruments.get", symbol=symbol).get("instrument")
        return None if found is None else whole("InstrumentRecord", found)  # type: ignore[return-value]

    def calendar(self, symbol: str) -> str:
        """As ``_core.Store.calendar``."""
        return json.dumps(self._record("instruments.calendar", symbol=symbol)["rules"])
