"""Changes of a configuration in use: all or none, kept in the user's file, live where they can be."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickloom import file_lock
from tickloom.config import Settings, read
from tickloom.config.changing import Changing
from tickloom.config.editing import edited
from tickloom.config.files import File
from tickloom.config.parsing import parsed
from tickloom.config.places import Entry
from tickloom.errors import ConfigNotKept, InvalidConfig

if TYPE_CHECKING:
    from desk import Desk

TIMEOUT = "TICKLOOM_SQL__TIMEOUT"


def begun(desk: Desk, monkeypatch: pytest.MonkeyPatch, **flags: object) -> tuple[Changing, list[Settings]]:
    """A process that has begun with what the desk says, and what it was told to take over."""
    monkeypatch.chdir(desk.folder)
    for name in [name for name in os.environ if name.startswith("TICKLOOM_")]:
        monkeypatch.delenv(name)
    said = {name.replace("__", "."): value for name, value in flags.items()}
    applied: list[Settings] = []
    return Changing(read(said, user=desk.user), said, applied.append), applied


def test_a_change_is_kept_and_taken_over(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    changing, applied = begun(desk, monkeypatch)
    changed = changing.change({"sql.timeout": "5", "engine.requests": "9"})
    assert [(each.key, each.effect) for each in changed] == [
        ("sql.timeout", "live"),
        ("engine.requests", "restart"),
    ]
    assert desk.user.read_text() == f"{TIMEOUT}=5\nTICKLOOM_ENGINE__REQUESTS=9\n"
    assert [settings.sql.timeout for settings in applied] == [5]
    assert changing.latest.settings.engine.requests == 9
    assert changing.started.settings.engine.requests == 64
    assert read(user=desk.user).settings.sql.timeout == 5


@pytest.mark.parametrize("place", ["flag", "environment", "project"])
def test_what_another_place_says_goes_on_to_hold(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    if place == "project":
        desk.write(".env.development", f"{TIMEOUT}=7\n")
    changing, applied = begun(desk, monkeypatch, **({"sql__timeout": 7} if place == "flag" else {}))
    if place == "environment":
        monkeypatch.setenv(TIMEOUT, "7")
    (changed,) = changing.change({"sql.timeout": "5"})
    named = {"flag": "sql.timeout", "environment": TIMEOUT, "project": ".env.development:1"}[place]
    assert (changed.effect, changed.place) == ("overruled", named)
    assert applied[-1].sql.timeout == 7
    assert desk.user.read_text() == f"{TIMEOUT}=5\n"


def test_a_value_that_is_taken_back_is_the_default_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write("tickloom.env", f"# mine\n{TIMEOUT}=5\nTICKLOOM_SQL__MAX_ROWS=7\n")
    changing, applied = begun(desk, monkeypatch)
    changing.change({"sql.timeout": None})
    assert desk.user.read_text() == "# mine\nTICKLOOM_SQL__MAX_ROWS=7\n"
    assert (applied[-1].sql.timeout, applied[-1].sql.max_rows) == (None, 7)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sql.timeout": "0", "sql.max_rows": "5"}, TIMEOUT),
        ({"sql.time": "5", "sql.max_rows": "5"}, "did you mean TICKLOOM_SQL__TIMEOUT?"),
        ({"engine.origins": "app://evil"}, "clients cannot change it"),
        ({"home": "/tmp"}, "clients cannot change it"),
        ({"engine.connections": "5", "engine.handshakes": "6"}, "raise the second"),
        ({"imports.threads": "4\0"}, "it holds a zero byte"),
        ({"imports.threads": "4\nTICKLOOM_ENGINE__ORIGINS=app://evil"}, "a whole number"),
        ({"imports.threads": "4' TICKLOOM_ENGINE__ORIGINS='app://evil"}, "a whole number"),
        ({"\x1b[2Jsql": "4"}, "no such setting"),
        ({"logs.targets": ",".join(["a=debug"] * 10_000)}, "it has more than 65,536 bytes"),
    ],
)
def test_a_wrong_change_changes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, changes: dict[str, str | None], said: str
) -> None:
    desk.write("tickloom.env", "TICKLOOM_SQL__MAX_ROWS=7\n")
    changing, applied = begun(desk, monkeypatch)
    with pytest.raises(InvalidConfig) as raised:
        changing.change(changes)
    assert said in str(raised.value)
    assert "\x1b" not in str(raised.value)
    assert desk.user.read_text() == "TICKLOOM_SQL__MAX_ROWS=7\n"
    assert (applied, changing.latest) == ([], changing.started)


def test_what_was_edited_by_hand_is_pending_and_goes_along_with_the_next_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing, applied = begun(desk, monkeypatch)
    desk.write("tickloom.env", f"{TIMEOUT}=5\nTICKLOOM_ENGINE__REQUESTS=9\n")
    desk.write(".env.development", "TICKLOOM_SQL__MAX_ROWS=7\n")
    assert [changing.pending().value(name) for name in ("sql.timeout", "engine.requests")] == [5, 9]
    assert (applied, changing.latest) == ([], changing.started)
    changed = changing.change({"imports.threads": "2"})
    assert [(each.key, each.effect) for each in changed] == [
        ("imports.threads", "live"),
        ("engine.requests", "restart"),
        ("sql.max_rows", "live"),
        ("sql.timeout", "live"),
    ]
    assert (applied[-1].sql.timeout, applied[-1].sql.max_rows) == (5, 7)


def test_no_change_takes_over_what_was_edited_by_hand_and_writes_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    changing, applied = begun(desk, monkeypatch)
    assert changing.change({}) == []
    assert not desk.user.exists()
    before = desk.write("tickloom.env", f"\ufeff{TIMEOUT}=5\n").stat()
    assert [each.key for each in changing.change({})] == ["sql.timeout"]
    assert applied[-1].sql.timeout == 5
    after = desk.user.stat()
    assert (after.st_ino, after.st_mode, after.st_mtime_ns) == (
        before.st_ino,
        before.st_mode,
        before.st_mtime_ns,
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [(f"{TIMEOUT}=soon\n".encode(), "a number"), (b"# caf\xe9\n", "it is not UTF-8")],
)
def test_a_wrong_edit_by_hand_is_told_when_something_is_changed(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, content: bytes, said: str
) -> None:
    changing, applied = begun(desk, monkeypatch)
    desk.write("tickloom.env", content)
    assert changing.pending() == changing.latest
    with pytest.raises(InvalidConfig, match=said):
        changing.change({"sql.max_rows": "5"})
    assert (applied, desk.user.read_bytes()) == ([], content)


def test_one_that_others_hold_up_says_so(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    changing, applied = begun(desk, monkeypatch)
    desk.user.parent.mkdir(parents=True)
    with (
        file_lock.held(desk.user.with_name("tickloom.env.lock"), 1),
        pytest.raises(ConfigNotKept, match=r"other programs are changing .*try again"),
    ):
        changing.change({"sql.timeout": "5"})
    assert (applied, changing.latest) == ([], changing.started)


def test_one_that_cannot_be_kept_is_not_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    changing, applied = begun(desk, monkeypatch)
    # A file lies where the folder should be.
    desk.user.parent.parent.mkdir()
    desk.user.parent.write_text("")
    with pytest.raises((ConfigNotKept, InvalidConfig)):
        changing.change({"sql.timeout": "5"})
    assert (applied, changing.latest) == ([], changing.started)


def test_the_file_is_the_user_s_alone_and_a_link_stays_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = desk.write("mine.env", f"{TIMEOUT}=1\n")
    desk.user.parent.mkdir(parents=True)
    desk.user.symlink_to(real)
    changing, _ = begun(desk, monkeypatch)
    changing.change({"sql.timeout": "5"})
    assert desk.user.is_symlink()
    assert real.read_text() == f"{TIMEOUT}=5\n"
    assert os.name == "nt" or real.stat().st_mode & 0o777 == 0o600


def test_changes_from_many_threads_are_all_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    changing, _ = begun(desk, monkeypatch)
    names = ["sql.timeout", "sql.max_rows", "imports.threads", "downloads.attempts"]
    threads = [threading.Thread(target=changing.change, args=({name: "3"},)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [read(user=desk.user).value(name) for name in names] == [3, 3, 3, 3]


def test_changes_from_several_processes_are_all_kept(desk: Desk) -> None:
    program = (
        "import sys\n"
        "from tickloom.config import read\n"
        "from tickloom.config.changing import Changing\n"
        "changing = Changing(read(), {}, lambda settings: None)\n"
        "for number in range(1, 51):\n"
        "    changing.change({sys.argv[1]: str(number)})\n"
        "    assert read().value(sys.argv[1]) == number, 'somebody has taken it back'\n"
    )
    names = ["sql.max_rows", "engine.requests"]
    command = [sys.executable, "-c", program]
    writers = [subprocess.Popen([*command, name], cwd=desk.folder, env=desk.environment) for name in names]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert [read(user=desk.user).value(name) for name in names] == [50, 50]


def test_a_change_is_whole_whenever_it_is_cut_off(desk: Desk) -> None:
    """Writers that are killed leave the file of before or of after, and every reader finds it good."""
    program = (
        "import itertools, pathlib, sys\n"
        "from tickloom.config import read\n"
        "from tickloom.config.changing import Changing\n"
        "changing = Changing(read(), {}, lambda settings: None)\n"
        "print('begun', flush=True)\n"
        "for number in itertools.count(1):\n"
        "    changing.change({'sql.max_rows': str(number), 'sql.timeout': str(number)})\n"
    )
    for _ in range(10):
        with subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=desk.folder,
            env=desk.environment,
            stdout=subprocess.PIPE,
        ) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            while not desk.user.exists():
                pass
            settings = read(environ={}, folder=desk.folder, user=desk.user).settings
            writer.kill()
        settings = read(environ={}, folder=desk.folder, user=desk.user).settings
        assert settings.sql.max_rows == settings.sql.timeout


# ------------------------------------------------------------------------------------------------ the text


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("", "5", "A=5\n"),
        ("B=1", "5", "B=1\nA=5\n"),
        ("A=1\n", "5", "A=5\n"),
        ("A=1", "5", "A=5"),
        ("A=1\n", None, ""),
        ("# a\n\n  export A = 'x y'   # why\nB=2\n", "5", "# a\n\n  export A = 5   # why\nB=2\n"),
        ('A="one\ntwo" # lines\nB=2\n', "5", "A=5 # lines\nB=2\n"),
        ("A=1\r\nB=2\r\n", "5", "A=5\r\nB=2\r\n"),
        ("A=\nB=2\n", "5", "A=5\nB=2\n"),
        ("A=a#b # c\n", "5", "A=5 # c\n"),
        ("# A=1\nB=A=3\n", "5", "# A=1\nB=A=3\nA=5\n"),
        ("\n# above\nA=1\n# below\nB=2\n", None, "\n# above\n# below\nB=2\n"),
    ],
)
def test_everything_else_stays_as_it_is(before: str, value: str | None, after: str) -> None:
    assert edited(before, {"A": value}) == after


def said_by(text: str) -> dict[str, str]:
    found = list(parsed(text.encode(), File(Path("tickloom.env"), "user")))
    assert all(isinstance(each, Entry) for each in found), text
    return {each.name: each.text for each in found if isinstance(each, Entry)}


VALUES = st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=20).filter(
    # Such a value in quotes would go on into the next line; a change that needs one is refused.
    lambda value: not value.endswith("\\")
)
SOME = st.dictionaries(st.sampled_from("ABCDE"), VALUES)
CHANGES = st.dictionaries(st.sampled_from("ABCDE"), st.none() | VALUES)


@given(before=SOME, changes=CHANGES)
def test_what_is_written_is_what_is_read(before: dict[str, str], changes: dict[str, str | None]) -> None:
    text = edited("# first\n", dict(before))
    for _ in range(2):
        text = edited(text, changes)
    expected = {name: value for name, value in (before | changes).items() if value is not None}
    assert said_by(text) == expected
    assert text.startswith("# first\n")
