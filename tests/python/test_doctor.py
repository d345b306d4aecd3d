"""The doctor finds what is wrong, is held up by nothing, and changes nothing."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import pytest

import tickloom as tl
from tickloom import run_file
from tickloom.credentials.opening import folder as folder_of_credentials
from tickloom.credentials.trail import Trail
from tickloom.doctor import clock, disk, engine, home, keychain, logs, permissions, ports, store
from tickloom.doctor.areas import AREAS
from tickloom.doctor.asking import answers
from tickloom.doctor.check import Area, Check
from tickloom.doctor.file_systems import is_remote, kind_of
from tickloom.doctor.libraries import fits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


def by_name(checks: Iterable[Check]) -> dict[str, Check]:
    return {check.name: check for check in checks}


def breaking(_: Path) -> Iterator[Check]:
    yield Check("first", "ok", "found before")
    raise ZeroDivisionError("what a look may do")


# ------------------------------------------------------------------------------------------------ held up


def test_a_look_that_hangs_or_breaks_holds_up_no_other(tmp_path: Path) -> None:
    free = Event()
    areas = [
        Area("hangs", lambda _: [Check("never", "ok", str(free.wait(30)))], 0.2, silent="warn"),
        Area("breaks", breaking),
        Area("works", lambda _: [Check("works", "ok", "well")]),
    ]
    begun = time.monotonic()
    found = list(answers(areas, tmp_path))
    assert time.monotonic() - begun < 10
    free.set()
    assert [(check.name, check.status) for check in found] == [
        ("hangs", "warn"),
        ("first", "ok"),
        ("breaks", "fail"),
        ("works", "ok"),
    ]
    assert found[0].found == "did not answer in 0.2 s"
    assert found[0].advice
    assert "ZeroDivisionError: what a look may do" in found[2].found


def test_a_look_that_ends_by_what_is_no_exception_says_so(tmp_path: Path) -> None:
    """As a panic of the core does, which is no silence."""

    def ends(_: Path) -> Iterator[Check]:
        raise SystemExit("what a panic says")

    (found,) = answers([Area("ends", ends)], tmp_path)
    assert (found.name, found.status) == ("ends", "fail")
    assert "SystemExit: what a panic says" in found.found


WITHOUT_THREADS = """
import resource
from pathlib import Path
from tickloom.doctor.asking import answers
from tickloom.doctor.check import Area, Check
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (taken + (1 << 20),) * 2)
print([check.found for check in answers([Area("works", lambda _: [Check("works", "ok", "well")])], Path())])
"""


def test_a_system_without_threads_is_told(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_THREADS], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout == """["could not be looked at: RuntimeError: can't start new thread"]\n"""


def test_areas_that_hang_are_waited_for_together(tmp_path: Path) -> None:
    free = Event()
    areas = [Area(str(number), lambda _: [Check("", "ok", str(free.wait(60)))], 0.5) for number in range(20)]
    begun = time.monotonic()
    assert {check.status for check in answers(areas, tmp_path)} == {"fail"}
    assert time.monotonic() - begun < 5
    free.set()


def test_everything_wrong_has_its_advice_and_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    found = by_name(tl.examine(tmp_path / "home"))
    assert {found["home"].status, found["store"].status} == {"fail"}
    assert found["home"].advice
    assert found["tickloom"].status == "ok"
    assert (tmp_path / "home").read_text() == "a file"


# ------------------------------------------------------------------------------------------------ the home


def test_looking_makes_no_home_and_leaves_nothing_in_one(tmp_path: Path) -> None:
    found = by_name(home.look(tmp_path / "new"))
    assert (found["home"].status, "not there yet" in found["home"].found) == ("ok", True)
    assert list(tmp_path.iterdir()) == []
    assert by_name(home.look(tmp_path))["home"].status == "ok"
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_a_file_stands_in_the_way_of_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert by_name(home.look(tmp_path / "file" / "home"))["home"].status == "fail"


@pytest.mark.parametrize(
    ("kind", "remote"),
    [
        *((kind, True) for kind in ("nfs", "nfs4", "cifs", "smbfs", "9p", "fuse.sshfs", "remote")),
        *((kind, False) for kind in ("ext4", "apfs", "ntfs", "tmpfs", "fuse.ext2", "local", "")),
    ],
)
def test_file_systems_of_other_machines_are_told_by_their_kind(kind: str, remote: bool) -> None:
    assert is_remote(kind) == remote


def test_the_file_system_of_a_folder_is_that_of_the_mount_it_lies_on(tmp_path: Path) -> None:
    assert kind_of(tmp_path)
    assert kind_of(tmp_path / "not" / "there") == kind_of(tmp_path)
    if Path("/proc/self").exists():
        assert kind_of(Path("/proc/self/fd")) == "proc"


def test_a_folder_that_a_service_synchronises_is_told(tmp_path: Path) -> None:
    synchronised = tmp_path / "OneDrive - Desk" / "ticks"
    synchronised.mkdir(parents=True)
    found = by_name(home.look(synchronised))["file system"]
    assert (found.status, "OneDrive" in found.found) == ("warn", True)


# ---------------------------------------------------------------------------------------------- permissions


@pytest.mark.parametrize(("mode", "status"), [(0o700, "ok"), (0o755, "ok"), (0o757, "warn"), (0o777, "warn")])
def test_a_home_that_anybody_can_write_is_told(tmp_path: Path, mode: int, status: str) -> None:
    tmp_path.chmod(mode)
    assert by_name(permissions.look(tmp_path))["permissions"].status == status
    tmp_path.chmod(0o700)


def test_folders_of_one_user_alone_are_neither_open_nor_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = tmp_path / "tickloom"
    folder.mkdir(mode=0o700)
    assert by_name(permissions.look(tmp_path))["run files"].status == "ok"
    folder.chmod(0o755)
    open_to_others = by_name(permissions.look(tmp_path))["run files"]
    assert (open_to_others.status, open_to_others.advice) == ("fail", f"chmod 700 '{folder}'")
    folder.rmdir()
    folder.symlink_to(tmp_path)
    assert "is a link" in by_name(permissions.look(tmp_path))["run files"].found


# ------------------------------------------------------------------------------------------ disk and clock


@pytest.mark.parametrize(("free", "growth", "status"), [
    (50 << 30, 0, "ok"), (50 << 30, 40 << 30, "ok"), (50 << 30, 60 << 30, "warn"), ((1 << 30) - 1, 0, "warn"),
])  # fmt: skip
def test_space_is_held_against_what_was_stored_in_a_month(free: int, growth: int, status: str) -> None:
    assert disk._space(free, growth).status == status


def test_growth_is_what_was_written_lately(tmp_path: Path) -> None:
    old, new = (tmp_path / f"ticks/symbol=EURUSD/date=2024-01-0{day}/ticks.parquet" for day in (1, 2))
    for file in (old, new):
        file.parent.mkdir(parents=True)
        file.write_bytes(bytes(1000))
    os.utime(old, (0, 0))
    assert disk._growth(tmp_path) == 1000


def test_a_file_from_the_future_shows_that_the_clock_is_wrong(tmp_path: Path) -> None:
    assert by_name(clock.look(tmp_path))["clock"].status == "ok"
    (tmp_path / "file").touch()
    os.utime(tmp_path / "file", (time.time() + 7200,) * 2)
    assert "before the newest file" in by_name(clock.look(tmp_path))["clock"].found


# ------------------------------------------------------------------------------ engines, ports and leftovers


@pytest.fixture
def run_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of run files of this test alone."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    return tmp_path


def test_a_run_file_whose_process_is_gone_needs_nothing(run_files: Path) -> None:
    assert by_name(engine.look(run_files))["engine"].found == "none runs"
    place = run_file.write(run_files, port=1, nonce="0" * 64, version="0")
    place.write_text(json.dumps({**json.loads(place.read_text()), "pid": (1 << 31) - 1}))
    found = by_name(engine.look(run_files))["engine"]
    assert (found.status, "left a run file" in found.found) == ("ok", True)


def test_a_run_file_that_names_another_program_says_what_to_remove(run_files: Path) -> None:
    """The number of a process is given again; nobody else knows the nonce."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        place = run_file.write(run_files, port=silent.getsockname()[1], nonce="0" * 64, version="0")
        (found,) = answers([area for area in AREAS if area.name == "engine"], run_files)
    assert (found.name, found.status, str(place) in found.advice) == ("engine", "fail", True)
    place.unlink()
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    run_file.write(run_files, port=port, nonce="0" * 64, version="0")
    found = by_name(engine.look(run_files))["engine"]
    assert (found.status, str(place) in found.advice) == ("fail", True)


