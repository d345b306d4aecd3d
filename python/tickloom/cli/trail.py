"""The audit trail for readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tickloom.alignment import aligned
from tickloom.errors import TrailDamaged

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tickloom.credentials.trail import Finding, Line

MOST_FINDINGS = 20
"""More places are counted, not named."""

_HEADER = ("time", "user", "process", "program", "action", "credential", "backend", "outcome")


def texts(lines: Sequence[Line]) -> str:
    """A table, oldest line first."""
    rows = [
        (one.time, one.user, str(one.pid), one.program, one.action, one.name, one.backend, one.outcome)
        for one in lines
    ]
    return "\n".join(aligned([_HEADER, *rows]))


def damage(folder: Path, findings: Sequence[Finding]) -> TrailDamaged:
    """The error that names every place."""
    named = [f"{one.file}, line {one.line}, {one.what}" for one in findings[:MOST_FINDINGS]]
    if len(findings) > MOST_FINDINGS:
        named.append(f"and {len(findings) - MOST_FINDINGS} more")
    what = f"the audit trail in {folder} is not as it was written: {'; '.join(named)}"
    return TrailDamaged(what, "credentials.trail_damaged")
