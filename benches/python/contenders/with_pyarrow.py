"""pyarrow's answer: its CSV reader to one Parquet file."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from contender import Tables, answer
from pyarrow import csv, parquet

THREADS = 2
TYPES = {
    "Gmt time": pa.string(),
    "Ask": pa.float64(),
    "Bid": pa.float64(),
    "AskVolume": pa.float32(),
    "BidVolume": pa.float32(),
}


def import_csv(source: Path, target: Path) -> Callable[[], Tables]:
    """The CSV file as one Parquet file with parsed times."""
    pa.set_cpu_count(THREADS)

    def work() -> Tables:
        rows = csv.read_csv(source, convert_options=csv.ConvertOptions(column_types=TYPES))
        columns = {
            "timestamp": _times(rows["Gmt time"]),
            "bid": rows["Bid"],
            "ask": rows["Ask"],
            "bid_volume": rows["BidVolume"],
            "ask_volume": rows["AskVolume"],
        }
        parquet.write_table(pa.table(columns), target, compression="zstd")
        return {}

    return work


def _times(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    # Its parser of times knows no fractions of a second.
    seconds = pc.strptime(pc.utf8_slice_codeunits(texts, 0, 19), format="%d.%m.%Y %H:%M:%S", unit="ms")
    millis = pc.cast(pc.utf8_slice_codeunits(texts, 20, 23), pa.int64())
    return pc.add(seconds, pc.cast(millis, pa.duration("ms")))


if __name__ == "__main__":
    answer({"import": import_csv})
