"""A service that clients are tried with, and engines that come and go."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tickloom import _core
from tickloom.errors import TickloomError, UnknownSymbol
from tickloom.services import Request, Service, events, methods_of, once, parts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Counting(Service):
    """Answers, counts, waits and fails."""

    name = "counting"

    def __init__(self) -> None:
        """Knows that a request has begun to wait, and that nobody waits for it any more."""
        self.begun = threading.Event()
        self.cancelled = threading.Event()

    @once
    def echo(self, request: Request) -> dict[str, Any]:
        """What it was asked."""
        return {"params": request.params}

    @once
    def waits(self, request: Request) -> None:
        """Until nobody waits any more."""
        self.begun.set()
        while request.wait(60):
            pass
        self.cancelled.set()

    @once
    def fails(self, request: Request) -> None:
        """With an error of the package."""
        raise UnknownSymbol("no ticks of XAUUSD", "symbol.unknown")

    @once
    def refuses(self, request: Request) -> None:
        """With the error that was asked for."""
        error = TickloomError("not now", request.params["code"])
        if request.params["retryable"] is not None:
            error.retryable = request.params["retryable"]
        raise error

    @parts
    def table(self, request: Request) -> Iterator[dict[str, Any]]:
        """Numbers as a table, in pieces of so many bytes."""
        rows = pa.table({"number": pa.array(range(request.params["rows"]), pa.int64())})
        with pa.BufferOutputStream() as out:
            with pa.ipc.new_stream(out, rows.schema) as stream:
                stream.write_table(rows)
            columns, size = out.getvalue().to_pybytes(), request.params["size"]
        for start in range(0, len(columns), size):
            yield {"columns": columns[start : start + size]}

    @parts
    def nonsense(self, request: Request) -> Iterator[dict[str, Any]]:
        """What says that it is a table."""
        yield {"columns": b"ARROW1 but not at all"}

    @events
    def numbers(self, request: Request) -> Iterator[dict[str, int]]:
        """One after the other."""
        for number in range(request.params["from"], request.params["to"]):
            yield {"number": number}

    @events
    def breaks(self, request: Request) -> Iterator[dict[str, int]]:
        """After the first."""
        yield {"number": 0}
        raise UnknownSymbol("no ticks of XAUUSD", "symbol.unknown")


class Place:
    """Where the engine is: another one may take its place at any time."""

    def __init__(self, home: Path) -> None:
        """Starts the first."""
        self.home = home
        self.engine: _core.Engine | None = None
        self.service = Counting()
        self.begin()

    def begin(self) -> None:
        """Starts an engine, after the one before it has gone."""
        self.end()
        self.service = Counting()
        engine = _core.Engine(self.home, [])
        engine.add(self.service, methods_of(self.service))
        self.engine = engine

    def end(self) -> None:
        """No engine is there."""
        if self.engine is not None:
            self.engine.stop()
            self.engine.stop()
            self.engine.wait()
        self.engine = None

    def find(self) -> tuple[int, str]:
        """The port and the nonce of the engine that is there."""
        if self.engine is None:
            raise LookupError("no engine at the moment")
        return self.engine.port, self.engine.nonce
