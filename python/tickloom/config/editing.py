"""Changes of a file of settings that leave everything else in it as it is: comments, order, blank lines."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dotenv.parser import Binding

# What needs quotes: ends of lines, what looks like a comment, and what begins or ends with what is cut off.
_ODD = re.compile(r"^$|^[\s'\"#]|[\r\n]|\s#|\s$")
_VALUE = re.compile(
    r"""(=[^\S\n]*)(?:'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|[^\n]*?(?=[^\S\n]+\#|[^\S\n]*$))""", re.MULTILINE
)


def edited(text: str, changes: Mapping[str, str | None]) -> str:
    r"""A file with other values for names; None takes a name out, and one that is new comes last.

    >>> print(edited("# how long\nA=1 # s\nB=2\n", {"A": "two #2", "B": None, "C": "3"}), end="")
    # how long
    A='two #2' # s
    C=3
    """
    from dotenv.parser import parse_stream

    left = dict(changes)
    pieces = [_piece(binding, left) for binding in parse_stream(io.StringIO(text))]
    kept = "".join(pieces)
    added = [f"{name}={_quoted(value)}\n" for name, value in left.items() if value is not None]
    return kept + ("\n" if added and kept and not kept.endswith("\n") else "") + "".join(added)


def _piece(binding: Binding, left: dict[str, str | None]) -> str:
    whole = binding.original.string
    if binding.key is None or binding.key not in left:
        return whole
    value = left.pop(binding.key)
    if value is None:
        return whole[: len(whole) - len(whole.lstrip())]
    return _VALUE.sub(lambda found: found[1] + _quoted(value), whole, count=1)


def _quoted(value: str) -> str:
    if not _ODD.search(value):
        return value
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
