"""Adds lines to the trail: each is on the disk before the next thing happens."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tickloom import times
from tickloom.errors import CredentialsUnavailable, TickloomError

from ..index import now
from ..locked import locked
from . import files
from .files import GROWING, Head
from .line import BEFORE_THE_FIRST, Line, parsed, written

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_TEXT = 64
"""No name of a user or a program is longer here."""

_LAST_BYTES = 16 << 10  # more than the longest line
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class _End:
    number: int = 0
    hash: str = BEFORE_THE_FIRST
    before: str = ""


class Trail:
    """The trail in a folder, which is made with the first line."""

    def __init__(self, folder: Path) -> None:
        """Nothing is read yet."""
        self._folder = folder

    @contextmanager
    def of(self, action: str, name: str, backend: str) -> Iterator[None]:
        """Writes that something is begun, and how it ended.

        What cannot be written down is not begun. Raises ``CredentialsUnavailable``.
        """
        self.add(action, name, backend, "begun")
        try:
            yield
        except TickloomError as error:
            self.add(action, name, backend, error.code)
            raise
        except BaseException as error:
            self.add(action, name, backend, type(error).__name__)
            raise
        self.add(action, name, backend, "done")

    def add(self, action: str, name: str, backend: str, outcome: str) -> None:
        """Writes one line. Raises ``CredentialsUnavailable`` if that cannot be done."""
        said = Line(0, times.iso(now()), _user(), os.getpid(), _program(), action, name, backend, outcome, "")
        try:
            with locked(self._folder, "trail"):
                self._add(said)
        except OSError as error:
            what = f"the audit trail in {self._folder} cannot be written: {error.strerror}; make room"
            raise CredentialsUnavailable(what, "credentials.trail_unwritable") from None

    def _add(self, said: Line) -> None:
        head, end = self._head(), self._end()
        if not _fits(head, end):
            # Without this line the next head would hide that something is missing or was changed.
            broken = replace(said, action="broken", name="", backend="", outcome="trail_damaged")
            head = self._append(broken, head or Head(), _furthest(head, end))
            end = _End(head.last, head.hash, head.before)
        elif end is not None and (head is None or end.number > head.last):
            # Whoever wrote it was killed before the head was written; two such lines would not be believed.
            head = replace(head or Head(), last=end.number, hash=end.hash)
            files.write_head(self._folder, head)
        self._append(said, head or Head(), end or _End())

    def _append(self, said: Line, head: Head, end: _End) -> Head:
        line, digest = written(replace(said, number=end.number + 1, before=end.hash))
        head = self._with_room(head, end)
        _add_line(self._folder / GROWING, line)
        head = replace(head, last=end.number + 1, hash=digest)
        files.write_head(self._folder, head)
        return head

    def _with_room(self, head: Head, end: _End) -> Head:
        growing = self._folder / GROWING
        if not growing.exists() or growing.stat().st_size < files.MOST_FILE_BYTES:
            return head
        files.put_beside(self._folder, end.number)
        kept = files.paths(self._folder)
        if len(kept) < files.MOST_FILES:
            return head
        head = _without(kept[0], head)
        files.write_head(self._folder, head)  # before the file goes, or it would be missed
        kept[0].unlink()
        return head

    def _head(self) -> Head | None:
        try:
            return files.read_head(self._folder)
        except ValueError:
            return None

    def _end(self) -> _End | None:
        """How the last whole line ends; none if there is none or it is damaged."""
        for path in reversed(files.paths(self._folder)):
            if found := _last_line(path):
                return _end_of(found)
        return None


def _fits(head: Head | None, end: _End | None) -> bool:
    if head is None or end is None:
        return (head is None and end is None) or (head is None and end is not None and end.number == 1)
    # The second is a line after which a process was killed before it wrote the head.
    return end.hash == head.hash or (end.number == head.last + 1 and end.before == head.hash)


def _furthest(head: Head | None, end: _End | None) -> _End:
    known = head or Head()
    return end if end and end.number >= known.last else _End(known.last, known.hash)


def _without(path: Path, head: Head) -> Head:
    end = _end_of(_last_line(path))
    return replace(head, first=(files.last_of(path) or 0) + 1, before=end.hash if end else BEFORE_THE_FIRST)


def _end_of(found: bytes) -> _End | None:
    line = parsed(found)
    return line and _End(line[0].number, line[1], line[0].before)


def _last_line(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LAST_BYTES))
        whole, _, _ = file.read().rpartition(b"\n")
    return whole.rpartition(b"\n")[2]


def _add_line(path: Path, line: bytes) -> None:
    # A full disk may take a part of a line without an error, which only what writes the rest is told.
    with os.fdopen(os.open(path, _FLAGS, 0o600), "r+b", buffering=0) as file:
        file.seek(_whole(file.fileno()))
        rest = memoryview(line + b"\n")
        while rest:
            rest = rest[file.write(rest) :]
        os.fsync(file.fileno())


def _whole(file: int) -> int:
    """The length of the file's whole lines: what a process that was killed left of one is cut off."""
    size = os.lseek(file, 0, os.SEEK_END)
    os.lseek(file, max(0, size - _LAST_BYTES), os.SEEK_SET)
    torn = len(os.read(file, _LAST_BYTES).rpartition(b"\n")[2])
    if torn:
        os.ftruncate(file, size - torn)
    return size - torn


def _user() -> str:
    if sys.platform == "win32":
        return os.getlogin()[:MOST_TEXT]
    import pwd

    # The variables of the environment say who somebody wants to be.
    try:
        return pwd.getpwuid(os.getuid()).pw_name[:MOST_TEXT]
    except KeyError:
        return str(os.getuid())


def _program() -> str:
    return Path(sys.argv[0]).name[:MOST_TEXT] if sys.argv else ""
