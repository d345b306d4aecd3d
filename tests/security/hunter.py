"""Looks for a planted secret in every form in which it could have come out, without asking the product."""

from __future__ import annotations

import base64
import json
import os
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus
from zipfile import ZipFile, is_zipfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PLANTED = 'pl4nted/"Se¢ret"+\\with ünusual & long=parts-0123456789'
"""A secret that every way of writing it down writes in another way."""
PLAIN = "venueKeyThatNothingEscapes0123456789abcdef"
"""One that looks alike however it is written; so nothing is found only because of its odd characters."""
PART = 16
"""So many characters of the beginning or the end of it are a find, too."""


@dataclass(frozen=True)
class Find:
    """A place where a secret stands."""

    place: str
    """What was searched."""
    form: str
    """In which form it stands there."""


def forms(secret: str) -> dict[str, bytes]:
    """What a secret looks like as programs and people write it, whole and in part."""
    found = {"beginning": secret[:PART].encode(), "end": secret[-PART:].encode()}
    for name, text in {"": secret, "reversed ": secret[::-1]}.items():
        found |= {f"{name}{form}": written for form, written in _written(text).items()}
    return found


def hunt(places: Iterable[tuple[str, bytes]], *secrets: str) -> list[Find]:
    """Every form of every secret in every place."""
    wanted = [(form, written) for secret in secrets for form, written in forms(secret).items()]
    return [Find(place, form) for place, content in places for form, written in wanted if written in content]


def files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    """All files below, also what is packed in them, and their names."""
    for folder in folders:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            yield f"name of {path}", os.fsencode(path)
            if path.is_file() and not path.is_symlink():
                yield from _content(path)


def processes() -> Iterator[tuple[str, bytes]]:
    """Arguments and environment of every process that this one may look at."""
    for process in Path("/proc").glob("[0-9]*"):
        for name in ("cmdline", "environ", "comm"):
            try:
                yield str(process / name), (process / name).read_bytes()
            except OSError:  # one that has ended, or hides
                continue


def texts(named: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    """What was said or shown."""
    for name, text in named.items():
        yield name, text if isinstance(text, bytes) else str(text).encode("utf-8", "surrogatepass")


def _content(path: Path) -> Iterator[tuple[str, bytes]]:
    content = path.read_bytes()
    yield str(path), content
    if content[:2] == b"\x1f\x8b":
        yield f"{path} (unpacked)", zlib.decompressobj(31).decompress(content)
    if is_zipfile(path):
        with ZipFile(path) as archive:
            yield from ((f"{path}/{name}", archive.read(name)) for name in archive.namelist())


def _written(secret: str) -> dict[str, bytes]:
    plain = secret.encode()
    forms = {
        "plain": plain,
        "UTF-16": secret.encode("utf-16-le"),
        "UTF-32": secret.encode("utf-32-le"),
        "Latin-1": secret.encode("latin-1", "ignore"),
        "JSON": json.dumps(secret)[1:-1].encode(),
        "JSON in JSON": json.dumps(json.dumps(secret))[3:-3].encode(),
        "JSON, not only ASCII": json.dumps(secret, ensure_ascii=False)[1:-1].encode(),
        "repr": repr(secret)[1:-1].encode(),
        "repr of bytes": repr(plain)[2:-1].encode(),
        "ascii": ascii(secret)[1:-1].encode(),
        "URL": quote(secret).encode(),
        "URL, all": quote(secret, safe="").encode(),
        "URL, form": quote_plus(secret).encode(),
        "hexadecimal": plain.hex().encode(),
        "hexadecimal, capitals": plain.hex().upper().encode(),
        "upper": secret.upper().encode(),
        "base85": base64.b85encode(plain),
        "base32": base64.b32encode(plain)[:-8],
    }
    return forms | dict(_base64(plain))


def _base64(plain: bytes) -> Iterator[tuple[str, bytes]]:
    """The characters that depend on the secret alone, wherever in a group of three bytes it begins."""
    for name, encode in {"base64": base64.b64encode, "base64 of URLs": base64.urlsafe_b64encode}.items():
        for before in range(3):
            text = encode(bytes(before) + plain)
            yield f"{name}, {before} before", text[4 if before else 0 : -4]
