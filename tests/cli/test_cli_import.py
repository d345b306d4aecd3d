"""Importing: the report for people and for scripts, what is refused, and Ctrl-C."""

import csv
import json
import signal
import time
import zipfile
from pathlib import Path

import pytest
from hostile import GOOD_ROW, csv_of, hour_of, many_days, zeros
from running import Tickloom

REPORT = {
    "id", "symbol", "digits", "strict", "outcome", "files", "bytes", "rows", "stored", "duplicates",
    "refused", "first_refused", "refused_files", "skipped", "days_changed", "elapsed",
    "findings", "file", "quarantine", "files_known", "outside", "replaced",
}  # fmt: skip


def test_a_folder_of_the_real_day_is_imported_whole(tickloom: Tickloom, data: Path) -> None:
    """Candle files and another symbol's ticks beside it are passed over, not refused."""
    result = tickloom.good("import", "EURUSD", data / "dukascopy-bi5", "--json")
    report = result.json
    assert set(report) == REPORT
    counts = {
        name: report[name] for name in ("files", "rows", "stored", "duplicates", "refused", "days_changed")
    }
    assert counts == {
        "files": 24, "rows": 136_741, "stored": 136_741, "duplicates": 0, "refused": 0, "days_changed": 1,
    }  # fmt: skip
    assert {Path(file["source"]).name for file in report["skipped"]} >= {
        "12h_ticks.bi5",
        "BID_candles_min_1.bi5",
    }


def test_the_summary_is_words_on_stderr(tickloom: Tickloom, data: Path) -> None:
    """Nothing on stdout, unless JSON is asked for."""
    result = tickloom.good("import", "EURUSD", data / "dukascopy-bi5")
    assert result.out == b""
    words = {line.split()[0]: line.split()[1] for line in result.words[:8]}
    assert list(words) == ["files", "rows", "stored", "duplicates", "refused", "days", "time", "rate"]
    assert words["stored"] == "136,741"
    assert "--verbose" in result.err
    assert "candles" not in result.err


def test_verbose_names_what_was_passed_over(tickloom: Tickloom, data: Path) -> None:
    """And why."""
    assert "BID_candles_min_1.bi5: " in tickloom.good("import", "EURUSD", data / "dukascopy-bi5", "-v").err


def test_a_second_import_of_the_same_bytes_changes_nothing(tickloom: Tickloom, bi5: Path) -> None:
    """Only duplicates are counted."""
    tickloom.good("import", "EURUSD", bi5)
    _, before = tickloom.state()
    report = tickloom.good("import", "EURUSD", bi5, "--json").json
    assert (report["stored"], report["days_changed"]) == (0, 0)
    assert tickloom.state()[1] == before


def test_files_folders_and_zips_may_be_mixed(tickloom: Tickloom, tmp_path: Path, bi5: Path) -> None:
    """An hour from the tree, a CSV and a zip in one command."""
    one = csv_of(tmp_path / "one.csv", GOOD_ROW.format(1))
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("two.csv", csv_of(tmp_path / "two.csv", GOOD_ROW.format(2)).read_text())
    report = tickloom.good(
        "import", "EURUSD", bi5 / "00h_ticks.bi5", one, tmp_path / "two.zip", "--json"
    ).json
    assert (report["files"], report["stored"], report["days_changed"]) == (3, 3_733 + 2, 2)


def test_refused_rows_are_named_with_their_place_and_the_rest_is_stored(
    tickloom: Tickloom, tmp_path: Path
) -> None:
    """File, line, byte, field, what was found and what was expected; exit code 3."""
    bad = "2024-01-08T00:00:00.002Z,1.1000x,1.10002,1,1\n"
    file = csv_of(tmp_path / "some.csv", GOOD_ROW.format(1), bad, GOOD_ROW.format(3))
    result = tickloom("import", "EURUSD", file)
    assert result.code == 3
    place = f"some.csv:3 (byte {len(file.read_text().partition(bad)[0])}) bid: found '1.1000x', expected "
    assert place in result.err
    assert len(tickloom.good("ticks", "EURUSD", "--json").json) == 2


def test_json_reports_what_was_refused_and_ends_with_3_too(tickloom: Tickloom, tmp_path: Path) -> None:
    """Data on stdout, the verdict in the exit code."""
    result = tickloom(
        "import", "EURUSD", csv_of(tmp_path / "some.csv", GOOD_ROW.format(1), "rubbish\n"), "--json"
    )
    assert result.code == 3
    assert (result.json["outcome"], result.json["refused"], result.json["stored"]) == ("refused", 1, 1)
    assert result.json["first_refused"][0]["line"] == 3


def test_an_unknown_bi5_symbol_asks_for_digits(tickloom: Tickloom, tmp_path: Path, bi5: Path) -> None:
    """A .bi5 file does not say where its decimal point is."""
    hour_of(tmp_path, (bi5 / "00h_ticks.bi5").read_bytes(), symbol="ZZZQQQ")
    refused = tickloom("import", "ZZZQQQ", tmp_path / "ZZZQQQ")
    assert refused.code == 3
    assert refused.err.endswith("[import.digits_needed]\n")
    assert "--digits" in refused.err
    assert (
        tickloom.good("import", "ZZZQQQ", tmp_path / "ZZZQQQ", "--digits", 4, "--json").json["stored"]
        == 3_733
    )


