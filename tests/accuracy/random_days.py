"""Days of ticks that nobody would think of, and those that everybody should: for bars to be tried on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from tickloom.times import nanos

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import numpy.typing as npt

DIGITS = 5
DAY = 86_400_000_000_000
LAST_DAY = 106_649
"""2261-12-31, the last day of which ticks can be imported."""

Columns: TypeAlias = "dict[str, npt.NDArray[np.generic]]"
Quote: TypeAlias = "tuple[str, int, int]"
"""Time, bid and ask in points."""

MINUTE = [f"2019-02-04T10:00:{second:02}" for second in range(60)]

EDGES: dict[str, Sequence[Quote]] = {
    "ONE": [("2019-02-04T10:00:30", 100, 102)],
    "EQUAL": [("2019-02-04T10:00:30", price, price + 2) for price in (100, 90, 110, 95, 100)],
    "CROSSED": [(time, 100 + n, 98 - n % 3) for n, time in enumerate(MINUTE)],
    "EDGES": [
        (time, 100 + n, 103)
        for n, time in enumerate(
            ["09:59:59.999999999", "10:00:00", "10:00:59.999", "10:01:00", "10:04:59.999999999", "10:05:00"]
        )
        for time in [f"2019-02-04T{time}"]
    ],
    "MONTHEND": [(f"2019-02-28T23:59:5{n}", 100 + n, 102) for n in range(10)] + [("2019-03-01", 90, 99)],
    "LEAPDAY": [
        ("2020-02-29T23:59:59.999", 100, 102),
        ("2020-03-01", 101, 103),
        ("2020-03-01T00:00:00.001", 99, 101),
    ],
    "YEAREND": [
        ("2018-12-31T23:59:59.999999999", 100, 102),
        ("2019-01-01", 101, 103),
        ("2019-01-07", 99, 101),
    ],
    "EPOCH": [
        ("1969-12-31T23:59:59.999999", 100, 102),
        ("1970-01-01", 101, 103),
        ("1970-01-01T00:01", 99, 101),
    ],
    "BEFORE": [("1700-01-01T10:00", 100, 102), ("1969-07-20T20:17:40", 101, 103), ("1969-12-29", 99, 101)],
    "Y2038": [
        ("2038-01-19T03:14:07.999", 100, 102),
        ("2038-01-19T03:14:08", 101, 103),
        ("2038-01-19T03:15", 99, 101),
    ],
    "Y2261": [
        ("2261-11-30T23:59:59", 100, 102),
        ("2261-12-26", 101, 103),
        ("2261-12-31T23:59:59.999999999", 99, 101),
    ],
    "WIDE": [
        ("2019-02-04T10:00:00", 1, 9_000_000_000),
        ("2019-02-04T10:00:01", 9_000_000_000, 9_000_000_001),
    ],
}
"""What has gone wrong elsewhere, by the symbol under which it is stored."""

LAST_DAYS: Sequence[Quote] = [
    ("2262-03-31T23:59:59.999999999", 100, 102),
    ("2262-04-01", 101, 103),
    ("2262-04-10T23:59:59.999", 104, 103),
    ("2262-04-11T23:47:16.854775806", 99, 101),
]
"""Up to the last nanosecond but one that 64 bits hold."""


def edge(quotes: Iterable[Quote]) -> Columns:
    """Columns of an edge case, with volumes that tell ticks apart."""
    times, bids, asks = zip(*quotes, strict=True)
    volumes = 0.25 * np.arange(1, len(times) + 1)
    return _columns(
        np.array([nanos(time) for time in times]), np.array(bids), np.array(asks), volumes, volumes * 2
    )


def random_days(seed: int, n_days: int) -> Columns:
    """Days of every kind: from one tick to hundreds, from nanoseconds to seconds, still or wild."""
    chance = np.random.default_rng(seed)
    days = np.sort(chance.choice(LAST_DAY, n_days, replace=False))
    parts = [_random_day(chance, int(day)) for day in days]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _random_day(chance: np.random.Generator, day: int) -> Columns:
    n_ticks = int(chance.choice([1, 2, 7, 60, 300, 700]))
    grain = int(chance.choice([1, 1_000, 1_000_000, 1_000_000_000]))
    first = int(chance.integers(DAY // grain))
    span = int(chance.integers(1, DAY // grain - first + 1))
    times = day * DAY + np.sort(first + chance.integers(span, size=n_ticks)) * grain
    step = int(chance.choice([0, 1, 20, 1_000]))
    bids = (
        int(chance.choice([2_000, 114_000, 9_000_000])) + chance.integers(-step, step + 1, n_ticks).cumsum()
    )
    bids = np.maximum(bids, 1)
    asks = np.maximum(bids + chance.integers(-2, 8, n_ticks), 1)
    return _columns(times, bids, asks, *(0.25 * chance.integers(0, 400, (2, n_ticks))))


def _columns(
    times: npt.NDArray[np.int64],
    bids: npt.NDArray[np.int64],
    asks: npt.NDArray[np.int64],
    bid_volumes: npt.NDArray[np.floating],
    ask_volumes: npt.NDArray[np.floating],
) -> Columns:
    return {
        "timestamp": times.astype("datetime64[ns]"),
        "bid": bids / 10**DIGITS,
        "ask": asks / 10**DIGITS,
        "bid_volume": bid_volumes,
        "ask_volume": ask_volumes,
    }
