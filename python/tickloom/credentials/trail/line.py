"""A line of the trail as bytes: what it says, the hash of the line before, and a hash of all of this."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass

BEFORE_THE_FIRST = "0" * 64
"""What the first line of all names as the hash before it."""

_BODY_AND_HASH = re.compile(rb'(\{.*),"hash":"([0-9a-f]{64})"\}', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """What was done."""

    number: int
    """Lines are numbered from 1, through all files of the trail."""
    time: str
    """When: RFC 3339, UTC."""
    user: str
    """The user of the system."""
    pid: int
    """The process."""
    program: str
    """The name of its program, without arguments."""
    action: str
    """``set rotate finish undo delete read passphrase``; ``broken`` where lines before it were damaged."""
    name: str
    """The credential; empty where it is none."""
    backend: str
    """Where its value lies."""
    outcome: str
    """``begun``, then ``done`` or the code of an error. What was begun and never ended was cut off."""
    before: str
    """The hash of the line before."""


def written(line: Line) -> tuple[bytes, str]:
    """The line as bytes, without its end, and its hash."""
    body = json.dumps(asdict(line), separators=(",", ":")).encode()[:-1]
    digest = hashlib.sha256(body).hexdigest()
    return body + f',"hash":"{digest}"}}'.encode(), digest


def parsed(found: bytes) -> tuple[Line, str] | None:
    """A line and its hash, or none if a single byte of it is not as it was written."""
    match = _BODY_AND_HASH.fullmatch(found)
    if match is None or hashlib.sha256(match[1]).hexdigest() != match[2].decode():
        return None
    try:
        return Line(**json.loads(match[1] + b"}")), match[2].decode()
    except (ValueError, TypeError, RecursionError):
        return None
