"""Which credentials there are and how they are: names, ages and the trail, and no value."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES = 200


def made(_home: Path) -> object:
    """Names and states, the end of the trail, and every place where that is not as it was written."""
    from ...credentials import open_store
    from ...credentials.health import listed
    from ...credentials.opening import folder
    from ...credentials.trail import check, lines

    with open_store() as store:
        known = [asdict(one) for one in listed(store)]
    trail = [asdict(line) for line in lines(folder())][-MOST_LINES:]
    return {"known": known, "trail": trail, "findings": [asdict(finding) for finding in check(folder())]}
