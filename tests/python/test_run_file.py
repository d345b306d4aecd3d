"""The file by which programs find an engine: whole, private, and not believed if others could write it."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tickloom import run_file
from tickloom.errors import RunFileRefused

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FIELDS = {"port": 4711, "nonce": "of-this-test", "version": "0.1.0"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home whose run file lies in a folder of this test."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    return tmp_path / "home"


def write(home: Path) -> Path:
    return run_file.write(home, port=4711, nonce="of-this-test", version="0.1.0")


def rewrite(place: Path, **fields: Any) -> None:
    place.write_text(json.dumps(json.loads(place.read_text()) | fields))


def test_what_was_written_is_read(home: Path) -> None:
    place = write(home)
    assert run_file.read(home) == run_file.RunFile(os.getpid(), 4711, "of-this-test", str(home), "0.1.0")
    assert json.loads(place.read_text()) == {"pid": os.getpid(), "home": str(home), **FIELDS}


def test_without_a_file_there_is_no_engine(home: Path) -> None:
    assert run_file.read(home) is None
    write(home)
    assert run_file.read(home / "other") is None


def test_every_way_to_a_home_leads_to_the_same_file(home: Path, tmp_path: Path) -> None:
    home.mkdir()
    (tmp_path / "link").symlink_to(home)
    assert run_file.path(tmp_path / "link") == run_file.path(home) == run_file.path(home / ".." / "home")


def test_nobody_else_can_read_it(home: Path) -> None:
    before = os.umask(0)
    try:
        place = write(home)
    finally:
        os.umask(before)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700


def test_the_nonce_does_not_show() -> None:
    assert "secret" not in repr(run_file.RunFile(1, 2, "secret", "home", "0.1.0"))


def test_the_file_of_an_engine_that_is_gone_is_none_and_is_replaced(home: Path) -> None:
    place = write(home)
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    rewrite(place, pid=gone.pid)
    assert run_file.read(home) is None
    write(home)
    assert run_file.read(home) is not None
    assert list(place.parent.iterdir()) == [place]


def test_a_process_removes_its_own_file_alone(home: Path) -> None:
    place = write(home)
    run_file.remove(home)
    assert not place.exists()
    run_file.remove(home)
    write(home)
    rewrite(place, pid=os.getppid())
    run_file.remove(home)
    assert place.exists()


def _link(place: Path) -> None:
    place.rename(place.with_suffix(".real"))
    place.symlink_to(place.with_suffix(".real"))


def _pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def _folder(place: Path) -> None:
    place.unlink()
    place.mkdir()


def _linked_folder(place: Path) -> None:
    real = place.parent.rename(place.parent.with_name("real"))
    place.parent.symlink_to(real)


REFUSED: dict[str, tuple[Callable[[Path], Any], str]] = {
    "a link": (_link, "not what belongs there"),
    "a pipe": (_pipe, "not what belongs there"),
    "a folder": (_folder, "not what belongs there"),
    "a link to its folder": (_linked_folder, "not what belongs there"),
    "open to the group": (lambda place: place.chmod(0o640), "open to other users"),
    "in a folder that others may enter": (lambda place: place.parent.chmod(0o711), "open to other users"),
    "too long": (lambda place: place.write_bytes(b" " * (run_file.MOST_BYTES + 1)), "more than 65,536"),
    "empty": (lambda place: place.write_bytes(b""), "no run file"),
    "cut off": (lambda place: place.write_bytes(place.read_bytes()[:-9]), "no run file"),
    "not UTF-8": (lambda place: place.write_bytes(b"\xff\xff\xfe\x80"), "no run file"),
    "nested without end": (lambda place: place.write_bytes(b"[" * 60_000), "no run file"),
    "a list": (lambda place: place.write_bytes(b"[]"), "no run file"),
    "without a nonce": (lambda place: rewrite(place, nonce=None), "no run file"),
    "with a process that cannot be": (lambda place: rewrite(place, pid=-1), "no run file"),
    "with a port that is a truth": (lambda place: rewrite(place, port=True), "no run file"),
    "of another home": (lambda place: rewrite(place, home="/elsewhere"), "of another home"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_trusted_is_refused_with_its_reason(home: Path, what: str) -> None:
    damage, reason = REFUSED[what]
    damage(write(home))
    with pytest.raises(RunFileRefused, match=reason) as refused:
        run_file.read(home)
    assert refused.value.code == "run_file.refused"
    assert "of-this-test" not in str(refused.value)


def test_another_user_s_file_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = os.geteuid()
    write(home)
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    with pytest.raises(RunFileRefused, match=f"belongs to user {owner}"):
        run_file.read(home)


def test_none_is_written_into_a_folder_of_others(home: Path) -> None:
    write(home).parent.chmod(0o777)
    with pytest.raises(RunFileRefused, match="open to other users"):
        write(home)


def test_the_name_is_the_hash_of_the_real_path(home: Path) -> None:
    """Programs in other languages find it by the same rule."""
    assert write(home).name == hashlib.sha256(os.fsencode(home)).hexdigest()[:32] + ".json"
