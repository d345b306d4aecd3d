"""Imports that an engine carries out: it is told what to read, and tells how it goes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .. import _core
from .asking import Asking
from .sources import SENT, Sources
from .watching import Watch

if TYPE_CHECKING:
    from .sources import Offered
    from .watching import Observe


class Importing(Asking):
    """Orders to the service of imports."""

    def import_ticks(  # noqa: PLR0913, PLR0917 - those of the core
        self,
        symbol: str,
        source: Offered,
        digits: int | None,
        threads: int | None,
        dialect: str | None,
        zone: str | None,
        swap_sides: bool,
        strict: bool,
        again: bool,
        observe: Observe | None,
    ) -> _core.ReportFields:
        """As ``_core.Store.import_ticks``."""
        with Sources(source) as sources:
            return self._import(
                observe,
                symbol=symbol,
                sources=sources,
                digits=digits,
                threads=threads,
                dialect=dialect,
                zone=zone,
                swap_sides=swap_sides,
                strict=strict,
                again=again,
            )

    def write_ticks(  # noqa: PLR0913, PLR0917 - those of the core
        self,
        symbol: str,
        table: object,
        name: str,
        digits: int | None,
        threads: int | None,
        zone: str | None,
        swap_sides: bool,
        strict: bool,
        observe: Observe | None,
    ) -> _core.ReportFields:
        """As ``_core.Store.write_ticks``."""
        stream = _core.arrow_bytes(table)
        if len(stream) > SENT:
            return self.import_ticks(
                symbol,
                [(f"{name}.arrow", stream)],
                *(digits, threads, None, zone, swap_sides, strict, True, observe),
            )
        return self._import(
            observe,
            symbol=symbol,
            sources=[{"name": name, "table": stream}],
            digits=digits,
            threads=threads,
            zone=zone,
            swap_sides=swap_sides,
            strict=strict,
        )

    def _import(self, observe: Observe | None, **order: object) -> _core.ReportFields:
        with self._gate:
            started: str = self._record("imports.start", **order)["id"]
            with self._events("imports.progress", id=started) as events:
                cancel = partial(self._record, "imports.cancel", id=started)
                return Watch(events, observe, cancel).to_the_end()
