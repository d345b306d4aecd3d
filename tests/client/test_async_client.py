"""The client for asyncio: the same answers, awaited, and no thread for each of them."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING

import pytest

from tickloom import AsyncClient
from tickloom.errors import ConnectionClosed, EngineUnreachable, UnknownSymbol

if TYPE_CHECKING:
    from pathlib import Path

    from counting import Place


def test_a_thousand_requests_take_no_thread(place: Place) -> None:
    async def ask() -> None:
        async with await AsyncClient.connect(find=place.find) as client:
            before = threading.active_count()
            asked = [client.ask("counting.echo", {"number": number}) for number in range(1_000)]
            answers = await asyncio.gather(*asked)
            assert [answer["params"]["number"] for answer in answers] == list(range(1_000))
            assert threading.active_count() <= before + 1

    asyncio.run(ask())


def test_records_tables_and_errors_are_those_of_the_other_client(place: Place) -> None:
    async def ask() -> None:
        async with await AsyncClient.connect(find=place.find) as client:
            table = await client.table("counting.table", {"rows": 10_000, "size": 1_000})
            assert table["number"].tolist() == list(range(10_000))
            with pytest.raises(UnknownSymbol):
                await client.ask("counting.fails")
            assert client.engine is not None
        assert client.closed
        with pytest.raises(ConnectionClosed):
            await client.ask("system.ping")

    asyncio.run(ask())


def test_whoever_stops_waiting_cancels(place: Place) -> None:
    async def ask() -> None:
        async with await AsyncClient.connect(find=place.find) as client:
            task = asyncio.create_task(client.ask("counting.waits"))
            assert await asyncio.to_thread(place.service.begun.wait, 20)
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.05):
                    await task
            assert await asyncio.to_thread(place.service.cancelled.wait, 20)
            assert await client.ask("counting.echo") == {"params": {}}

    asyncio.run(ask())


def test_events_come_while_other_things_are_asked(place: Place) -> None:
    async def listen() -> None:
        async with (
            await AsyncClient.connect(find=place.find) as client,
            await client.listen("counting.numbers", {"from": 0, "to": 500}) as events,
        ):
            numbers = []
            async for event in events:
                assert event.missed == 0
                assert await client.ask("counting.echo") == {"params": {}}
                numbers.append(event.data.get("number"))
            assert numbers[:500] == list(range(500))

    asyncio.run(listen())


def test_an_engine_that_is_back_costs_no_event(place: Place) -> None:
    async def listen() -> None:
        client = await AsyncClient.connect(find=place.find)
        events = await client.listen(
            "counting.numbers",
            {"from": 0, "to": 10**9},
            resume=lambda data: {"from": data["number"] + 1, "to": 10**9},
        )
        for number in range(1_000):
            if number == 500:
                await asyncio.to_thread(place.begin)
            event = await events.next()
            assert event is not None
            assert (event.data["number"], event.missed) == (number, 0)
        events.close()
        client.close()

    asyncio.run(listen())


def test_a_loop_that_ends_while_something_is_open_hurts_nobody(place: Place) -> None:
    async def leave() -> AsyncClient:
        client = await AsyncClient.connect(find=place.find)
        task = asyncio.create_task(client.ask("counting.waits"))
        assert await asyncio.to_thread(place.service.begun.wait, 20)
        task.cancel()
        return client

    client = asyncio.run(leave())
    assert place.service.cancelled.wait(20)
    client.close()


def test_without_an_engine_it_cannot_connect(tmp_path: Path) -> None:
    with pytest.raises(EngineUnreachable):
        asyncio.run(AsyncClient.connect(tmp_path))
