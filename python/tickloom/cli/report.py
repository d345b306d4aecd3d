"""What an import did, as words for people and as JSON for scripts."""

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from tickloom.alignment import aligned

from .words import counted, styled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tickloom import ImportReport


SHOWN_DAYS = 5


def summary(report: "ImportReport", *, verbose: bool) -> str:
    """The counts as a small table, what is odd, what was refused and where, what was passed over."""
    parts = (
        _counts(report),
        _findings(report, verbose),
        _refused_rows(report),
        _refused_files(report),
        _skipped(report, verbose),
        _files(report, verbose),
    )
    return "\n".join(line for part in parts for line in part)


def whole_as_json(report: "ImportReport") -> str:
    """The whole report as one JSON object."""
    return json.dumps(asdict(report), default=str)


def _counts(report: "ImportReport") -> list[str]:
    rows = [
        ("files", f"{report.files:,}"),
        ("rows", f"{report.rows:,}"),
        ("stored", f"{report.stored:,}"),
        ("duplicates", f"{report.duplicates:,}"),
        ("refused", f"{report.refused:,}"),
        ("days", f"{report.days_changed:,}"),
        ("time", f"{report.elapsed:.2f} s"),
        ("rate", f"{report.rows / max(report.elapsed, 1e-9):,.0f} rows/s"),
    ]
    return [*aligned(rows, right={1}), *_known(report), *_replaced(report)]


def _known(report: "ImportReport") -> "Iterator[str]":
    if report.files_known:
        known = counted(report.files_known, "file")
        yield f"not read again: {known}, stored whole before; --again reads them"


def _replaced(report: "ImportReport") -> "Iterator[str]":
    if report.replaced:
        days = counted(len(report.replaced), "day")
        yield f"changed {days} stored before; what they held is kept until tickloom clean:"
    for day in report.replaced[:SHOWN_DAYS]:
        change = f"{day.ticks_before:,} ticks, {day.ticks_after:,} now, {day.added:,} new"
        yield f"  {day.day}: {change}; {day.kept_at}"
    if len(report.replaced) > SHOWN_DAYS:
        yield f"  and {counted(len(report.replaced) - SHOWN_DAYS, 'more day')}"


_COLOURS = {"info": "36", "warning": "33", "error": "31"}


def _findings(report: "ImportReport", verbose: bool) -> "Iterator[str]":
    if not report.findings:
        return
    rows = [
        (finding.severity, f"{finding.count:,}", finding.code, finding.rule) for finding in report.findings
    ]
    yield "findings:"
    for finding, line in zip(report.findings, aligned(rows, right=frozenset({1})), strict=True):
        yield f"  {styled(line, _COLOURS[finding.severity])}"
        for place in finding.first if verbose else finding.first[:1]:
            yield f"    {place}"


def _files(report: "ImportReport", verbose: bool) -> "Iterator[str]":
    if verbose or report.findings or not report.is_complete:
        yield f"report: {report.file}"
    if report.quarantine:
        yield f"quarantine: {report.quarantine}"


def _refused_rows(report: "ImportReport") -> "Iterator[str]":
    if not report.refused:
        return
    yield styled(f"refused rows, the first {len(report.first_refused)} of {report.refused:,}:", "33")
    for row in report.first_refused:
        yield (
            f"  {row.source}:{row.line} (byte {row.byte:,}) {row.field}: "
            f"found {row.found!r}, expected {row.expected}"
        )


def _refused_files(report: "ImportReport") -> "Iterator[str]":
    for file in report.refused_files:
        yield f"{styled('refused file', '33')} {file.source}: {file.message} [{file.code}]"


def _skipped(report: "ImportReport", verbose: bool) -> "Iterator[str]":
    if report.skipped:
        hint = "" if verbose else "; --verbose names them"
        yield f"passed over: {counted(len(report.skipped), 'other file')}{hint}"
    if verbose:
        yield from (f"  {file.source}: {file.reason}" for file in report.skipped)
