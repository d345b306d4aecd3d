"""Ticks and bars in every format: the real day, checked by hand and against an independent reader."""

import io
import os
import pty
import subprocess
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest
from hostile import many_days
from running import MEBIBYTE, TICKLOOM, Tickloom

TICKS = ("ticks", "EURUSD")
HOURS = ("bars", "EURUSD", "1h")


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Tickloom:
    """The command with a home that holds 2 million ticks of 100 days, each in a second of its own."""
    folder = tmp_path_factory.mktemp("year")
    command = Tickloom(folder / "home")
    command.good("import", "EURUSD", many_days(folder / "year.csv", days=100, ticks_a_day=20_000))
    return command


def test_ticks_as_csv_begin_and_end_as_in_the_real_files(real: Tickloom) -> None:
    """Checked by hand: 994 ms after midnight, ask 1.14545, bid 1.14543, 1.0 and 2.06 million."""
    lines = real.good(*TICKS, "--format", "csv").lines
    assert lines[:3] == [
        "timestamp,bid,ask,bid_volume,ask_volume",
        "2019-02-04T00:00:00.994Z,1.14543,1.14545,2.06,1",
        "2019-02-04T00:00:01.271Z,1.14544,1.14546,1,1",
    ]
    assert lines[-1] == "2019-02-04T23:59:57.992Z,1.14349,1.14355,2.1,4.44"
    assert len(lines) == 1 + 136_741


def test_bars_as_csv_have_the_documented_header_and_digits(real: Tickloom) -> None:
    """One hour, whose low and high are those of data/README.md."""
    lines = real.good(*HOURS, "--to", "2019-02-04T01:00", "--format", "csv").lines
    header, bar = (line.split(",") for line in lines)
    assert header == ["open_time", "open", "high", "low", "close", "volume", "ticks"]
    assert bar[:4] == ["2019-02-04T00:00:00.000Z", "1.14543", "1.14597", "1.14529"]
    assert bar[6] == "3733"


def test_mid_prices_have_one_digit_more(real: Tickloom) -> None:
    """Half points exist."""
    bar = real.good(*HOURS, "--side", "mid", "--to", "2019-02-04T01", "--format", "csv").lines[1]
    assert bar.split(",")[1] == "1.145440"


def test_a_range_begins_with_its_start_and_ends_before_its_end(real: Tickloom) -> None:
    """Half-open, to the millisecond."""
    times = ("--from", "2019-02-04T00:00:00.994Z", "--to", "2019-02-04T00:00:01.271Z")
    assert [row["timestamp"] for row in real.good(*TICKS, *times, "--json").json] == [
        "2019-02-04T00:00:00.994Z"
    ]


@pytest.mark.parametrize("verb", [TICKS, HOURS])
@pytest.mark.parametrize("form", ["table", "csv", "json", "parquet", "arrow"])
def test_a_range_without_ticks_is_an_empty_table_with_its_columns(
    real: Tickloom, tmp_path: Path, verb: tuple[str, ...], form: str
) -> None:
    """Nothing found is no failure."""
    file = tmp_path / f"empty.{form}"
    real.good(*verb, "--from", "2020-01-01", "--format", form, "-o", file)
    if form == "table":
        assert file.read_text().endswith("\n0 rows\n")
    elif form == "json":
        assert file.read_text().split() == ["[", "]"] or file.read_text() == "[]\n"
    else:
        assert _read(form, file.read_bytes()).num_rows == 0


@pytest.mark.parametrize("verb", [TICKS, HOURS, ("bars", "EURUSD", "5m", "--side", "ask")])
def test_every_format_says_the_same(real: Tickloom, verb: tuple[str, ...]) -> None:
    """Parquet, Arrow, JSON and CSV, read by another library, hold equal rows."""
    parquet, arrow, csv = (
        _read(form, real.good(*verb, "--format", form).out) for form in ("parquet", "arrow", "csv")
    )
    assert parquet.equals(arrow)
    assert parquet.column_names == csv.column_names
    for name in csv.column_names[1:]:
        assert parquet[name].cast(pa.float64()).to_pylist() == pytest.approx(
            csv[name].cast(pa.float64()).to_pylist()
        )
    rows = real.good(*verb, "--json").json
    assert [list(row.values())[1:] for row in rows] == [
        pytest.approx(list(row.values())[1:]) for row in parquet.to_pylist()
    ]


