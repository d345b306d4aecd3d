"""Every golden frame says here what it says in Rust and TypeScript, and is written again byte for byte."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgpack
import pytest

from tickloom.protocol import FRAMES, METHODS, PROTOCOL_VERSION, canonical_frame

FOLDER = Path(__file__).parent / "golden" / f"v{PROTOCOL_VERSION}"
BINARY = re.compile(r"h'([0-9a-f]*)'")


@dataclass(frozen=True)
class Golden:
    """A frame as bytes and as text, and the record of a result or of an event's data."""

    name: str
    data: bytes
    text: str
    record: str | None


def golden(path: Path) -> Golden:
    head, _, text = path.with_suffix(".txt").read_text(encoding="utf-8").partition("\n\n")
    method = re.search(r"^method: (.+)$", head, re.MULTILINE)
    is_answer = path.stem.startswith(("reply", "event"))
    record = METHODS[method[1]].result if method and is_answer else None
    return Golden(path.stem, bytes.fromhex(path.read_text()), text.strip(), record)


GOLDEN = [golden(path) for path in sorted(FOLDER.glob("*.hex"))]
NAMES = [each.name for each in GOLDEN]


def said(text: str) -> Any:
    """The value of a text, with binary values in place of ``h'00ff'``."""
    return with_bytes(json.loads(BINARY.sub(r'"\\u0000\1"', text)))


def with_bytes(value: Any) -> Any:
    match value:
        case dict():
            return {key: with_bytes(item) for key, item in value.items()}
        case list():
            return [with_bytes(item) for item in value]
        case str() if value.startswith("\0"):
            return bytes.fromhex(value[1:])
    return value


def backwards(value: Any) -> Any:
    """The same maps, written down the other way round and with a field that nobody knows."""
    if isinstance(value, dict):
        return {key: backwards(value[key]) for key in reversed(value)}
    return [backwards(item) for item in value] if isinstance(value, list) else value


def typed(value: Any) -> Any:
    """A value in which 1 and 1.0 differ, and so do True and 1."""
    match value:
        case dict():
            return {key: typed(item) for key, item in value.items()}
        case list():
            return [typed(item) for item in value]
    return (type(value).__name__, value)


@pytest.mark.parametrize("frame", GOLDEN, ids=NAMES)
def test_it_says_what_stands_beside_it(frame: Golden) -> None:
    assert typed(msgpack.unpackb(frame.data)) == typed(said(frame.text))


@pytest.mark.parametrize("frame", GOLDEN, ids=NAMES)
def test_it_is_written_again_byte_for_byte(frame: Golden) -> None:
    read = msgpack.unpackb(frame.data)
    assert msgpack.packb(read) == frame.data
    assert msgpack.packb(canonical_frame(read, frame.record)) == frame.data


@pytest.mark.parametrize("frame", GOLDEN, ids=NAMES)
def test_it_is_the_same_bytes_however_its_fields_are_given(frame: Golden) -> None:
    given = backwards(msgpack.unpackb(frame.data)) | {"later": None, "unknown": 1}
    assert msgpack.packb(canonical_frame(given, frame.record)) == frame.data


def test_there_is_one_of_every_kind() -> None:
    assert {msgpack.unpackb(frame.data)["kind"] for frame in GOLDEN} == set(FRAMES)
