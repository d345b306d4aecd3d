"""What a verification and a repair tell: every stored file held against what was written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from .imports import ImportReport, Progress
from .time_left import time_left

if TYPE_CHECKING:
    from ._core import RepairFields, VerifyFields


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyProgress:
    """A moment of a running verification; ``elapsed`` is in seconds."""

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    problems: int
    elapsed: float

    @property
    def remaining(self) -> float | None:
        """Seconds that are left by the pace of the bytes so far; None before the first."""
        return time_left(self.elapsed, self.bytes_done, self.bytes_total)


VerifyCallback: TypeAlias = Callable[[VerifyProgress], object]
"""Called about ten times a second on the thread that verifies; an error that it raises ends it."""

RepairCallback: TypeAlias = Callable[[VerifyProgress | Progress], object]
"""The same of a repair, which verifies, imports, and verifies again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that is not as it was stored: a stable ``code``, what was found, and what to do about it.

    ``symbol`` and ``day`` (``2019-02-04``) are None where the place does not say whose ticks these are.
    """

    code: str
    symbol: str | None
    day: str | None
    path: str
    found: str
    advice: str

    def __str__(self) -> str:
        """Place, finding and code in one line."""
        of = " ".join(part for part in (self.symbol, self.day) if part)
        return f"{of or self.path}: {self.found} [{self.code}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What a verification found. ``ticks`` counts those in files that are as they were written.

    ``more_foreign`` counts foreign files beyond those that are among the ``problems``.
    """

    files: int
    bytes: int
    ticks: int
    problems: tuple[Problem, ...]
    more_foreign: int
    elapsed: float

    @property
    def is_good(self) -> bool:
        """Whether everything is as it was stored."""
        return not self.problems

    @classmethod
    def of(cls, fields: VerifyFields) -> Self:
        """The report that the core gives."""
        plain: Any = {**fields, "problems": tuple(Problem(**problem) for problem in fields["problems"])}
        return cls(**plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairedDay:
    """A day that is stored again: its ticks before and after, and whether they are the very same.

    ``ticks_before`` and ``is_same`` are None where nothing is known of the day as it was.
    """

    symbol: str
    day: str
    ticks_before: int | None
    ticks_after: int
    is_same: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnrepairedSymbol:
    """A symbol that the source could do nothing for, and why."""

    symbol: str
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairReport:
    """What a repair did: what it ``found``, the days it brought back, and the problems that are ``left``."""

    found: VerifyReport
    repaired: tuple[RepairedDay, ...]
    left: tuple[Problem, ...]
    imports: tuple[ImportReport, ...]
    unrepaired: tuple[UnrepairedSymbol, ...]

    @property
    def is_good(self) -> bool:
        """Whether everything is as it was stored."""
        return not self.left and all(day.is_same is not False for day in self.repaired)

    @classmethod
    def of(cls, fields: RepairFields) -> Self:
        """The report that the core gives."""
        return cls(
            found=VerifyReport.of(fields["found"]),
            repaired=tuple(RepairedDay(**day) for day in fields["repaired"]),
            left=tuple(Problem(**problem) for problem in fields["left"]),
            imports=tuple(ImportReport.of(report) for report in fields["imports"]),
            unrepaired=tuple(UnrepairedSymbol(**symbol) for symbol in fields["unrepaired"]),
        )
