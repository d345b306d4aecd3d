"""What Python says to the log: any value, in any program, without ever failing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import pytest

from tickloom import _core
from tickloom.logs.plain import MOST, as_json, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator


class Broken(Mapping[str, int]):
    """A collection that gives nothing."""

    def __getitem__(self, key: str) -> int:
        raise RuntimeError("never")

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("never")

    def __len__(self) -> int:
        return 1


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
        (2**64 - 1, 2**64 - 1),
        (-(2**63), -(2**63)),
        (2**70, str(2**70)),
        (10**400, str(10**400)),
        pytest.param(10**5000, "<int without a text: ValueError>", id="too many digits"),
        (float("nan"), "nan"),
        (b"\x00", "b'\\x00'"),
        ("\ud800", "?"),
        (Silent(), "<Silent without a text: RuntimeError>"),
        pytest.param(Broken(), "<Broken without values: RuntimeError>", id="broken"),
        ({1: {"two": (3, 4)}}, {"1": {"two": [3, 4]}}),
        (nested(100), [[[[["…"]]]]]),
        (range(3), "range(0, 3)"),
        (list(range(MOST)), list(range(MOST))),
        (list(range(1000)), [*range(MOST - 1), "… (937 more)"]),
        (dict.fromkeys("abc", 1), {"a": 1, "b": 1, "c": 1}),
    ],
    ids=lambda value: f"{value.bit_length()} bits" if isinstance(value, int) else repr(value)[:20],
)
def test_any_value_is_shown_within_bounds(value: object, shown: object) -> None:
    assert json.loads(as_json({"field": value})) == {"field": shown}


def test_a_traceback_that_is_cut_shows_no_piece_of_a_secret() -> None:
    planted = "cut-in-two-xyzzy"
    _core.keep_out_of_logs(planted)
    for beside in range(12_200, 12_300):
        fields = fields_of(ValueError(planted + "x" * beside))
        assert "xyzzy" not in fields["traceback"]


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


BRIDGED = """
import logging, tickloom.logs
from tickloom.config.sections import Logs
logging.basicConfig(format="handler: %(message)s")
tickloom.logs.begin()
tickloom.logs.apply(Logs(terminal="debug", format="json"))
logging.getLogger("a.library").debug("in detail")
logging.getLogger("a.library").warning("of importance")
"""


def test_handlers_of_others_show_no_more_than_they_did() -> None:
    command = [sys.executable, "-W", "ignore::RuntimeWarning", "-c", BRIDGED]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()
    assert [json.loads(line)["text"] for line in said if line.startswith("{")] == [
        "in detail",
        "of importance",
    ]
    assert [line for line in said if line.startswith("handler")] == ["handler: of importance"]


UNCAUGHT = """
import sys, threading, types, tickloom.logs
from tickloom.config.sections import Logs
tickloom.logs.begin()
tickloom.logs.apply(Logs(terminal="error", format="json"))
class Empty(ValueError):
    def __len__(self):
        return 0
class Asking(ValueError):
    def __init__(self, why):
        super().__init__(why)
def fail():
    raise Empty("with a reason")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
threading.excepthook(types.SimpleNamespace(exc_type=Asking, exc_value=None, exc_traceback=None))
"""


def test_an_exception_that_nobody_caught_is_told_whatever_it_is() -> None:
    command = [sys.executable, "-W", "ignore::RuntimeWarning", "-c", UNCAUGHT]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr.splitlines()
    first, second = (json.loads(line) for line in said)
    assert (first["exception"], first["reason"]) == ("Empty", "with a reason")
    assert first["traceback"].endswith("Empty: with a reason\n")
    assert second["exception"] == "Asking"