def test_several_days_are_joined_without_a_seam(tickloom: Tickloom, tmp_path: Path) -> None:
    """Each format is one file, however many days it was read in."""
    tickloom.good("import", "EURUSD", many_days(tmp_path / "days.csv", days=40, ticks_a_day=10))
    for verb in (TICKS, ("bars", "EURUSD", "1d"), ("bars", "EURUSD", "1w")):
        tables = {
            form: _read(form, tickloom.good(*verb, "--format", form).out)
            for form in ("csv", "arrow", "parquet")
        }
        rows = {"ticks": 400, "1d": 40, "1w": 6}[verb[-1] if verb is not TICKS else "ticks"]
        assert {table.num_rows for table in tables.values()} == {rows}
        assert len(tickloom.good(*verb, "--json").json) == rows
        assert tables["arrow"].equals(tables["parquet"])


@pytest.mark.parametrize("form", ["table", "csv", "json", "parquet", "arrow"])
@pytest.mark.parametrize("verb", [TICKS, ("bars", "EURUSD", "1s")])
def test_memory_does_not_grow_with_the_range(year: Tickloom, verb: tuple[str, ...], form: str) -> None:
    """Two million rows take 90 MB as a table, and far less to write."""
    short = year.good(*verb, "--to", "2024-01-05", "--format", form)
    whole = year.good(*verb, "--format", form)
    assert short.peak_bytes > 32 * MEBIBYTE
    assert whole.peak_bytes < short.peak_bytes + 48 * MEBIBYTE
    assert form == "table" or len(whole.out) > 15 * len(short.out)


def test_the_table_for_reading_shows_both_ends_and_the_count(real: Tickloom) -> None:
    """Long results stay on one screen."""
    lines = real.good(*TICKS).lines
    assert lines[0].split() == ["timestamp", "bid", "ask", "bid_volume", "ask_volume"]
    assert lines[1].startswith("2019-02-04T00:00:00.994Z  1.14543  1.14545")
    assert lines[11] == "…"
    assert lines[-2].startswith("2019-02-04T23:59:57.992Z")
    assert lines[-1] == "136,741 rows"
    assert len(lines) == 1 + 10 + 1 + 10 + 1


def test_a_file_s_ending_names_the_format(real: Tickloom, tmp_path: Path) -> None:
    """And --format has the last word."""
    real.good(*HOURS, "-o", tmp_path / "hours.parquet")
    real.good(*HOURS, "-o", tmp_path / "hours.txt", "--format", "csv")
    assert pa.parquet.read_table(tmp_path / "hours.parquet").num_rows == 24
    assert (tmp_path / "hours.txt").read_text().count("\n") == 25
    assert sorted(file.name for file in tmp_path.iterdir()) == ["hours.parquet", "hours.txt"]


def test_a_failure_leaves_the_old_file_and_no_other(real: Tickloom, tmp_path: Path) -> None:
    """A file is replaced as a whole or not at all."""
    file = tmp_path / "bars.csv"
    file.write_text("precious")
    assert real("bars", "XAUUSD", "1h", "-o", file).code == 4
    assert real(*HOURS, "-o", tmp_path / "missing" / "bars.csv").code == 4
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("bars.csv", "precious")]


def test_a_reader_who_leaves_early_ends_the_command_quietly(real: Tickloom) -> None:
    """As in ``tickloom ticks | head -1``."""
    script = f"set -o pipefail; '{TICKLOOM}' ticks EURUSD --format csv | head -1"
    surroundings = os.environ | {"TICKLOOM_HOME": str(real.home)}
    ended = subprocess.run(
        ["bash", "-c", script], capture_output=True, text=True, env=surroundings, check=False
    )
    assert (ended.stdout.count("\n"), ended.stderr, ended.returncode) == (1, "", 0)


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_binary_formats_are_not_poured_over_a_terminal(real: Tickloom, form: str) -> None:
    """They ask for a file or a pipe."""
    manager, terminal = pty.openpty()
    command = [TICKLOOM, "--home", str(real.home), *HOURS, "--format", form]
    ended = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, text=True, check=False)
    os.close(terminal)
    os.close(manager)
    assert ended.returncode == 2
    assert "-o FILE" in ended.stderr


def test_a_full_disk_under_the_output_is_told(real: Tickloom) -> None:
    """Nothing half-written passes for success."""
    script = f"'{TICKLOOM}' ticks EURUSD --format csv > /dev/full"
    surroundings = os.environ | {"TICKLOOM_HOME": str(real.home)}
    ended = subprocess.run(
        ["sh", "-c", script], capture_output=True, text=True, env=surroundings, check=False
    )
    assert ended.returncode == 6
    assert ended.stderr.endswith("[output.not_writable]\n")


def _read(form: str, content: bytes) -> pa.Table:
    if form == "csv":
        return pa.csv.read_csv(io.BytesIO(content))
    if form == "parquet":
        return pa.parquet.read_table(io.BytesIO(content))
    return pa.ipc.open_stream(content).read_all()
