"""The verbs beside ticks, bars and import: symbols, sql, chart, sample and doctor."""

import json
import re
from pathlib import Path

import pyarrow as pa
import pytest
from running import Tickloom

# ------------------------------------------------------------------------------------------------- symbols


def test_symbols_lists_what_is_stored(real: Tickloom) -> None:
    """As the issue's table of the real day has it."""
    header, row = (line.split() for line in real.good("symbols").lines)
    assert header == ["symbol", "kind", "digits", "ticks", "days", "first", "last", "size", "bytes/tick"]
    assert row[:5] == ["EURUSD", "fx", "5", "136,741", "1"]
    assert row[5:7] == ["2019-02-04T00:00:00.994Z", "2019-02-04T23:59:57.992Z"]


def test_symbols_are_a_table_in_every_format(real: Tickloom) -> None:
    """The same values, unrounded."""
    row = real.good("symbols", "--json").json[0]
    assert (row["symbol"], row["digits"], row["ticks"], row["first"]) == (
        "EURUSD", 5, 136_741, "2019-02-04T00:00:00.994Z",
    )  # fmt: skip
    assert row["bytes_per_tick"] == pytest.approx(row["bytes"] / row["ticks"])
    assert re.fullmatch("[0-9a-f]{64}", row["content_hash"])
    arrow = pa.ipc.open_stream(real.good("symbols", "--format", "arrow").out).read_all()
    assert arrow["ticks"].to_pylist() == [136_741]
    assert real.good("symbols", "--format", "csv").lines[0] == ",".join(row)


def test_an_empty_home_has_no_symbols(tickloom: Tickloom) -> None:
    """And says so in every format."""
    assert tickloom.good("symbols", "--json").json == []
    assert len(tickloom.good("symbols", "--format", "csv").lines) == 1
    assert len(tickloom.good("symbols").lines) == 1


# ----------------------------------------------------------------------------------------------------- sql


def test_sql_reads_the_views_and_takes_parameters(real: Tickloom) -> None:
    """Numbers are numbers, everything else is text."""
    query = "SELECT symbol, count(*) AS n FROM ticks WHERE symbol = ? AND bid < ? GROUP BY symbol"
    rows = real.good("sql", query, "--param", "EURUSD", "--param", "2.5", "--json").json
    assert rows == [{"symbol": "EURUSD", "n": 136_741}]
    assert real.good("sql", "SELECT 1 AS one LIMIT ?", "--param", "1", "--format", "csv").text == "one\n1\n"


def test_sql_comes_from_stdin_after_a_dash(real: Tickloom) -> None:
    """For queries that a shell would spoil."""
    result = real.good("sql", "-", "--format", "csv", stdin="SELECT max(ask) AS highest\nFROM ticks\n")
    assert result.text == "highest\n1.14605\n"


def test_sql_keeps_odd_text_whole(real: Tickloom) -> None:
    """Quotes, commas and line breaks in every format."""
    query = "SELECT 'a,\"b\"' || chr(10) || 'c' AS odd, NULL AS nothing"
    assert real.good("sql", query, "--json").json == [{"odd": 'a,"b"\nc', "nothing": None}]
    assert real.good("sql", query, "--format", "csv").text == 'odd,nothing\n"a,""b""\nc",\n'
    assert real.good("sql", query).lines[-1] == "1 row"


# --------------------------------------------------------------------------------------------------- chart


