"""Bars of time by other means: pandas over columns of ticks, and SQL over the view of ticks.

SQL keeps times to the microsecond and no order of equal ones: of such ticks it cannot say which came first.
Prices are whole points, of mid half points: then every number but a mean is exact, and comparing is equality.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import tickloom as tl

Ints: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int64]]"

SECOND = 1_000_000_000
DAY = 86_400 * SECOND
SECONDS = {"1m": 60, "5m": 300, "15m": 900, "30m": 1800, "1h": 3600, "4h": 14_400, "1d": 86_400}
TIMEFRAMES = (*SECONDS, "1w", "1mo")
SIDES = {"bid": "bid", "ask": "ask", "mid": "bid + ask"}
VOLUMES = {"bid": "bid_volume", "ask": "ask_volume", "mid": "bid_volume + ask_volume"}
COLUMNS = ["open_time", "open", "high", "low", "close", "volume", "ticks"]
SPREADS = ["spread_min", "spread_max", "spread_close"]


def ticks_in_points(table: tl.Table, digits: int) -> pd.DataFrame:
    """Stored ticks with whole prices; times in nanoseconds."""
    columns = {name: np.rint(table[name] * 10**digits).astype("int64") for name in ("bid", "ask")}
    volumes = {name: table[name].astype("float64") for name in ("bid_volume", "ask_volume")}
    return pd.DataFrame({"time": table["timestamp"].astype("int64"), **columns, **volumes})


def bars_in_points(table: tl.Table, side: str, digits: int) -> pd.DataFrame:
    """Bars of this package in the same units, with spreads if they are there."""
    frame = pd.DataFrame({"open_time": table["open_time"].astype("int64")})
    for name in ("open", "high", "low", "close"):
        frame[name] = np.rint(table[name] * 10**digits * (2 if side == "mid" else 1)).astype("int64")
    frame["volume"], frame["ticks"] = table["volume"], table["ticks"].astype("int64")
    if "spread_mean" in table.column_names:
        for name in SPREADS:
            frame[name] = np.rint(table[name] * 10**digits).astype("int64")
        frame["spread_mean"] = table["spread_mean"] * 10**digits
    return frame


def open_times(times: Ints, timeframe: str) -> Ints:
    """When the bars open in which ticks lie."""
    if timeframe == "1w":
        # 1970-01-01 was a Thursday, three days after a Monday.
        return ((times // DAY + 3) // 7 * 7 - 3) * DAY
    if timeframe == "1mo":
        months = (times // DAY).astype("datetime64[D]").astype("datetime64[M]")
        return months.astype("datetime64[D]").astype("int64") * DAY
    length = SECONDS[timeframe] * SECOND
    return times // length * length


def pandas_bars(ticks: pd.DataFrame, timeframe: str, side: str) -> pd.DataFrame:
    """Bars that pandas makes of ticks."""
    price, volume = ticks.eval(SIDES[side]), ticks.eval(VOLUMES[side])
    spread = ticks["ask"] - ticks["bid"]
    frame = pd.DataFrame({"price": price, "volume": volume, "spread": spread})
    groups = frame.groupby(open_times(ticks["time"].to_numpy(), timeframe))
    prices, spreads = groups["price"], groups["spread"]
    bars = pd.DataFrame(
        {
            "open": prices.first(),
            "high": prices.max(),
            "low": prices.min(),
            "close": prices.last(),
            "volume": groups["volume"].sum(),
            "ticks": prices.count(),
            "spread_min": spreads.min(),
            "spread_max": spreads.max(),
            "spread_close": spreads.last(),
            "spread_mean": spreads.sum() / spreads.count(),
        }
    )
    return bars.rename_axis("open_time").reset_index()


def is_told_apart(ticks: pd.DataFrame, timeframe: str) -> pd.DataFrame:
    """Whether SQL can tell the first tick of each bar, and the last."""
    micros = ticks["time"] // 1000
    opens = open_times(ticks["time"].to_numpy(), timeframe)
    groups = micros.groupby(opens)
    alone = [(micros == groups.transform(how)).groupby(opens).sum() == 1 for how in ("min", "max")]
    return pd.DataFrame(dict(zip(("open", "close"), alone, strict=True))).reset_index(drop=True)


def longer_bars(bars: pd.DataFrame, timeframe: str) -> pd.DataFrame:
    """Bars that pandas makes of shorter bars."""
    groups = bars.groupby(open_times(bars["open_time"].to_numpy(), timeframe))
    how = {"open": "first", "high": "max", "low": "min", "close": "last", "volume": "sum", "ticks": "sum"}
    return groups.agg(how).rename_axis("open_time").reset_index()


def sql_bars(ws: tl.Workspace, symbol: str, side: str, digits: int) -> dict[str, pd.DataFrame]:
    """Bars of every timeframe that SQL makes of the view of ticks."""
    # Every name in it is one of the constants above; the symbol is a parameter.
    points = f"""SELECT timestamp, CAST(round(bid * 1e{digits}) AS BIGINT) AS bid,
                        CAST(round(ask * 1e{digits}) AS BIGINT) AS ask,
                        CAST(bid_volume AS DOUBLE) AS bid_volume, CAST(ask_volume AS DOUBLE) AS ask_volume
                 FROM ticks WHERE symbol = ?"""  # noqa: S608
    sided = f"SELECT timestamp, {SIDES[side]} AS price, {VOLUMES[side]} AS volume FROM points"  # noqa: S608
    bars = " UNION ALL ".join(map(_select, TIMEFRAMES))
    query = f"WITH points AS ({points}), sided AS ({sided}) {bars} ORDER BY timeframe, open_time"
    found = ws.sql(query, [symbol])
    frame = pd.DataFrame({name: found[name] for name in ("timeframe", *COLUMNS)})
    frame["open_time"] *= 1000
    return {str(name): bars[COLUMNS].reset_index(drop=True) for name, bars in frame.groupby("timeframe")}


def _select(timeframe: str) -> str:
    return f"""SELECT '{timeframe}' AS timeframe, {_bucket(timeframe)} AS open_time,
                      arg_min(price, timestamp) AS open, max(price) AS high, min(price) AS low,
                      arg_max(price, timestamp) AS close, sum(volume) AS volume, count(*) AS ticks
               FROM sided GROUP BY ALL"""  # noqa: S608


def _bucket(timeframe: str) -> str:
    """Microseconds since 1970."""
    if timeframe not in SECONDS:
        return f"epoch_us(date_trunc('{'week' if timeframe == '1w' else 'month'}', timestamp))"
    length = SECONDS[timeframe] * 1_000_000
    return f"epoch_us(timestamp) - ((epoch_us(timestamp) % {length}) + {length}) % {length}"
