"""Services written in Python: what they give, and that one of them hurts nobody else, whatever it does."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from websocket import Client, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hosting import Host


@pytest.fixture
def host(start: Callable[..., Host]) -> Host:
    """An engine with a stubborn service and a neighbour."""
    return start("--service", "stubborn:Stubborn", "--service", "stubborn:Plain")


@pytest.fixture
def client(host: Host) -> Iterator[Client]:
    """A client of it."""
    with host.connect() as client:
        yield client


def code_of(client: Client, method: str, **params: object) -> str:
    """The code with which a method fails."""
    with pytest.raises(Refused) as refused:
        client.ask(method, **params)
    return refused.value.code


def test_a_method_is_asked_and_answers(client: Client) -> None:
    params = {"text": "€", "number": 2**63, "float": 1.0, "bytes": b"\x00", "list": [None, True]}
    assert client.ask("stubborn.echo", **params) == {
        "params": params,
        "method": "stubborn.echo",
        "client": "tests",
    }


@pytest.mark.parametrize("to", [0, 1, 2, 100])
def test_parts_come_in_order_and_the_last_is_known(client: Client, to: int) -> None:
    client.begin("request", "stubborn.counts", to=to)
    replies = [client.receive()]
    while replies[-1].get("more"):
        replies.append(client.receive())
    assert [reply["result"] for reply in replies] == [{"number": number} for number in range(to)] or [{}]


def test_events_come_in_order_and_end(client: Client) -> None:
    events = list(client.events("stubborn.ticks", to=100))
    assert [event["data"] for event in events[:-1]] == [{"number": number} for number in range(100)]
    assert [event.get("sequence") for event in events] == list(range(101))
    assert events[-1]["last"]


@pytest.mark.parametrize(
    ("method", "code"),
    [
        ("breaks", "protocol.internal"),
        ("leaves", "protocol.internal"),
        ("gives", "protocol.internal"),
        ("nests", "protocol.internal"),
        ("refuses", "symbol.unknown"),
        ("breaks_off", "symbol.unknown"),
        ("counts", "protocol.internal"),
        ("nothing", "protocol.unknown_method"),
    ],
)
def test_what_it_raises_is_told_by_its_code(client: Client, method: str, code: str) -> None:
    assert code_of(client, f"stubborn.{method}") == code
    assert client.ask("plain.echo") == {"params": {}}


def test_a_defect_is_told_where_the_engine_speaks_and_not_to_the_client(host: Host, client: Client) -> None:
    with pytest.raises(Refused) as refused:
        client.ask("stubborn.breaks")
    assert "a secret of the service" not in str(refused.value)
    assert "service has a defect  about=stubborn.breaks" in host.said
    assert "ZeroDivisionError: a secret of the service" in host.said
    assert "Traceback" in host.said


def test_one_that_hangs_is_given_up_in_its_time_and_hurts_nobody(host: Host, client: Client) -> None:
    begun = time.monotonic()
    assert code_of(client, "stubborn.hangs") == "protocol.timed_out"
    assert 0.5 <= time.monotonic() - begun < 5
    assert client.ask("plain.echo") == {"params": {}}
    assert client.ask("system.ping")


def test_one_all_of_whose_threads_hang_says_so_and_can_be_started_anew(host: Host, client: Client) -> None:
    with host.connect() as second, host.connect() as third:
        codes = [code for each in (client, second, third) for code in _codes_of_hangs(each, 50)]
    assert set(codes) == {"protocol.timed_out", "service.unavailable"}
    assert client.ask("plain.echo") == {"params": {}}
    assert client.ask("system.restart", name="stubborn")["state"] == "running"
    assert client.ask("stubborn.lives") == {"starts": 2}


def _codes_of_hangs(client: Client, count: int) -> Iterator[str]:
    for _ in range(count):
        client.begin("request", "stubborn.hangs")
    for _ in range(count):
        with pytest.raises(Refused) as refused:
            client.receive()
        yield refused.value.code


def test_one_that_computes_lets_others_answer(host: Host, client: Client) -> None:
    client.begin("request", "stubborn.computes", seconds=2.0)
    with host.connect() as other:
        for _ in range(100):
            assert other.ask("plain.echo") == {"params": {}}
            assert other.ask("system.ping")
    assert client.receive()["result"] == {}


def test_one_that_holds_the_interpreter_is_given_up_in_its_time_and_services_in_rust_answer(
    host: Host, client: Client
) -> None:
    begun = time.monotonic()
    client.begin("request", "stubborn.holds", seconds=4)
    with host.connect() as other:
        assert other.ask("system.ping")
        assert other.ask("instruments.list") == {"instruments": []}
    with pytest.raises(Refused) as refused:
        client.receive()
    assert refused.value.code == "protocol.timed_out"
    assert time.monotonic() - begun < 4, "it was answered for while it held on"
    assert client.ask("plain.echo") == {"params": {}}


@pytest.mark.parametrize("key", [None, "EURUSD"])
def test_a_flood_waits_or_is_merged_and_ends_with_its_client(host: Host, key: str | None) -> None:
    with host.connect() as client:
        params = {"key": key} if key else {}
        client.begin("subscribe", "stubborn.floods", **params)
        time.sleep(1)
        with host.connect() as other:
            assert other.ask("plain.echo") == {"params": {}}
        client.receive()
        numbers = [client.receive()["data"]["number"] for _ in range(100)]
        assert numbers == sorted(set(numbers))
        # What must not be lost waited for room; of market data the latest alone did.
        assert (numbers == list(range(100))) == (key is None)
    with host.connect() as client:
        assert client.ask("stubborn.was_closed") == {"closed": True}


def test_a_generator_that_waits_ends_with_its_subscription(host: Host, client: Client) -> None:
    number = client.begin("subscribe", "stubborn.waits")
    client.receive()
    client.send({"kind": "unsubscribe", "id": 1_000, "subscription": number})
    assert client.receive() == {"kind": "reply", "id": 1_000, "result": {}}
    assert client.ask("stubborn.was_closed") == {"closed": True}


def test_a_service_is_told_who_has_gone_and_holds_up_nobody_by_it(start: Callable[..., Host]) -> None:
    host = start("--service", "stubborn:Parting")
    sessions = []
    for _ in range(8):
        with host.connect() as client:
            sessions.append(client.ask("parting.here")["session"])
    with host.connect() as client:
        # Two were told of, and it hangs in the third.
        until = time.monotonic() + 10
        while len(gone := client.ask("parting.here")["gone"]) < 3:
            assert time.monotonic() < until
        assert set(gone) < set(sessions)


def test_a_service_stands_in_the_list_with_its_needs_and_methods(client: Client) -> None:
    client.ask("plain.echo")
    services = {service["name"]: service for service in client.ask("system.services")["services"]}
    assert services["plain"]["needs"] == ["stubborn"]
    assert (services["plain"]["state"], services["plain"]["is_healthy"]) == ("running", True)
    (echo,) = services["plain"]["methods"]
    assert (echo["method"], echo["calls"], echo["errors"]) == ("plain.echo", 1, 0)


def test_one_that_wants_it_is_started_again_until_it_runs(start: Callable[..., Host]) -> None:
    host = start("--service", "stubborn:Trying")
    with host.connect() as client:
        until = time.monotonic() + 20
        while _state_of(client, "trying") != "running":
            assert time.monotonic() < until
            time.sleep(0.1)
        assert client.ask("trying.here") == {"starts": 2}


def _state_of(client: Client, name: str) -> str:
    services = {service["name"]: service for service in client.ask("system.services")["services"]}
    return str(services[name]["state"])


def test_one_that_is_not_well_says_why(start: Callable[..., Host]) -> None:
    host = start("--service", "stubborn:Ailing")
    with host.connect() as client:
        services = {service["name"]: service for service in client.ask("system.services")["services"]}
        health = client.ask("system.health")
    ailing = services["ailing"]
    assert (ailing["state"], ailing["is_healthy"]) == ("running", False)
    assert ailing["reason"] == "no quotes for an hour"
    assert not health["is_healthy"]
    assert any("no quotes for an hour" in reason for reason in health["reasons"])


def test_services_stop_with_those_that_need_them(client: Client) -> None:
    client.ask("system.stop", name="stubborn")
    assert code_of(client, "plain.echo") == "service.unavailable"
    client.ask("system.start", name="plain")
    assert client.ask("plain.echo") == {"params": {}}
    assert client.ask("stubborn.lives") == {"starts": 2}


def test_one_that_cannot_be_started_says_why_and_the_engine_serves(start: Callable[..., Host]) -> None:
    host = start("--service", "stubborn:Failing")
    with host.connect() as client:
        assert _state_of(client, "failing") == "failed"
        assert code_of(client, "failing.echo") == "service.unavailable"
    assert "OSError: no such device" in host.said


@pytest.mark.parametrize(
    "services",
    [("stubborn:Plain",), ("stubborn:Failing", "stubborn:Failing")],
    ids=["what it needs is not there", "its name is taken"],
)
def test_a_service_that_does_not_fit_is_refused(
    start: Callable[..., Host], services: tuple[str, ...]
) -> None:
    host = start(*(word for name in services for word in ("--service", name)))
    assert (host.first, host.wait()[0]) == ("", 2)
    assert host.said.endswith("[engine.service_invalid]\n")
