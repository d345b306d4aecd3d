"""A keychain that works, hangs, refuses or is not there: each is answered within five seconds."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from buses import bus, connections, connections_of, lock, secret_service, unlock

from tickloom.config.sections import Credentials as Settings
from tickloom.credentials.backends.keychain import Keychain
from tickloom.errors import CredentialsUnavailable
from tickloom.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_SECONDS = 5.0


@pytest.fixture
def asked() -> Iterator[Keychain]:
    found = Keychain(Settings().timeout)
    yield found
    found.close()


@pytest.mark.usefixtures("keychain")
@pytest.mark.parametrize("value", ["swordfish", "€ 🔑\n\t\\\"'", "x" * (16 << 10), " "])
def test_what_is_put_is_got_until_it_is_removed(asked: Keychain, value: str) -> None:
    asked.put("a/1", Secret(value))
    assert asked.get("a/1") == Secret(value)
    asked.remove("a/1")
    assert asked.get("a/1") is None
    asked.remove("a/1")


@pytest.mark.usefixtures("keychain")
def test_items_are_told_apart(asked: Keychain) -> None:
    asked.put("a/1", Secret("one"))
    asked.put("a/2", Secret("two"))
    assert [asked.get("a/1"), asked.get("a/2")] == [Secret("one"), Secret("two")]


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("hangs", "credentials.keychain_timeout"),
        ("refuses", "credentials.keychain_refused"),
        ("absent", "credentials.no_keychain"),
        ("no bus", "credentials.no_keychain"),
    ],
)
def test_a_keychain_that_does_not_work_is_told_within_five_seconds(
    how: str, code: str, asked: Keychain, bad_keychain: Callable[[str], None]
) -> None:
    if how != "no bus":
        bad_keychain(how)
    before = time.monotonic()
    with pytest.raises(CredentialsUnavailable) as raised:
        asked.put("a/1", Secret("swordfish"))
    assert time.monotonic() - before < MOST_SECONDS
    assert raised.value.code == code
    assert "swordfish" not in str(raised.value)
    assert "unlock" in str(raised.value)


def test_one_that_hung_is_not_waited_for_again(asked: Keychain, bad_keychain: Callable[[str], None]) -> None:
    bad_keychain("hangs")
    before = time.monotonic()
    for _ in range(20):
        with pytest.raises(CredentialsUnavailable):
            asked.get("a/1")
    assert time.monotonic() - before < MOST_SECONDS


@pytest.mark.usefixtures("keychain")
def test_the_process_that_asks_has_no_value_in_its_arguments_or_environment(
    asked: Keychain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TICKLOOM_CREDENTIAL_VENUE", "p1anted-here")
    asked.put("a/1", Secret("p1anted-there"))
    assert asked._helper is not None
    helper = Path(f"/proc/{asked._helper._process.pid}")
    for shown in ("cmdline", "environ"):
        assert b"p1anted" not in (helper / shown).read_bytes()


@pytest.mark.usefixtures("keychain")
def test_a_helper_that_is_killed_is_replaced(asked: Keychain) -> None:
    asked.put("a/1", Secret("one"))
    assert asked._helper is not None
    asked._helper._process.kill()
    asked._helper._process.wait()
    assert asked.get("a/1") == Secret("one")


ASKS = """
import sys
from tickloom.credentials.backends.keychain import Keychain
keychain = Keychain(60)
keychain.get("a/1")
"""


def test_a_helper_that_waits_for_a_keychain_that_hangs_ends_with_whoever_asked(
    bad_keychain: Callable[[str], None],
) -> None:
    bad_keychain("hangs")
    with subprocess.Popen([sys.executable, "-c", ASKS]) as asking:
        children = Path(f"/proc/{asking.pid}/task/{asking.pid}/children")
        until(lambda: children.read_text().split() and connections_of(int(children.read_text())))
        begun = connections_of(int(children.read_text()))
        asking.kill()
    until(lambda: not begun & set(connections()))


def until(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + MOST_SECONDS
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.01)


def process_of(asked: Keychain) -> int:
    assert asked._helper is not None
    return asked._helper._process.pid


@pytest.mark.usefixtures("keychain")
def test_one_connection_carries_all_questions(asked: Keychain) -> None:
    asked.put("a/1", Secret("one"))
    begun = connections_of(process_of(asked))
    for number in range(5):
        asked.put("a/2", Secret(str(number)))
        assert [asked.get("a/1"), asked.get("a/2")] == [Secret("one"), Secret(str(number))]
        asked.remove("a/2")
        assert asked.get("a/2") is None
    assert len(begun) == 1
    assert connections_of(process_of(asked)) == begun


@pytest.fixture
def surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """A bus of its own, on which no keychain is yet."""
    with bus(tmp_path / "bus") as found:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", found["DBUS_SESSION_BUS_ADDRESS"])
        yield found


def test_a_keychain_that_was_started_anew_is_asked_by_the_same_process(
    asked: Keychain, surroundings: dict[str, str]
) -> None:
    with secret_service(surroundings):
        asked.put("a/1", Secret("one"))
        process = process_of(asked)
    with secret_service(surroundings):
        assert asked.get("a/1") == Secret("one")
        asked.put("a/2", Secret("two"))
        asked.remove("a/1")
        assert [asked.get("a/1"), asked.get("a/2")] == [None, Secret("two")]
    assert process_of(asked) == process


def test_a_keychain_that_is_gone_is_told_until_it_is_there_again(
    asked: Keychain, surroundings: dict[str, str]
) -> None:
    with secret_service(surroundings):
        asked.put("a/1", Secret("one"))
    assert code_of(asked) == "credentials.no_keychain"
    with secret_service(surroundings):
        assert asked.get("a/1") == Secret("one")


def test_a_bus_that_is_gone_is_told_until_it_is_there_again(
    asked: Keychain, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "bus"
    with bus(folder) as surroundings, secret_service(surroundings):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", surroundings["DBUS_SESSION_BUS_ADDRESS"])
        asked.put("a/1", Secret("one"))
        process = process_of(asked)
    assert code_of(asked) == "credentials.no_keychain"
    with bus(folder) as surroundings, secret_service(surroundings):
        assert asked.get("a/1") == Secret("one")
    assert process_of(asked) == process


def test_a_keychain_that_is_locked_between_two_questions_is_told_until_it_is_open(
    asked: Keychain, surroundings: dict[str, str]
) -> None:
    with secret_service(surroundings):
        asked.put("a/1", Secret("one"))
        lock()
        assert code_of(asked) == "credentials.keychain_refused"
        unlock()
        assert asked.get("a/1") == Secret("one")


def code_of(asked: Keychain) -> str:
    with pytest.raises(CredentialsUnavailable) as raised:
        asked.get("a/1")
    return raised.value.code
