"""What every suite of Python tests shares: where the real market data is."""

import os
import signal
from pathlib import Path

import hypothesis
import pytest

# A runner in the background ignores what terminals send, and so would all programs that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)
for name in ("SIGHUP", "SIGQUIT"):
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), signal.SIG_DFL)

# No example fails because the machine is busy.
hypothesis.settings.register_profile("tickloom", deadline=None)
hypothesis.settings.load_profile("tickloom")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Options that make long tests longer."""
    parser.addoption("--kills", type=int, default=25, help="how often imports are killed (25)")
    parser.addoption("--replay-minutes", type=float, default=0.25, help="how long a day is played (0.25)")
    parser.addoption("--faults", default="8", help="how many calls of each sweep fail, or `all` of them (8)")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of real data: ``TICKLOOM_TEST_DATA``, or ``shared/data`` beside the checkout."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("TICKLOOM_TEST_DATA", beside))
    if not (folder / "README.md").is_file():
        pytest.fail(
            f"the real data that these tests check against is missing: {folder}; set TICKLOOM_TEST_DATA"
        )
    return folder
