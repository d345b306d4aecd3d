"""Holds the catalogue of errors together with what is raised: codes and classes, none missing, none idle."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tickloom import _core, chart
from tickloom.cli.exits import MEANING, CommandError, exit_of
from tickloom.cli.verbs import NAMES
from tickloom.config.keys import keys
from tickloom.errors import TickloomError, class_of, of_code
from tickloom.errors.catalogue import Known, entries
from tickloom.protocol import ERRORS, METHODS

ROW = re.compile(r"^\| `([a-z0-9_.]+)` \| ([\w ]+) \| (\d+) \| (yes)? ?\| (.+) \|$", re.MULTILINE)
LITERAL = re.compile(r"""["']([a-z0-9]+(?:_[a-z0-9]+)*\.[a-z0-9_]+)["']""")
OF_THE_CHART = {kind.code: kind for kind in chart.ChartError.__subclasses__()}
NO_EXCEPTION = {"in reports", "command line", "CommandError"}
GENERATED = {
    "python/tickloom/errors/__init__.py",
    "python/tickloom/protocol/tables.py",
    "ui/src/protocol/errors.ts",
    "ui/src/protocol/golden-frames.ts",
}
ENDINGS = {"arrow", "csv", "duckdb", "json", "parquet", "part", "py", "rs"}
"""What names of files end with, which look like codes otherwise."""


@pytest.fixture(scope="module")
def sources(root: Path) -> dict[str, str]:
    """What the project is made of, without the catalogue and what is written from it."""
    rust = (path for path in root.glob("crates/*/src/**/*.rs") if "crates/errors/" not in path.as_posix())
    typescript = (path for path in root.glob("ui/src/*/*.ts") if not path.name.endswith(".test.ts"))
    found = (*rust, *root.glob("python/**/*.py"), *typescript)
    paths = {path.relative_to(root).as_posix(): path for path in found}
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items() if name not in GENERATED}


def test_the_page_holds_what_is_known_of_every_code(root: Path) -> None:
    text = (root / "docs" / "errors.md").read_text(encoding="utf-8")
    rows = {code: tuple(told) for code, *told in ROW.findall(text)}
    assert rows == {known.code: _row(known) for known in entries().values()}


def test_the_exit_codes_are_those_of_the_help(root: Path) -> None:
    text = (root / "docs" / "errors.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\d+) \| (.+) \|$", text, re.MULTILINE) == [
        (str(code.value), meaning) for code, meaning in MEANING.items()
    ]


@pytest.mark.parametrize("code", entries())
def test_what_an_advice_names_is_there(root: Path, code: str) -> None:
    told = f"{entries()[code].what} {entries()[code].advice}"
    assert set(re.findall(r"`tickloom ([a-z]+)", told)) <= set(NAMES)
    assert set(re.findall(r"`([a-z]+\.[a-z_]+)`", told)) <= {*METHODS, *keys(), "tickloom.reduce"}
    assert all((root / page).is_file() for page in re.findall(r"\bdocs/[\w./-]+\.md\b", told))


def test_close_codes_are_those_of_the_protocol() -> None:
    ends = {code: known.close for code, known in entries().items() if known.close is not None}
    assert ends == {code: close for code, close in ERRORS.items() if close is not None}


def test_every_code_of_the_core_is_in_the_catalogue() -> None:
    assert set(_core.error_codes()) - set(entries()) == set()


def test_every_code_in_the_sources_is_in_the_catalogue(sources: dict[str, str]) -> None:
    families = {code.partition(".")[0] for code in entries()}
    known = {*entries(), *METHODS, *keys()}
    found = {(name, code) for name, text in sources.items() for code in _literals(text)}
    assert {
        (name, code) for name, code in found if code.partition(".")[0] in families and code not in known
    } == set()


def test_every_code_of_the_catalogue_is_raised_somewhere(sources: dict[str, str]) -> None:
    said = {code for text in sources.values() for code in _literals(text)}
    raised = set(re.findall(r"\b([A-Z]\w+)\(", "".join(sources.values())))
    # A class of one code is raised without naming it.
    by_class = {code for code, known in entries().items() if known.kind in raised and code in _first(known)}
    assert set(entries()) - said - by_class - {"interrupted"} == set()


@pytest.mark.parametrize("code", entries())
def test_every_code_has_the_class_that_is_raised(code: str) -> None:
    known = entries()[code]
    if known.kind in NO_EXCEPTION:
        return
    assert OF_THE_CHART.get(code, class_of(code)).__name__ == known.kind


@pytest.mark.parametrize("code", entries())
def test_an_error_knows_whether_it_may_be_asked_again(code: str) -> None:
    error = of_code(code, "what was wrong")
    assert not isinstance(error, TickloomError) or error.retryable == entries()[code].retryable
    assert exit_of(code).value == entries()[code].exit


def test_a_failure_of_the_command_line_is_of_a_code_that_is_its_own(sources: dict[str, str]) -> None:
    raised = [code for text in sources.values() for code in re.findall(r'CommandError\(\s*"([\w.]+)"', text)]
    own = {code for code, known in entries().items() if known.kind == CommandError.__name__}
    shared = {"calendar.rules_invalid", "chart.too_many_bars"}
    assert set(raised) - shared == own


def _row(known: Known) -> tuple[str, ...]:
    again = "yes" if known.retryable else ""
    return (known.kind, str(known.exit), again, f"{known.what} {known.advice}")


def _literals(text: str) -> Iterator[str]:
    return (word for word in LITERAL.findall(text) if word.rpartition(".")[2] not in ENDINGS)


def _first(known: Known) -> tuple[str, ...]:
    return class_of(known.code).codes[:1]
