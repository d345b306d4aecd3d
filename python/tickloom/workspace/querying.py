"""SQL over everything that a store holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from .. import times
from ..tables import Table
from .opened import Opened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..times import Moment

Parameter: TypeAlias = "bool | int | float | str | Moment | None"
"""A value for a ``?`` or ``$1`` of a query."""


class Querying(Opened):
    """What a workspace answers in SQL."""

    def sql(self, query: str, params: Sequence[Parameter] = ()) -> Table:
        """The result of one SELECT (or EXPLAIN of one) over the views ``ticks`` and ``bars`` and all records.

        ``ticks`` has ``symbol`` before the columns of a tick table, ``bars`` has ``symbol``, ``timeframe``
        and ``side`` before those of a bar table; the tables of records are ``backtests``, ``trades``,
        ``positions``, ``bars_cache``, ``imports``, ``findings``, ``instruments`` and ``calendars``. Each
        ``?`` takes the next of ``params``, ``$1`` the first; SQL keeps times to the microsecond. Nothing can
        be changed and no other file be read. Ctrl-C ends the query; ``sql.max_rows`` and ``sql.timeout`` of
        the configuration, or of that of the engine that owns the store, bound it.

        Raises ``SqlError``, ``StoreBusy`` if too many run at once, ``Interrupted``.

        >>> ws.sql("SELECT max(ask - bid) < ? AS calm FROM ticks WHERE symbol = ?", [0.01, "EURUSD"])["calm"]
        array([ True])
        """
        bounds = self._settings.sql
        values = [_plain(value) for value in params]
        return Table(self._core.sql(query, values, bounds.max_rows, bounds.timeout))


def _plain(value: Parameter) -> bool | float | str | None:
    return times.iso(value) if times.is_moment(value) else value  # type: ignore[arg-type, return-value]
