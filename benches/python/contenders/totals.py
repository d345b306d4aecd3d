"""Says what is in Parquet files of ticks, as a library reads them that did not write them."""

import glob
import json
import sys

POINTS = 100_000


def by_duckdb(pattern: str) -> dict[str, float]:
    """Counts and sums by DuckDB."""
    import duckdb

    connection = duckdb.connect()
    files = f"read_parquet('{pattern}', hive_partitioning = false)"
    kind = connection.execute(f"SELECT typeof(bid) FROM {files} LIMIT 1").fetchone()  # noqa: S608
    points = POINTS if kind == ("DOUBLE",) else 1
    query = f"""
        SELECT count(*), sum(round(bid * {points})::BIGINT), sum(round(ask * {points})::BIGINT),
            epoch_ms(min(timestamp)), epoch_ms(max(timestamp)), sum(bid_volume), sum(ask_volume)
        FROM {files}
    """  # noqa: S608
    row = connection.execute(query).fetchone()
    assert row is not None
    return _named(row)


def by_pyarrow(pattern: str) -> dict[str, float]:
    """Counts and sums by pyarrow and numpy."""
    import numpy as np
    import pyarrow as pa
    from pyarrow import parquet

    files = glob.glob(pattern)  # noqa: PTH207 - an absolute pattern, which Path.glob does not take
    ticks = pa.concat_tables(parquet.read_table(path, partitioning=None) for path in files)
    times = ticks["timestamp"].cast(pa.timestamp("ms")).cast(pa.int64()).to_numpy()
    points = [np.rint(ticks[side].to_numpy() * POINTS).astype(np.int64).sum() for side in ("bid", "ask")]
    volumes = [ticks[f"{side}_volume"].to_numpy().astype(np.float64).sum() for side in ("bid", "ask")]
    return _named((len(ticks), *points, times.min(), times.max(), *volumes))


def _named(row: tuple[object, ...]) -> dict[str, float]:
    names = ("rows", "bid_points", "ask_points", "first_ms", "last_ms", "bid_volume", "ask_volume")
    return {
        name: float(str(value)) if "volume" in name else int(str(value))
        for name, value in zip(names, row, strict=True)
    }


if __name__ == "__main__":
    print(json.dumps({"duckdb": by_duckdb, "pyarrow": by_pyarrow}[sys.argv[1]](sys.argv[2])))
