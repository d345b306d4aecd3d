"""What an import tells: while it runs, and when it has ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

    from ._core import FindingFields, ReportFields

Outcome: TypeAlias = Literal["done", "refused", "interrupted", "failed"]
"""How an import ended: everything stored, something refused, stopped by the user, or stopped by the store."""

Severity: TypeAlias = Literal["info", "warning", "error"]
"""How grave a finding is: worth knowing, may distort results, or distorts them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A moment of a running import. Times are in seconds; ``remaining`` is unknown at the start.

    ``rows`` were read, of which ``stored`` are committed and new, and ``refused`` are no ticks; ``findings``
    counts what is odd so far; ``current`` is the file that is being read.
    """

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    rows: int
    stored: int
    refused: int
    findings: int
    current: str
    elapsed: float
    remaining: float | None


ProgressCallback: TypeAlias = Callable[[Progress], object]
"""Called about ten times a second on the thread that imports; an error that it raises ends the import."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that is no tick: where it stands, which field is wrong, what was found and what was expected.

    ``line`` counts from 1 and ``byte`` from 0; for .bi5 they are the record and its place after
    decompression. ``code`` is ``import.bad_row``, or the finding for which a strict import refuses a tick.
    ``row`` is the whole row, with backslashes and control characters escaped, cut after 1,000 characters.
    """

    source: str
    line: int
    byte: int
    code: str
    field: str
    found: str
    expected: str
    row: str

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
class Place:
    """Where something odd stands, and what it says. ``time`` is UTC nanoseconds since the UNIX epoch.

    ``source``, ``line`` (from 1; for .bi5 the record) and ``byte`` (from 0) are None where only whole days
    show it.
    """

    source: str | None
    line: int | None
    byte: int | None
    time: int
    what: str

    def __str__(self) -> str:
        """Place and values in one line."""
        from ._core import format_time

        line = "" if self.line is None else f":{self.line}"
        where = "" if self.source is None else f"{self.source}{line} "
        return f"{where}at {format_time(self.time)}: {self.what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """All that was noticed of one kind: how often, exactly, and where the first stand, at most five.

    ``code`` is stable, such as ``finding.crossed``; ``rule`` says what happened to the rows. The page
    "Findings" of the documentation explains each code.
    """

    code: str
    severity: Severity
    count: int
    rule: str
    first: tuple[Place, ...]

    @classmethod
    def of(cls, fields: FindingFields) -> Self:
        """The finding that the core gives."""
        plain: Any = {name: value for name, value in fields.items() if name != "first"}
        return cls(**plain, first=tuple(Place(**place) for place in fields["first"]))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplacedDay:
    """A stored day that an import changed: ``day`` is ``2019-02-04``, ``kept_at`` its file of before.

    The file stays until ``Workspace.clean`` removes it.
    """

    day: str
    ticks_before: int
    ticks_after: int
    added: int
    kept_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did. ``elapsed`` is in seconds, ``id`` its key in ``Workspace.imports``.

    Of the ``rows`` in the files, ``stored`` are new, ``duplicates`` were stored already or came twice, and
    ``refused`` are no ticks, or were refused because the import was ``strict``; the first are listed.
    ``days_changed`` counts the UTC days written, ``replaced`` names those of them that were stored before. Of
    the ``files``, ``files_known`` were not read because an earlier import had stored all their ticks, which
    count as duplicates. ``outside`` are ticks of days that a repair did not ask for. ``findings`` are what is
    odd about the ticks. ``file`` is this report as JSON, ``quarantine`` a CSV file of all refused rows, None
    if there are none.
    """

    id: str
    symbol: str
    digits: int
    strict: bool
    outcome: Outcome
    files: int
    bytes: int
    rows: int
    stored: int
    duplicates: int
    files_known: int
    outside: int
    refused: int
    first_refused: tuple[RefusedRow, ...]
    refused_files: tuple[RefusedFile, ...]
    skipped: tuple[SkippedFile, ...]
    days_changed: int
    replaced: tuple[ReplacedDay, ...]
    elapsed: float
    findings: tuple[Finding, ...]
    file: Path
    quarantine: Path | None

    @property
    def is_complete(self) -> bool:
        """Whether everything that was to be read is stored."""
        return self.outcome == "done"

    @classmethod
    def of(cls, fields: ReportFields) -> Self:
        """The report that the core gives."""
        nested = ("first_refused", "refused_files", "skipped", "findings", "replaced")
        plain: Any = {name: value for name, value in fields.items() if name not in nested}
        return cls(
            **plain,
            first_refused=tuple(RefusedRow(**row) for row in fields["first_refused"]),
            refused_files=tuple(RefusedFile(**file) for file in fields["refused_files"]),
            skipped=tuple(SkippedFile(**file) for file in fields["skipped"]),
            findings=tuple(Finding.of(finding) for finding in fields["findings"]),
            replaced=tuple(ReplacedDay(**day) for day in fields["replaced"]),
        )
