"""Reads the trail and finds every place where it is not as it was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..locked import locked, unusable
from . import files
from .line import Line, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from .files import Head


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where the trail is not as it was written."""

    file: str
    """The name of the file."""
    line: int
    """The line of the file, from 1; 0 where the file itself is the place."""
    what: str
    """What is wrong."""


@dataclass(frozen=True, slots=True)
class _Found:
    file: str
    place: int
    line: Line | None
    hash: str


@dataclass(slots=True)
class _Walk:
    """What the next line has to name, as far as it is known."""

    head: Head
    number: int
    before: str | None
    last: str | None = None
    findings: list[Finding] = field(default_factory=list)

    def take(self, found: _Found) -> None:
        if (what := self._wrong(found)) is not None:
            self.findings.append(Finding(found.file, found.place, what))
        # What follows a line that cannot be believed is held against what it says of itself.
        self.number = (found.line.number if found.line else self.number) + 1
        self.before = found.hash if found.line else None

    def end(self) -> None:
        if self.number <= self.head.last:
            what = f"lines {self.number} to {self.head.last} are missing at the end"
            self.findings.append(Finding(files.GROWING, 0, what))

    def _wrong(self, found: _Found) -> str | None:
        line = found.line
        if line is None:
            return "was changed"
        if line.number != self.number:
            return f"has number {line.number}, not {self.number}: lines were removed, added or put elsewhere"
        if self.before not in (None, line.before):
            return "names another line before it than stands there"
        if line.number == self.head.last and found.hash != self.head.hash:
            return "is not the one that was written last"
        if line.number > self.head.last + 1:
            return "was added by something else"
        return "says that the trail before it was damaged by then" if line.action == "broken" else None


def lines(folder: Path) -> Iterator[Line]:
    """The lines that can be read, oldest first."""
    if folder.exists():
        with locked(folder, "trail"):
            found = list(_found(folder, 1))
        yield from (one.line for one in found if one.line)


def check(folder: Path) -> list[Finding]:
    """Every place where a byte was changed, or lines were removed, added or put in another order.

    What somebody could do who writes the whole trail and its head anew does not show.

    Raises ``CredentialsUnavailable`` if the folder cannot be read.
    """
    if not folder.exists():
        return []
    with locked(folder, "trail"):
        return _checked(folder)


def _checked(folder: Path) -> list[Finding]:
    try:
        head = files.read_head(folder)
    except ValueError:
        return [Finding(files.HEAD, 1, "was changed")]
    if head is None:
        return _headless(folder)
    walk = _Walk(head, head.first, head.before)
    for found in _found(folder, head.first):
        walk.take(found)
    walk.end()
    return walk.findings


def _headless(folder: Path) -> list[Finding]:
    found = list(_found(folder, 1))
    # One line without a head is one after which a process was killed.
    fits = not found or (len(found) == 1 and found[0].line is not None and found[0].line.number == 1)
    return [] if fits else [Finding(files.HEAD, 0, "is gone")]


def _found(folder: Path, first: int) -> Iterator[_Found]:
    for path in files.paths(folder):
        last = files.last_of(path)
        if last is not None and last < first:
            continue
        for place, text in enumerate(_whole_lines(path), 1):
            line = parsed(text)
            yield _Found(path.name, place, *(line or (None, "")))


def _whole_lines(path: Path) -> list[bytes]:
    """The lines that have an end; what a process that was killed left of one counts as none."""
    try:
        with path.open("rb") as file:
            return file.read(files.MOST_FILE_BYTES * 2).split(b"\n")[:-1]
    except OSError as error:
        raise unusable(path.parent, error) from None
