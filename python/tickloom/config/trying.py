"""Files that nobody reads yet, tried as if somebody did: before they are put in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .files import NAME_OF_USERS, File
from .judging import judged
from .places import Problem
from .reading import of_file
from .refusing import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from .places import Entry


def check_files(paths: Sequence[Path]) -> None:
    """Holds each file by itself against what its name says that it is.

    ``.env`` is a developer's own, ``tickloom.env`` a user's, and any other a project's.

    Raises ``InvalidConfig`` with all that is wrong with any of them.
    """
    problems = [problem for path in paths for problem in judged(_of(path))[2]]
    if problems:
        raise refusal(problems)


def _of(path: Path) -> Iterator[Entry | Problem]:
    found = list(of_file(_file(path)))
    if not found and not path.exists():
        yield Problem(str(path), "", "there is no such file", "name one that there is")
    yield from found


def _file(path: Path) -> File:
    if path.name == NAME_OF_USERS:
        return File(path, "user")
    return File(path, "project", holds_secrets=path.name == ".env", shown=str(path))
