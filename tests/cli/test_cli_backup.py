"""Backing up and restoring, as somebody does before a bold step."""

import shutil
import signal
from pathlib import Path

import pytest
from hostile import GOOD_ROW, csv_of, many_days
from running import Tickloom

import tickloom as tl

DAYS = 3


@pytest.fixture
def filled(tickloom: Tickloom, tmp_path: Path) -> Tickloom:
    """A home with three days, and the file they came from."""
    tickloom.good("import", "EURUSD", many_days(tmp_path / "days.csv", days=DAYS, ticks_a_day=500))
    return tickloom


def test_what_was_backed_up_is_back_and_what_was_there_is_kept(filled: Tickloom, tmp_path: Path) -> None:
    """The same ticks, records and reports; and the way to the store of before is told."""
    then = filled.state()[1]
    made = filled.good("backup", tmp_path / "backup", "--json").json
    assert Path(made["folder"]) == tmp_path / "backup"
    filled.good("import", "EURUSD", csv_of(tmp_path / "more.csv", GOOD_ROW.format(1)))
    now = filled.state()[1]
    assert now != then

    restored = filled.good("restore", tmp_path / "backup", "--json").json
    assert [restored[name] for name in ("taken", "files", "bytes")] == [
        made[name] for name in ("taken", "files", "bytes")
    ]
    assert filled.state()[1] == then
    filled.good("verify")
    assert Tickloom(Path(restored["before"])).state()[1] == now


def test_people_are_told_how_much_and_where(filled: Tickloom, tmp_path: Path) -> None:
    """In two or three lines, and by lines of JSON on the way."""
    made = filled.good("backup", tmp_path / "backup")
    assert made.lines[0].startswith("backed up ")
    assert made.lines[1].startswith("the store as of 2")
    assert made.lines[1].endswith(f" is in {tmp_path / 'backup'}")
    assert made.moments[-1]["files_done"] == made.moments[-1]["files_total"] > DAYS
    assert made.moments[-1]["remaining"] == 0
    restored = filled.good("restore", tmp_path / "backup", "--progress", "none")
    assert restored.lines[0].startswith("restored ")
    assert restored.lines[2].startswith(f"the store of before is in {filled.home / 'before-restore-'}")
    assert restored.moments == []


def test_a_backup_makes_a_home_of_a_new_folder(filled: Tickloom, tmp_path: Path) -> None:
    """There is nothing to keep there."""
    filled.good("backup", tmp_path / "backup")
    other = Tickloom(tmp_path / "other")
    assert other.good("restore", tmp_path / "backup", "--json").json["before"] is None
    assert other.state()[1] == filled.state()[1]


@pytest.mark.parametrize("place", ["full", "home/within"])
def test_a_folder_that_cannot_take_a_backup_ends_with_2(filled: Tickloom, tmp_path: Path, place: str) -> None:
    """It is not touched."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine")
    result = filled("backup", tmp_path / place)
    assert (result.code, result.out) == (2, b"")
    assert "store.backup_folder_invalid" in result.err
    assert (tmp_path / "full" / "mine").read_text() == "mine"
    assert not (filled.home / "within").exists()


@pytest.mark.parametrize("missing", ["backup.json", "catalogue.duckdb", "ticks"])
def test_half_a_backup_ends_with_6_and_the_store_stays(
    filled: Tickloom, tmp_path: Path, missing: str
) -> None:
    """Whatever of it is gone."""
    then = filled.state()
    filled.good("backup", tmp_path / "backup")
    gone = tmp_path / "backup" / missing
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    result = filled("restore", tmp_path / "backup")
    assert (result.code, result.out) == (6, b"")
    assert "store.backup_incomplete" in result.err
    assert filled.state()[1] == then[1]


def test_a_home_in_use_is_not_restored(filled: Tickloom, tmp_path: Path) -> None:
    """Its owner is named."""
    filled.good("backup", tmp_path / "backup")
    with tl.open(filled.home) as workspace:
        result = filled("restore", tmp_path / "backup")
        assert (result.code, result.out) == (5, b"")
        assert "store.owned" in result.err
        assert workspace.verify(progress=False).is_good


def test_ctrl_c_leaves_no_backup_or_a_whole_one(filled: Tickloom, tmp_path: Path) -> None:
    """Whenever it is pressed, the store goes on and what lies there is one or is none."""
    for press in range(4):
        folder = tmp_path / f"backup{press}"
        running = filled.start("backup", folder)
        while running.is_alive and not folder.exists():
            pass
        running.send(signal.SIGINT)
        result = running.finish()
        assert result.code in {0, 130}, result.err
        assert filled("--home", tmp_path / f"home{press}", "restore", folder).code == (
            0 if (folder / "backup.json").exists() else 6
        )
    filled.good("verify")
