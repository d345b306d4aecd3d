"""Backups of real ticks in both ways, and brought back: all of it, or not at all."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
from typing import TYPE_CHECKING

import pytest
from engines import attached, engine

import tickloom as tl
from tickloom.backup import CopyProgress
from tickloom.errors import BackupUnusable, Interrupted, StoreClosed, StoreOwned, StoreUnusable

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tickloom.backup import CopyCallback
    from tickloom.sizes import Sizes

WAYS = ["embedded", "attached"]

HOLDING = tl.Position(
    id="main", account="main", symbol="EURUSD", quantity=1000, average_price=1.1454, updated=0
)


@pytest.fixture
def home(tmp_path: Path, data: Path) -> Path:
    """A home of this test alone with the real day and a record, which nobody owns."""
    with tl.open(tmp_path / "home") as ws:
        ws.import_ticks("EURUSD", data / "dukascopy-bi5" / "EURUSD", progress=False)
        ws.positions.create(HOLDING)
    return tmp_path / "home"


@pytest.fixture
def backup(home: Path, tmp_path: Path) -> Path:
    """A backup of that home."""
    with tl.open(home) as ws:
        return ws.backup(tmp_path / "backup", progress=False).folder


@pytest.fixture
def slow(home: Path, tmp_path: Path) -> Path:
    """A backup of it with a file that takes longer to copy than two looks at who still listens are apart."""
    make_slow(home)
    with tl.open(home) as ws:
        return ws.backup(tmp_path / "slow", progress=False).folder


def make_slow(home: Path) -> None:
    (report,) = home.glob("reports/*")
    with (report / "large").open("wb") as file:
        file.truncate(256 << 20)


def opened(home: Path, way: str) -> AbstractContextManager[tl.Workspace]:
    """A workspace in one of the ways."""
    return attached(home) if way == "attached" else tl.open(home)


def contents(ws: tl.Workspace) -> object:
    """What is stored: ticks by their hashes, imports and positions as they are."""
    return ws.instruments(), [*ws.imports], [*ws.positions]


def contents_of(home: Path) -> object:
    """The same of a home that nobody owns."""
    with tl.open(home) as ws:
        return contents(ws)


@pytest.mark.parametrize("way", WAYS)
def test_what_was_changed_since_is_as_it_was_and_the_store_of_before_is_kept(
    home: Path, tmp_path: Path, sample: Path, way: str
) -> None:
    with opened(home, way) as ws:
        then = contents(ws)
        made = ws.backup(tmp_path / "backup", progress=False)
        ws.import_ticks("EURUSD", sample / "EURUSD", progress=False)
        ws.positions.delete(HOLDING.id)
        now = contents(ws)
    assert now != then

    report = tl.restore(made.folder, home, progress=False)
    assert (report.taken, report.files, report.bytes) == (made.taken, made.files, made.bytes)
    assert report.before is not None
    with opened(home, way) as ws:
        assert contents(ws) == then
        assert ws.verify(progress=False).is_good
        assert ws.health().is_good
    assert contents_of(report.before) == now


def test_both_ways_tell_the_same(home: Path, tmp_path: Path) -> None:
    def told(way: str) -> tuple[object, ...]:
        moments: list[CopyProgress] = []
        with opened(home, way) as ws:
            made = ws.backup(tmp_path / way, progress=moments.append)
            sizes = ws.sizes()
        last = moments[-1]
        assert isinstance(last, CopyProgress)
        assert (last.files_done, last.bytes_done) == (last.files_total, last.bytes_total)
        assert (made.files, made.bytes) == (last.files_done, last.bytes_done)
        assert last.remaining == 0
        assert made.folder == tmp_path / way
        assert made.elapsed > 0
        return made.files, sizes.symbols, sizes.kept_bytes

    assert told("embedded") == told("attached")


def test_folders_are_taken_as_they_are_named_here(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    monkeypatch.chdir(there)
    with engine(home), tl.open(home) as ws:
        assert ws.backup("backup", progress=False).folder == there / "backup"
    report = tl.restore("backup", "elsewhere", progress=False)
    assert report.before is None
    assert contents_of(there / "elsewhere") == contents_of(home)


def test_sizes_are_those_of_the_files(week: tl.Workspace) -> None:
    sizes: Sizes = week.sizes()
    (stored,) = week.instruments()
    (size,) = sizes.symbols
    assert (size.symbol, size.partitions) == ("EURUSD", stored.days)
    assert (size.ticks, size.bytes) == (stored.ticks, stored.bytes)
    assert size.bytes == sum(file.stat().st_size for file in week.home.glob("ticks/*/*/ticks.parquet"))
    assert sizes.catalogue_bytes > 0
    assert sizes.free_bytes > 0


def test_a_store_that_somebody_owns_is_not_restored(home: Path, backup: Path) -> None:
    then = contents_of(home)
    with tl.open(home), pytest.raises(StoreOwned):
        tl.restore(backup, home, progress=False)
    assert contents_of(home) == then


def test_an_engine_that_owns_a_home_brings_a_backup_itself_and_ends(home: Path, backup: Path) -> None:
    then, moments = contents_of(home), list[CopyProgress]()
    with engine(home) as owner:
        with tl.open(home) as ws:
            ws.positions.delete(HOLDING.id)
            changed = contents(ws)
        report = tl.restore(backup, home, progress=moments.append)
        owner.wait(30)
    assert report.before is not None
    assert (contents_of(home), contents_of(report.before)) == (then, changed)
    assert moments[-1].bytes_done == moments[-1].bytes_total == report.bytes > 0


def test_an_engine_goes_on_if_there_is_no_backup_or_it_is_not_waited_for(
    home: Path, slow: Path, tmp_path: Path
) -> None:
    def stop(_: CopyProgress) -> None:
        raise KeyboardInterrupt

    with engine(home), tl.open(home) as ws:
        then = contents(ws)
        with pytest.raises(BackupUnusable):
            tl.restore(tmp_path, home, progress=False)
        with pytest.raises(KeyboardInterrupt):
            tl.restore(slow, home, progress=stop)
        assert contents(ws) == then
    assert contents_of(home) == then
    assert not any(home.glob("before-restore-*"))


SLOW_TO_END = """
import time
from pathlib import Path

