"""A passport in words and tables, for a repository, an issue or a notebook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from .words import length, moment, percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .document import Passport

# Names of files and holidays are foreign text: none of it may become a link, a table's edge or HTML.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#|!~&])")


def markdown(passport: Passport) -> str:
    """The whole passport but its hours, which only the other forms have."""
    return "\n".join(_lines(passport)) + "\n"


def _lines(passport: Passport) -> Iterator[str]:
    fields = passport.fields
    yield f"# {_plain(passport.symbol)} {passport.month}"
    yield ""
    yield from _table(("", ""), _summary(passport))
    yield from _part("Suspicious gaps", ("from", "to", "length", "session day"), _gaps(fields["gaps"]))
    yield from _part("Findings", ("severity", "code", "count", "first"), _findings(fields["findings"]))
    yield from _part("Sources", ("source", "format", "ticks", "BLAKE3"), _sources(fields["provenance"]))


def _summary(passport: Passport) -> Iterator[Sequence[str]]:
    ticks, figures = passport.fields["ticks"], passport.fields["statistics"]
    yield "ticks", f"{passport.ticks:,} on {ticks['days']} days"
    yield "first, last (UTC)", f"{moment(ticks['first'])}, {moment(ticks['last'])}"
    yield "hours received / expected", f"{passport.received_hours:,} / {passport.expected_hours:,}"
    yield "open time covered", percent(passport.covered)
    yield "days without a tick", ", ".join(map(str, passport.missing_days)) or "none"
    yield (
        "spread, median and mean",
        f"{figures['spread_points']['median']} and {figures['spread_points']['mean']} points",
    )
    yield "calendar", _plain(passport.fields["calendar"]["name"])
    yield "content hash", f"`{passport.content_hash}`"
    yield "passport hash", f"`{passport.passport_hash}`"
    yield "made by", _plain(passport.fields["made_by"])


def _gaps(gaps: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for gap in gaps["longest_suspicious"]:
        yield moment(gap["start"]), moment(gap["end"]), length(gap["seconds"]), gap["session_day"]


def _findings(findings: Iterable[Mapping[str, Any]]) -> Iterator[Sequence[str]]:
    for finding in findings:
        first = finding["first"][:1]
        place = f"{moment(first[0]['time'])}: {_plain(first[0]['what'])}" if first else ""
        yield finding["severity"], f"`{finding['code']}`", f"{finding['count']:,}", place


def _sources(provenance: Mapping[str, Any]) -> Iterator[Sequence[str]]:
    for source in provenance["sources"]:
        yield (
            _plain(source["name"]),
            _plain(source["format"]),
            f"{source['ticks']:,}",
            f"`{source['blake3']}`",
        )


def _part(title: str, header: Sequence[str], rows: Iterator[Sequence[str]]) -> Iterator[str]:
    found = list(rows)
    yield from ("", f"## {title}", "")
    yield from _table(header, found) if found else ["None."]


def _table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(header)} |"
    yield f"|{'---|' * len(header)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
