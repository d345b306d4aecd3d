"""Polars' answers: a streamed CSV to one Parquet file, and lazy frames over Tickloom's Parquet files."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
from contender import Tables, answer
from in_memory import first_few, ticks_in_memory

SCHEMA = {
    "Gmt time": pl.String,
    "Ask": pl.Float64,
    "Bid": pl.Float64,
    "AskVolume": pl.Float32,
    "BidVolume": pl.Float32,
}
NAMES = {
    "Gmt time": "timestamp",
    "Bid": "bid",
    "Ask": "ask",
    "BidVolume": "bid_volume",
    "AskVolume": "ask_volume",
}
COLUMNS = list(NAMES.values())

# Each timeframe from the longest that divides it.
CASCADE = {
    "5m": "1m", "15m": "5m", "30m": "15m", "1h": "30m", "4h": "1h", "1d": "4h", "1w": "1d", "1mo": "1d",
}  # fmt: skip


def import_csv(source: Path, target: Path) -> Callable[[], Tables]:
    """The CSV file as one Parquet file with parsed times."""

    def work() -> Tables:
        times = pl.col("timestamp").str.to_datetime("%d.%m.%Y %H:%M:%S%.3f", time_unit="ms")
        rows = pl.scan_csv(source, schema=SCHEMA).rename(NAMES).select(COLUMNS).with_columns(times)
        rows.sink_parquet(target, compression="zstd")
        return {}

    return work


def bars(longer: tuple[str, ...]) -> Callable[[Path, Path], Callable[[], Tables]]:
    """Bid minutes of all ticks, and longer bars from shorter ones."""

    def task(home: Path, _target: Path) -> Callable[[], Tables]:
        return lambda: _cascaded(
            pl.scan_parquet(home / "ticks/*/*/ticks.parquet", hive_partitioning=False), longer
        )

    return task


def bars_in_memory(home: Path, _target: Path) -> Callable[[], Tables]:
    """The same of ticks that are in memory."""
    ticks = ticks_in_memory(home)
    frame, few = pl.DataFrame(dict(ticks)), pl.DataFrame(dict(first_few(ticks)))
    _cascaded(few.lazy(), tuple(CASCADE))
    return lambda: _cascaded(frame.lazy(), tuple(CASCADE))


def _cascaded(ticks: pl.LazyFrame, longer: tuple[str, ...]) -> Tables:
    made = {"1m": _minutes(ticks)}
    for name in longer:
        made[name] = _longer(made[CASCADE[name]], name)
    return {name: frame.to_arrow() for name, frame in made.items()}


def _minutes(ticks: pl.LazyFrame) -> pl.DataFrame:
    bid, volume = pl.col("bid"), pl.col("bid_volume").cast(pl.Float64)
    groups = ticks.select("timestamp", "bid", "bid_volume").set_sorted("timestamp")
    return (
        groups.group_by_dynamic("timestamp", every="1m")
        .agg(
            open=bid.first(),
            high=bid.max(),
            low=bid.min(),
            close=bid.last(),
            volume=volume.sum(),
            ticks=pl.len(),
        )
        .rename({"timestamp": "open_time"})
        .collect()
    )


def _longer(shorter: pl.DataFrame, every: str) -> pl.DataFrame:
    return shorter.group_by_dynamic("open_time", every=every).agg(
        pl.col("open").first(),
        pl.col("high").max(),
        pl.col("low").min(),
        pl.col("close").last(),
        pl.col("volume").sum(),
        pl.col("ticks").sum(),
    )


def one_day(home: Path, day: Path) -> Callable[[], Tables]:
    """All ticks of the named UTC day; the others' files are skipped by their folders' names."""

    def work() -> Tables:
        ticks = pl.scan_parquet(home / "ticks/*/*/ticks.parquet", hive_partitioning=True)
        chosen = ticks.filter(pl.col("date") == date.fromisoformat(day.name)).select(COLUMNS)
        return {"ticks": chosen.collect().to_arrow()}

    return work


if __name__ == "__main__":
    answer(
        {
            "import": import_csv,
            "bars-1m": bars(()),
            "bars-nine": bars(tuple(CASCADE)),
            "bars-in-memory": bars_in_memory,
            "one-day": one_day,
        }
    )
