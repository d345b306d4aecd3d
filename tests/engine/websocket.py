"""A client by hand: what goes over the socket and nothing around it."""

import base64
import os
import socket
import struct
from collections.abc import Iterator, Mapping
from typing import Any, Self

import msgpack

FIN_BINARY, MASKED = 0x82, 0x80
BINARY, CLOSE, PING, PONG = 2, 8, 9, 10


class Refused(Exception):
    """The engine answered with an error."""

    def __init__(self, frame: Mapping[str, Any]) -> None:
        """Keeps its code."""
        super().__init__(frame["message"])
        self.code = str(frame["code"])


class Client:
    """One connection; requests are answered one after the other, events are read in between."""

    def __init__(self, port: int, nonce: str, timeout: float = 20) -> None:
        """Connects and says the nonce."""
        self._socket = socket.create_connection(("127.0.0.1", port), timeout)
        self._input = self._socket.makefile("rb")
        self._last = 0
        self._upgrade(port)
        self.send({"kind": "hello", "protocol": 1, "nonce": nonce, "client": "tests"})
        assert self.receive()["kind"] == "welcome"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._input.close()
        self._socket.close()

    def ask(self, method: str, **params: Any) -> Any:
        """The result, of which parts come as a list."""
        number = self.begin("request", method, **params)
        replies = [self.receive()]
        while replies[-1].get("more"):
            replies.append(self.receive())
        assert all(reply["id"] == number for reply in replies)
        results = [reply["result"] for reply in replies]
        return results if len(results) > 1 else results[0]

    def events(self, method: str, **params: Any) -> Iterator[dict[str, Any]]:
        """Events of a subscription until the last."""
        number = self.begin("subscribe", method, **params)
        assert self.receive() == {"kind": "reply", "id": number, "result": {}}
        while True:
            event = self.receive()
            yield event
            if event.get("last"):
                return

    def begin(self, kind: str, method: str, **params: Any) -> int:
        """Asks, and waits for nothing."""
        self._last += 1
        self.send({"kind": kind, "id": self._last, "method": method, "params": params})
        return self._last

    def send(self, frame: Mapping[str, Any]) -> None:
        """Sends a frame."""
        self._message(FIN_BINARY, msgpack.packb(frame))

    def receive(self) -> dict[str, Any]:
        """The next frame. Raises ``Refused`` for an error, ``EOFError`` if the connection is closed."""
        while True:
            kind, content = self._read()
            if kind == BINARY:
                frame: dict[str, Any] = msgpack.unpackb(content)
                if frame["kind"] == "error":
                    raise Refused(frame)
                return frame
            if kind == CLOSE:
                raise EOFError(content[2:].decode())
            if kind == PING:
                self._message(0x80 | PONG, content)

    def _upgrade(self, port: int) -> None:
        key = base64.b64encode(os.urandom(16)).decode()
        head = (
            f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
        )
        self._socket.sendall(head.encode())
        assert b" 101 " in self._input.readline()
        while self._input.readline().strip():
            pass

    def _message(self, kind: int, content: bytes) -> None:
        size = len(content)
        length = bytes([MASKED | size]) if size < 126 else bytes([MASKED | 126]) + struct.pack(">H", size)
        # Masked with zeros the content stays as it is.
        self._socket.sendall(bytes([kind]) + length + bytes(4) + content)

    def _read(self) -> tuple[int, bytes]:
        head = self._input.read(2)
        if len(head) < 2:
            raise EOFError
        size = head[1]
        if size == 126:
            (size,) = struct.unpack(">H", self._input.read(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", self._input.read(8))
        return head[0] & 15, self._input.read(size)
