"""A keychain that works, hangs, refuses or is not there: each is answered within five seconds."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

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
