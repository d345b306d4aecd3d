"""Values of Python as JSON has them, whatever they are: bounded, and without ever failing."""

from __future__ import annotations

import json
import math
import traceback
from collections.abc import Mapping
from itertools import islice
from typing import Any

from .. import _core

DEEPEST = 6
"""Levels of values within each other; the core shows no more."""
MOST = 64
"""Values of one level, as in the core; beyond them the last says how many are left off."""


def as_json(fields: Mapping[str, Any]) -> str:
    """The fields as JSON.

    >>> as_json({"price": 1.5, "limit": float("inf"), "at": {2, 1}, "who": 2j})
    '{"price": 1.5, "limit": "inf", "at": [1, 2], "who": "2j"}'
    """
    return json.dumps(plain(fields))


def plain(value: object, depth: int = 0) -> Any:
    """The value, made of what JSON has: texts, numbers, truths, lists and mappings."""
    if value is None or isinstance(value, bool):
        return value
    if type(value) is int and -(1 << 63) <= value < 1 << 64:
        return value  # a larger one would be rounded, and a secret in it not be found
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(value)
    if isinstance(value, Mapping | list | tuple | set | frozenset):
        return _many(value, depth) if depth < DEEPEST else "…"
    return text_of(value)


def text_of(value: object) -> str:
    """What ``str`` makes of it, as far as that is a text."""
    try:
        text = str(value)
    except Exception as error:  # noqa: BLE001 - a log must not fail for what somebody logs
        return f"<{type(value).__name__} without a text: {type(error).__name__}>"
    return text.encode("utf-8", "replace").decode()


def fields_of(error: BaseException) -> dict[str, Any]:
    """An exception as fields: its class, its text, its code if it has one, and where it was raised."""
    lines = traceback.format_exception(error)
    fields = {
        "exception": type(error).__qualname__,
        "reason": text_of(error),
        # Without secrets before it is cut, which might leave a piece of one.
        "traceback": _core.redact("".join(lines))[-_LONGEST:],
    }
    code = getattr(error, "code", None)
    return fields | ({"code": code} if isinstance(code, str) else {})


# The end of a traceback says more than its beginning; the core would cut the other end.
_LONGEST = 12 << 10


def _many(values: Any, depth: int) -> Any:
    try:
        shown = MOST if len(values) <= MOST else MOST - 1
        left_off = len(values) - shown
        found = list(islice(values.items() if isinstance(values, Mapping) else values, shown))
    except Exception as error:  # noqa: BLE001 - a collection of the caller's own may raise, too
        return f"<{type(values).__name__} without values: {type(error).__name__}>"
    if isinstance(values, Mapping):
        kept = {text_of(name): plain(value, depth + 1) for name, value in found}
        return kept | ({"…": f"{left_off} more"} if left_off > 0 else {})
    items = [plain(value, depth + 1) for value in found]
    return items + ([f"… ({left_off} more)"] if left_off > 0 else [])
