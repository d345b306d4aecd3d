"""Workspaces to ask: an empty one for each test, one with the synthetic week, one with a real day."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import tickloom as tl
from tickloom.sample import write

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[tl.Workspace]:
    """A workspace of this test alone, with nothing in it."""
    with tl.open(tmp_path / "home") as workspace:
        yield workspace


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The synthetic week as files."""
    folder = tmp_path_factory.mktemp("sample")
    write(folder)
    return folder


@pytest.fixture(scope="session")
def week(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Iterator[tl.Workspace]:
    """The synthetic week, imported; tests only read it."""
    with tl.open(tmp_path_factory.mktemp("week")) as workspace:
        workspace.import_ticks("EURUSD", sample / "EURUSD", progress=False)
        yield workspace


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Iterator[tl.Workspace]:
    """The real EUR/USD day of 2019-02-04, imported; tests only read it."""
    with tl.open(tmp_path_factory.mktemp("day")) as workspace:
        workspace.import_ticks("EURUSD", data / "dukascopy-bi5" / "EURUSD", progress=False)
        yield workspace
