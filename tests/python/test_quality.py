"""Gaps, missing days, coverage and calendars: of a real day, and of ticks with planted gaps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import tickloom as tl
from tickloom.errors import (
    InvalidCalendar,
    InvalidGapClass,
    InvalidPeriod,
    InvalidRange,
    RecordExists,
    UnknownSymbol,
)

if TYPE_CHECKING:
    from pathlib import Path

DAY = ("2019-02-04", "2019-02-05")
ALWAYS = {"name": "all day", "zone": "UTC", "sessions": ["always"]}


def rows(table: tl.Table, *columns: str) -> list[tuple[str, ...]]:
    names = table.column_names
    return [tuple(row[names.index(column)] for column in columns) for row in table.cells(0, len(table))]


def test_a_real_day_has_no_suspicious_gap_and_quiet_ones_only_at_night(day: tl.Workspace) -> None:
    """Between New York's close and Tokyo's morning currencies fall silent for a minute now and then."""
    gaps = day.gaps("EURUSD", *DAY)
    assert rows(gaps, "start", "class", "session_day") == [
        ("2019-02-04T21:11:29.255Z", "quiet", "2019-02-04"),
        ("2019-02-04T22:01:04.229Z", "quiet", "2019-02-05"),
        ("2019-02-04T22:28:49.321Z", "quiet", "2019-02-05"),
    ]
    assert gaps["seconds"].max() < 80
    assert day.missing_days("EURUSD", *DAY) == []


def test_a_real_day_is_covered_hour_by_hour(day: tl.Workspace) -> None:
    hours = day.coverage("EURUSD", *DAY)
    assert len(hours) == 24
    assert int(hours["ticks"].sum()) == 136_741
    assert hours["ticks"][0] == 3733, "as in the provider's file of that hour"
    assert set(hours["open_seconds"]) == {3600}
    assert set(hours["class"]) == {"full", "quiet"}


def test_what_lies_around_the_stored_day_is_missing_or_closed(day: tl.Workspace) -> None:
    around = ("2019-02-01", "2019-02-07")
    found = day.gaps("EURUSD", *around, classes=["closed", "suspicious"])
    assert rows(found, "start", "end", "class") == [
        ("2019-02-01T00:00:00Z", "2019-02-01T22:00:00Z", "suspicious"),
        ("2019-02-01T22:00:00Z", "2019-02-03T22:00:00Z", "closed"),
        ("2019-02-03T22:00:00Z", "2019-02-04T00:00:00.994Z", "suspicious"),
        ("2019-02-04T23:59:57.992Z", "2019-02-07T00:00:00Z", "suspicious"),
    ]
    assert day.missing_days("EURUSD", *around) == [date(2019, 2, 1), date(2019, 2, 6)]


def test_a_gap_planted_into_a_file_is_found(ws: tl.Workspace, sample: Path, tmp_path: Path) -> None:
    """Forty minutes on Wednesday afternoon, and nothing else."""
    lines = next(sample.glob("*.csv")).read_text().splitlines()
    kept = [line for line in lines if not "10.01.2024 14:10" <= line[:16] < "10.01.2024 14:50"]
    (tmp_path / "with_a_gap.csv").write_text("\n".join(kept))
    ws.import_ticks("EURUSD", tmp_path / "with_a_gap.csv", progress=False)
    found = ws.gaps("EURUSD", classes=["suspicious"])
    ((start, end),) = rows(found, "start", "end")
    assert start[:16] in {"2024-01-10T14:09", "2024-01-10T14:10"}
    assert end[:16] == "2024-01-10T14:50"
    hours = ws.coverage("EURUSD", "2024-01-10", "2024-01-11")
    assert [hour for hour, kind in enumerate(hours["class"]) if kind == "suspicious"] == [14]


def test_a_calendar_of_one_s_own_changes_what_is_missing(ws: tl.Workspace, sample: Path) -> None:
    ws.import_ticks("EURUSD", sample / "EURUSD", progress=False)
    week = ("2024-01-07", "2024-01-14")
    assert ws.missing_days("EURUSD", *week) == []
    ws.calendars.create(tl.CalendarRecord(symbol="EURUSD", rules=ALWAYS))
    assert ws.calendar("EURUSD")["name"] == "all day"
    assert ws.missing_days("EURUSD", *week) == [date(2024, 1, 13)]
    assert ws.calendars.delete("EURUSD")
    assert ws.calendar("EURUSD")["name"] == "fx"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"zone": "Mars/Base"}, "calendar.zone_unknown"),
        ({"sessions": ["weekdays"]}, "calendar.session_invalid"),
        ({"colour": "red"}, "calendar.rules_invalid"),
        ({"holidays": [{"name": "x", "date": "christmas"}]}, "calendar.holiday_date_invalid"),
    ],
)
def test_rules_that_make_no_calendar_are_refused(
    ws: tl.Workspace, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(InvalidCalendar) as caught:
        ws.calendars.create(tl.CalendarRecord(symbol="EURUSD", rules=ALWAYS | changes))
    assert caught.value.code == code
    assert list(ws.calendars) == []


def test_a_symbol_has_one_calendar(ws: tl.Workspace) -> None:
    record = tl.CalendarRecord(symbol="EURUSD", rules=ALWAYS)
    ws.calendars.create(record)
    with pytest.raises(RecordExists):
        ws.calendars.create(record)


def test_what_cannot_be_answered_raises(day: tl.Workspace) -> None:
    with pytest.raises(UnknownSymbol):
        day.gaps("XAUUSD")
    with pytest.raises(InvalidGapClass):
        day.gaps("EURUSD", classes=["odd"])  # type: ignore[list-item]
    with pytest.raises(InvalidPeriod):
        day.coverage("EURUSD", by="minute")  # type: ignore[arg-type]
    with pytest.raises(InvalidRange):
        day.coverage("EURUSD", "1700-01-01", "2200-01-01")
    with pytest.raises(ValueError, match="longer than nothing"):
        day.gaps("EURUSD", shortest=0)


@pytest.mark.parametrize("question", ["gaps", "coverage"])
def test_results_are_tables_like_any_other(day: tl.Workspace, question: str) -> None:
    table: tl.Table = getattr(day, question)("EURUSD", "2019-02-03", "2019-02-06")
    frame, polars, arrow = table.to_pandas(), table.to_polars(), table.to_arrow()
    assert len(frame) == len(polars) == arrow.num_rows == len(table) > 0
    assert [*frame.columns] == polars.columns == arrow.column_names == table.column_names
    assert str(frame["start"].dtype) == "datetime64[ns, UTC]"
