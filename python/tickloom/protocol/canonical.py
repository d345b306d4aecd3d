"""Values in the one form in which they are sent: fields in order, what is missing left out, floats as floats.

MessagePack of the result, as the package ``msgpack`` writes it, is the same bytes in every language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .tables import FRAMES, METHODS, RECORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LIST_OF = "list of "


def canonical_frame(frame: Mapping[str, Any], payload: str | None = None) -> dict[str, Any]:
    """A frame in the form in which it is sent.

    ``payload`` names the record of a result or of an event's data; that of parameters and details is known.

    >>> canonical_frame({"id": 2, "kind": "cancel", "later": None})
    {'kind': 'cancel', 'id': 2}
    """
    kind = frame["kind"]
    record = payload or _payload(kind, frame)
    fields = {name: is_a.replace("payload", record) for name, is_a in FRAMES[kind].items()}
    return {"kind": kind} | _ordered(fields, frame)


def canonical(record: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """A record in the form in which it is sent; fields that it does not have are left out.

    Raises ``KeyError`` for a record that there is not, ``ValueError`` for a field that is missing.
    """
    return _ordered(RECORDS[record], value)


def _payload(kind: str, frame: Mapping[str, Any]) -> str:
    if kind == "error":
        return "ErrorDetails"
    return METHODS[frame["method"]].params if "method" in frame else "fields"


def _ordered(fields: Mapping[str, str], value: Mapping[str, Any]) -> dict[str, Any]:
    _refuse_without(value, (name for name, is_a in fields.items() if not is_a.endswith("?")))
    given = ((name, is_a.removesuffix("?")) for name, is_a in fields.items() if value.get(name) is not None)
    return {name: _plain(is_a, value[name]) for name, is_a in given}


def _refuse_without(value: Mapping[str, Any], names: Iterable[str]) -> None:
    for name in names:
        if value.get(name) is None:
            raise ValueError(f"{name!r} is missing")


def _plain(is_a: str, value: Any) -> Any:
    if is_a.startswith(_LIST_OF):
        return [_plain(is_a.removeprefix(_LIST_OF), item) for item in value]
    if is_a in RECORDS:
        return canonical(is_a, value)
    return float(value) if is_a == "float" else _sorted(value) if is_a == "fields" else value


def _sorted(value: Any) -> Any:
    """Keys in the order of their bytes, which is that of their code points."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(item) for item in value] if isinstance(value, list) else value
