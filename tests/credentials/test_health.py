"""Health: what is missing, old, unreadable or refused is said with what to do, and no value with it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tickloom.config.sections import Credentials as Settings
from tickloom.credentials import expecting, get, open_store, register
from tickloom.credentials.health import checked, listed
from tickloom.errors import CredentialRefused
from tickloom.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tickloom.credentials.store import CredentialStore

YEAR = 365 * 24 * 3600.0


@pytest.fixture
def store() -> Iterator[CredentialStore]:
    with open_store(lambda _is_new: Secret("a passphrase"), Settings("file")) as opened:
        yield opened


def states(store: CredentialStore, max_age: float = YEAR) -> dict[str, str]:
    return {health.name: health.state for health in checked(store, max_age)}


def test_without_any_there_is_nothing_to_say(store: CredentialStore) -> None:
    assert listed(store) == checked(store, YEAR) == []


def test_what_an_integration_needs_is_missing_until_it_is_set(store: CredentialStore) -> None:
    register("venue", about="the key of the venue")
    assert states(store) == {"venue": "missing"}
    assert "tickloom credentials set venue" in listed(store)[0].advice
    store.set("venue", Secret("x"))
    assert states(store) == {"venue": "ok"}


def test_one_is_old_after_the_time_of_its_integration_or_else_of_the_configuration(
    store: CredentialStore,
) -> None:
    register("short", max_age=1e-9)
    register("long", max_age=YEAR)
    for name in ("short", "long", "other"):
        store.set(name, Secret("x"))
    assert states(store) == {"short": "old", "long": "ok", "other": "ok"}
    assert states(store, 1e-9) == {"short": "old", "long": "ok", "other": "old"}
    assert all(health.is_usable for health in checked(store, 1e-9))


def fails(_secret: Secret) -> str | None:
    raise RuntimeError("p1anted")


def waits(_secret: Secret) -> str | None:
    time.sleep(60)
    return None


@pytest.mark.parametrize(
    ("validator", "state"),
    [
        (lambda _secret: None, "ok"),
        (lambda _secret: "the venue does not know it", "refused"),
        (lambda secret: f"no: {secret.reveal()}", "refused"),
        (fails, "refused"),
        (waits, "refused"),
    ],
    ids=["takes it", "refuses it", "repeats it", "fails", "hangs"],
)
def test_a_validator_decides_and_what_it_says_holds_no_value(
    validator: Callable[[Secret], str | None],
    state: str,
    store: CredentialStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store.set("venue", Secret("p1anted"))
    monkeypatch.setattr(expecting, "SECONDS", 0.2)
    register("venue", validator=validator)
    (found,) = checked(store, YEAR)
    assert found.state == state
    assert "p1anted" not in repr(found)


def test_one_that_cannot_be_read_stops_no_other(store: CredentialStore, keychain: dict[str, str]) -> None:
    with open_store() as other:
        other.set("lost", Secret("x"))
        other.set("kept", Secret("x"))
        other._backend.remove(other.entries()[1].current.item)
        assert states(other) == {"kept": "ok", "lost": "unreadable"}
    # What lies in another backend than the configured one is not read either.
    assert states(store) == {"kept": "unreadable", "lost": "unreadable"}


def test_a_developer_has_values_in_the_environment_or_a_file(
    store: CredentialStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(
        "TICKLOOM_CREDENTIAL_OF_FILE=one\nOTHER=x\nTICKLOOM_CREDENTIAL_BOTH=file\n"
    )
    monkeypatch.setenv("TICKLOOM_CREDENTIAL_BOTH", "environment")
    store.set("both", Secret("stored"))
    assert {name: store.get(name).reveal() for name in ("of_file", "both")} == {
        "of_file": "one",
        "both": "environment",
    }
    assert [(one.name, one.backend) for one in checked(store, YEAR)] == [
        ("both", "environment"),
        ("of_file", "environment"),
    ]


def test_a_variable_that_gives_no_value_is_none(
    store: CredentialStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("TICKLOOM_CREDENTIAL_EMPTY=\nTICKLOOM_CREDENTIAL_Odd=x\n")
    monkeypatch.setenv("TICKLOOM_CREDENTIAL_VENUE", "")
    monkeypatch.setenv("TICKLOOM_CREDENTIAL_Other", "x")
    assert listed(store) == []
    store.set("venue", Secret("stored"))
    assert [(one.name, one.backend) for one in checked(store, YEAR)] == [("venue", "file")]


@pytest.mark.parametrize("stage", ["production", "ci"])
def test_elsewhere_the_environment_is_refused_and_the_file_not_looked_at(
    stage: str, store: CredentialStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("TICKLOOM_CREDENTIAL_OF_FILE=p1anted\n")
    monkeypatch.setenv("TICKLOOM_CREDENTIAL_VENUE", "p1anted")
    monkeypatch.setenv("TICKLOOM_ENV", stage)
    with pytest.raises(CredentialRefused, match="tickloom credentials set venue") as raised:
        store.get("venue")
    assert raised.value.code == "credentials.environment_refused"
    assert "p1anted" not in str(raised.value)
    assert states(store) == {"venue": "refused"}


def test_one_value_is_had_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TICKLOOM_CREDENTIAL_VENUE", "one")
    assert get("venue") == Secret("one")
