"""Records of the wire in the shape that the core gives: every field is there, and paths are paths."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..protocol import RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .. import _core

_LIST_OF = "list of "


def without_none(params: Mapping[str, object]) -> dict[str, object]:
    """Parameters without those that are missing.

    >>> without_none({"symbol": "EURUSD", "digits": None})
    {'symbol': 'EURUSD'}
    """
    return {name: value for name, value in params.items() if value is not None}


def whole(record: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """A record with None for the fields that are missing, and without those that are not known.

    >>> whole("RefusedFile", {"source": "a.csv", "code": "csv.empty", "message": "", "later": 1})
    {'source': 'a.csv', 'code': 'csv.empty', 'message': ''}
    """
    return {name: _whole(is_a.removesuffix("?"), value.get(name)) for name, is_a in RECORDS[record].items()}


def report(value: Mapping[str, Any]) -> _core.ReportFields:
    """What an import did."""
    fields: Any = whole("ImportReport", value)
    fields["file"] = Path(fields["file"])
    fields["quarantine"] = fields["quarantine"] and Path(fields["quarantine"])
    return fields  # type: ignore[no-any-return]


def progress(value: Mapping[str, Any]) -> _core.ProgressFields:
    """A moment of an import."""
    fields: Any = whole("ImportProgress", value)
    for name in ("id", "symbol", "state", "report"):
        del fields[name]
    return fields  # type: ignore[no-any-return]


def _whole(is_a: str, value: Any) -> Any:
    if value is None:
        return None
    if is_a.startswith(_LIST_OF):
        return [_whole(is_a.removeprefix(_LIST_OF), item) for item in value]
    return whole(is_a, value) if is_a in RECORDS else value
