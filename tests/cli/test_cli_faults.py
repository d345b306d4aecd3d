"""Faults of the disk at every single call of an import: whatever it was, the same command then finishes."""

import re
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from faults import NEVER, Faulted, FaultyDisk, Kind, library
from hostile import many_days
from running import Tickloom

import tickloom as tl

DAYS, TICKS_A_DAY = 3, 60
POSITION = tl.Position(id="kept", account="main", symbol="EURUSD", quantity=1.5, average_price=1.1, updated=1)

Stored = tuple[int, int, int, str]

CODES = {
    "full": {(0, ""), (6, "store.full")},
    "read": {(0, ""), (3, "import.unreadable"), (6, "store.io"), (6, "store.catalogue")},
    "kill": {(0, ""), (-signal.SIGKILL, "")},
}


@dataclass(frozen=True)
class Start:
    """A home as an import finds it, and the file that it brings."""

    home: Path | None
    file: Path

    def at(self, home: Path) -> Tickloom:
        """The command with a copy of this home."""
        if self.home is not None:
            shutil.copytree(self.home, home)
        return Tickloom(home)


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> FaultyDisk:
    """Its files are whole until a command is run through it."""
    return FaultyDisk(tmp_path_factory.mktemp("disk"), library(tmp_path_factory.mktemp("library")))


@pytest.fixture(scope="module")
def starts(disk: FaultyDisk) -> dict[str, Start]:
    """No home; one with half of the ticks of each day; one whose import was killed and left its log."""
    whole = many_days(disk.root / "whole.csv", DAYS, TICKS_A_DAY)
    header, *rows = whole.read_text().splitlines(keepends=True)
    half = disk.root / "half.csv"
    half.write_text("".join([header, *rows[::2]]))
    with tl.open(disk.root / "half") as workspace:
        workspace.import_ticks("EURUSD", half, progress=False)
        workspace.positions.create(POSITION)
    return {
        "nothing": Start(None, whole),
        "half": Start(disk.root / "half", whole),
        "killed": Start(_killed_with_a_log(disk, Start(disk.root / "half", whole)), whole),
    }


def _killed_with_a_log(disk: FaultyDisk, start: Start) -> Path:
    calls = _run(disk, start, "kill", NEVER, disk.root / "counting").calls
    for at in range(calls, 0, -1):
        home = disk.root / f"killed-{at}"
        _run(disk, start, "kill", at, home)
        if (home / "catalogue.duckdb.wal").is_file() and (home / "catalogue.duckdb.wal").stat().st_size:
            return home
    pytest.fail("no kill leaves the catalogue's log behind")


def _run(disk: FaultyDisk, start: Start, kind: Kind, at: int, home: Path) -> Faulted:
    return disk.run(kind, at, start.at(home), "import", "EURUSD", start.file, "--threads", 2)


@pytest.fixture(scope="module")
def expected(starts: dict[str, Start], disk: FaultyDisk) -> Stored:
    """What is stored when nothing fails."""
    return _finished(disk.root / "never-failed", starts["nothing"])


@pytest.mark.parametrize("kind", ["full", "read", "kill"])
@pytest.mark.parametrize("name", ["nothing", "half", "killed"])
def test_whichever_call_fails_the_same_command_finishes(
    disk: FaultyDisk,
    starts: dict[str, Start],
    expected: Stored,
    name: str,
    kind: Kind,
    pytestconfig: pytest.Config,
) -> None:
    """No tick is lost or doubled, no record of a user either; the failure has its code and its words."""
    start, home = starts[name], disk.root / f"{kind}-{name}"
    calls = _run(disk, start, kind, NEVER, home).calls
    assert calls, "the library must see what the program does"
    for at in _moments(calls, pytestconfig.getoption("--faults")):
        shutil.rmtree(home)
        faulted = _run(disk, start, kind, at, home)
        _is_told_well(kind, faulted)
        assert _finished(home, start) == expected, faulted
    shutil.rmtree(home)


def _moments(calls: int, faults: str) -> Iterator[int]:
    """All calls and one more, in case one run makes more than another; or so many of them, spread evenly."""
    count = calls if faults == "all" else min(int(faults), calls)
    yield from dict.fromkeys(1 + index * calls // count for index in range(count + 1))


def _is_told_well(kind: Kind, faulted: Faulted) -> None:
    result = faulted.result
    told = re.findall(r"\[([a-z_.]+)\]$", result.err, re.MULTILINE) if result.code > 0 else [""]
    assert {(result.code, code) for code in told} & CODES[kind], (faulted.call, result.code, result.err)
    assert "Traceback" not in result.err
    assert "panicked" not in result.err


def _finished(home: Path, start: Start) -> Stored:
    """What is stored once the import has been run again, in a home where all is well."""
    with tl.open(home) as workspace:
        report = workspace.import_ticks("EURUSD", start.file, progress=False)
        assert (report.outcome, report.refused) == ("done", 0)
        health = workspace.health()
        assert (health.damaged, health.set_aside, health.repaired) == ((), (), 0)
        assert (health.ticks, health.partitions) == (DAYS * TICKS_A_DAY, DAYS)
        assert not any((home / "staging").iterdir())
        if start.home is not None:
            assert workspace.positions.get("kept") == POSITION
        (stored,) = workspace.instruments()
    return stored.ticks, stored.first, stored.last, stored.content_hash
