"""``tickloom credentials`` as people and scripts run it: values go in, and never come out."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

TICKLOOM = str(Path(sys.executable).with_name("tickloom"))
PLANTED = "p1anted-s3cret"
OPENER = "correct horse"
VALUE, AGAIN = "Value of venue: ", "The same again: "
NEW_FILE, OLD_FILE = "Passphrase of a new encrypted file: ", "Passphrase of the encrypted file: "
CHANGED_FILE = "New passphrase of the encrypted file: "


def run(*arguments: str, said: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """A command of ``tickloom credentials``, which shows the value nowhere."""
    done = subprocess.run(
        [TICKLOOM, "credentials", *arguments],
        env={**os.environ, **variables},
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    assert PLANTED not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


def typed(arguments: Sequence[str], answers: Sequence[tuple[str, str]], **variables: str) -> tuple[int, str]:
    """The same on a terminal: the exit code and all that the terminal shows."""
    process, terminal = pty.fork()
    if process == 0:
        os.execve(TICKLOOM, [TICKLOOM, "credentials", *arguments], {**os.environ, **variables})  # noqa: S606
    shown = b""
    read = 0
    for prompt, answer in answers:
        # What comes before a prompt is dropped, as somebody typed it too early.
        while shown.find(prompt.encode(), read) < 0 and (chunk := _rest(terminal)):
            shown += chunk
        read = len(shown)
        os.write(terminal, f"{answer}\n".encode())
    while chunk := _rest(terminal):
        shown += chunk
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), shown.decode()


def _rest(terminal: int) -> bytes:
    # Linux ends a terminal that nobody has open any more with an error.
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


def states() -> dict[str, str]:
    return {one["name"]: one["state"] for one in json.loads(run("list", "--json").stdout)}


@pytest.mark.usefixtures("keychain")
def test_a_credential_from_set_to_delete() -> None:
    assert run("set", "venue", "--stdin", said=f"{PLANTED}\n").returncode == 0
    assert run("rotate", "venue", "--stdin", said=f"{PLANTED}-2").returncode == 0
    (listed,) = json.loads(run("list", "--json").stdout)
    assert (listed["name"], listed["backend"], listed["has_previous"]) == ("venue", "keychain", True)
    assert run("rotate", "venue", "--finish").returncode == 0
    assert run("check").stdout.split()[:3] == ["ok", "venue", "keychain"]
    assert run("delete", "venue").returncode == 0
    assert states() == {}
    actions = [json.loads(line)["action"] for line in run("audit", "--json").stdout.splitlines()]
    assert actions == [*["set"] * 2, *["rotate"] * 2, *["finish"] * 2, "read", *["delete"] * 2]


@pytest.mark.usefixtures("keychain")
def test_a_value_is_typed_twice_and_not_shown() -> None:
    code, shown = typed(["set", "venue"], [(VALUE, PLANTED), (AGAIN, PLANTED)])
    assert (code, PLANTED in shown, "venue is set" in shown) == (0, False, True)
    code, shown = typed(["rotate", "venue"], [(VALUE, PLANTED), (AGAIN, "another")])
    assert (code, PLANTED in shown, "[credentials.values_differ]" in shown) == (2, False, True)


def test_a_passphrase_is_typed_or_piped(folder: Path) -> None:
    file = {"TICKLOOM_CREDENTIALS__BACKEND": "file"}
    answers = [(VALUE, PLANTED), (AGAIN, PLANTED), (NEW_FILE, OPENER), (AGAIN, OPENER)]
    code, shown = typed(["set", "venue"], answers, **file)
    assert (code, PLANTED in shown, OPENER in shown) == (0, False, False)
    code, shown = typed(["check"], [(OLD_FILE, OPENER)], **file)
    assert (code, "ok  venue  file" in shown) == (0, True)
    both = f"{OPENER}\n{PLANTED}"
    done = run("rotate", "venue", "--stdin", "--passphrase-stdin", said=both, **file)
    assert done.returncode == 0, done.stderr
    assert run("check", "--passphrase-stdin", said="wrong\n", **file).returncode == 6
    for path in folder.iterdir():
        assert PLANTED.encode() not in path.read_bytes()


def test_the_passphrase_is_changed_as_it_is_typed_or_piped() -> None:
    file = {"TICKLOOM_CREDENTIALS__BACKEND": "file"}
    assert (
        run("set", "venue", "--stdin", "--passphrase-stdin", said=f"{OPENER}\n{PLANTED}", **file).returncode
        == 0
    )
    answers = [(OLD_FILE, OPENER), (CHANGED_FILE, "next horse"), (AGAIN, "next horse")]
    code, shown = typed(["passphrase"], answers)
    assert (code, "horse" in shown, "a new passphrase" in shown) == (0, False, True)
    assert run("check", "--passphrase-stdin", said=f"{OPENER}\n", **file).returncode == 6
    done = run("passphrase", "--passphrase-stdin", said=f"next horse\n{OPENER}\n")
    assert done.returncode == 0, done.stderr
    assert run("check", "--passphrase-stdin", said=f"{OPENER}\n", **file).returncode == 0
    done = run("passphrase", "--passphrase-stdin", said="next horse\nlast horse\n")
    assert (done.returncode, "[credentials.passphrase_wrong]" in done.stderr) == (6, True)
    lines = [json.loads(line) for line in run("audit", "--json").stdout.splitlines()]
    outcomes = [line["outcome"] for line in lines if line["action"] == "passphrase"]
    assert outcomes == [*["begun", "done"] * 2, "begun", "credentials.passphrase_wrong"]


@pytest.mark.parametrize(
    ("arguments", "said", "code", "error"),
    [
        (["set", "Venue", "--stdin"], PLANTED, 2, "credentials.name_invalid"),
        (["set", PLANTED, "--stdin"], "x", 2, "credentials.name_invalid"),
        (["set", "venue"], PLANTED, 2, "credentials.no_terminal"),
        (["set", "venue", "--stdin"], "", 2, "credentials.value_invalid"),
        (["set", "venue", "--stdin"], "x" * 16385, 2, "credentials.value_invalid"),
        (["set", "venue", "--stdin"], PLANTED, 6, "credentials.no_keychain"),
        (["rotate", "venue", "--stdin"], PLANTED, 4, "credentials.not_found"),
        (["rotate", "venue", "--undo"], "", 4, "credentials.not_found"),
        (["delete", "venue"], "", 4, "credentials.not_found"),
        (["passphrase"], "", 4, "credentials.not_found"),
    ],
)
def test_what_cannot_be_done_names_its_code(arguments: list[str], said: str, code: int, error: str) -> None:
    done = run(*arguments, said=said)
    assert (done.returncode, f"[{error}]" in done.stderr, done.stdout) == (code, True, "")


def test_a_value_is_no_argument() -> None:
    assert run("set", "venue", "value").returncode == 2


def test_a_machine_without_a_keychain_is_told_both_ways_out() -> None:
    done = run("set", "venue", "--stdin", said=PLANTED)
    assert "Secret Service such as gnome-keyring" in done.stderr
    assert "TICKLOOM_CREDENTIALS__BACKEND=file" in done.stderr
    file = {"TICKLOOM_CREDENTIALS__BACKEND": "file"}
    assert "[credentials.locked]" in run("set", "venue", "--stdin", said=PLANTED, **file).stderr


def test_what_is_missing_makes_check_fail_and_list_not(tmp_path: Path) -> None:
    integration(tmp_path)
    with_it = {"PYTHONPATH": str(tmp_path)}
    assert "missing  venue" in run("list", **with_it).stdout
    done = run("check", **with_it)
    assert (done.returncode, "[credentials.unhealthy]" in done.stderr) == (6, True)


def integration(folder: Path) -> None:
    """An installed package that needs a credential."""
    (folder / "needy.py").write_text(
        "from tickloom.credentials import register\n"
        "def needs(): register('venue', about='the key of a venue')\n"
    )
    metadata = folder / "needy-1.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: needy\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text("[tickloom.credentials]\nneedy = needy:needs\n")


@pytest.mark.usefixtures("keychain")
def test_a_trail_that_was_changed_is_told_with_its_place(folder: Path) -> None:
    run("set", "venue", "--stdin", said=PLANTED)
    trail = folder / "trail.jsonl"
    trail.write_bytes(trail.read_bytes().replace(b'"begun"', b'"done!"'))
    done = run("audit")
    assert done.returncode == 6
    assert "trail.jsonl, line 1, was changed" in done.stderr
    assert "[credentials.trail_damaged]" in done.stderr
