"""The client for threads: answers, tables, events, errors, Ctrl-C, and engines that come and go."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

import tickloom as tl
from tickloom import _core
from tickloom.client import Client
from tickloom.errors import (
    ConnectionClosed,
    ConnectionUnusable,
    Disconnected,
    EngineRefused,
    EngineUnreachable,
    InvalidSide,
    ProtocolError,
    RequestTimedOut,
    TickloomError,
    UnknownSymbol,
)

if TYPE_CHECKING:
    from pathlib import Path

    from counting import Place

VALUES = {
    "text": "€",
    "large": 2**63,
    "small": -(2**63),
    "float": 1.0,
    "bytes": b"\x00",
    "list": [None, True],
}


def following(data: dict[str, Any]) -> dict[str, Any]:
    """The numbers after the last."""
    return {"from": data["number"] + 1, "to": 10**9}


def test_a_method_answers_with_its_record(client: Client) -> None:
    assert client.ask("counting.echo", VALUES) == {"params": VALUES}
    assert client.ask("system.ping")["time"] > 1.7e18
    assert client.engine is not None
    assert client.engine["engine"] == tl.__version__


def test_threads_share_a_client(client: Client) -> None:
    def ask(number: int) -> int:
        answered: int = client.ask("counting.echo", {"number": number})["params"]["number"]
        return answered

    with ThreadPoolExecutor(16) as threads:
        assert list(threads.map(ask, range(500))) == list(range(500))


@pytest.mark.parametrize(("rows", "size"), [(0, 1 << 20), (3, 7), (100_000, 1 << 16), (100_000, 1 << 20)])
def test_parts_of_a_table_are_one_table(client: Client, rows: int, size: int) -> None:
    table = client.table("counting.table", {"rows": rows, "size": size})
    assert table.column_names == ["number"]
    assert table["number"].tolist() == list(range(rows))


def test_errors_are_those_of_the_work_itself(client: Client) -> None:
    with pytest.raises(UnknownSymbol, match="no ticks of XAUUSD") as raised:
        client.ask("counting.fails")
    assert raised.value.code == "symbol.unknown"


@pytest.mark.parametrize(
    ("method", "params", "kind", "code"),
    [
        ("nobody.knows", {}, ProtocolError, "protocol.unknown_method"),
        ("counting.echo", {"set": set()}, TypeError, None),
        ("counting.echo", {"bytes": bytes(17 << 20)}, ValueError, None),
    ],
)
def test_what_cannot_be_asked_is_refused(
    client: Client, method: str, params: dict[str, Any], kind: type[Exception], code: str | None
) -> None:
    with pytest.raises(kind) as raised:
        client.ask(method, params)
    assert getattr(raised.value, "code", None) == code


@pytest.mark.parametrize(
    ("code", "said", "retryable"),
    [
        ("store.busy", None, True),
        ("store.full", None, False),
        ("counting.tired", None, False),
        ("counting.tired", True, True),
        ("store.busy", False, False),
    ],
)
def test_an_error_says_whether_to_ask_again(
    client: Client, code: str, said: bool | None, retryable: bool
) -> None:
    with pytest.raises(TickloomError, match="not now") as raised:
        client.ask("counting.refuses", {"code": code, "retryable": said})
    assert (raised.value.code, raised.value.retryable) == (code, retryable)


def test_what_is_no_table_is_told(client: Client) -> None:
    with pytest.raises(ProtocolError) as raised:
        client.table("counting.nonsense")
    assert raised.value.code == "protocol.malformed"
    with pytest.raises(InvalidSide):
        client.table("counting.table", {"rows": 1, "size": 9, "side": "middle"})


def test_a_request_that_takes_too_long_is_cancelled(place: Place, client: Client) -> None:
    with pytest.raises(RequestTimedOut) as raised:
        client.ask("counting.waits", timeout=1)
    assert raised.value.code == "protocol.timed_out"
    assert place.service.cancelled.wait(20)


def test_ctrl_c_cancels_a_request(place: Place, client: Client) -> None:
    def press() -> None:
        place.service.begun.wait(20)
        time.sleep(0.1)
        signal.raise_signal(signal.SIGINT)

    pressing = threading.Thread(target=press)
    pressing.start()
    with pytest.raises(tl.Interrupted):
        client.ask("counting.waits")
    pressing.join()
    assert place.service.cancelled.wait(20)
    assert client.ask("counting.echo") == {"params": {}}


def test_events_come_in_order_and_end(client: Client) -> None:
    with client.listen("counting.numbers", {"from": 0, "to": 1_000}) as events:
        told = list(events)
    assert [event.data["number"] for event in told if event.data] == list(range(1_000))
    assert {event.missed for event in told} == {0}


def test_events_that_fail_say_why(client: Client) -> None:
    with pytest.raises(UnknownSymbol):
        list(client.listen("counting.breaks"))
    with pytest.raises(ProtocolError):
        client.listen("nobody.knows")


def test_waiting_for_an_event_has_an_end(client: Client) -> None:
    with client.listen("counting.numbers", {"from": 0, "to": 10**9}) as events:
        assert events.next(20) is not None
    while events.next(20) is not None:
        pass


def test_an_engine_that_is_killed_and_back_costs_no_event_and_doubles_none(place: Place) -> None:
    with (
        Client(find=place.find) as client,
        client.listen("counting.numbers", {"from": 0, "to": 10**9}, resume=following) as events,
    ):
        numbers = []
        for number in range(3_000):
            if number % 1_000 == 500:
                place.begin()
            event = events.next(30)
            assert event is not None
            assert event.missed == 0
            numbers.append(event.data["number"])
        assert numbers == list(range(3_000))
        assert client.ask("counting.echo") == {"params": {}}


def test_a_request_in_flight_fails_when_the_engine_goes(place: Place, client: Client) -> None:
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(client.ask, "counting.waits")
        time.sleep(0.2)
        place.end()
        with pytest.raises((ProtocolError, EngineUnreachable)) as raised:
            waiting.result(30)
    assert raised.value.code in ("ipc.disconnected", "protocol.cancelled", "protocol.shutting_down")
    place.begin()
    assert client.ask("counting.echo") == {"params": {}}


def test_without_an_engine_requests_fail_in_the_end(place: Place, client: Client) -> None:
    place.end()
    with pytest.raises(Disconnected):
        client.ask("counting.echo")


def test_a_function_that_goes_wrong_ends_its_own_subscription(place: Place, client: Client) -> None:
    events = client.listen("counting.numbers", {"from": 0, "to": 10**9}, resume=lambda data: data["none"])
    assert events.next() is not None
    place.begin()
    with pytest.raises(ConnectionUnusable) as raised:
        list(events)
    assert raised.value.code == "ipc.callback_failed"
    assert client.ask("counting.echo") == {"params": {}}


def test_who_cannot_connect_is_told_why(place: Place, tmp_path: Path) -> None:
    with pytest.raises(EngineUnreachable) as raised:
        tl.connect(tmp_path / "nothing")
    assert raised.value.code == "ipc.no_engine"
    port, _ = place.find()
    with pytest.raises(EngineRefused):
        Client(find=lambda: (port, "0" * 64))
    place.end()
    with pytest.raises(EngineUnreachable) as raised:
        Client(find=lambda: (port, "0" * 64))
    assert raised.value.code == "ipc.unreachable"
    with pytest.raises(ConnectionUnusable):
        Client(find=place.find)


def test_a_client_that_was_closed_asks_nothing_more(client: Client) -> None:
    events = client.listen("counting.numbers", {"from": 0, "to": 10**9})
    client.close()
    client.close()
    assert client.closed
    assert client.engine is None
    with pytest.raises(ConnectionClosed):
        client.ask("system.ping")
    with pytest.raises(ConnectionClosed):
        list(events)


def test_the_core_waits_without_holding_the_interpreter(client: Client) -> None:
    counted = 0
    answer = client._core.ask("counting.waits", {})
    waiting = threading.Thread(target=answer.wait, args=[0.3])
    waiting.start()
    while waiting.is_alive():
        counted += 1
    assert counted > 1_000
    assert isinstance(answer, _core.Answer)


LEAVES = """
import json, sys, threading
from tickloom.client import Client
port, nonce = json.load(sys.stdin)
client = Client(find=lambda: (port, nonce))
events = client.listen(
    "counting.numbers", {"from": 0, "to": 10**9}, resume=lambda data: {"from": data["number"], "to": 10**9}
)
threading.Thread(target=client.ask, args=["counting.waits"], daemon=True).start()
answers = [client._core.ask("counting.waits", {}) for _ in range(10)]
for answer in answers:
    answer.poll(lambda: None)
events.next()
print("leaves", flush=True)
"""


def test_a_program_may_end_while_a_client_is_open(place: Place) -> None:
    for _ in range(5):
        said = json.dumps(place.find())
        command = [sys.executable, "-c", LEAVES]
        left = subprocess.run(command, input=said, capture_output=True, text=True, timeout=60, check=False)
        assert (left.returncode, left.stdout, left.stderr) == (0, "leaves\n", "")
