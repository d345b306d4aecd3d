"""Replays: order, jumps, steps, speeds, and states that are what reads as of a moment say."""

from __future__ import annotations

import math
import random
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pressing import ctrl_c_after

import tickloom as tl
from tickloom import errors
from tickloom.times import MAX, nanos

if TYPE_CHECKING:
    from pathlib import Path

MONDAY = nanos("2024-01-08")
HOUR = 3_600_000_000_000
EVERY_KIND = ["1m", "1h", "1d", "1w", "250t", "300v", "20r", "10b"]
COLUMNS = ("open_time", "open", "high", "low", "close", "volume", "ticks", "available_at", "complete")


def last_rows(table: tl.Table, n_rows: int) -> dict[str, list[object]]:
    """The last complete rows, and the one in progress."""
    n_forming = int((~table["complete"]).sum())
    return {name: table[name][-(n_rows + n_forming) :].tolist() for name in COLUMNS}


@pytest.mark.parametrize("day", ["utc", "session"])
def test_wherever_it_goes_its_state_is_what_a_read_as_of_that_moment_says(
    week: tl.Workspace, day: str
) -> None:
    chosen = random.Random(20)
    replay = week.replay("EURUSD", timeframes=EVERY_KIND, day=day, capacity=40)
    for _ in range(12):
        replay.seek(chosen.randrange(replay.start, replay.end))
        if chosen.random() < 0.5:
            replay.run_until(replay.now + HOUR)
        for timeframe in EVERY_KIND:
            read = week.bars("EURUSD", timeframe, day=day, as_of=replay.now, forming=True)
            assert last_rows(replay.state("EURUSD", timeframe), 40) == last_rows(read, 40), timeframe


def test_ticks_are_those_that_are_stored_in_their_order(week: tl.Workspace) -> None:
    bounds = ("2024-01-08T09:00", "2024-01-08T09:20")
    stored = week.ticks("EURUSD", *bounds)
    replay = week.replay(["EURUSD"], *bounds, timeframes=["1m"])
    played = list(replay)
    assert [tick.timestamp for tick in played] == stored["timestamp"].astype("int64").tolist()
    for name in ("bid", "ask", "bid_volume", "ask_volume"):
        assert [getattr(tick, name) for tick in played] == stored[name].tolist()
    assert (replay.played, replay.ticks, replay.progress) == (len(played), len(played), 1.0)
    assert replay.now == replay.end == nanos(bounds[1])


@pytest.fixture
def pair(ws: tl.Workspace) -> tl.Workspace:
    """Two symbols with ticks at the same moments of an hour: every ten seconds, and every twenty."""
    for symbol, every in (("EURUSD", 10), ("USDJPY", 20)):
        seconds = np.arange(0, 3600, every)
        columns = {
            "timestamp": MONDAY // 1_000_000 + seconds * 1000,
            "bid": 1 + seconds / 1e3,
            "ask": 2 + seconds / 1e3,
        }
        ws.write_ticks(symbol, columns, digits=3, progress=False)
    return ws


