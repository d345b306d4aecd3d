"""Imports through an engine, alone and beside four clients that read: COMMAND CSV REPEAT.

Each reader asks ten times a second, as a chart that follows an import does: what is measured is whether they
wait for each other, not how two cores are shared. Prints a line of JSON for each: ticks stored in a second.
"""

import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from figure import tell
from serving import serving

from tickloom.client import Client
from tickloom.errors import UnknownSymbol

SECONDS_BETWEEN = 0.1
DAY = {"symbol": "EURUSD", "start": 1514937600000000000, "end": 1515024000000000000}
QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("ticks.range", DAY),
    ("bars.range", DAY | {"timeframes": ["1m", "1h"]}),
    ("sql.query", {"query": "SELECT count(*) AS n FROM backtests"}),
    ("instruments.list", {}),
)


def main() -> None:
    """Both in turn."""
    command, csv, repeat = sys.argv[1], sys.argv[2], int(sys.argv[3])
    rates: dict[str, list[float]] = {"alone": [], "beside-readers": []}
    for _ in range(repeat):
        rates["alone"].append(_rate(command, csv, readers=False))
        rates["beside-readers"].append(_rate(command, csv, readers=True))
    for name, values in rates.items():
        tell(f"engine/import/{name}", Path(csv).name, "ticks/s", values)


def _rate(command: str, csv: str, *, readers: bool) -> float:
    with tempfile.TemporaryDirectory() as home, serving(command, home) as find, Client(find=find) as client:
        order = {"symbol": "EURUSD", "sources": [{"path": csv}]}
        with ExitStack() as reading:
            started = client.ask("imports.start", order)
            for question in QUESTIONS if readers else ():
                reading.enter_context(_reader(find, *question))
            *_, last = client.listen("imports.progress", {"id": started["id"]})
        report = last.data["report"]
        return float(report["stored"] / report["elapsed"])


@contextmanager
def _reader(find: Any, method: str, params: dict[str, Any]) -> Iterator[None]:
    """Reads until the end of the block; whatever it is told but that nothing is there yet ends the bench."""
    is_over, failures = threading.Event(), []

    def read() -> None:
        with Client(find=find) as client:
            while not is_over.wait(SECONDS_BETWEEN):
                try:
                    _ask(client, method, params)
                except Exception as error:  # noqa: BLE001 - it is raised where it is seen
                    failures.append(error)
                    return

    thread = threading.Thread(target=read)
    thread.start()
    yield
    is_over.set()
    thread.join()
    if failures:
        raise failures[0]


def _ask(client: Client, method: str, params: dict[str, Any]) -> None:
    asked = {"ticks.range": client.table, "sql.query": client.table, "bars.range": client.tables}
    try:
        asked.get(method, client.ask)(method, params)
    except UnknownSymbol:
        time.sleep(SECONDS_BETWEEN)


if __name__ == "__main__":
    main()
