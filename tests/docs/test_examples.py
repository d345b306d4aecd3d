"""Runs every example of the pages as a reader would and compares what it prints with what the page says.

A ``console`` block holds commands after ``$`` and what they print; ``...`` or ``…`` in it stand for
anything. A ``python`` block that is followed by a ``text`` block prints that. The blocks of a page run in
order, in one folder with the synthetic week in ``sample``; pages that write the sample themselves find an
empty one.
"""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

BLOCK = re.compile(
    r"^```(console|python)\n(.*?)^```$(?:\n\n?^```text\n(.*?)^```$)?", re.MULTILINE | re.DOTALL
)
ANYTHING = re.compile(r"\.\.\.|…")


@dataclass(frozen=True)
class Step:
    """A command with what it prints; None where the page does not say."""

    command: list[str]
    shown: str
    printed: str | None


def test_every_example_prints_what_the_page_says(
    page_with_examples: Path, desk: Path, tmp_path: Path
) -> None:
    steps = [step for match in BLOCK.finditer(page_with_examples.read_text()) for step in _steps(match)]
    assert steps
    folder = tmp_path / "empty" if any(step.shown.startswith("tickloom sample") for step in steps) else desk
    folder.mkdir(exist_ok=True)
    ending = 0
    for step in steps:
        run = _run(step, folder, ending)
        ending = run.returncode
        if not _is_as_shown(step, run):
            pytest.fail(f"$ {step.shown}\nexit {ending}, printed\n{run.stdout}", pytrace=False)


def test_the_pages_hold_examples_of_every_verb(root: Path) -> None:
    everything = "".join(page.read_text() for page in (root / "docs").glob("*.md"))
    used = set(re.findall(r"^\$ tickloom (\w+)", everything, re.MULTILINE))
    verbs = "import inspect ticks bars symbols gaps coverage passport sql chart sample doctor"
    assert used >= set(verbs.split())


def _steps(match: re.Match[str]) -> list[Step]:
    language, body, output = match.groups()
    if language == "python":
        return [Step([sys.executable, "-W", "error", "-c", body], body, output)]
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)
    assert parts[0] == "", "a console block starts with a command"
    commands = [part.partition("\n") for part in parts[1:]]
    return [Step(["sh", "-c", command], command, printed) for command, _, printed in commands]


def _run(step: Step, folder: Path, ending: int) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("TICKLOOM_")}
    surroundings["TICKLOOM_HOME"] = str(folder / "home")
    # What the user who runs the tests has configured, and keeps in a keychain, is no part of the examples.
    surroundings["XDG_CONFIG_HOME"] = str(folder / "config")
    surroundings.pop("DBUS_SESSION_BUS_ADDRESS", None)
    surroundings["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    # Each command has a shell of its own; `$?` is that of the command before it.
    command = [part.replace("$?", str(ending)) for part in step.command]
    return subprocess.run(
        command, cwd=folder, env=surroundings, check=False, timeout=300,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def _is_as_shown(step: Step, run: subprocess.CompletedProcess[str]) -> bool:
    if step.printed is None:
        return run.returncode == 0
    pattern = ".*".join(re.escape(_without_widths(part)) for part in ANYTHING.split(step.printed))
    return re.fullmatch(pattern, _without_widths(_as_on_a_terminal(run.stdout)), re.DOTALL) is not None


def _as_on_a_terminal(text: str) -> str:
    """Where no terminal is, progress is told as lines of JSON."""
    return re.sub(r'^\{"event": "progress".*\n', "", text, flags=re.MULTILINE)


def _without_widths(text: str) -> str:
    """Columns are as wide as their widest cell, which may be a rate that is never twice the same."""
    return re.sub(r" +", " ", text)
