"""What the configuration costs a command: nothing is loaded for it unless something is configured."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from desk import Desk

LIBRARIES = {
    "pydantic",
    "pydantic_settings",
    "pydantic_core",
    "dotenv",
    "structlog",
    "keyring",
    "cryptography",
}


def loaded(desk: Desk, *words: str, **variables: str) -> set[str]:
    """Which of the libraries a command loads."""
    program = (
        "import atexit, sys; from tickloom.cli.app import app;"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); app(sys.argv[1:])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *words], cwd=desk.folder, env=desk.environment | variables,
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return LIBRARIES & set(run.stderr.split())


@pytest.mark.parametrize("words", [("--help",), ("symbols",), ("sql", "SELECT 1"), ("config", "show")])
def test_where_nothing_is_configured_no_library_is_loaded(desk: Desk, words: tuple[str, ...]) -> None:
    assert loaded(desk, *words, TICKLOOM_ENV="production", TICKLOOM_DEBUG="0") == set()


@pytest.mark.parametrize("name", [".env", ".env.development", "tickloom.env"])
def test_a_file_that_says_nothing_loads_none(desk: Desk, name: str) -> None:
    desk.write(name, "# TICKLOOM_SQL__TIMEOUT=5\n")
    assert loaded(desk, "symbols") <= {"dotenv"}


def test_what_is_configured_is_read_by_the_libraries(desk: Desk) -> None:
    configured = loaded(desk, "symbols", TICKLOOM_SQL__TIMEOUT="5")
    assert {"pydantic", "pydantic_settings"} <= configured
    assert not configured & {"structlog", "keyring", "cryptography"}
