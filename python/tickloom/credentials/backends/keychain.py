"""The system's keychain: Windows Credential Manager, macOS Keychain, or the Secret Service of a desktop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from tickloom.config.names import CREDENTIAL
from tickloom.errors import CredentialsUnavailable
from tickloom.secret import Secret

from . import keychain_helper

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tickloom.credentials.index import Place

SECONDS_OF_REST = 30.0
"""For how long one that did not answer is not asked again: many questions would wait many times."""

_WAYS_OUT = (
    "unlock or start one (on Linux a Secret Service such as gnome-keyring), or choose the encrypted file: "
    "TICKLOOM_CREDENTIALS__BACKEND=file"
)
_MOST_BYTES = 1 << 20
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class Keychain:
    """Asks the keychain in a process of its own, which is ended when no answer comes in time.

    A call that waits for D-Bus or for a prompt cannot be cancelled in a thread. The process stays for the
    next question, and ends with this one.
    """

    name: ClassVar[Place] = "keychain"

    def __init__(self, seconds: float) -> None:
        """Starts nothing yet. An answer may take so many seconds, the start of the process included."""
        self._seconds = seconds
        self._helper: _Helper | None = None
        self._asking = threading.Lock()
        self._rests_until = 0.0

    def get(self, item: str) -> Secret | None:
        """The value of an item, or none. Raises ``CredentialsUnavailable``."""
        value = self._ask({"do": "get", "item": item})
        return None if value is None else Secret(value)

    def put(self, item: str, value: Secret) -> None:
        """Keeps a value. Raises ``CredentialsUnavailable``."""
        self._ask({"do": "put", "item": item, "value": value.reveal()})

    def remove(self, item: str) -> None:
        """Forgets a value. Raises ``CredentialsUnavailable``."""
        self._ask({"do": "remove", "item": item})

    def close(self) -> None:
        """Ends the process."""
        with self._asking:
            self._end()

    def _ask(self, asked: dict[str, str]) -> str | None:
        end = time.monotonic() + self._seconds
        if end - self._seconds < self._rests_until or not self._asking.acquire(timeout=self._seconds):
            raise self._silent()
        try:
            answer = self._answer(asked, end)
        finally:
            self._asking.release()
        return _value(answer)

    def _answer(self, asked: dict[str, str], end: float) -> dict[str, Any]:
        for _ in range(2):  # a process that somebody has killed meanwhile is replaced
            try:
                self._helper = self._helper or _Helper()
                return self._helper.ask(asked, end)
            except TimeoutError:
                self._end()
                self._rests_until = time.monotonic() + SECONDS_OF_REST
                raise self._silent() from None
            except (OSError, ValueError):
                self._end()
        return {"error": "absent", "text": "the process that asks it ends at once"}

    def _end(self) -> None:
        if self._helper is not None:
            self._helper.end()
            self._helper = None

    def _silent(self) -> CredentialsUnavailable:
        what = f"the keychain gave no answer within {self._seconds:g} s"
        how = f"if it asks for a password, answer it and try again; else {_WAYS_OUT}"
        return CredentialsUnavailable(f"{what}: {how}", "credentials.keychain_timeout")


def _value(answer: dict[str, Any]) -> str | None:
    if answer.get("error") == "absent":
        what = f"this machine has no keychain ({answer.get('text')}): {_WAYS_OUT}"
        raise CredentialsUnavailable(what, "credentials.no_keychain")
    if "error" in answer:
        what = f"the keychain refuses ({answer.get('text')}): unlock it, and try again"
        raise CredentialsUnavailable(what, "credentials.keychain_refused")
    value = answer.get("value")
    return value if isinstance(value, str) else None


class _Helper:
    """A running process. One that is late is ended by a timer, which ends whatever waits for it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", keychain_helper.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_without_secrets(os.environ.items()),
            creationflags=_NO_WINDOW,
        )

    def ask(self, asked: dict[str, str], end: float) -> dict[str, Any]:
        timer = threading.Timer(end - time.monotonic(), self._process.kill)
        timer.start()
        try:
            return self._answer(json.dumps(asked).encode() + b"\n")
        except (OSError, ValueError):
            if time.monotonic() >= end:
                raise TimeoutError from None
            raise
        finally:
            timer.cancel()

    def end(self) -> None:
        with suppress(OSError), self._process:  # what was not written yet is not wanted any more
            self._process.kill()

    def _answer(self, line: bytes) -> dict[str, Any]:
        asking, answering = self._process.stdin, self._process.stdout
        if asking is None or answering is None:
            raise ValueError
        asking.write(line)
        asking.flush()
        answer = json.loads(answering.readline(_MOST_BYTES))
        if not isinstance(answer, dict):
            raise ValueError
        return answer


def _without_secrets(variables: Iterable[tuple[str, str]]) -> dict[str, str]:
    return {name: value for name, value in variables if not name.startswith(CREDENTIAL)}