@pytest.mark.parametrize("damage", [lambda place: place.write_text("{"), lambda place: place.chmod(0o644)])
def test_a_run_file_that_cannot_be_trusted_fails(run_files: Path, damage: Callable[[Path], object]) -> None:
    place = run_file.write(run_files, port=1, nonce="0" * 64, version="0")
    damage(place)
    if os.name != "nt":
        assert by_name(engine.look(run_files))["engine"].status == "fail"


def test_a_lock_of_a_process_that_is_gone_is_told_and_needs_nothing(tmp_path: Path) -> None:
    with tl.open(tmp_path):
        pass
    (tmp_path / "tickloom.pid").write_text(str((1 << 31) - 1))
    found = by_name(store.look(tmp_path))
    assert (found["lock"].status, found["store"].status) == ("ok", "ok")
    assert "which is gone" in found["lock"].found


@pytest.mark.parametrize("content", ["", "x", "9" * 30, "-1", "\xff"])
def test_what_is_no_number_of_a_process_is_no_lock(tmp_path: Path, content: str) -> None:
    (tmp_path / "tickloom.pid").write_text(content, encoding="latin-1")
    assert set(by_name(store._lock(tmp_path))) <= {"lock"}


def test_a_store_that_this_process_has_open_is_looked_at_all_the_same(tmp_path: Path) -> None:
    with tl.open(tmp_path):
        assert by_name(store.look(tmp_path))["store"].status == "ok"


