"""Values become what is sent: types, order, and what is missing."""

from __future__ import annotations

import doctest
from importlib import import_module
from typing import Any

import pytest

from tickloom.protocol import METHODS, RECORDS, canonical, canonical_frame


@pytest.mark.parametrize(
    ("record", "given", "sent"),
    [
        ("SymbolRange", {"end": 0, "symbol": "X", "start": None}, {"symbol": "X", "end": 0}),
        ("ReplayPlay", {"session": "s", "speed": 60}, {"session": "s", "speed": 60.0}),
        ("InstrumentList", {"instruments": [], "later": 1}, {"instruments": []}),
        (
            "CalendarRules",
            {"rules": {"b": [{"d": 1, "c": 2}], "a": None}},
            {"rules": {"a": None, "b": [{"c": 2, "d": 1}]}},
        ),
        (
            "ReplayPosition",
            {"ticks": 3, "played": 2, "now": 2**63 - 1},
            {"now": 2**63 - 1, "played": 2, "ticks": 3},
        ),
    ],
)
def test_a_record_is_sent_in_one_form(record: str, given: Any, sent: dict[str, Any]) -> None:
    assert repr(canonical(record, given)) == repr(sent)


def test_floats_in_lists_are_floats() -> None:
    ticks = {"symbol": [0], "timestamp": [1], "bid": [1], "ask": [2], "bid_volume": [0], "ask_volume": []}
    assert repr(canonical("TickColumns", ticks)["bid"]) == "[1.0]"


def test_a_field_that_is_missing_is_named() -> None:
    with pytest.raises(ValueError, match="'symbol' is missing"):
        canonical("SymbolRange", {"start": 1})
    with pytest.raises(ValueError, match="'id' is missing"):
        canonical_frame({"kind": "cancel"})


def test_every_record_that_is_named_is_there() -> None:
    named = {name for method in METHODS.values() for name in (method.params, method.result)}
    for fields in RECORDS.values():
        kinds = (kind.removesuffix("?").removeprefix("list of ") for kind in fields.values())
        named |= {kind for kind in kinds if kind[0].isupper()}
    assert named <= set(RECORDS)


@pytest.mark.parametrize("name", ["tickloom.protocol", "tickloom.protocol.canonical"])
def test_the_examples_run(name: str) -> None:
    result = doctest.testmod(import_module(name))
    assert (result.failed, result.attempted > 0) == (0, True)
