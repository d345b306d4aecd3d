"""Bars by a rule written in Python: what it says is done, the rest is as of other bars, and it may fail."""

from __future__ import annotations

import os
import signal
from typing import Any

import numpy as np
import polars as pl
import pytest

import tickloom as tl
from tickloom.errors import InvalidCalendar, InvalidColumns, InvalidSide, UnreadableFile

START = 1_704_704_400_000_000_000
MIDNIGHT = np.datetime64("2024-01-09", "ns")
BIDS = [1.10, 1.12, 1.11, 1.15, 1.13]
TICKS: dict[str, list[Any]] = {
    "timestamp": [START + 10, START + 20, START + 20, START + 30, START + 40],
    "bid": BIDS,
    "ask": [bid + 0.02 for bid in BIDS],
    "bid_volume": [1.0, 2.0, 0.5, 0.25, 4.0],
}


class Every:
    """Every so many ticks; remembers what it was asked."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.asked: list[tuple[Any, ...]] = []

    def begin(self) -> None:
        self.ticks = 0

    def completes(self, *tick: Any) -> bool:
        self.asked.append(tick)
        self.ticks += 1
        return self.ticks == self.count


class Failing(Every):
    """Raises at its third tick."""

    def completes(self, *tick: Any) -> bool:
        if len(self.asked) == 2:
            raise ZeroDivisionError("of the rule's own")
        return super().completes(*tick)


def test_a_rule_is_asked_about_each_tick_in_plain_numbers() -> None:
    rule = Every(2)
    tl.aggregate(TICKS, rule)
    assert rule.asked[0] == (START + 10, 1.1, 1.12, 1.0, 0.0)
    assert [type(value) for value in rule.asked[0]] == [int, float, float, float, float]
    assert [tick[0] for tick in rule.asked] == TICKS["timestamp"]


def test_bars_hold_all_that_other_bars_do() -> None:
    bars = tl.aggregate(TICKS, Every(2), "mid")
    opened = np.array([START + 10, START + 20, START + 40], dtype="M8[ns]")
    expected = {
        "open_time": opened,
        "open": [1.11, 1.12, 1.14],
        "high": [1.13, 1.16, 1.14],
        "low": [1.11, 1.12, 1.14],
        "close": [1.13, 1.16, 1.14],
        "volume": [3.0, 0.75, 4.0],
        "ticks": [2, 2, 1],
        "available_at": [opened[1], opened[1] + 10, MIDNIGHT],
        "complete": [True, True, False],
        "spread_min": [0.02] * 3,
        "spread_mean": [0.02] * 3,
        "spread_max": [0.02] * 3,
        "spread_close": [0.02] * 3,
    }
    assert {name: values.tolist() for name, values in bars.to_numpy().items()} == {
        name: np.asarray(values).tolist() for name, values in expected.items()
    }


def test_the_rule_of_so_many_ticks_gives_the_stored_bars_of_so_many(week: tl.Workspace) -> None:
    ticks = week.ticks("EURUSD")
    for day, calendar in (("utc", None), ("session", week.calendar("EURUSD"))):
        own = tl.aggregate(ticks, Every(5_000), calendar=calendar)
        stored = week.bars("EURUSD", "5000t", day=day, forming=True, detail=True)
        assert own.to_arrow().equals(stored.to_arrow()), day


@pytest.mark.parametrize("make", [dict, pl.DataFrame, lambda columns: pl.DataFrame(columns).to_pandas()])
def test_ticks_come_in_whatever_holds_columns(make: Any) -> None:
    assert len(tl.aggregate(make(TICKS), Every(2))) == 3


def test_no_ticks_make_no_bars(week: tl.Workspace) -> None:
    assert len(tl.aggregate(week.ticks("EURUSD", end=0), Every(2))) == 0


def test_what_a_rule_raises_comes_through_at_once() -> None:
    rule = Failing(2)
    with pytest.raises(ZeroDivisionError, match="of the rule's own"):
        tl.aggregate(TICKS, rule)
    assert len(rule.asked) == 2


class NeverBegins(Every):
    """Raises before the first tick."""

    def begin(self) -> None:
        raise LookupError("no beginning")


def test_what_its_beginning_raises_comes_through_too() -> None:
    rule = NeverBegins(2)
    with pytest.raises(LookupError, match="no beginning"):
        tl.aggregate(TICKS, rule)
    assert rule.asked == []


class Interrupted(Every):
    """The user presses Ctrl-C at its hundredth tick."""

    def completes(self, *tick: Any) -> bool:
        if len(self.asked) == 100:
            os.kill(os.getpid(), signal.SIGINT)
        return super().completes(*tick)


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot send a process Ctrl-C alone")
def test_ctrl_c_ends_it(week: tl.Workspace) -> None:
    rule = Interrupted(1)
    with pytest.raises(KeyboardInterrupt):
        tl.aggregate(week.ticks("EURUSD"), rule)
    assert len(rule.asked) < 5_000


class NoRule:
    """Says nothing."""


@pytest.mark.parametrize(
    ("ticks", "rule", "options", "error", "text"),
    [
        ({**TICKS, "timestamp": TICKS["timestamp"][::-1]}, Every(2), {}, InvalidColumns, "position 1"),
        ({**TICKS, "bid": [1.1, float("nan"), 1, 1, 1]}, Every(2), {}, UnreadableFile, "row 2 of the table"),
        ({"time": [1], "price": [2.0]}, Every(2), {}, UnreadableFile, "bid"),
        (TICKS, Every(2), {"side": "best"}, InvalidSide, "best"),
        (TICKS, Every(2), {"calendar": {"name": "none"}}, InvalidCalendar, "zone"),
        (TICKS, NoRule(), {}, AttributeError, "begin"),
        ([1, 2], Every(2), {}, TypeError, "not list"),
    ],
    ids=["disordered", "no price", "no ticks", "side", "calendar", "no rule", "no table"],
)
def test_what_cannot_be_is_refused(
    ticks: Any, rule: Any, options: dict[str, Any], error: type[Exception], text: str
) -> None:
    with pytest.raises(error, match=text):
        tl.aggregate(ticks, rule, **options)
