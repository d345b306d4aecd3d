"""What an import tells: while it runs, and when it has ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

if TYPE_CHECKING:
    from ._core import ReportFields

Outcome: TypeAlias = Literal["done", "refused", "interrupted", "failed"]
"""How an import ended: everything stored, something refused, stopped by the user, or stopped by the store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A moment of a running import. Times are in seconds; ``remaining`` is unknown at the start.

    ``rows`` were read, of which ``stored`` are committed and new, and ``refused`` are no ticks; ``current``
    is the file that is being read.
    """

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    rows: int
    stored: int
    refused: int
    current: str
    elapsed: float
    remaining: float | None


ProgressCallback: TypeAlias = Callable[[Progress], object]
"""Called about ten times a second on the thread that imports; an error that it raises ends the import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that is no tick: where it stands, which field is wrong, what was found and what was expected.

    ``line`` counts from 1 and ``byte`` from 0; for .bi5 they are the record and its place after
    decompression.
    """

    source: str
    line: int
    byte: int
    field: str
    found: str
    expected: str

    def __str__(self) -> str:
        """Place and reason in one line."""
        return f"{self.source}:{self.line}: {self.field} is {self.found!r}, expected {self.expected}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedFile:
    """A file that could not be read, or not to its end: a code for machines, a message for people."""

    source: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedFile:
    """A file that was passed over: not ticks, or another symbol's."""

    source: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did. ``elapsed`` is in seconds, ``id`` its key in ``Workspace.imports``.

    Of the ``rows`` in the files, ``stored`` are new, ``duplicates`` were stored already or came twice, and
    ``refused`` are no ticks, the first of which are listed. ``days_changed`` counts the UTC days written.
    """

    id: str
    symbol: str
    digits: int
    outcome: Outcome
    files: int
    bytes: int
    rows: int
    stored: int
    duplicates: int
    refused: int
    first_refused: tuple[RefusedRow, ...]
    refused_files: tuple[RefusedFile, ...]
    skipped: tuple[SkippedFile, ...]
    days_changed: int
    elapsed: float

    @property
    def is_complete(self) -> bool:
        """Whether everything that was to be read is stored."""
        return self.outcome == "done"

    @classmethod
    def of(cls, fields: ReportFields) -> Self:
        """The report that the core gives."""
        nested = ("first_refused", "refused_files", "skipped")
        plain: Any = {name: value for name, value in fields.items() if name not in nested}
        return cls(
            **plain,
            first_refused=tuple(RefusedRow(**row) for row in fields["first_refused"]),
            refused_files=tuple(RefusedFile(**file) for file in fields["refused_files"]),
            skipped=tuple(SkippedFile(**file) for file in fields["skipped"]),
        )
