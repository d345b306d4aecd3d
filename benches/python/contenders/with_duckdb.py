"""DuckDB's answers: its own CSV reader to one Parquet file, and SQL over Tickloom's Parquet files."""

from collections.abc import Callable
from pathlib import Path

import duckdb
from contender import Tables, answer

THREADS = 2

IMPORT = """
COPY (
    SELECT "Gmt time" AS timestamp, Bid AS bid, Ask AS ask, BidVolume AS bid_volume, AskVolume AS ask_volume
    FROM read_csv(
        '{source}',
        header = true,
        delim = ',',
        timestampformat = '%d.%m.%Y %H:%M:%S.%g',
        columns = {{
            'Gmt time': 'TIMESTAMP',
            'Ask': 'DOUBLE',
            'Bid': 'DOUBLE',
            'AskVolume': 'FLOAT',
            'BidVolume': 'FLOAT'
        }}
    )
) TO '{target}' (FORMAT parquet, COMPRESSION zstd)
"""

# Whole milliseconds group faster than timestamps with a zone do.
FIRST = """
CREATE TEMP TABLE "1m" AS
SELECT {start} AS time, arg_min(bid, time) AS open, max(bid) AS high, min(bid) AS low,
    arg_max(bid, time) AS close, sum(bid_volume) AS volume, count(*) AS ticks
FROM (SELECT epoch_ms(timestamp) AS time, bid, bid_volume
      FROM read_parquet('{home}/ticks/*/*/ticks.parquet', hive_partitioning = false))
GROUP BY 1 ORDER BY 1
"""

NEXT = """
CREATE TEMP TABLE "{name}" AS
SELECT {start} AS time, arg_min(open, time) AS open, max(high) AS high, min(low) AS low,
    arg_max(close, time) AS close, sum(volume) AS volume, sum(ticks)::BIGINT AS ticks
FROM "{source}" GROUP BY 1 ORDER BY 1
"""

DAY = """
SELECT timestamp, bid, ask, bid_volume, ask_volume
FROM read_parquet('{home}/ticks/*/*/ticks.parquet', hive_partitioning = true)
WHERE date = DATE '{day}'
"""

MINUTE = 60_000
DAY_MS = 1440 * MINUTE


def _start(length: int, offset: int = 0) -> str:
    return f"(time + {offset}) // {length} * {length} - {offset}"


# Each timeframe from the longest that divides it. The epoch was a Thursday, three days after a Monday.
CASCADE = {
    "5m": ("1m", _start(5 * MINUTE)),
    "15m": ("5m", _start(15 * MINUTE)),
    "30m": ("15m", _start(30 * MINUTE)),
    "1h": ("30m", _start(60 * MINUTE)),
    "4h": ("1h", _start(240 * MINUTE)),
    "1d": ("4h", _start(DAY_MS)),
    "1w": ("1d", _start(7 * DAY_MS, 3 * DAY_MS)),
    "1mo": ("1d", "epoch_ms(date_trunc('month', make_timestamp(time * 1000)))"),
}


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory that works with as many threads as the others."""
    return duckdb.connect(config={"threads": THREADS})


def import_csv(source: Path, target: Path) -> Callable[[], Tables]:
    """The CSV file as one Parquet file with parsed times."""
    connection = connect()

    def work() -> Tables:
        connection.execute(IMPORT.format(source=source, target=target))
        return {}

    return work


def bars(longer: tuple[str, ...]) -> Callable[[Path, Path], Callable[[], Tables]]:
    """Bid minutes of all ticks, and longer bars from shorter ones."""

    def task(home: Path, _target: Path) -> Callable[[], Tables]:
        connection = connect()

        def work() -> Tables:
            connection.execute(FIRST.format(home=home, start=_start(MINUTE)))
            for name in longer:
                source, start = CASCADE[name]
                connection.execute(NEXT.format(name=name, source=source, start=start))
            return {name: _table(connection, name) for name in ("1m", *longer)}

        return work

    return task


def _table(connection: duckdb.DuckDBPyConnection, name: str) -> object:
    query = f'SELECT make_timestamp(time * 1000) AS open_time, * EXCLUDE time FROM "{name}"'  # noqa: S608
    return connection.execute(query).to_arrow_table()


def one_day(home: Path, day: Path) -> Callable[[], Tables]:
    """All ticks of the named UTC day; the others' files are skipped by their folders' names."""
    connection = connect()
    return lambda: {"ticks": connection.execute(DAY.format(home=home, day=day.name)).to_arrow_table()}


if __name__ == "__main__":
    answer({"import": import_csv, "bars-1m": bars(()), "bars-nine": bars(tuple(CASCADE)), "one-day": one_day})
