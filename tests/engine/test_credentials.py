"""Credentials over the wire: values go in and never come out, of answers, errors, logs or files."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from websocket import Client, Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hosting import Host

PLANTED = "p1anted-s3cret"
SECRETS = json.dumps({"secrets": {"credentials_passphrase": "correct horse"}}).encode() + b"\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where credentials of the test lie, of a user who chose the encrypted file."""
    folder = tmp_path / "config" / "tickloom"
    folder.mkdir(parents=True)
    (folder / "tickloom.env").write_text("TICKLOOM_CREDENTIALS__BACKEND=file\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder.parent))
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    return folder / "credentials"


@pytest.fixture
def host(folder: Path, start: Callable[..., Host]) -> Host:
    """An engine that was handed the passphrase."""
    return start("--secrets-from-stdin", said=SECRETS)


@pytest.fixture
def client(host: Host) -> Iterator[Client]:
    """A client of it."""
    with host.connect() as client:
        yield client


def listed(client: Client, method: str = "credentials.list") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.ask(method)["credentials"]
    return found


def code_of(client: Client, method: str, **params: object) -> str:
    with pytest.raises(Refused) as refused:
        client.ask(f"credentials.{method}", **params)
    assert PLANTED not in str(refused.value)
    return refused.value.code


def test_a_credential_from_set_to_delete(client: Client) -> None:
    assert listed(client) == []
    client.ask("credentials.set", name="venue", value=PLANTED)
    client.ask("credentials.rotate", name="venue", value=f"{PLANTED}-2")
    (found,) = listed(client)
    assert found.pop("since") > 1_700_000_000_000_000_000
    assert found == {"name": "venue", "state": "ok", "backend": "file", "has_previous": True}
    client.ask("credentials.undo", name="venue")
    assert not listed(client, "credentials.check")[0]["has_previous"]
    client.ask("credentials.rotate", name="venue", value=f"{PLANTED}-3")
    client.ask("credentials.finish", name="venue")
    client.ask("credentials.delete", name="venue")
    assert listed(client) == []


def test_no_answer_log_or_file_holds_the_value(client: Client, host: Host, folder: Path) -> None:
    client.ask("credentials.set", name="venue", value=PLANTED)
    said = [repr(client.ask(f"credentials.{method}")) for method in ("list", "check")]
    code_of(client, "set", name=PLANTED, value=PLANTED)
    code_of(client, "rotate", name="nobody", value=PLANTED)
    files = [*folder.iterdir(), *(path for path in host.surroundings.home.rglob("*") if path.is_file())]
    assert PLANTED not in "".join(said) + host.errors.read_text()
    assert [path for path in files if PLANTED.encode() in path.read_bytes()] == []


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("set", {"name": "Venue", "value": PLANTED}, "credentials.name_invalid"),
        ("set", {"name": "venue", "value": ""}, "credentials.value_invalid"),
        ("set", {"name": "venue"}, "protocol.bad_params"),
        ("set", {"name": "venue", "value": 7}, "protocol.bad_params"),
        ("rotate", {"name": "venue", "value": PLANTED}, "credentials.not_found"),
        ("delete", {"name": "venue"}, "credentials.not_found"),
        ("get", {"name": "venue"}, "protocol.unknown_method"),
    ],
)
def test_what_cannot_be_done_names_its_code(
    method: str, params: dict[str, object], code: str, client: Client
) -> None:
    assert code_of(client, method, **params) == code


def test_an_engine_without_a_keychain_serves_all_the_same(folder: Path, start: Callable[..., Host]) -> None:
    (folder.parent / "tickloom.env").unlink()
    with start().connect() as client:
        assert code_of(client, "set", name="venue", value=PLANTED) == "credentials.no_keychain"
        assert client.ask("system.health")["is_healthy"]
        assert listed(client) == []


def test_an_engine_that_was_handed_no_passphrase_says_so(folder: Path, start: Callable[..., Host]) -> None:
    with start().connect() as client:
        assert code_of(client, "set", name="venue", value=PLANTED) == "credentials.locked"


def test_an_engine_leaves_no_image_of_its_memory(host: Host) -> None:
    limits = Path(f"/proc/{host.process.pid}/limits").read_text()
    assert re.search(r"^Max core file size +0 ", limits, re.MULTILINE), limits
