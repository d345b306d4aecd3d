"""Where a secret is planted: a home, a folder of run files and a user's configuration of this test alone."""

import resource
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

from scene import Engine, Scene


@pytest.fixture(scope="session", autouse=True)
def _cores_are_wanted() -> Iterator[None]:
    """As somebody who looks for defects has set it: a crash leaves all of its memory."""
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_CORE, before)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    """Nothing of the user who runs the tests is in it."""
    return Scene.made_in(tmp_path)


@pytest.fixture
def start(scene: Scene) -> Iterator[Callable[..., Engine]]:
    """Starts engines, and ends those that a test has left."""
    engines: list[Engine] = []

    def begin(*arguments: object, said: bytes = b"", environment: dict[str, str] | None = None) -> Engine:
        engines.append(Engine(scene, *arguments, said=said, environment=environment))
        return engines[-1]

    yield begin
    for engine in engines:
        engine.end()
