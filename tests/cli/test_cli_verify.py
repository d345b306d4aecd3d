"""Verifying, repairing and cleaning, as somebody does whose disk is not to be trusted."""

import os
import shutil
from pathlib import Path

import pytest
from hostile import GOOD_ROW, csv_of, many_days
from running import Tickloom

DAYS = 3


@pytest.fixture
def source(tickloom: Tickloom, tmp_path: Path) -> Path:
    """A file of three days, which are stored."""
    file = many_days(tmp_path / "days.csv", days=DAYS, ticks_a_day=500)
    tickloom.good("import", "EURUSD", file)
    return file


def stored_files(tickloom: Tickloom) -> list[Path]:
    """The tick files, oldest day first."""
    return sorted(tickloom.home.glob("ticks/*/*/ticks.parquet"))


def flip(file: Path, byte: int) -> None:
    """Changes one bit and keeps the file's times, as a failing disk does."""
    times = file.stat()
    content = bytearray(file.read_bytes())
    content[byte] ^= 1
    file.write_bytes(content)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def problems(tickloom: Tickloom) -> list[tuple[str, str | None]]:
    """What ``verify`` finds: codes and days."""
    result = tickloom("verify", "--json")
    assert (result.code, result.json["good"]) in {(0, True), (6, False)}
    return [(problem["code"], problem["day"]) for problem in result.json["problems"]]


def test_an_untouched_store_is_as_it_was_stored(tickloom: Tickloom, source: Path) -> None:
    """Nothing is found, and it is said how much was read."""
    result = tickloom.good("verify")
    assert result.lines[0].startswith(f"verified {DAYS} files, 1,500 ticks")
    assert problems(tickloom) == []


@pytest.mark.parametrize("byte", [0, 700, -1_500, -5])
def test_a_flipped_bit_is_found_and_repaired_from_the_source(
    tickloom: Tickloom, source: Path, byte: int
) -> None:
    """Only its day is written again, and it holds what it held."""
    _, before = tickloom.state()
    good, bad, _ = stored_files(tickloom)
    written = good.stat().st_mtime_ns
    flip(bad, byte)
    found = problems(tickloom)
    assert [day for _, day in found] == ["2024-01-02"]
    assert found[0][0] in {"verify.altered", "verify.damaged"}

    repaired = tickloom.good("verify", "--repair", source)
    assert "stored again: EURUSD 2024-01-02, 500 ticks, the same as before" in repaired.text
    assert problems(tickloom) == []
    assert tickloom.state()[1] == before
    assert good.stat().st_mtime_ns == written


def test_a_day_that_vanished_is_remembered_until_it_is_back(tickloom: Tickloom, source: Path) -> None:
    """Also across openings; another source has no say in it."""
    shutil.rmtree(stored_files(tickloom)[0].parent)
    assert problems(tickloom) == [("verify.missing", "2024-01-01")] == problems(tickloom)
    other = csv_of(source.parent / "other.csv", GOOD_ROW.format(1))
    assert tickloom("verify", "--repair", other).code == 6
    tickloom.good("verify", "--repair", source)
    assert problems(tickloom) == []


def test_a_verification_tells_how_far_it_is(tickloom: Tickloom, source: Path) -> None:
    """Lines of JSON where nobody sees a bar, the last about all files; none if none are wanted."""
    moments = tickloom.good("verify").moments
    assert moments[-1]["files_done"] == moments[-1]["files_total"] == DAYS
    assert moments[-1]["bytes_done"] == moments[-1]["bytes_total"] > 0
    assert moments[-1]["remaining"] == 0
    assert tickloom.good("verify", "--progress", "none").moments == []


def test_what_is_no_tick_file_is_foreign(tickloom: Tickloom, source: Path) -> None:
    """It is named, and never removed."""
    foreign = stored_files(tickloom)[0].with_name("notes.txt")
    foreign.write_text("mine")
    assert [code for code, _ in problems(tickloom)] == ["verify.foreign"]
    tickloom.good("clean")
    assert foreign.read_text() == "mine"


def test_what_an_import_replaces_is_kept_until_it_is_cleaned(tickloom: Tickloom, source: Path) -> None:
    """The report says what changed; the ticks that are stored stay."""
    more = csv_of(source.parent / "more.csv", "2024-01-01T12:00:00.001Z,1.2,1.3,1,1\n")
    (replaced,) = tickloom.good("import", "EURUSD", more, "--json").json["replaced"]
    assert (replaced["day"], replaced["ticks_before"], replaced["ticks_after"]) == ("2024-01-01", 500, 501)

    kept = list(tickloom.home.glob("replaced/*/*/*.parquet"))
    assert len(kept) == 1
    assert "would remove 1 file" in tickloom.good("clean", "--dry-run").text
    assert kept[0].exists()
    tickloom.good("clean", "--older-than", 1)
    assert kept[0].exists()
    assert "removed 1 file" in tickloom.good("clean").text
    assert not kept[0].exists()
    assert tickloom.state()[1][0]["ticks"] == 1_501


def test_a_source_that_is_stored_whole_is_not_read_again(tickloom: Tickloom, source: Path) -> None:
    """Unless it is asked for; either way nothing changes."""
    known = tickloom.good("import", "EURUSD", source, "--json").json
    assert (known["files_known"], known["stored"], known["duplicates"]) == (1, 0, 1_500)
    again = tickloom.good("import", "EURUSD", source, "--again", "--json").json
    assert (again["files_known"], again["stored"], again["duplicates"]) == (0, 0, 1_500)
    shutil.rmtree(stored_files(tickloom)[1].parent)
    lost = tickloom.good("import", "EURUSD", source, "--json").json
    assert (lost["files_known"], lost["stored"]) == (0, 500)
