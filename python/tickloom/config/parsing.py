"""Lines of a file of the configuration as names with their texts, each with where it stands."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from .names import PREFIX
from .places import Entry, Origin, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dotenv.parser import Binding

    from .files import File

_ZERO, _END = "\0", "\n"
_FIX_LINE = "write NAME=value, with the value in quotes if it has spaces or quotes"


def parsed(content: bytes, file: File) -> Iterator[Entry | Problem]:
    """Every name of the file with its text, in order, and what is wrong with its lines.

    Variables in a value are not filled in: what is meant stands there.
    """
    try:
        # Editors of Windows begin a file with a mark that is no part of it.
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        yield Problem(f"{file.label}:{line}", "", "it is not UTF-8", "save it as UTF-8")
        return
    if _ZERO in text:
        place = f"{file.label}:{text.count(_END, 0, text.index(_ZERO)) + 1}"
        yield Problem(place, "", "it holds a zero byte", "save it as text")
        return
    yield from _bindings(text, file)


def _bindings(text: str, file: File) -> Iterator[Entry | Problem]:
    from dotenv.parser import parse_stream

    seen: dict[str, int] = {}
    for binding in parse_stream(io.StringIO(text)):
        line = _line(binding)
        place = f"{file.label}:{line}"
        if binding.error:
            if file.is_ours_alone or _is_meant(binding):
                yield Problem(place, "", "it is no line of a configuration", _FIX_LINE)
        elif binding.key is None:
            continue
        elif binding.key in seen:
            what = f"it stands in line {seen[binding.key]} already"
            yield Problem(place, binding.key, what, "keep one of the two")
        else:
            seen[binding.key] = line
            yield from _entry(binding.key, binding.value, Origin(file.source, place))


def _entry(name: str, text: str | None, origin: Origin) -> Iterator[Entry | Problem]:
    if text is None:
        yield Problem(origin.place, name, "it has no value", f"write {name}=value, or remove the line")
    else:
        yield Entry(name, text, origin)


def _line(binding: Binding) -> int:
    """Where the name stands; blank lines before it count as part of it."""
    whole = binding.original.string
    return binding.original.line + whole[: len(whole) - len(whole.lstrip())].count("\n")


def _is_meant(binding: Binding) -> bool:
    return PREFIX in binding.original.string.upper()
