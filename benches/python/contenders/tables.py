"""Ticks as tables of Arrow out of an engine in another process, as notebooks ask: COMMAND CSV REPEAT.

Prints a line of JSON for each figure: the time of one day, and how many bytes of all ticks come in a second.
"""

import sys
import tempfile
import time
from typing import NamedTuple

from figure import tell
from serving import serving

import tickloom
from tickloom import Workspace

DAY = ("2018-01-03", "2018-01-04")


def main() -> None:
    """Both in turn; the first of each is not counted."""
    command, csv, repeat = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with tempfile.TemporaryDirectory() as home, serving(command, home), tickloom.open(home) as workspace:
        workspace.import_ticks("EURUSD", csv, progress=False)
        day = [_asked(workspace, *DAY) for _ in range(max(repeat, 20) + 1)][1:]
        all_days = [_asked(workspace, None, None) for _ in range(repeat + 1)][1:]
    tell("engine/day-in-python", day[0].ticks, "ms", [asked.seconds * 1e3 for asked in day])
    rates = [asked.bytes / asked.seconds / 1e6 for asked in all_days]
    tell("engine/large-in-python", all_days[0].ticks, "MB/s", rates)


class _Asked(NamedTuple):
    """What came and how long that took; the table is let go, as by a program that asks for the next."""

    seconds: float
    ticks: int
    bytes: int


def _asked(workspace: Workspace, start: str | None, end: str | None) -> _Asked:
    begun = time.perf_counter()
    table = workspace.ticks("EURUSD", start, end).to_arrow()
    return _Asked(time.perf_counter() - begun, table.num_rows, table.nbytes)


if __name__ == "__main__":
    main()
