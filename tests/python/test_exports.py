"""What the package offers is what it says, costs nothing to import, and is told apart by its errors."""

from __future__ import annotations

import ast
import json
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

import tickloom as tl
from tickloom import _core, errors
from tickloom.errors import Interrupted, TickloomError, class_of, of_code
from tickloom.errors.catalogue import entries
from tickloom.errors.lookup import by_code

HEAVY = [
    "tickloom._core",
    "tickloom.errors.catalogue",
    "numpy",
    "pandas",
    "pyarrow",
    "polars",
    "duckdb",
    "rich",
    "typer",
    "platformdirs",
]
DRAWN_CODES = sorted(by_code())
"""Codes, and beginnings of them that stand for a whole family."""


def loaded_by(program: str) -> list[str]:
    """Which of the heavy modules a program loads."""
    shown = (
        f"{program}\nimport json, sys; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import tickloom; import tickloom.errors, tickloom.records, tickloom.times") == []


def test_opening_a_workspace_loads_the_core_alone(tmp_path: Path) -> None:
    program = f"import tickloom\nwith tickloom.open({str(tmp_path)!r}) as ws: repr(ws.sql('SELECT 1 AS a'))"
    assert loaded_by(program) == ["tickloom._core"]


def test_the_export_list_is_sorted_complete_and_documented() -> None:
    assert tl.__all__ == sorted(tl.__all__) == dir(tl)
    assert all(getattr(tl, name).__doc__ for name in tl.__all__)
    assert set(tl.__all__) == {*_names_for_type_checkers(), "__version__"}
    with pytest.raises(AttributeError, match="no attribute 'candles'"):
        tl.candles  # noqa: B018


def _names_for_type_checkers() -> set[str]:
    tree = ast.parse(Path(tl.__file__).read_text(encoding="utf-8"))
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 1)
    return {alias.name for node in imports for alias in node.names}


def test_the_package_and_its_core_are_of_one_version() -> None:
    assert tl.__version__ == _core.version


@pytest.mark.parametrize("code", _core.error_codes())
def test_every_code_of_the_core_has_a_class(code: str) -> None:
    kind = class_of(code)
    assert kind is not TickloomError
    assert {code, code.partition(".")[0] + "."} & {*kind.codes}


def test_every_code_of_a_class_is_one_of_the_catalogue_s() -> None:
    families = {code.partition(".")[0] + "." for code in entries()}
    assert set(by_code()) <= {*entries(), *families}


def test_a_class_that_users_make_stands_for_no_code_of_ours() -> None:
    class Mine(TickloomError):
        codes = ("store.full",)

    by_code.cache_clear()
    assert class_of("store.full") is errors.StoreUnusable
    assert Mine("full").code == "store.full"


@pytest.mark.parametrize("code", DRAWN_CODES)
def test_the_drawn_tree_shows_every_code_beside_its_class(code: str) -> None:
    assert errors.__doc__ is not None
    kind = class_of(code).__name__
    lines = errors.__doc__.splitlines()
    line = next(number for number, line in enumerate(lines) if code in line.replace("*", "").split())
    named = next(
        lines[number] for number in range(line, -1, -1) if lines[number].strip("│ ├└─")[:1].isupper()
    )
    assert kind in named


def test_an_unknown_code_is_still_an_error_with_its_code() -> None:
    error = of_code("future.code", "from a later core")
    assert (type(error), error.code, str(error)) == (TickloomError, "future.code", "from a later core")


@pytest.mark.parametrize("code", _core.error_codes())
def test_errors_cross_to_other_processes_with_their_code(code: str) -> None:
    error = of_code(code, "what was wrong")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - its own bytes
    assert (type(copy), copy.code, str(copy)) == (type(error), code, "what was wrong")


def test_an_interruption_passes_by_those_who_catch_exceptions() -> None:
    assert issubclass(Interrupted, KeyboardInterrupt)
    assert not issubclass(Interrupted, Exception)
