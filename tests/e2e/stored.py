"""For a test: writes the sample week, or holds Arrow streams that Node was sent against what is stored.

``stored.py write FOLDER`` prints the path of a CSV, ``stored.py compare HOME FOLDER`` reads files
``ticks.arrow``, ``1h.arrow`` and ``1d.arrow``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow as pa

import tickloom as tl
from tickloom import sample

SYMBOL = "EURUSD"


def write(folder: Path) -> None:
    """The week as files."""
    print(sample.write(folder)[-1])


def compare(home: Path, folder: Path) -> None:
    """Fails at the first table that differs."""
    with tl.open(home) as workspace:
        tables = {"ticks": workspace.ticks(SYMBOL)}
        tables |= {timeframe: workspace.bars(SYMBOL, timeframe) for timeframe in ("1h", "1d")}
        for name, table in tables.items():
            with pa.ipc.open_stream(str(folder / f"{name}.arrow")) as stream:
                assert stream.read_all().equals(pa.table(table)), name


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["write", folder]:
            write(Path(folder))
        case [_, home, folder]:
            compare(Path(home), Path(folder))
