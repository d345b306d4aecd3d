"""Bars side by side: each row is what ``bars`` answers as of the moment when the row was known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tickloom.errors import InvalidTimeframe

if TYPE_CHECKING:
    import tickloom as tl

NAMES = ("open_time", "open", "high", "low", "close", "volume", "ticks")


def records(table: tl.Table) -> list[dict[str, Any]]:
    """Rows by the names of their columns; what is missing is left out."""
    found: list[dict[str, Any]] = json.loads(table.to_bytes("json"))
    return found


def part(row: dict[str, Any], prefix: str) -> dict[str, Any] | None:
    """What a row has of one bar, without the prefix of its names; None if it is missing."""
    found = {name: row[prefix + name] for name in NAMES if row.get(prefix + name) is not None}
    return found or None


@pytest.mark.parametrize("day", ["utc", "session"])
@pytest.mark.parametrize(
    ("timeframes", "start", "end"),
    [
        (("3h", "1d", "4h"), "2024-01-08", "2024-01-10"),
        (("30m", "7h", "900t", "30b"), "2024-01-08T20:00", "2024-01-09T02:00"),
        (("5000t", "2h", "1w"), "2024-01-09T21:00", "2024-01-09T23:00"),
        (("6h", "1h"), None, "2024-01-08T12:00"),
        (("2h",), "2024-01-12T20:00", None),
    ],
)
def test_a_row_is_what_bars_answer_as_of_its_moment(
    week: tl.Workspace, timeframes: tuple[str, ...], start: str | None, end: str | None, day: str
) -> None:
    rows = records(week.align("EURUSD", timeframes, start, end, "mid", day=day, forming=True))
    base = records(week.bars("EURUSD", timeframes[0], start, end, "mid", day=day, detail=True))
    assert [part(row, "") for row in rows] == [part(row, "") for row in base]
    assert [row["available_at"] for row in rows] == [row["available_at"] for row in base]
    for row in rows:
        for name in timeframes[1:]:
            known = records(
                week.bars("EURUSD", name, side="mid", day=day, as_of=row["available_at"], forming=True)
            )
            complete = [bar for bar in known if bar["complete"]]
            forming = [bar for bar in known if not bar["complete"]]
            assert part(row, f"{name}_") == (part(complete[-1], "") if complete else None)
            assert part(row, f"{name}_forming_") == (part(forming[-1], "") if forming else None)
            assert row.get(f"{name}_available_at") == (complete[-1]["available_at"] if complete else None)


def test_without_forming_bars_there_are_no_columns_for_them(week: tl.Workspace) -> None:
    table = week.align("EURUSD", ["1h", "1d"], "2024-01-08", "2024-01-09")
    assert table.column_names == [
        *NAMES,
        "available_at",
        *(f"1d_{name}" for name in (*NAMES, "available_at")),
    ]


def test_as_of_a_moment_only_rows_that_were_complete_are_there(week: tl.Workspace) -> None:
    all_rows = records(week.align("EURUSD", ["1h", "4h"], forming=True))
    known = records(week.align("EURUSD", ["1h", "4h"], as_of="2024-01-10T10:00", forming=True))
    assert known == [row for row in all_rows if row["available_at"] <= "2024-01-10T10:00:00.000Z"]


@pytest.mark.parametrize(("timeframes", "says"), [([], "no timeframe"), (["1h", "4h", "60m"], "1h is named")])
def test_what_cannot_be_aligned_is_refused(week: tl.Workspace, timeframes: list[str], says: str) -> None:
    with pytest.raises(InvalidTimeframe, match=says) as refused:
        week.align("EURUSD", timeframes)
    assert refused.value.code == "align.invalid"


def test_nothing_in_the_range_gives_no_rows(week: tl.Workspace) -> None:
    table = week.align("EURUSD", ["1h", "1d"], "2020-01-01", "2020-01-02", forming=True)
    assert (len(table), len(table.column_names)) == (0, 23)
