"""Gaps and coverage as a user asks for them."""

from pathlib import Path

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


def test_a_passport_on_the_terminal_shows_the_month_and_what_is_missing(real: Tickloom) -> None:
    """A row for each day, a mark for each hour; nothing but text where it is piped."""
    lines = real.good("passport", "EURUSD", "2019-02").lines
    monday = next(line for line in lines if "Mon 04" in line)
    assert monday.split()[-1] == "136,741"
    assert next(line for line in lines if "Sat 02" in line).count("··") == 24
    assert any("18 days: 2019-02-01" in line for line in lines)
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize("form", ["json", "html", "md"])
def test_a_file_s_ending_names_the_form_of_a_passport(real: Tickloom, tmp_path: Path, form: str) -> None:
    """And the file is what stdout would have shown."""
    real.good("passport", "EURUSD", "2019-02", "-o", tmp_path / f"passport.{form}")
    shown = real.good("passport", "EURUSD", "2019-02", "--format", form)
    assert (tmp_path / f"passport.{form}").read_bytes() == shown.out
    assert b"EURUSD" in shown.out


def test_a_passport_as_json_is_the_same_every_time(real: Tickloom) -> None:
    """To the byte."""
    first, second = (real.good("passport", "EURUSD", "2019-02", "--json").out for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    ("month", "code", "says"),
    [("2019-03", 4, "[passport.no_ticks]"), ("February", 2, "[passport.month_invalid]")],
)
def test_a_passport_needs_a_month_that_has_ticks(real: Tickloom, month: str, code: int, says: str) -> None:
    """The two mistakes have codes of their own."""
    result = real("passport", "EURUSD", month)
    assert (result.code, result.out) == (code, b"")
    assert result.err.endswith(f"{says}\n")
