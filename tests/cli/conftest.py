"""Homes to run the command line on: an empty one for each test, and one that all may read."""

import sys
from pathlib import Path

import pytest

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from running import Tickloom


@pytest.fixture
def tickloom(tmp_path: Path) -> Tickloom:
    """The command with an empty home."""
    return Tickloom(tmp_path / "home")


@pytest.fixture(scope="session")
def bi5(data: Path) -> Path:
    """The folder of the real EUR/USD day of 2019-02-04."""
    return data / "dukascopy-bi5" / "EURUSD" / "2019" / "01" / "04"


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Tickloom:
    """The command with a home that holds the real day; tests only read it."""
    command = Tickloom(tmp_path_factory.mktemp("real") / "home")
    command.good("import", "EURUSD", data / "dukascopy-bi5")
    return command