from tickloom.services import Service

class Slow(Service):
    name = "slow"

    def stop(self):
        here = Path(__file__).parent
        (here / "ending").touch()
        while not (here / "go").exists():
            time.sleep(0.01)
"""


def test_who_does_not_wait_until_an_engine_has_ended_is_told_what_becomes_of_the_store(
    home: Path, backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = contents_of(home)
    (tmp_path / "slow.py").write_text(SLOW_TO_END)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    main = threading.get_ident()

    def press() -> None:
        while not ((tmp_path / "ending").exists() and is_in("_finish", main)):
            time.sleep(0.01)
        signal.raise_signal(signal.SIGINT)

    with engine(home, "--service", "slow:Slow") as owner:
        with tl.open(home) as ws:
            ws.positions.delete(HOLDING.id)
        pressing = threading.Thread(target=press)
        pressing.start()
        with pytest.raises(Interrupted, match=r"too late .* the backup becomes the store"):
            tl.restore(backup, home, progress=False)
        pressing.join()
        (tmp_path / "go").touch()
        owner.wait(30)
    assert contents_of(home) == then


@pytest.mark.parametrize("way", WAYS)
def test_a_folder_that_cannot_take_a_backup_is_refused(home: Path, tmp_path: Path, way: str) -> None:
    (tmp_path / "file").touch()
    with opened(home, way) as ws:
        for folder, says in [(tmp_path / "file", "a file"), (tmp_path, "not empty"), (home / "a", "store")]:
            with pytest.raises(BackupUnusable, match=says) as raised:
                ws.backup(folder, progress=False)
            assert raised.value.code == "store.backup_folder_invalid"
    assert not (home / "a").exists()


@pytest.mark.parametrize("name", ["backup.json", "catalogue.duckdb", "ticks.parquet"])
@pytest.mark.parametrize("damage", ["changed", "missing"])
def test_a_backup_that_is_not_whole_is_refused_and_the_store_stays(
    home: Path, backup: Path, name: str, damage: str
) -> None:
    then = contents_of(home)
    (file,) = backup.rglob(name)
    if damage == "missing":
        file.unlink()
    else:
        flip(file)
    with pytest.raises(BackupUnusable) as raised:
        tl.restore(backup, home, progress=False)
    assert raised.value.code == "store.backup_incomplete"
    assert contents_of(home) == then
    assert sorted(home.glob("before-restore-*")) == []


def test_a_folder_that_is_no_backup_makes_no_home(tmp_path: Path) -> None:
    with pytest.raises(BackupUnusable):
        tl.restore(tmp_path, tmp_path / "home", progress=False)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("way", WAYS)
def test_a_damaged_day_is_not_handed_on(home: Path, tmp_path: Path, way: str) -> None:
    with opened(home, way) as ws:
        (day,) = home.glob("ticks/*/*/ticks.parquet")
        flip(day)
        with pytest.raises(StoreUnusable) as raised:
            ws.backup(tmp_path / "backup", progress=False)
    assert raised.value.code == "store.partition_damaged"
    assert sorted((tmp_path / "backup").iterdir()) == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("cause", [KeyboardInterrupt, ZeroDivisionError])
def test_whoever_ends_a_backup_leaves_the_store_to_the_next(
    home: Path, tmp_path: Path, way: str, cause: type[BaseException]
) -> None:
    expected = Interrupted if cause is KeyboardInterrupt else cause
    make_slow(home)
    with opened(home, way) as ws:
        with pytest.raises(expected):
            ws.backup(tmp_path / "interrupted", progress=raising(cause))
        wait_until_empty(tmp_path / "interrupted")
        whole = ws.backup(tmp_path / "backup", progress=False)
    tl.restore(whole.folder, tmp_path / "restored", progress=False)
    assert contents_of(tmp_path / "restored") == contents_of(home)


@pytest.mark.parametrize("cause", [KeyboardInterrupt, ZeroDivisionError])
def test_whoever_ends_a_restoration_leaves_the_store_as_it_was(
    home: Path, backup: Path, cause: type[BaseException]
) -> None:
    with tl.open(home) as ws:
        ws.positions.delete(HOLDING.id)
    then = contents_of(home)
    with pytest.raises(Interrupted if cause is KeyboardInterrupt else cause):
        tl.restore(backup, home, progress=raising(cause))
    assert contents_of(home) == then
    tl.restore(backup, home, progress=False)
    assert contents_of(home) != then


@pytest.mark.parametrize("way", WAYS)
def test_a_workspace_that_was_closed_makes_no_backup(home: Path, tmp_path: Path, way: str) -> None:
    with opened(home, way) as ws:
        ws.close()
        for call in (ws.sizes, lambda: ws.backup(tmp_path / "backup")):
            with pytest.raises(StoreClosed):
                call()
    assert not (tmp_path / "backup").exists()


def is_in(function: str, thread: int) -> bool:
    """Whether a thread of this process is in a function of this name."""
    return any(frame.name == function for frame in traceback.extract_stack(sys._current_frames()[thread]))


def wait_until_empty(folder: Path) -> None:
    """An engine clears up what nobody waits for any more on its own time."""
    end = time.monotonic() + 30
    while any(folder.iterdir()):
        assert time.monotonic() < end, sorted(folder.iterdir())
        time.sleep(0.01)


def flip(file: Path) -> None:
    """Changes one bit and keeps the file's times, as a failing disk does."""
    times = file.stat()
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def raising(cause: type[BaseException]) -> CopyCallback:
    """An observer that does not want to go on."""

    def observe(_: CopyProgress) -> None:
        raise cause

    return observe