def test_programs_of_this_machine_reach_each_other(tmp_path: Path) -> None:
    assert by_name(ports.look(tmp_path))["ports"].status == "ok"


# ------------------------------------------------------------------------------------------------ libraries


@pytest.mark.parametrize(("installed", "bounds", "fit"), [
    ("4", ">=4", True), ("4.0.1", ">=4", True), ("3.9", ">=4", False), ("0.29", ">=0.15,<0.29", False),
    ("0.28.9", ">=0.15,<0.29", True), ("2.10", ">=2.9", True), ("2.9", ">=2.10", False), ("1", "", True),
    ("5.1", "!=5.1,>=5", False), ("16.0.0rc1", ">=16", True), ("odd", ">=1", False),
])  # fmt: skip
def test_versions_are_held_against_bounds(installed: str, bounds: str, fit: bool) -> None:
    assert fits(installed, bounds) == fit


# ------------------------------------------------------------------------------------------------------ logs


def test_logs_are_held_against_the_bounds_that_are_configured(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("TICKLOOM_LOGS__FOLDER", str(folder))
    monkeypatch.setenv("TICKLOOM_LOGS__FILES", "2")
    with (folder / "tickloom.jsonl").open("wb") as file:
        file.truncate(24 << 20)
    found = by_name(logs.look(tmp_path / "home"))["logs"]
    assert (found.status, found.found) == ("ok", f"1 file, 25.2 MB in {folder}")
    with (folder / "tickloom.1.jsonl").open("wb") as file:
        file.truncate(1)
    assert by_name(logs.look(tmp_path / "home"))["logs"].status == "warn"
    monkeypatch.setenv("TICKLOOM_LOGS__FILES", "5")
    assert by_name(logs.look(tmp_path / "home"))["logs"].status == "ok"


# -------------------------------------------------------------------------------------------------- keychain


@pytest.fixture
def bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the session's bus would be, for a user who has configured nothing."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path / 'bus'}")
    return tmp_path / "bus"


def test_a_machine_without_a_keychain_needs_none(bus: Path, tmp_path: Path) -> None:
    found = by_name(keychain.look(tmp_path))["keychain"]
    assert (found.status, found.found) == ("ok", "there is none; what needs no credentials works without")


def test_a_trail_of_which_a_byte_was_changed_fails(bus: Path, tmp_path: Path) -> None:
    trail = Trail(folder_of_credentials())
    for _ in range(3):
        trail.add("read", "venue", "file", "done")
    assert by_name(keychain.look(tmp_path))["audit trail"].status == "ok"
    (file,) = folder_of_credentials().glob("*.jsonl")
    file.write_bytes(file.read_bytes().replace(b"venue", b"venus", 1))
    found = by_name(keychain.look(tmp_path))["audit trail"]
    assert (found.status, "line 1" in found.found) == ("fail", True)
