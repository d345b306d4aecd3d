"""What the configuration costs a command: nothing is loaded for it unless something is configured."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tickloom.config import load, read
from tickloom.config.keys import keys
from tickloom.config.silence import settings_of_silence

if TYPE_CHECKING:
    from desk import Desk

LIBRARIES = {
    "pydantic",
    "pydantic_settings",
    "pydantic_core",
    "dotenv",
    "structlog",
    "keyring",
    "secretstorage",
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
    assert not configured & {"structlog", "keyring", "secretstorage", "cryptography"}


QUIET: list[dict[str, str]] = [
    {},
    {"TICKLOOM_HOME": ""},
    {"TICKLOOM_HOME": "~/ticks", "TICKLOOM_DEBUG": "1", "TICKLOOM_ENV": "ci"},
    {"TICKLOOM_ENV": "", "TICKLOOM_TEST_DATA": "x", "TICKLOOM_CREDENTIAL_VENUE": "x", "OTHER": "1"},
]


@pytest.fixture
def surroundings(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The desk around this process."""
    monkeypatch.chdir(desk.folder)
    for name in [name for name in os.environ if name.upper().startswith("TICKLOOM_")]:
        monkeypatch.delenv(name)
    for name in ("HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, desk.environment[name])
    return monkeypatch


@pytest.mark.parametrize("variables", QUIET, ids=str)
def test_the_short_way_finds_what_the_long_one_finds(
    surroundings: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name, text in variables.items():
        surroundings.setenv(name, text)
    assert settings_of_silence() == read().settings == load()


@pytest.mark.parametrize("name", [key.variable for key in keys().values() if key.name != "home"])
def test_whatever_says_something_goes_the_long_way(surroundings: pytest.MonkeyPatch, name: str) -> None:
    surroundings.setenv(name, "")
    assert settings_of_silence() is None


@pytest.mark.parametrize("name", [".env", ".env.development", "tickloom.env"])
@pytest.mark.parametrize(
    "content", ["TICKLOOM_SQL__TIMEOUT=5\n", "TICKLOOM_HOME=x\n", "TICKLOOM_NOTHING=5\n"]
)
def test_a_file_goes_the_long_way(
    desk: Desk, surroundings: pytest.MonkeyPatch, name: str, content: str
) -> None:
    desk.write(name, content)
    surroundings.setenv("TICKLOOM_ENV", "development")
    assert settings_of_silence() is None
