"""The configuration of a running engine, seen and changed by its clients."""

from __future__ import annotations

import subprocess
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from desk import TICKLOOM, Desk

import tickloom as tl
from tickloom import errors

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tickloom.client import Client

TIMEOUT = "TICKLOOM_SQL__TIMEOUT"


@contextmanager
def engine(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *words: str, before: str = "", **variables: str
) -> Iterator[Client]:
    """A client of an engine that runs in the block, where the desk is."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", desk.environment["XDG_RUNTIME_DIR"])
    with subprocess.Popen(
        [TICKLOOM, *before.split(), "engine", *words], cwd=desk.folder, env=desk.environment | variables,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline().startswith(b"READY ")
        with tl.connect(desk.home) as client:
            yield client
        process.stdin.close()
        assert process.wait(30) == 0


def settings(client: Client) -> dict[str, Any]:
    """What it shows of each setting."""
    return {setting["key"]: setting for setting in client.ask("config.show")["settings"]}


def change(client: Client, **texts: str | None) -> list[dict[str, Any]]:
    """Changes settings by their names, with two underscores for the dot."""
    changes = [{"key": key.replace("__", "."), "value": text} for key, text in texts.items()]
    told: list[dict[str, Any]] = client.ask("config.set", {"changes": changes})["settings"]
    return told


def test_it_shows_what_holds_and_where_that_is_from(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.write(".env.development", f"{TIMEOUT}=5\n")
    with engine(desk, monkeypatch, "--origin", "app://bundle", TICKLOOM_ENGINE__REQUESTS="9") as client:
        shown, whole = settings(client), client.ask("config.show")
    assert (whole["stage"], whole["file"]) == ("development", str(desk.user))
    timeout = shown["sql.timeout"]
    assert {name: timeout[name] for name in ("value", "origin", "place", "kind", "unit", "most")} == {
        "value": 5.0, "origin": "project", "place": ".env.development:1", "kind": "number", "unit": "s",
        "most": 86_400.0,
    }  # fmt: skip
    assert (timeout["is_live"], timeout["is_changeable"], timeout.get("pending")) == (True, True, None)
    origins = shown["engine.origins"]
    assert (origins["value"], origins["place"], origins["is_changeable"]) == (
        "app://bundle",
        "--origin",
        False,
    )
    requests = shown["engine.requests"]
    assert (requests["value"], requests["default"], requests["origin"]) == (9, 64, "environment")


def test_a_live_change_holds_from_the_next_request_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    five = {"query": "SELECT range FROM range(5)"}
    with engine(desk, monkeypatch) as client:
        assert len(client.table("sql.query", five)) == 5
        assert change(client, sql__max_rows="4") == [{"key": "sql.max_rows", "effect": "live"}]
        with pytest.raises(errors.SqlError) as refused:
            client.table("sql.query", five)
        assert refused.value.code == "sql.too_many_rows"
        assert settings(client)["sql.max_rows"]["value"] == 4
        change(client, sql__max_rows=None)
        assert len(client.table("sql.query", five)) == 5
    assert desk.user.read_text() == ""


def test_another_holds_after_a_start(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine(desk, monkeypatch) as client:
        (told,) = change(client, engine__requests="9")
        requests = settings(client)["engine.requests"]
        assert (told["effect"], requests["value"], requests["pending"]) == ("restart", 64, "9")
    with engine(desk, monkeypatch) as client:
        requests = settings(client)["engine.requests"]
        assert (requests["value"], requests.get("pending"), requests["place"]) == (9, None, f"{desk.user}:1")


def test_what_was_edited_by_hand_is_shown_as_pending_and_can_be_taken_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with engine(desk, monkeypatch) as client, client.listen("config.changed") as events:
        desk.write("tickloom.env", "TICKLOOM_SQL__MAX_ROWS=4\nTICKLOOM_CREDENTIALS__MAX_AGE=9\n")
        rows = settings(client)["sql.max_rows"]
        assert (rows["value"], rows["pending"]) == (None, "4")
        taken = [{"key": "sql.max_rows", "effect": "live"}, {"key": "credentials.max_age", "effect": "live"}]
        assert change(client) == taken
        event = events.next(10)
        assert event is not None
        assert event.data["settings"] == taken
        rows = settings(client)["sql.max_rows"]
        assert (rows["value"], rows.get("pending"), rows["place"]) == (4, None, f"{desk.user}:1")


def test_the_level_that_was_asked_for_is_not_overruled(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine(desk, monkeypatch, before="--log-level error") as client:
        assert change(client, logs__terminal="info") == [
            {"key": "logs.terminal", "effect": "overruled", "place": "--log-level"}
        ]
        assert settings(client)["logs.terminal"]["value"] == "error"


def test_what_the_environment_says_is_not_overruled(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine(desk, monkeypatch, **{TIMEOUT: "7"}) as client:
        assert change(client, sql__timeout="5") == [
            {"key": "sql.timeout", "effect": "overruled", "place": TIMEOUT}
        ]
        assert settings(client)["sql.timeout"]["value"] == 7


def test_wrong_changes_are_told_whole_and_none_is_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with engine(desk, monkeypatch) as client:
        with pytest.raises(errors.InvalidConfig) as refused:
            change(client, sql__timeout="soon", sql__max_rows="0", logs__level="debug")
        assert all(name in str(refused.value) for name in (TIMEOUT, "TICKLOOM_SQL__MAX_ROWS"))
        with pytest.raises(errors.InvalidConfig, match="clients cannot change it"):
            change(client, engine__origins="app://evil")
        with pytest.raises(errors.InvalidParameters):
            client.ask("config.set", {"changes": [{"key": "sql.timeout", "value": "1"}] * 2})
        assert settings(client)["sql.timeout"]["value"] is None
    assert not desk.user.exists()


def test_everybody_is_told_of_a_change(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        engine(desk, monkeypatch) as client,
        tl.connect(desk.home) as other,
        other.listen("config.changed") as events,
    ):
        change(client, sql__timeout="5", engine__requests="9")
        change(client, sql__timeout=None)
        told = [events.next(10), events.next(10)]
    assert [event.data["settings"] for event in told if event is not None] == [
        [{"key": "sql.timeout", "effect": "live"}, {"key": "engine.requests", "effect": "restart"}],
        [{"key": "sql.timeout", "effect": "live"}],
    ]


def test_a_change_is_told_to_who_subscribed_before_it_however_late_that_begins(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = [{"key": "sql.timeout", "value": "5"}]
    with (
        engine(desk, monkeypatch, "--service", "late:Late", PYTHONPATH=str(Path(__file__).parent)) as client,
        client.listen("late.changed") as events,
    ):
        told = client.ask("late.set", {"changes": changes})
        desk.write("go", "")
        event = events.next(10)
    assert event is not None
    assert event.data == told


def test_connections_keep_to_their_bounds(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    limits = {"TICKLOOM_ENGINE__CONNECTIONS": "1", "TICKLOOM_ENGINE__DRAIN": "0"}
    with engine(desk, monkeypatch, **limits) as client:
        assert client.ask("system.ping")
        with pytest.raises(errors.EngineUnreachable):
            tl.connect(desk.home)


def test_a_workspace_keeps_to_the_bounds_of_its_configuration(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.folder)
    desk.write(".env.development", "TICKLOOM_SQL__MAX_ROWS=4\nTICKLOOM_SQL__TIMEOUT=0.2\n")
    with tl.open(desk.home) as ws:
        assert len(ws.sql("SELECT range FROM range(4)")) == 4
        with pytest.raises(errors.SqlError, match="more than 4 rows"):
            ws.sql("SELECT range FROM range(5)")
        with pytest.raises(errors.SqlError) as late:
            ws.sql("SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7")
    assert late.value.code == "sql.took_too_long"
