"""Records of users' tables, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from ..errors import InvalidRecord
from .asking import Asking

if TYPE_CHECKING:
    from collections.abc import Sequence

_PAGE = 10_000
"""As many records as one answer holds."""

_FIELDS_OF = {"backtests": ("parameters", "metrics"), "calendars": ("rules",)}
"""What is text within the core's JSON, and a map on the wire."""


class Recording(Asking):
    """Orders to the service of tables."""

    def create(self, table: str, record: str) -> None:
        """As ``_core.Store.create``."""
        self._put("tables.create", table, record)

    def get(self, table: str, key: Sequence[str]) -> str | None:
        """As ``_core.Store.get``."""
        found = self._record("tables.get", table=table, key=list(key)).get("record")
        return None if found is None else json.dumps(_as_text(table, found))

    def list(self, table: str, limit: int, offset: int) -> str:
        """As ``_core.Store.list``."""
        listed: list[Any] = []
        while limit > 0:
            most = min(limit, _PAGE)
            page = self._record("tables.list", table=table, limit=most, offset=offset)["records"]
            listed += (_as_text(table, record) for record in page)
            if len(page) < most:
                break
            limit, offset = limit - most, offset + most
        return json.dumps(listed)

    def update(self, table: str, record: str) -> None:
        """As ``_core.Store.update``."""
        self._put("tables.update", table, record)

    def delete(self, table: str, key: Sequence[str]) -> bool:
        """As ``_core.Store.delete``."""
        deleted: bool = self._record("tables.delete", table=table, key=list(key))["deleted"]
        return deleted

    def _put(self, method: str, table: str, record: str) -> None:
        fields = json.loads(record)
        for name in _FIELDS_OF.get(table, ()):
            fields[name] = json.loads(fields[name])
        try:
            self._record(method, table=table, record=fields)
        except TypeError as error:
            # A number, or a depth, that no record of the core has either.
            raise InvalidRecord(f"no record of {table}: {error}", "record.invalid") from None


def _as_text(table: str, record: dict[str, Any]) -> dict[str, Any]:
    return record | {name: json.dumps(record[name]) for name in _FIELDS_OF.get(table, ())}
