"""Every byte of the trail that is changed, every line that is removed or moved shows, with its place."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tickloom.credentials.trail import Trail, check, files, lines
from tickloom.errors import CredentialRefused, CredentialsUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = 12


def written(folder: Path) -> Path:
    """A trail of ``LINES`` lines."""
    trail = Trail(folder)
    for number in range(LINES // 2):
        with trail.of("set", f"venue_{number}", "keychain"):
            pass
    return folder / files.GROWING


@pytest.fixture(scope="module")
def original() -> list[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written(folder)
        return [(file, (folder / file).read_bytes()) for file in (files.GROWING, files.HEAD)]


def test_a_line_says_who_what_when_and_how_it_ended(folder: Path) -> None:
    trail = Trail(folder)
    with trail.of("set", "venue", "keychain"):
        pass
    with pytest.raises(CredentialRefused), trail.of("rotate", "venue", "keychain"):
        raise CredentialRefused("no", "credentials.refused")
    found = list(lines(folder))
    assert [(line.action, line.outcome) for line in found] == [
        ("set", "begun"),
        ("set", "done"),
        ("rotate", "begun"),
        ("rotate", "credentials.refused"),
    ]
    assert [line.number for line in found] == [1, 2, 3, 4]
    assert {(line.name, line.backend, line.pid) for line in found} == {("venue", "keychain", os.getpid())}
    assert all(line.user and line.program and line.time.endswith("Z") for line in found)
    assert check(folder) == []


def test_it_is_a_text_of_one_object_of_json_a_line(folder: Path) -> None:
    text = written(folder).read_text()
    assert [json.loads(line)["number"] for line in text.splitlines()] == list(range(1, LINES + 1))


def test_no_trail_is_whole(folder: Path) -> None:
    assert (check(folder), list(lines(folder))) == ([], [])
    assert not folder.exists()


@settings(max_examples=400)
@given(st.data())
def test_any_byte_that_is_changed_is_found_in_its_line(
    original: list[tuple[str, bytes]], data: st.DataObject
) -> None:
    name, content = data.draw(st.sampled_from(original))
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[place]))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for file, whole in original:
            (folder / file).write_bytes(whole)
            (folder / file).chmod(0o600)
        (folder / name).write_bytes(content[:place] + bytes([byte]) + content[place + 1 :])
        first = check(folder)[0]
    if name == files.HEAD:
        # A head that says something else is held against the line that it speaks of.
        assert first.file in (files.HEAD, files.GROWING)
    elif first.line:
        assert (first.file, first.line) == (name, content.count(b"\n", 0, place) + 1)
    else:
        # Without its end the last line counts as one that was never finished.
        assert place == len(content) - 1


def without(number: int) -> Callable[[list[bytes]], list[bytes]]:
    return lambda found: found[: number - 1] + found[number:]


def swapped(one: int, other: int) -> Callable[[list[bytes]], list[bytes]]:
    def swap(found: list[bytes]) -> list[bytes]:
        found[one - 1], found[other - 1] = found[other - 1], found[one - 1]
        return found

    return swap


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (without(1), 1),
        (without(5), 5),
        (without(LINES), 0),
        (lambda found: found[:3], 0),
        (lambda found: [], 0),
        (swapped(3, 4), 3),
        (swapped(1, LINES), 1),
        (lambda found: [*found[:6], found[5], *found[6:]], 7),
        (lambda found: [*found, found[-1]], LINES + 1),
    ],
    ids=["first", "middle", "last", "tail", "all", "neighbours", "ends", "doubled", "last doubled"],
)
def test_lines_that_are_removed_moved_or_doubled_show(
    change: Callable[[list[bytes]], list[bytes]], line: int, folder: Path
) -> None:
    path = written(folder)
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    assert check(folder)[0].line == line


@pytest.mark.parametrize("gone", [files.GROWING, files.HEAD])
def test_a_file_that_is_gone_shows(gone: str, folder: Path) -> None:
    written(folder)
    (folder / gone).unlink()
    assert check(folder)


@pytest.mark.parametrize("keeps", [0, 3, LINES - 1])
def test_what_was_cut_off_shows_after_more_was_written_too(keeps: int, folder: Path) -> None:
    path = written(folder)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:keeps]))
    written(folder)
    assert check(folder)[0].line == keeps + 1
    assert "broken" in {line.action for line in lines(folder)}


def test_a_last_line_that_was_changed_shows_after_more_was_written_too(folder: Path) -> None:
    path = written(folder)
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"venue_5"', b'"venue_6"'))
    written(folder)
    assert check(folder)[0].line == LINES - 1


@pytest.mark.parametrize("cut", [1, 20, 200])
def test_a_line_that_a_killed_process_left_is_taken_away_by_the_next(cut: int, folder: Path) -> None:
    path = written(folder)
    whole = path.read_bytes()
    path.write_bytes(whole + whole.splitlines()[0][:cut])
    assert check(folder) == []
    Trail(folder).add("read", "venue", "keychain", "done")
    assert check(folder) == []
    assert path.read_bytes().startswith(whole)


def test_a_process_killed_between_a_line_and_the_head_leaves_a_whole_trail(folder: Path) -> None:
    path = written(folder)
    head = (folder / files.HEAD).read_bytes()
    Trail(folder).add("read", "venue", "keychain", "done")
    (folder / files.HEAD).write_bytes(head)
    assert check(folder) == []
    Trail(folder).add("read", "venue", "keychain", "done")
    assert check(folder) == []
    assert len(path.read_bytes().splitlines()) == LINES + 2


def test_files_are_ended_and_the_oldest_removed_without_a_break(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_FILE_BYTES", 1000)
    monkeypatch.setattr(files, "MOST_FILES", 4)
    for _ in range(8):
        written(folder)
        assert check(folder) == []
    assert len(files.paths(folder)) == 4
    assert next(iter(lines(folder))).number > 1
    files.paths(folder)[0].unlink()
    assert check(folder)


def test_processes_that_write_at_once_make_one_trail(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tickloom.credentials.trail import Trail\n"
        "for _ in range(25): Trail(Path(sys.argv[1])).add('read', 'venue', 'keychain', 'done')"
    )
    running = [subprocess.Popen([sys.executable, "-c", program, str(folder)]) for _ in range(4)]
    assert [process.wait(60) for process in running] == [0] * 4
    assert check(folder) == []
    assert sum(1 for _ in lines(folder)) == 100


def test_processes_that_are_killed_leave_a_whole_trail(folder: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tickloom.credentials.trail import Trail\n"
        "print(flush=True)\n"
        "while True: Trail(Path(sys.argv[1])).add('read', 'venue', 'keychain', 'done')"
    )
    dice = random.Random(7)
    for _ in range(10):
        with subprocess.Popen(
            [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE
        ) as process:
            assert process.stdout is not None
            process.stdout.readline()
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(dice.uniform(0.0, 0.05))
            process.kill()
        assert check(folder) == []


def test_a_line_that_a_full_disk_takes_a_part_of_is_told_and_taken_away_by_the_next(folder: Path) -> None:
    path = written(folder)
    program = (
        "import resource, sys; from pathlib import Path; from tickloom.credentials.trail import Trail\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), -1))\n"
        "Trail(Path(sys.argv[1])).add('read', 'venue', 'keychain', 'done')"
    )
    room = path.stat().st_size + 20
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder), str(room)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, "cannot be written: File too large" in done.stderr) == (1, True)
    assert check(folder) == []
    Trail(folder).add("read", "venue", "keychain", "done")
    assert check(folder) == []
    assert len(path.read_bytes().splitlines()) == LINES + 1


def test_a_file_that_cannot_be_read_is_told(folder: Path) -> None:
    written(folder).unlink()
    (folder / files.GROWING).mkdir()
    for use in (check, lambda folder: list(lines(folder))):
        with pytest.raises(CredentialsUnavailable) as raised:
            use(folder)
        assert raised.value.code == "credentials.folder_unusable"


def test_what_cannot_be_written_down_is_not_done(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o700)
    (folder / files.GROWING).mkdir()
    with pytest.raises(CredentialsUnavailable) as raised, Trail(folder).of("set", "venue", "keychain"):
        pytest.fail("this is done without a word")
    assert raised.value.code == "credentials.trail_unwritable"
