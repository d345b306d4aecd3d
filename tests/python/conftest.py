"""Workspaces to ask: an empty one for each test, one with the synthetic week, one with a real day.

Each comes in two ways: with the store in this process, and through an engine in another one that owns it.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from engines import attached

import tickloom as tl
from tickloom.sample import write

Way: TypeAlias = str
WAYS: tuple[Way, ...] = ("embedded", "attached")


@pytest.fixture(scope="session", autouse=True)
def _run_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Engines of tests are found by tests alone."""
    os.environ["XDG_RUNTIME_DIR"] = str(tmp_path_factory.mktemp("run"))


@contextmanager
def opened(home: Path, way: Way) -> Iterator[tl.Workspace]:
    """A workspace in one of the ways."""
    with attached(home) if way == "attached" else tl.open(home) as workspace:
        yield workspace


@pytest.fixture(params=WAYS)
def ws(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[tl.Workspace]:
    """A workspace of this test alone, with nothing in it."""
    with opened(tmp_path / "home", request.param) as workspace:
        yield workspace


@pytest.fixture
def own(tmp_path: Path) -> Iterator[tl.Workspace]:
    """An empty workspace whose store is in this process, for tests of what that means."""
    with tl.open(tmp_path / "home") as workspace:
        yield workspace


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic week as files."""
    folder = tmp_path_factory.mktemp("sample")
    write(folder)
    return folder


@pytest.fixture(scope="session", params=WAYS)
def week(
    tmp_path_factory: pytest.TempPathFactory, sample: Path, request: pytest.FixtureRequest
) -> Iterator[tl.Workspace]:
    """The synthetic week, imported; tests only read it."""
    yield from filled(tmp_path_factory.mktemp("week"), sample / "EURUSD", request.param)


@pytest.fixture(scope="session", params=WAYS)
def day(
    tmp_path_factory: pytest.TempPathFactory, data: Path, request: pytest.FixtureRequest
) -> Iterator[tl.Workspace]:
    """The real EUR/USD day of 2019-02-04, imported; tests only read it."""
    yield from filled(tmp_path_factory.mktemp("day"), data / "dukascopy-bi5" / "EURUSD", request.param)


def filled(home: Path, files: Path, way: Way) -> Iterator[tl.Workspace]:
    """A workspace that holds these files."""
    with tl.open(home) as workspace:
        workspace.import_ticks("EURUSD", files, progress=False)
    with opened(home, way) as workspace:
        yield workspace
