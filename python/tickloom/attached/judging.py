"""Whether what is stored is all that should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .asking import Asking

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .. import _core


class Judging(Asking):
    """Questions to the service of imports about quality."""

    def gaps(
        self, symbol: str, start: int, end: int, shortest: int, classes: Sequence[str] | None
    ) -> _core.Table:
        """As ``_core.Store.gaps``."""
        kept = None if classes is None else list(classes)
        seconds = shortest / 1e9
        return self._table(
            "imports.gaps", symbol=symbol, start=start, end=end, classes=kept, shortest=seconds
        )

    def missing_days(self, symbol: str, start: int, end: int) -> list[str]:
        """As ``_core.Store.missing_days``."""
        days: list[str] = self._record("imports.missing_days", symbol=symbol, start=start, end=end)["days"]
        return days

    def coverage(self, symbol: str, start: int, end: int, by: str) -> _core.Table:
        """As ``_core.Store.coverage``."""
        return self._table("imports.coverage", symbol=symbol, start=start, end=end, by=by)

    def passport(self, symbol: str, month: str) -> str:
        """As ``_core.Store.passport``."""
        document: str = self._record("imports.passport", symbol=symbol, month=month)["document"]
        return document
