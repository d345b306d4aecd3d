"""An engine to ask, in this process."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from counting import Place

from tickloom.client import Client


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """An engine that may come and go."""
    place = Place(tmp_path / "home")
    yield place
    place.end()


@pytest.fixture
def client(place: Place) -> Iterator[Client]:
    """A client of it."""
    with Client(find=place.find) as client:
        yield client
