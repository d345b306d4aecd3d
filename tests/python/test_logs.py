"""What Python says to the log: any value, in any program, without ever failing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tickloom.logs.plain import MOST, as_json


class Silent:
    """A value that cannot even be shown."""

    def __str__(self) -> str:
        raise RuntimeError("never")


def nested(levels: int) -> Any:
    """Lists within each other."""
    return [nested(levels - 1)] if levels else "deep"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, None),
        (True, True),
        (2**70, 2**70),
        (float("nan"), "nan"),
        (b"\x00", "b'\\x00'"),
        ("\ud800", "?"),
        (Silent(), "<Silent without a text: RuntimeError>"),
        ({1: {"two": (3, 4)}}, {"1": {"two": [3, 4]}}),
        (nested(100), [[[[["…"]]]]]),
        (range(3), "range(0, 3)"),
        (list(range(1000)), list(range(MOST))),
    ],
    ids=repr,
)
def test_any_value_is_shown_within_bounds(value: object, shown: object) -> None:
    assert json.loads(as_json({"field": value})) == {"field": shown}


PROGRAM = """
import logging, structlog, tickloom.logs
from tickloom.config.sections import Logs
tickloom.logs.show_from("debug")
tickloom.logs.apply(Logs(format="json"))
log = tickloom.logs.get("mine").bind(symbol="EURUSD")
structlog.contextvars.bind_contextvars(run=7)
log.debug("with a context", score=0.5)
try:
    raise KeyError("missing")
except KeyError:
    log.exception("has failed", time="mine")
logging.getLogger("other").error("stays where it was")
"""


def test_a_program_logs_with_structlog_and_keeps_its_own_logging() -> None:
    command = [sys.executable, "-W", "ignore::RuntimeWarning", "-c", PROGRAM]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()
    first, second = (json.loads(line) for line in said[:2])
    assert said[2:] == ["stays where it was"]
    assert (first["level"], first["target"], first["event"]) == ("debug", "mine", "with a context")
    assert (first["run"], first["score"], first["symbol"]) == (7, 0.5, "EURUSD")
    assert (second["level"], second["exception"], second["reason"]) == ("error", "KeyError", "'missing'")
    assert second["time_"] == "mine"
    assert second["traceback"].endswith("KeyError: 'missing'\n")
