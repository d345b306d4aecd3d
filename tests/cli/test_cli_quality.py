"""Gaps and coverage as a user asks for them."""

import pytest
from running import Tickloom

AROUND = ("--from", "2019-02-01", "--to", "2019-02-07")


def test_gaps_of_a_real_day_are_quiet(real: Tickloom) -> None:
    """None of them is over 80 seconds."""
    result = real.good("gaps", "EURUSD")
    assert [line.split()[-2] for line in result.lines[1:-1]] == ["quiet"] * 3
    assert result.err == ""


def test_days_that_are_missing_are_named_on_stderr(real: Tickloom) -> None:
    """The table holds nothing but rows."""
    result = real.good("gaps", "EURUSD", *AROUND, "--class", "suspicious")
    assert result.lines[0].split() == ["start", "end", "seconds", "class", "session_day"]
    assert result.lines[-1] == "3 rows"
    assert result.err == "2 days without any tick: 2019-02-01 2019-02-06\n"


def test_classes_may_be_chosen_together(real: Tickloom) -> None:
    """As often as one likes."""
    rows = real.good("gaps", "EURUSD", *AROUND, "--class", "closed", "--class", "suspicious", "--json").json
    assert [row["class"] for row in rows] == ["suspicious", "closed", "suspicious", "suspicious"]
    assert rows[1] == {
        "start": "2019-02-01T22:00:00.000Z",
        "end": "2019-02-03T22:00:00.000Z",
        "seconds": 172_800.0,
        "class": "closed",
        "session_day": "2019-02-02",
    }


def test_the_shortest_gap_is_a_matter_of_taste(real: Tickloom) -> None:
    """In seconds."""
    assert len(real.good("gaps", "EURUSD", "--shortest", "30", "--json").json) == 24
    assert real.good("gaps", "EURUSD", "--shortest", "90", "--json").json == []


@pytest.mark.parametrize(("by", "count"), [("hour", 144), ("day", 6)])
def test_coverage_has_a_row_for_every_period(real: Tickloom, by: str, count: int) -> None:
    """Also for those in which nothing came."""
    rows = real.good("coverage", "EURUSD", *AROUND, "--by", by, "--json").json
    assert len(rows) == count
    assert sum(row["ticks"] for row in rows) == 136_741
    assert {row["class"] for row in rows} >= {"closed", "suspicious"}


def test_coverage_as_csv_leaves_cells_empty_where_nothing_came(real: Tickloom) -> None:
    """A missing time is no text."""
    lines = real.good("coverage", "EURUSD", *AROUND, "--by", "day", "--format", "csv").lines
    assert lines[0] == "start,open_seconds,ticks,first,last,longest_silence,class"
    assert lines[2] == "2019-02-02T00:00:00.000Z,0,0,,,0.0,closed"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("gaps", "XAUUSD"), 4, "[symbol.unknown]"),
        (("gaps", "EURUSD", "--class", "odd"), 2, "'odd' is not one of"),
        (("gaps", "EURUSD", "--shortest", "0"), 2, "--shortest"),
        (("coverage", "EURUSD", "--by", "minute"), 2, "'minute' is not one of"),
        (("coverage", "EURUSD", "--from", "1700-01-01"), 2, "[coverage.range_too_long]"),
    ],
)
def test_what_cannot_be_answered_ends_with_its_code(
    real: Tickloom, arguments: tuple[str, ...], code: int, says: str
) -> None:
    """And no data."""
    result = real(*arguments)
    assert (result.code, result.out) == (code, b"")
    assert says in result.err
