"""Holds docs/errors.md together with the code: the same codes, classes and exit codes, none missing."""

import re
from pathlib import Path

import pytest

from tickloom import _core, chart
from tickloom.cli.exits import EXIT_OF, MEANING, exit_of
from tickloom.errors import class_of

ROW = re.compile(r"^\| `([a-z0-9_.]+)` \| ([\w ]+) \| (\d+) \| .+ \|$", re.MULTILINE)
OF_THE_CHART = {kind.code: kind.__name__ for kind in chart.ChartError.__subclasses__()}


@pytest.fixture(scope="module")
def text(root: Path) -> str:
    return (root / "docs" / "errors.md").read_text()


@pytest.fixture(scope="module")
def rows(text: str) -> dict[str, tuple[str, int]]:
    found = ROW.findall(text)
    assert len({code for code, *_ in found}) == len(found), "a code is listed twice"
    return {code: (kind, int(ending)) for code, kind, ending in found}


def test_every_code_is_listed_and_no_other(root: Path, rows: dict[str, tuple[str, int]]) -> None:
    assert set(rows) == {*_core.error_codes(), *OF_THE_CHART, *EXIT_OF, *_written_out(root)}


def test_every_code_has_the_class_that_is_raised(rows: dict[str, tuple[str, int]]) -> None:
    raised = {code: class_of(code).__name__ for code in _core.error_codes()} | OF_THE_CHART
    assert {code: rows[code][0] for code in raised} == raised


def test_every_code_has_the_exit_code_of_the_command_line(rows: dict[str, tuple[str, int]]) -> None:
    wrong = {code: ending for code, (_, ending) in rows.items() if exit_of(code).value != ending}
    assert wrong == {}


def test_the_exit_codes_are_those_of_the_help(text: str) -> None:
    assert re.findall(r"^\| (\d+) \| (.+) \|$", text, re.MULTILINE) == [
        (str(code.value), meaning) for code, meaning in MEANING.items()
    ]


def _written_out(root: Path) -> set[str]:
    """Codes that belong to no list: of refused files, and of the command line's own errors."""
    rust = (path.read_text() for path in root.glob("crates/*/src/**/*.rs"))
    python = (path.read_text() for path in root.glob("python/tickloom/cli/*.py"))
    found = [code for text in rust for code in re.findall(r'\bcode: "([\w.]+)"', text)]
    for text in python:
        found += re.findall(r'CommandError\(\s*"([\w.]+)"', text) + re.findall(r'"(internal\.error)"\)', text)
    return set(found)
