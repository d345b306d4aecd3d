"""A passport as the core wrote it, with what is asked of it most by name."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from .. import times

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """What is known of a symbol in a UTC month; the same for the same content of a store, to the byte.

    ``ticks`` counts them, ``first`` and ``last`` are the times of the first and last in UTC nanoseconds.
    ``content_hash`` names the ticks: equal hashes mean equal ticks. ``expected_hours`` are UTC hours in which
    the market was open, ``received_hours`` those of them that have ticks, ``missing_days`` days of the market
    without any. ``findings`` counts what the checks find in the stored ticks, by code. ``fields`` holds all
    of the document, which docs/quality.md describes; ``passport_hash`` is over all of its bytes.
    """

    symbol: str
    month: str
    digits: int
    ticks: int
    first: int
    last: int
    content_hash: str
    expected_hours: int
    received_hours: int
    covered: float
    """The part of the market's open time that lies in no suspicious gap, from 0 to 1."""
    missing_days: tuple[date, ...]
    suspicious_gaps: int
    findings: Mapping[str, int]
    passport_hash: str
    fields: Mapping[str, Any] = field(repr=False)
    _text: str = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Self:
        """The passport that the text of ``to_json`` holds."""
        fields: Mapping[str, Any] = json.loads(text)
        ticks, coverage = fields["ticks"], fields["coverage"]
        return cls(
            symbol=fields["symbol"],
            month=fields["month"],
            digits=fields["digits"],
            ticks=ticks["count"],
            first=times.nanos(ticks["first"]),
            last=times.nanos(ticks["last"]),
            content_hash=ticks["content_hash"],
            expected_hours=coverage["expected_hours"],
            received_hours=coverage["received_hours"],
            covered=_covered(coverage),
            missing_days=tuple(date.fromisoformat(day) for day in coverage["missing_days"]),
            suspicious_gaps=fields["gaps"]["suspicious"]["count"],
            findings={finding["code"]: finding["count"] for finding in fields["findings"]},
            passport_hash=fields["passport_hash"],
            fields=fields,
            _text=text,
        )

    @property
    def is_genuine(self) -> bool:
        """Whether the document is as it was made: its hash is that of its bytes."""
        from .._core import passport_hash

        hashes = passport_hash(self._text)
        return hashes is not None and hashes[0] == hashes[1]

    def to_json(self) -> str:
        """The document itself, to be kept and cited: always the same bytes for the same content."""
        return self._text

    def to_html(self) -> str:
        """A page with pictures that needs nothing else, not even a network."""
        from .page import page

        return page(self)

    def to_markdown(self) -> str:
        """The same in words and tables, for a repository or a notebook."""
        from .markdown import markdown

        return markdown(self)

    def _repr_markdown_(self) -> str:
        """What a notebook shows."""
        return self.to_markdown()


def _covered(coverage: Mapping[str, Any]) -> float:
    open_seconds: float = coverage["open_seconds"]
    return 1 - coverage["suspicious_seconds"] / open_seconds if open_seconds else 1.0