def test_ticks_of_one_moment_come_in_the_order_of_symbols(pair: tl.Workspace) -> None:
    first = [(tick.symbol, (tick.timestamp - MONDAY) // 10**9) for tick in pair.replay(["USDJPY", "EURUSD"])][
        :5
    ]
    assert first == [("USDJPY", 0), ("EURUSD", 0), ("EURUSD", 10), ("USDJPY", 20), ("EURUSD", 20)]


def test_bars_are_told_when_they_end_and_before_the_ticks_of_that_moment(pair: tl.Workspace) -> None:
    told: list[tl.ReplayTick | tl.BarChange] = []
    replay = pair.replay(["EURUSD", "USDJPY"], timeframes=["1m", "5m"])
    replay.play(until=MONDAY + 60 * 10**9, on_tick=told.append, on_bar=told.append)
    at_the_end = [(type(event).__name__, event.symbol) for event in told[-4:]]
    assert at_the_end == [
        ("BarChange", "EURUSD"),
        ("BarChange", "USDJPY"),
        ("ReplayTick", "EURUSD"),
        ("ReplayTick", "USDJPY"),
    ]
    (change,) = (event for event in told if isinstance(event, tl.BarChange) and event.symbol == "EURUSD")
    prices, spreads = (1.0, 1.05, 1.0, 1.05), (1.0, 1.0, 1.0, 1.0)
    assert change.timeframe == "1m"
    assert change.bar == tl.LiveBar(MONDAY, *prices, 0.0, 6, *spreads, MONDAY + 60 * 10**9, complete=True)
    assert str(change).startswith(
        "EURUSD 1m completed 2024-01-08T00:00 o 1.000 h 1.050 l 1.000 c 1.050 v 0 n 6"
    )


def test_what_a_callback_asks_is_what_was_known_then(pair: tl.Workspace) -> None:
    replay = pair.replay(["EURUSD", "USDJPY"], timeframes=["1m", "5m"])
    seen = []

    def look(change: tl.BarChange) -> None:
        state, bar = replay.state(change.symbol, change.timeframe), change.bar
        seen.append(
            (replay.now == bar.available_at, state["close"][-1] == bar.close, bool(state["complete"][-1]))
        )

    replay.play(on_bar=look)
    assert len(seen) == 2 * (59 + 11)
    assert set(seen) == {(True, True, True)}


@pytest.mark.parametrize("speed", [math.inf, 36_000.0, 1e12])
def test_at_any_speed_the_same_is_told(pair: tl.Workspace, speed: float) -> None:
    bars: list[tl.BarChange] = []
    replay = pair.replay(["EURUSD", "USDJPY"], MONDAY, MONDAY + HOUR, timeframes=["5m"])
    replay.play(speed, on_bar=bars.append)
    assert (len(bars), replay.now, replay.played) == (24, MONDAY + HOUR, replay.ticks)


def test_callbacks_and_other_threads_change_what_is_played(pair: tl.Workspace) -> None:
    replay = pair.replay("EURUSD", timeframes=["1m"])
    told: list[int] = []

    def meddle(tick: tl.ReplayTick) -> None:
        told.append(tick.timestamp)
        if len(told) == 2:
            replay.speed = 1e6
            replay.pause()
            threading.Timer(0.05, replay.resume).start()
        if len(told) == 4:
            replay.seek(MONDAY + 1000 * 10**9)
        if len(told) == 6:
            replay.stop()

    replay.play(on_tick=meddle)
    assert [(time - MONDAY) // 10**9 for time in told] == [0, 10, 20, 30, 1010, 1020]
    assert replay.speed == 1e6


@pytest.mark.parametrize("speed", [math.inf, 1.0])
def test_ctrl_c_ends_a_play_that_can_go_on(pair: tl.Workspace, speed: float) -> None:
    replay = pair.replay("EURUSD", timeframes=["1m"])
    endless = (lambda tick: replay.seek(MONDAY)) if speed == math.inf else None
    with ctrl_c_after(1), pytest.raises(tl.Interrupted):
        replay.play(speed, on_tick=endless)
    replay.play()
    assert replay.progress == 1.0


def test_steps_say_whether_there_was_one(pair: tl.Workspace) -> None:
    replay = pair.replay("EURUSD", timeframes=["5m", "100t"])
    steps = ("tick", "5m", "100t", "session", "tick")
    stops = [(replay.step(step), (replay.now - MONDAY) // 10**9) for step in steps]
    assert stops == [(True, 0), (True, 300), (True, 990), (True, 3590), (False, 3590)]


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        ({"symbols": "GBPUSD"}, errors.UnknownSymbol, "symbol.unknown"),
        ({"symbols": []}, errors.InvalidState, "mtf.empty"),
        ({"symbols": ["EURUSD", "EURUSD"]}, errors.InvalidState, "mtf.repeated"),
        ({"timeframes": []}, errors.InvalidState, "mtf.empty"),
        ({"timeframes": ["5x"]}, errors.InvalidTimeframe, "timeframe.invalid"),
        ({"capacity": 0}, errors.InvalidState, "mtf.capacity_invalid"),
        ({"side": "last"}, errors.InvalidSide, "side.invalid"),
        ({"day": "local"}, errors.InvalidDay, "day.invalid"),
        ({"start": "2025-01-01"}, errors.NoTicks, "replay.no_ticks"),
        ({"start": "2024-01-09", "end": "2024-01-08"}, errors.InvalidRange, "time.range_invalid"),
    ],
)
def test_what_cannot_be_replayed_is_refused(
    pair: tl.Workspace, change: dict[str, object], kind: type[Exception], code: str
) -> None:
    arguments: dict[str, object] = {"symbols": "EURUSD", "timeframes": ["5m"]} | change
    with pytest.raises(kind) as raised:
        pair.replay(**arguments)  # type: ignore[arg-type]
    assert raised.value.code == code  # type: ignore[attr-defined]


def test_wrong_steps_speeds_and_questions_are_refused(pair: tl.Workspace) -> None:
    replay = pair.replay("EURUSD", timeframes=["5m"])
    with pytest.raises(errors.InvalidStep, match="is no step: use tick, session"):
        replay.step("1h")
    for speed in (0.0, -1.0, math.nan):
        with pytest.raises(errors.InvalidSpeed):
            replay.play(speed)
    with pytest.raises(errors.UnknownSymbol, match="USDJPY is none"):
        replay.state("USDJPY", "5m")
    with pytest.raises(errors.InvalidState, match="1h is none"):
        replay.state("EURUSD", "1h")
    assert replay.played == 0


def test_a_day_that_is_imported_again_is_refused_when_its_turn_comes(pair: tl.Workspace) -> None:
    days = [MONDAY + number * 24 * HOUR for number in range(1, 7)]
    later = {"timestamp": [day // 1_000_000 for day in days], "bid": [1.5] * 6, "ask": [1.6] * 6}
    pair.write_ticks("USDJPY", later, progress=False)
    replay = pair.replay(["EURUSD", "USDJPY"], timeframes=["5m"])
    again = {"timestamp": [days[-1] // 1_000_000 + 5], "bid": [1.5], "ask": [1.6]}
    pair.write_ticks("USDJPY", again, progress=False)
    with pytest.raises(errors.ReplayChanged, match="USDJPY 2024-01-14") as raised:
        replay.run_until(MAX)
    assert raised.value.code == "replay.day_changed"
    assert (replay.played, replay.now) == (replay.ticks - 1, days[-2])
    with pytest.raises(errors.ReplayChanged):
        next(replay)
    assert len(list(pair.replay(["EURUSD", "USDJPY"]))) == replay.ticks + 1


def test_questions_while_ticks_are_taken_are_answered_as_of_the_last_one(pair: tl.Workspace) -> None:
    """However many are taken between them, and whichever question it is."""
    replays = [pair.replay(["USDJPY", "EURUSD"], timeframes=["1m", "7t"]) for _ in range(2)]
    chosen = random.Random(3)
    replay, by_steps = replays
    for _ in range(40):
        for _ in range(chosen.choice([1, 2, 3, 20])):
            taken = next(replay, None)
            assert by_steps.step("tick") == (taken is not None)
        assert (replay.now, replay.played) == (by_steps.now, by_steps.played)
        states = [
            [
                one.state(symbol, timeframe)["close"].tolist()
                for symbol in one.symbols
                for timeframe in ("1m", "7t")
            ]
            for one in replays
        ]
        assert states[0] == states[1]


def test_a_closed_replay_lets_go_of_the_store(tmp_path: Path, pair: tl.Workspace) -> None:
    with pair.replay("EURUSD") as replay:
        assert repr(replay).startswith("<replay of EURUSD at 2024-01-08T00:00:00.000Z, 0.0% played")
    replay.close()
    assert repr(replay) == "<replay, closed>"
    with pytest.raises(errors.StoreClosed):
        replay.step("tick")


def test_all_timeframes_are_kept_if_none_are_named(week: tl.Workspace) -> None:
    replay = week.replay("EURUSD")
    replay.run_until(MAX)
    assert replay.timeframes == ["1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w", "1mo"]
    assert replay.state("EURUSD", "1m")["complete"].tolist() == [True] * 1000 + [False]
    assert replay.state("EURUSD", "1h", detail=True).column_names[-4:] == [
        "spread_min",
        "spread_mean",
        "spread_max",
        "spread_close",
    ]
