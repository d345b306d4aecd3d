"""Imports tell what they did, can be watched and stopped, and let the rest of the process run."""

from __future__ import annotations

import _thread
import threading
import time
from typing import TYPE_CHECKING

import pytest
from pressing import ctrl_c_after

import tickloom as tl
from tickloom.errors import ImportRefused, InvalidDigits, InvalidReading, PathNotFound
from tickloom.imports import RefusedRow
from tickloom.progress import observer

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "timestamp,bid,ask\n"
GOOD = "2019-02-04T00:00:00.994Z,1.14541,1.14545\n"
BAD = "2019-02-04T00:00:01Z,dear,1.14545\n"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two million rows: enough to be met while they are read."""
    path = tmp_path_factory.mktemp("many") / "many.csv"
    day = 1_549_238_400_000
    with path.open("w") as file:
        file.write("timestamp,bid,ask\n")
        file.writelines(f"{day + 40 * row},1.14541,1.14545\n" for row in range(2_000_000))
    return path


def test_refused_rows_are_reported_with_their_places_and_stop_nothing(
    ws: tl.Workspace, tmp_path: Path
) -> None:
    (tmp_path / "some.csv").write_text(HEADER + GOOD + BAD)
    (tmp_path / "notes.pdf").write_text("no ticks")
    (tmp_path / "broken.zip").write_text("no archive")
    report = ws.import_ticks("EURUSD", tmp_path, progress=False)
    assert (report.outcome, report.is_complete) == ("refused", False)
    assert (report.rows, report.stored, report.refused, report.digits) == (2, 1, 1, 5)
    (row,) = report.first_refused
    assert isinstance(row, RefusedRow)
    assert (row.source, row.line, row.byte, row.field, row.found) == ("some.csv", 3, 59, "bid", "dear")
    assert str(row).startswith("some.csv:3: bid is 'dear', expected ")
    assert [file.source for file in report.refused_files] == ["broken.zip"]
    assert "notes.pdf" in [file.source for file in report.skipped]


def test_one_path_or_several_are_taken(ws: tl.Workspace, tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    for path in paths:
        path.write_text(HEADER + GOOD)
    assert ws.import_ticks("EURUSD", str(paths[0]), progress=False).stored == 1
    report = ws.import_ticks("EURUSD", (path for path in paths), progress=False)
    assert (report.files, report.stored, report.duplicates, report.days_changed) == (2, 0, 2, 0)


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_any_number_of_threads_stores_the_same(
    ws: tl.Workspace, week: tl.Workspace, sample: Path, threads: int
) -> None:
    ws.import_ticks("EURUSD", sample / "EURUSD", threads=threads, progress=False)
    assert ws.instruments() == week.instruments()


def test_an_import_that_cannot_start_says_why(ws: tl.Workspace, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    cases: list[tuple[str, Path, int | None, int | None, type[Exception], str]] = [
        ("EURUSD", tmp_path / "no", None, None, PathNotFound, "does not exist"),
        ("EURUSD", tmp_path / "empty", None, None, ImportRefused, "no ticks of EURUSD"),
        ("GBPUSD", sample / "EURUSD", None, None, ImportRefused, "it is EURUSD"),
        ("EURUSD", sample, 10, None, InvalidDigits, "between 0 and 9"),
        ("EURUSD", sample, -1, None, InvalidDigits, "between 0 and 9"),
        ("EURUSD", sample, None, 0, ValueError, "one at least"),
    ]
    for symbol, path, digits, threads, error, text in cases:
        with pytest.raises(error, match=text):
            ws.import_ticks(symbol, path, digits=digits, threads=threads, progress=False)
    assert ws.instruments() == []


def test_a_path_that_is_missing_is_also_a_file_not_found(ws: tl.Workspace, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as refused:
        ws.import_ticks("EURUSD", tmp_path / "no.csv")
    assert isinstance(refused.value, tl.TickloomError)
    assert refused.value.code == "import.path_not_found"


def test_bi5_of_an_unknown_instrument_asks_for_its_digits(
    ws: tl.Workspace, sample: Path, tmp_path: Path
) -> None:
    (tmp_path / "GER40").symlink_to(sample / "EURUSD")
    with pytest.raises(ImportRefused, match="digits=N") as refused:
        ws.import_ticks("GER40", tmp_path / "GER40", progress=False)
    assert refused.value.code == "import.digits_needed"
    assert ws.import_ticks("GER40", tmp_path / "GER40/2024/00/07", digits=1, progress=False).digits == 1
    with pytest.raises(InvalidDigits) as differ:
        ws.import_ticks("GER40", tmp_path / "GER40", digits=2, progress=False)
    assert differ.value.code == "digits.differ"


def test_progress_grows_to_the_report(ws: tl.Workspace, many: Path) -> None:
    seen: list[tl.Progress] = []
    report = ws.import_ticks("EURUSD", many, progress=seen.append)
    assert all(isinstance(moment, tl.Progress) for moment in seen)
    assert [moment.bytes_done for moment in seen] == sorted(moment.bytes_done for moment in seen)
    last = seen[-1]
    assert (last.files_done, last.files_total, last.rows) == (report.files, 1, report.rows)
    assert last.bytes_done == last.bytes_total == many.stat().st_size
    assert (last.stored, last.refused) == (report.stored, report.refused)


def test_ctrl_c_keeps_what_is_stored_and_the_same_call_goes_on(ws: tl.Workspace, many: Path) -> None:
    def press(moment: tl.Progress) -> None:
        if moment.rows:
            _thread.interrupt_main()

    with pytest.raises(tl.Interrupted, match="goes on from there") as interrupted:
        ws.import_ticks("EURUSD", many, threads=1, progress=press)
    report = interrupted.value.report
    assert isinstance(report, tl.ImportReport)
    assert report.outcome == "interrupted"
    assert report.stored == sum(instrument.ticks for instrument in ws.instruments())
    assert [record.status for record in ws.imports] == ["interrupted"]
    again = ws.import_ticks("EURUSD", many, progress=False)
    assert report.stored + again.stored == 2_000_000
    assert ws.health().is_good


def test_ctrl_c_without_anyone_watching_ends_an_import_too(ws: tl.Workspace, many: Path) -> None:
    with pytest.raises(KeyboardInterrupt), ctrl_c_after(0.02):
        _forever(ws, many)


def _forever(ws: tl.Workspace, path: Path) -> None:
    for number in range(1000):
        ws.import_ticks(f"EURUSD.{number}", path, digits=5, progress=False)


def test_an_error_of_the_one_who_watches_ends_the_import_and_comes_through(
    ws: tl.Workspace, many: Path
) -> None:
    def fail(moment: tl.Progress) -> None:
        raise LookupError(moment.files_total)

    with pytest.raises(LookupError, match="1") as raised:
        ws.import_ticks("EURUSD", many, progress=fail)
    assert raised.type is LookupError
    assert ws.health().is_good


def test_other_threads_run_during_an_import(ws: tl.Workspace, many: Path) -> None:
    wakes = 0
    ended = threading.Event()

    def count() -> None:
        nonlocal wakes
        while not ended.is_set():
            time.sleep(0.002)
            wakes += 1

    counting = threading.Thread(target=count)
    counting.start()
    report = ws.import_ticks("EURUSD", many, progress=False)
    ended.set()
    counting.join()
    # A core that kept the interpreter would let it wake a few times, when progress is asked for.
    assert wakes > max(10, report.elapsed / 0.1 * 2)


def test_a_workspace_may_be_closed_and_read_during_an_import(ws: tl.Workspace, many: Path) -> None:
    done: list[tl.ImportReport] = []
    importing = threading.Thread(target=lambda: done.append(ws.import_ticks("EURUSD", many, progress=False)))
    importing.start()
    while not ws.imports.list():
        time.sleep(0.001)
    ws.close()
    importing.join()
    assert done[0].stored == 2_000_000


def test_nobody_hears_of_progress_where_stderr_is_no_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with observer(None) as observe:
        assert observe is None
    with observer(False) as observe:
        assert observe is None
    assert capfd.readouterr() == ("", "")


def test_a_terminal_shows_a_bar(monkeypatch: pytest.MonkeyPatch, ws: tl.Workspace, tmp_path: Path) -> None:
    import io
    import sys

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    (tmp_path / "some.csv").write_text(HEADER + GOOD)
    monkeypatch.setattr(sys, "stderr", terminal := Terminal())
    monkeypatch.setenv("TERM", "xterm")
    ws.import_ticks("EURUSD", tmp_path / "some.csv")
    assert "1 rows" in terminal.getvalue()


def test_a_file_without_header_is_read_with_its_dialect_and_zone(data: Path, tmp_path: Path) -> None:
    quotes = data / "lean/forex/fxcm/tick/eurusd/20140504_quote.zip"
    with tl.open(tmp_path / "home") as ws:
        unnamed = ws.import_ticks("EURUSD", quotes, progress=False)
        assert [file.code for file in unnamed.refused_files] == ["csv.no_header"]
        report = ws.import_ticks("EURUSD", quotes, dialect="lean", zone="-05:00", progress=False)
        assert (report.outcome, report.stored) == ("done", 8025)
        assert ws.ticks("EURUSD").cells(0, 1)[0][0] == "2014-05-04T19:00:51.815Z"


@pytest.mark.parametrize(
    ("dialect", "zone", "code"),
    [("excel", None, "csv.dialect_unknown"), (None, "Atlantis", "csv.zone_invalid")],
)
def test_a_dialect_or_zone_that_does_not_exist_is_refused(
    dialect: str | None, zone: str | None, code: str, tmp_path: Path
) -> None:
    with tl.open(tmp_path / "home") as ws, pytest.raises(InvalidReading) as refused:
        ws.import_ticks("EURUSD", tmp_path, dialect=dialect, zone=zone, progress=False)
    assert refused.value.code == code
