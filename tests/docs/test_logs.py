"""Holds docs/logs.md to what the sources tell the log: every event, by its words."""

import re
from collections.abc import Iterator
from pathlib import Path

MACRO = re.compile(r"\b(?:error|warn|info|debug|trace)!\(")
OF_PYTHON = re.compile(r'_core\.log\([^,]+, [^,]+, "([^"]+)"|\blogs\.get\(__name__\)\.\w+\("([^"]+)"')
OF_THE_WRITER = {"log lines were lost", "panicked"}
"""What ``crates/logs`` says of itself, and of whoever panics."""


def test_the_page_lists_every_event(root: Path) -> None:
    section = (root / "docs/logs.md").read_text().partition("## What is told")[2].partition("\n## ")[0]
    rows = [line.split(" | ")[0].removeprefix("| ") for line in section.splitlines() if line.startswith("| ")]
    listed = {event.strip() for row in rows[1:] for event in row.split(",")}
    assert listed == {*_of_rust(root), *_of_python(root), *OF_THE_WRITER}


def _of_rust(root: Path) -> Iterator[str]:
    """The last text of each macro, without what crates say in examples and tests of their own."""
    for path in root.glob("crates/*/src/**/*.rs"):
        text = re.sub(r"^\s*//.*$", "", path.read_text(), flags=re.MULTILINE)
        for macro in MACRO.finditer(text):
            yield re.findall(r'"([^"]*)"', _call(text, macro.end()))[-1]


def _call(text: str, begin: int) -> str:
    depth, end = 1, begin
    while depth:
        depth += {"(": 1, ")": -1}.get(text[end], 0)
        end += 1
    return text[begin:end]


def _of_python(root: Path) -> Iterator[str]:
    for path in root.glob("python/tickloom/**/*.py"):
        for found in OF_PYTHON.findall(path.read_text()):
            yield from filter(None, found)
