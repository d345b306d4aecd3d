"""Holds docs/security.md to the tests that it names: each line of its checklist has some that exist."""

import re
from pathlib import Path

CHECKLIST = "## Threats, and the test that holds each line"


def test_every_line_of_the_checklist_names_tests_that_exist(root: Path) -> None:
    section = (root / "docs/security.md").read_text().partition(CHECKLIST)[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    assert len(lines) > 20
    for line in lines:
        named = re.findall(r"`([^`]+)`", line.split(" | ")[-1])
        assert named, f"no test holds: {line}"
        missing = [test for test in named if not _exists(root, test)]
        assert missing == [], line


def _exists(root: Path, test: str) -> bool:
    path, _, name = test.partition("::")
    file = root / path
    return file.is_file() and (not name or re.search(rf"\b(fn|def) {name}\b", file.read_text()) is not None)
