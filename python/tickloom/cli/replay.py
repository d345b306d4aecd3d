"""``tickloom replay``: stored ticks played again, each bar told when it is complete."""

import json
import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from .interrupting import interruptible
from .options import Day, DayOption, End, Json, Side, SideOption, Start, workspace
from .output import standard_output

if TYPE_CHECKING:
    from tickloom import BarChange, Workspace

Symbols = Annotated[
    list[str], typer.Argument(metavar="SYMBOL...", help="The instruments, as EURUSD.", show_default=False)
]
Timeframes = Annotated[
    list[str] | None,
    typer.Option(
        "--timeframe", "-t", metavar="TIMEFRAME", help="Bars to tell of, as for bars; may be repeated.  [1m]"
    ),
]
Speed = Annotated[
    float,
    typer.Option(
        "--speed", metavar="X", help="1 is real time, 60 a minute a second; as fast as it goes if not given."
    ),
]


def replay(
    context: typer.Context,
    symbols: Symbols,
    timeframes: Timeframes = None,
    speed: Speed = math.inf,
    side: SideOption = Side.BID,
    start: Start = None,
    end: End = None,
    day: DayOption = Day.UTC,
    as_json: Json = False,
) -> None:
    """Play stored ticks again and tell of each bar when it is complete.

    One line for each bar, in the order in which they were known: when that was, and the bar. With --json each
    line is an object. Ctrl-C ends it.
    """
    with workspace(context) as opened, interruptible("the replay"), standard_output() as out:
        names = [symbol.upper() for symbol in symbols]
        played = opened.replay(names, start, end, timeframes=timeframes or ["1m"], side=side, day=day)
        line = _json if as_json else _words(opened, names, side)

        def tell(change: "BarChange") -> None:
            out.write(line(change).encode() + b"\n")
            out.flush()

        with played:
            played.play(speed, on_bar=tell)


def _words(workspace: "Workspace", symbols: list[str], side: Side) -> Callable[["BarChange"], str]:
    """How a bar is said, with the decimals of its symbol."""
    from tickloom.times import iso

    known = {symbol: workspace.instrument(symbol) for symbol in symbols}
    more = 1 if side is Side.MID else 0
    digits = {symbol: more + (record.digits if record else 0) for symbol, record in known.items()}

    def words(change: "BarChange") -> str:
        bar, n_digits = change.bar, digits[change.symbol]
        prices = " ".join(f"{price:.{n_digits}f}" for price in (bar.open, bar.high, bar.low, bar.close))
        whose = f"{change.symbol} {change.timeframe}"
        return f"{iso(bar.available_at)}  {whose}  {prices}  {bar.volume:.10g} {bar.ticks}"

    return words


def _json(change: "BarChange") -> str:
    from tickloom.times import iso

    bar = change.bar
    whose = {"symbol": change.symbol, "timeframe": change.timeframe, "open_time": iso(bar.open_time)}
    values = {name: getattr(bar, name) for name in ("open", "high", "low", "close", "volume", "ticks")}
    return json.dumps(whose | values | {"available_at": iso(bar.available_at)})