def test_other_digits_than_those_stored_are_refused(tickloom: Tickloom, tmp_path: Path) -> None:
    """They would change what is there."""
    file = csv_of(tmp_path / "one.csv", GOOD_ROW.format(1))
    tickloom.good("import", "EURUSD", file)
    result = tickloom("import", "EURUSD", file, "--digits", 3)
    assert (result.code, result.err.rpartition("[")[2]) == (3, "digits.differ]\n")


@pytest.mark.parametrize("sent", [signal.SIGINT])
def test_ctrl_c_keeps_what_was_read_and_the_same_command_goes_on(
    tickloom: Tickloom, tmp_path: Path, sent: signal.Signals
) -> None:
    """Exit code 130, in words that say so, and every tick once afterwards."""
    file = many_days(tmp_path / "year.csv", days=200, ticks_a_day=20_000)
    running = tickloom.start("import", "EURUSD", file)
    while running.is_alive and not any(tickloom.home.glob("ticks/*/*/*.parquet")):
        time.sleep(0.005)
    running.send(sent)
    interrupted = running.finish()
    assert interrupted.code == 130
    assert interrupted.words[0].startswith("stopping as soon as what was read is stored")
    assert interrupted.words[-2].endswith("the same command goes on from there:")
    assert interrupted.words[-1] == f"  tickloom import EURUSD {file}"
    assert "Traceback" not in interrupted.err
    assert 0 < tickloom.state()[1][0]["ticks"] < 4_000_000
    report = tickloom.good("import", "EURUSD", file, "--json").json
    assert report["stored"] + report["duplicates"] == 4_000_000
    assert tickloom.state()[1][0]["ticks"] == 4_000_000


def test_ctrl_c_twice_gives_up_what_is_not_stored_yet(tickloom: Tickloom, tmp_path: Path) -> None:
    """The same exit code, and nothing is lost that a second run would not bring."""
    file = many_days(tmp_path / "year.csv", days=200, ticks_a_day=20_000)
    running = tickloom.start("import", "EURUSD", file)
    while running.is_alive and not any(tickloom.home.glob("ticks/*/*/*.parquet")):
        time.sleep(0.005)
    for _ in range(2):
        running.send(signal.SIGINT)
        time.sleep(0.12)
    interrupted = running.finish()
    assert interrupted.code == 130
    assert "Traceback" not in interrupted.err
    tickloom.good("import", "EURUSD", file)
    assert tickloom.state()[1][0]["ticks"] == 4_000_000


def test_progress_is_lines_of_json_where_no_terminal_is(tickloom: Tickloom, tmp_path: Path) -> None:
    """The last one tells the end; a bar or nothing if so wished."""
    file = many_days(tmp_path / "days.csv", days=20, ticks_a_day=20_000)
    *_, last = tickloom.good("import", "EURUSD", file).moments
    assert (last["event"], last["rows"], last["refused"]) == ("progress", 400_000, 0)
    assert last["files_done"] == last["files_total"] == 1
    assert last["bytes_done"] == last["bytes_total"] == file.stat().st_size
    assert last["rows_per_second"] > 0
    assert tickloom.good("import", "EURUSD", file, "--progress", "none").moments == []


def test_the_whole_of_a_damaged_file_is_refused_and_the_others_are_stored(
    tickloom: Tickloom, tmp_path: Path
) -> None:
    """With its code and message."""
    hour_of(tmp_path / "tree", zeros(1)[:50])
    good = csv_of(tmp_path / "good.csv", GOOD_ROW.format(1))
    result = tickloom("import", "EURUSD", tmp_path / "tree", good)
    assert result.code == 3
    assert "refused file" in result.err
    assert "10h_ticks.bi5" in result.err
    assert len(tickloom.good("ticks", "EURUSD", "--json").json) == 1


def test_findings_are_told_with_their_first_place_and_refused_when_strict(
    tickloom: Tickloom, tmp_path: Path
) -> None:
    crossed = "2024-01-15T09:00:01.000Z,1.18005,1.18002,1,1"
    odd = csv_of(tmp_path / "odd.csv", GOOD_ROW.format(1), f"{crossed}\n")
    kept = tickloom.good("import", "EURUSD", odd, "--json")
    (finding,) = kept.json["findings"]
    assert (finding["code"], finding["count"], finding["first"][0]["line"]) == ("finding.crossed", 1, 3)
    assert "odd.csv:3 at 2024-01-15T09:00:01.000Z: ask 1.18002 is below bid 1.18005" in kept.err
    strict = tickloom("import", "EURUSD", odd, "--strict", "--json")
    assert (strict.code, strict.json["refused"]) == (3, 1)
    with Path(strict.json["quarantine"]).open(newline="") as quarantine:
        (row,) = csv.DictReader(quarantine)
    assert (row["code"], row["line"], row["row"]) == ("finding.crossed", "3", crossed)
    written = json.loads(Path(strict.json["file"]).read_text())
    given = {name: value for name, value in strict.json.items() if name not in {"file", "quarantine"}}
    assert written == given | {"quarantine": "quarantine.csv"}
