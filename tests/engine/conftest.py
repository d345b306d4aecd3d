"""Engines in processes of their own, each with a home and a folder of run files."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from hosting import Host, Surroundings


@pytest.fixture
def surroundings(tmp_path: Path) -> Surroundings:
    """A home, and a folder of run files, of this test alone."""
    return Surroundings(tmp_path / "home", tmp_path / "runtime")


@pytest.fixture
def start(surroundings: Surroundings) -> Iterator[Callable[..., Host]]:
    """Starts engines, and ends those that a test has left."""
    hosts: list[Host] = []

    def begin(*arguments: object, said: bytes = b"", patient: bool = True) -> Host:
        host = Host(surroundings, *arguments, said=said)
        hosts.append(host)
        assert not patient or isinstance(host.first, str)
        return host

    yield begin
    for host in hosts:
        host.end()
