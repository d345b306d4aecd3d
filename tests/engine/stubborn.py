"""A service that does everything that a service should not."""

import ctypes
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any, ClassVar

from tickloom.errors import UnknownSymbol
from tickloom.services import Latest, Request, Service, events, once, parts


class Stubborn(Service):
    """Sleeps, hangs, raises, floods and prints."""

    name = "stubborn"

    def __init__(self) -> None:
        """Counts its starts."""
        self.starts = 0
        self.closed = threading.Event()

    def start(self) -> None:
        """Counts."""
        self.starts += 1

    @once
    def echo(self, request: Request) -> dict[str, Any]:
        """What it was asked."""
        return {"params": request.params, "method": request.method, "client": request.client}

    @once
    def prints(self, request: Request) -> None:
        """Where a result would be in the way."""
        print("printed by a service")
        sys.__stdout__.write("printed by a service\n") if sys.__stdout__ else None

    @once
    def sleeps(self, request: Request) -> dict[str, Any]:
        """For some seconds."""
        time.sleep(request.params["seconds"])
        return {"slept": request.params["seconds"]}

    @once(seconds=0.5)
    def hangs(self, request: Request) -> None:
        """For ever."""
        threading.Event().wait()

    @once
    def computes(self, request: Request) -> None:
        """For some seconds, without a pause."""
        end = time.monotonic() + request.params["seconds"]
        while time.monotonic() < end:
            pass

    @once(seconds=0.5)
    def holds(self, request: Request) -> None:
        """The interpreter, for some seconds, as a library may that does not let go of it."""
        if sys.platform == "win32":
            ctypes.PyDLL("kernel32").Sleep(1000 * request.params["seconds"])
        else:
            ctypes.PyDLL(None).sleep(request.params["seconds"])

    @once
    def breaks(self, request: Request) -> None:
        """By a defect."""
        raise ZeroDivisionError("a secret of the service")

    @once
    def leaves(self, request: Request) -> None:
        """As if the process were its own."""
        sys.exit("gone")

    @once
    def refuses(self, request: Request) -> None:
        """With an error of the package."""
        raise UnknownSymbol("no ticks of XAUUSD", "symbol.unknown")

    @once
    def gives(self, request: Request) -> Any:
        """What no frame can hold."""
        return object()

    @once
    def nests(self, request: Request) -> Any:
        """Without end."""
        ring: list[Any] = []
        ring.append(ring)
        return ring

    @once
    def secrets(self, request: Request) -> dict[str, Any]:
        """How they are shown, and that they are there."""
        return {"shown": repr(self.credentials), "length": len(self.credentials["venue"].reveal())}

    @once
    def lives(self, request: Request) -> dict[str, int]:
        """How often it was started."""
        return {"starts": self.starts}

    @once
    def was_closed(self, request: Request) -> dict[str, bool]:
        """Whether a flood has ended."""
        return {"closed": self.closed.wait(5)}

    @parts
    def counts(self, request: Request) -> Iterator[dict[str, int]]:
        """Up to a number."""
        for number in range(request.params["to"]):
            yield {"number": number}

    @parts
    def breaks_off(self, request: Request) -> Iterator[dict[str, int]]:
        """After some parts."""
        yield {"number": 0}
        yield {"number": 1}
        raise UnknownSymbol("no ticks of XAUUSD", "symbol.unknown")

    @events
    def ticks(self, request: Request) -> Iterator[dict[str, int]]:
        """A few events."""
        for number in range(request.params["to"]):
            yield {"number": number}

    @events
    def floods(self, request: Request) -> Iterator[Any]:
        """Events without end, of one key or none."""
        self.closed.clear()
        key, number = request.params.get("key"), 0
        try:
            while True:
                data = {"number": number, "bulk": bytes(10_000)}
                yield Latest(key, data) if key else data
                number += 1
        finally:
            self.closed.set()

    @events
    def waits(self, request: Request) -> Iterator[dict[str, int]]:
        """Until nobody listens."""
        self.closed.clear()
        while request.wait(60):
            yield {}
        self.closed.set()


class Parting(Service):
    """Counts clients that go, and takes its time."""

    name = "parting"
    left_sessions: ClassVar[list[str]] = []

    def left(self, session: str) -> None:
        """Hangs for the third."""
        self.left_sessions.append(session)
        if len(self.left_sessions) == 3:
            threading.Event().wait()

    @once
    def here(self, request: Request) -> dict[str, Any]:
        """Who asks, and who has gone."""
        return {"session": request.session, "gone": list(self.left_sessions)}


class Ailing(Service):
    """One that runs, and is not well."""

    name = "ailing"

    def health(self) -> str:
        """Never good."""
        return "no quotes for an hour"


class Trying(Service):
    """One that starts at the second try."""

    name = "trying"
    is_retried = True

    def __init__(self) -> None:
        """Not tried yet."""
        self.starts = 0

    def start(self) -> None:
        """Raises once."""
        self.starts += 1
        if self.starts == 1:
            raise ConnectionError("the venue does not answer")

    @once
    def here(self, request: Request) -> dict[str, int]:
        """How often it was tried."""
        return {"starts": self.starts}


class Slow(Service):
    """One that never comes to run."""

    name = "slow"

    def start(self) -> None:
        """Hangs."""
        threading.Event().wait()


class Plain(Service):
    """A neighbour that does what it should."""

    name = "plain"
    needs = ("stubborn",)

    @once
    def echo(self, request: Request) -> dict[str, Any]:
        """What it was asked."""
        return {"params": request.params}


class Failing(Service):
    """One that cannot be started."""

    name = "failing"

    def start(self) -> None:
        """Raises."""
        raise OSError("no such device")

    @once
    def echo(self, request: Request) -> dict[str, Any]:
        """Never called."""
        return {}
