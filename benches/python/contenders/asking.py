"""Asks an engine in another process through the Python client: COMMAND REPEAT.

Prints a line of JSON for each figure: half of all round trips and 99 of 100 took no longer, in microseconds.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from figure import tell
from serving import serving

from tickloom.client import Client

REQUESTS = 5_000
METHODS = {"engine/python-client": "system.ping", "engine/python-service": "echoing.echo"}


def main() -> None:
    """Both methods in turn; the first run is not counted."""
    command, repeat = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as home, _client(command, home) as client:
        runs = [
            {name: _percentiles(client, method) for name, method in METHODS.items()}
            for _ in range(repeat + 1)
        ]
    for name in METHODS:
        for percent in (50, 99):
            tell(f"{name}/p{percent}", REQUESTS, "µs", [run[name][percent] for run in runs[1:]])


@contextmanager
def _client(command: str, home: str) -> Iterator[Client]:
    with serving(command, home, "--service", "echoing:Echoing") as find, Client(find=find) as client:
        yield client


def _percentiles(client: Client, method: str) -> dict[int, float]:
    times = sorted(_micros(client, method) for _ in range(REQUESTS))
    return {percent: times[(len(times) - 1) * percent // 100] for percent in (50, 99)}


def _micros(client: Client, method: str) -> float:
    begun = time.perf_counter()
    answer = client.ask(method)
    took = (time.perf_counter() - begun) * 1e6
    assert method == "system.ping" or answer == {}
    return took


if __name__ == "__main__":
    main()