def test_a_chart_is_one_page_with_the_bars_inside(real: Tickloom, tmp_path: Path) -> None:
    """The same values that ``bars`` gives."""
    page = tmp_path / "chart.html"
    told = real.good("chart", "EURUSD", "H1", "--side", "mid", "--out", page, "--json").json
    assert told == {"file": str(page), "symbol": "EURUSD", "timeframe": "1h", "side": "mid", "bars": 24}
    inside = json.loads(page.read_text().partition('id="tickloom-data">')[2].partition("</script>")[0])
    rows = real.good("bars", "EURUSD", "1h", "--side", "mid", "--json").json
    assert inside["close"] == pytest.approx([row["close"] for row in rows])
    assert inside["ticks"] == [row["ticks"] for row in rows]
    assert inside["open_time"][0] == 1_549_238_400_000
    assert inside["digits"] == 6


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("EURUSD", "1h", "--from", "2020-01-01"), 4, "[bars.none]"),
        (("XAUUSD", "1h"), 4, "[symbol.unknown]"),
        (("EURUSD", "2w"), 2, "[timeframe.invalid]"),
    ],
)
def test_a_chart_of_nothing_is_not_written(
    real: Tickloom, tmp_path: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    """The reason is told instead."""
    result = real("chart", *arguments, "--out", tmp_path / "chart.html")
    assert (result.code, list(tmp_path.iterdir())) == (code, [])
    assert result.err.endswith(f"{says}\n")


def test_a_chart_needs_an_existing_folder(real: Tickloom, tmp_path: Path) -> None:
    """Folders are not made by mistake."""
    result = real("chart", "EURUSD", "1h", "--out", tmp_path / "no" / "chart.html")
    assert (result.code, result.err.rpartition("[")[2]) == (4, "output.folder_not_found]\n")


# -------------------------------------------------------------------------------------------------- sample


def test_the_sample_is_the_same_week_as_bi5_and_as_csv(tickloom: Tickloom, tmp_path: Path) -> None:
    """Both imported give the same ticks; written again it gives the same bytes."""
    told = tickloom.good("sample", tmp_path / "sample", "--json").json
    files = sorted(path.relative_to(tmp_path / "sample") for path in tmp_path.rglob("*") if path.is_file())
    assert files[0] == Path("EURUSD/2024/00/07/22h_ticks.bi5")
    assert files[-1] == Path("EURUSD_2024-01-07_2024-01-12.csv")
    assert len(told["files"]) == len(files)
    tickloom.good("import", "EURUSD", tmp_path / "sample" / "EURUSD")
    report = tickloom.good("import", "EURUSD", tmp_path / "sample" / files[-1], "--json").json
    assert (report["stored"], report["duplicates"], report["refused"]) == (0, report["rows"], 0)
    assert report["rows"] > 100_000
    tickloom.good("sample", tmp_path / "again")
    assert all(
        (tmp_path / "again" / file).read_bytes() == (tmp_path / "sample" / file).read_bytes()
        for file in files
    )


# -------------------------------------------------------------------------------------------------- doctor


def test_the_doctor_finds_a_good_home_good(real: Tickloom) -> None:
    """Every line is ok or says what to do."""
    checks, _ = real.state()
    assert [check for check in checks.values() if check["status"] != "ok"] == []
    assert "136,741 ticks" in checks["store"]["found"]
    assert checks["duckdb"]["found"].startswith("DuckDB 1.5")
    lines = real.good("doctor").lines
    assert [line.split()[0] for line in lines] == ["ok"] * len(lines)


def test_the_doctor_does_not_make_a_home(tickloom: Tickloom) -> None:
    """Looking changes nothing."""
    assert "not there yet" in tickloom.good("doctor").text
    assert not tickloom.home.exists()


def test_the_doctor_finds_a_damaged_tick_file(tickloom: Tickloom, bi5: Path) -> None:
    """Exit code 6, and what to do."""
    tickloom.good("import", "EURUSD", bi5 / "00h_ticks.bi5")
    (file,) = tickloom.home.glob("ticks/*/*/*.parquet")
    file.write_bytes(file.read_bytes()[:-100])
    result = tickloom("doctor", "--json")
    damaged = next(check for check in result.json["checks"] if check["name"] == "damaged")
    assert (result.code, result.json["ok"], damaged["status"]) == (6, False, "fail")
    assert "import its day again" in damaged["advice"]


@pytest.mark.parametrize("verb", [("doctor",), ("symbols",)])
def test_a_home_that_is_a_file_is_unusable(tickloom: Tickloom, verb: tuple[str, ...]) -> None:
    """Told as such."""
    tickloom.home.write_text("")
    assert tickloom(*verb).code == 6
