"""A configuration that is wrong starts nothing, and is told whole: every place, every key, every way out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from broken import ALL, SECRET, THREADS, TIMEOUT, Broken

if TYPE_CHECKING:
    from desk import Desk


def laid_out(desk: Desk, broken: Broken) -> dict[str, str]:
    for name, content in broken.files.items():
        desk.write(name, content)
    return dict(broken.environment)


def test_there_are_forty_of_them_at_least() -> None:
    assert len({broken.name for broken in ALL}) == len(ALL) >= 40


@pytest.mark.parametrize("broken", ALL, ids=lambda broken: broken.name)
def test_it_is_told_whole_and_nothing_was_started(desk: Desk, broken: Broken) -> None:
    run = desk.run("symbols", **laid_out(desk, broken))
    assert (run.returncode, run.stdout) == (2, "")
    first, *lines = run.stderr.splitlines()
    assert first == "error: the configuration is wrong, and nothing was started"
    assert lines[-1].endswith(" [config.invalid]")
    assert len(lines) == len(broken.says)
    for place, key, fix in broken.says:
        assert any(place in line and key in line and fix in line for line in lines), (place, run.stderr)
    assert SECRET not in run.stderr
    assert not desk.home.exists()


@pytest.mark.parametrize(
    "words",
    [("engine",), ("config", "show"), ("config", "check"), ("credentials", "audit"), ("sql", "SELECT 1")],
)
def test_no_verb_starts_with_it(desk: Desk, words: tuple[str, ...]) -> None:
    run = desk.run(*words, **{THREADS: "0"})
    assert (run.returncode, run.stdout) == (2, "")
    assert not desk.home.exists()
    assert not list((desk.folder / "run").rglob("*"))


@pytest.mark.parametrize(
    "words",
    [
        ("--help",),
        ("symbols", "--help"),
        ("credentials", "set", "--help"),
        ("--version",),
        ("config", "path"),
    ],
)
def test_words_of_help_do_not_need_it(desk: Desk, words: tuple[str, ...]) -> None:
    assert desk.run(*words, **{THREADS: "0"}).returncode == 0


def test_the_doctor_looks_at_the_rest(desk: Desk) -> None:
    checks = json.loads(desk.run("doctor", "--json", **{THREADS: "0"}).stdout)["checks"]
    assert {"python", "clock"} <= {check["name"] for check in checks}


def test_a_library_tells_programs_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import tickloom
    from tickloom.errors import InvalidConfig

    monkeypatch.chdir(desk.folder)
    desk.write(".env.development", f"{TIMEOUT}=soon\n")
    with pytest.raises(InvalidConfig) as raised:
        tickloom.open(desk.home)
    assert raised.value.code == "config.invalid"
    assert raised.value.details == {
        "problems": [
            {
                "place": ".env.development:1",
                "key": TIMEOUT,
                "what": "it has no such value",
                "fix": "make it a number from 0.001 to 86,400, or none",
            }
        ]
    }
    assert not desk.home.exists()


def test_of_very_many_the_first_are_shown(desk: Desk) -> None:
    desk.write("tickloom.env", "".join(f"COLOUR{number}=red\n" for number in range(4_000)))
    run = desk.run("symbols")
    assert run.returncode == 2
    assert "and 3950 more" in run.stderr
    assert len(run.stderr.splitlines()) == 52


def test_a_name_cannot_move_the_cursor(desk: Desk) -> None:
    desk.write("tickloom.env", "'A\x1b[2J'=1\n")
    run = desk.run("symbols")
    assert run.returncode == 2
    assert "\x1b" not in run.stderr


@pytest.mark.parametrize("name", [".env", ".env.development", "tickloom.env"])
@pytest.mark.parametrize("mode", [0o646, 0o602])
def test_a_file_that_others_can_write_is_refused(desk: Desk, name: str, mode: int) -> None:
    desk.write(name, f"{TIMEOUT}=5\n").chmod(mode)
    run = desk.run("symbols")
    assert run.returncode == 2
    assert f"{name}: other users can write it; take that away: chmod go-w" in run.stderr


def test_a_folder_in_its_place_is_refused_but_a_virtual_environment_is_none(desk: Desk) -> None:
    (desk.folder / ".env").mkdir()
    assert desk.run("config", "check").returncode == 0
    (desk.folder / ".env.development").mkdir()
    assert ".env.development: it is no file" in desk.run("config", "check").stderr


NOBODY = 54_321
"""A user whom the system does not know."""


def run_by_nobody(desk: Desk, *words: str, in_folder_of_mode: int, **variables: str) -> str:
    """What a command says to a user who is not root, in a folder of this mode.

    Root becomes that user; anyone else, who cannot, calls himself so.
    """
    program = (
        "import os, sys\n"
        "from tickloom.cli.app import app\n"
        "from tickloom.cli import config, process\n"
        "from tickloom.config import changing, listing, reading, trying\n"
        "from tickloom.cli.exits import tell\n"
        f"os.chmod('.', {in_folder_of_mode})\n"
        f"os.geteuid() or os.setuid({NOBODY})\n"
        f"os.getuid = os.geteuid = lambda: {NOBODY}\n"
        "try:\n"
        "    app(sys.argv[1:], standalone_mode=False)\n"
        "except BaseException as error:\n"
        "    tell(error)\n"
    )
    folder = desk.folder / "entered"
    folder.mkdir(exist_ok=True)
    run = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=folder, env=variables, check=False,
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    folder.chmod(0o700)
    return run.stdout + run.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("config", "check"), ".env: it cannot be read: Permission denied; make it readable, or remove it"),
        (("config", "check", "mine.env"), "mine.env: it cannot be read: Permission denied"),
        (("config", "path", "--json"), '"exists": false'),
    ],
)
def test_a_folder_that_cannot_be_looked_into_is_told(desk: Desk, words: tuple[str, ...], said: str) -> None:
    assert said in run_by_nobody(desk, *words, in_folder_of_mode=0, HOME=str(desk.folder))


def test_one_of_another_user_is_refused(desk: Desk) -> None:
    owner = os.geteuid() or 12_345
    written = desk.write("entered/.env.development", f"{TIMEOUT}=5\n")
    os.chown(written, owner, -1)
    told = run_by_nobody(desk, "symbols", in_folder_of_mode=0o755, HOME=str(desk.folder))
    assert f".env.development: it belongs to user {owner}; take it over with chown" in told


def test_who_has_no_home_has_no_file(desk: Desk) -> None:
    told = run_by_nobody(desk, "config", "path", in_folder_of_mode=0o755)
    assert "tickloom.env" in told, told


def test_a_pipe_in_its_place_is_refused_and_nobody_waits_for_it(desk: Desk) -> None:
    os.mkfifo(desk.folder / ".env.development")
    assert ".env.development: it is no file" in desk.run("config", "check").stderr
