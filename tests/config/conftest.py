"""A place of its own for each test."""

import sys
from pathlib import Path

import pytest

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """An empty one."""
    (tmp_path / "run").mkdir(mode=0o700)
    return Desk(tmp_path)


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return Path(__file__).parents[2]
