"""Holds the golden file that the crates' calendars are tested with to what Python's zones say today."""

import sys
from pathlib import Path

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from make_calendar_golden import GOLDEN, golden


def test_the_golden_weeks_are_those_of_zoneinfo() -> None:
    assert GOLDEN.read_text(encoding="utf-8") == golden()


def test_the_golden_weeks_hold_every_change_of_28_years() -> None:
    lines = [line.split() for line in golden().splitlines()]
    for zone in ("America/New_York", "Europe/London", "Australia/Sydney"):
        for day_start in ("00:00", "17:00"):
            weeks = [hours for name, start, _, _, *hours in lines if (name, start) == (zone, day_start)]
            lengths = [tuple(sorted(set(hours))) for hours in weeks]
            assert lengths.count(("23", "24")) == lengths.count(("24", "25")) == 28, (zone, day_start)
