"""What is special about a home that an engine owns; all else is tested in both ways, as the fixtures say."""

from __future__ import annotations

import inspect
import subprocess
import threading
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from engines import TICKLOOM, engine

import tickloom as tl
from tickloom import _core
from tickloom.attached import AttachedStore, sources
from tickloom.attached.replaying import AttachedReplay
from tickloom.errors import EngineUnreachable, NotOfThisEngine, StoreClosed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, sample: Path) -> Path:
    """A home with the synthetic week, which nobody owns."""
    with tl.open(tmp_path / "home") as ws:
        ws.import_ticks("EURUSD", sample / "EURUSD", progress=False)
    return tmp_path / "home"


@pytest.fixture
def owned(home: Path) -> Iterator[tl.Workspace]:
    """A workspace on it while an engine owns it."""
    with engine(home), tl.open(home) as ws:
        yield ws


def test_every_method_of_a_store_is_there_with_the_same_parameters() -> None:
    methods = {name for name in vars(_core.Store) if not name.startswith("_")}
    for name in methods - {"home", "closed"}:
        embedded, attached = getattr(_core.Store, name), getattr(AttachedStore, name)
        parameters = [*inspect.signature(attached).parameters]
        assert parameters == [*inspect.signature(embedded).parameters], name


@pytest.mark.parametrize(
    "arguments",
    [
        ["symbols", "--json"],
        ["ticks", "EURUSD", "--from", "2024-01-08", "--to", "2024-01-08T01:00", "--format", "csv"],
        ["bars", "EURUSD", "1h", "--format", "csv", "--side", "mid"],
        ["bars", "EURUSD", "4h"],
        ["gaps", "EURUSD", "--format", "csv"],
        ["coverage", "EURUSD", "--format", "csv"],
        ["sql", "SELECT count(*), min(bid) FROM ticks"],
        ["passport", "EURUSD", "2024-01", "--json"],
        ["replay", "EURUSD", "-t", "15m", "-t", "500t", "--to", "2024-01-08T02:00", "--side", "mid"],
        ["replay", "EURUSD", "-t", "1h", "--from", "2024-01-11", "--json"],
        ["replay", "XAUUSD"],
        ["ticks", "XAUUSD"],
    ],
    ids=lambda arguments: " ".join(arguments[:2]),
)
def test_the_command_line_prints_the_same(home: Path, arguments: list[str]) -> None:
    def run() -> tuple[int, bytes, bytes]:
        done = subprocess.run([TICKLOOM, "--home", home, *arguments], capture_output=True, check=False)
        return done.returncode, done.stdout, done.stderr

    alone = run()
    with engine(home):
        assert run() == alone


def test_an_engine_that_ends_leaves_the_home_to_others(home: Path) -> None:
    with engine(home):
        attached = tl.open(home)
        assert attached.home == tl.open(home).home
    with pytest.raises(EngineUnreachable):
        attached.instruments()
    attached.close()
    with tl.open(home) as ws:
        assert isinstance(ws._core, _core.Store)
        assert ws.health().is_good


def test_every_method_of_a_replay_is_there_with_the_same_parameters() -> None:
    methods = {name for name in vars(_core.Replay) if not name.startswith("_")}
    for name in methods - {"symbols", "timeframes", "start", "end"}:
        embedded, attached = getattr(_core.Replay, name), getattr(AttachedReplay, name)
        assert [*inspect.signature(attached).parameters] == [*inspect.signature(embedded).parameters], name


def test_a_replay_outlives_its_workspace_but_not_its_engine(home: Path) -> None:
    with engine(home):
        with tl.open(home) as ws:
            replay = ws.replay("EURUSD", timeframes=["1h"])
        assert replay.step("1h")
    with pytest.raises(EngineUnreachable):
        replay.step("1h")
    with engine(home), pytest.raises(NotOfThisEngine) as raised:
        replay.step("1h")
    assert raised.value.code == "session.unknown"


def test_a_replay_that_is_forgotten_leaves_room_for_others(owned: tl.Workspace) -> None:
    for _ in range(40):
        assert next(owned.replay("EURUSD", timeframes=["1h"], capacity=1_000_000)).symbol == "EURUSD"


def test_two_programs_work_on_one_home_at_once(owned: tl.Workspace, sample: Path) -> None:
    with tl.open(owned.home) as other:
        csv = next(sample.glob("*.csv"))
        assert other.import_ticks("EURUSD.2", csv, digits=5, progress=False).stored > 600_000
    assert [instrument.symbol for instrument in owned.instruments()] == ["EURUSD", "EURUSD.2"]


def test_bytes_and_tables_that_are_large_go_by_way_of_a_file(
    owned: tl.Workspace, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    csv = next(sample.glob("*.csv")).read_bytes().splitlines(keepends=True)
    content = b"".join(csv[:1_001])
    sent = owned.import_ticks("EURUSD.1", [("ticks.csv", content)], digits=5, progress=False)
    monkeypatch.setattr(sources, "SENT", 100)
    monkeypatch.setattr("tickloom.attached.importing.SENT", 100)
    filed = owned.import_ticks("EURUSD.2", [("ticks.csv", content)], digits=5, progress=False)
    assert filed.stored == sent.stored == 1_000
    written = owned.write_ticks("EURUSD.3", owned.ticks("EURUSD.1"), digits=5, progress=False)
    assert written.stored == 1_000
    hashes = {found.content_hash for found in owned.instruments() if found.symbol != "EURUSD"}
    assert len(hashes) == 1


def test_hours_that_are_downloaded_here_are_imported_there(
    owned: tl.Workspace, day: tl.Workspace, data: Path, tmp_path: Path
) -> None:
    serve = partial(_Quiet, directory=str(data / "dukascopy-bi5"))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as feed:
        threading.Thread(target=feed.serve_forever, daemon=True).start()
        server = f"http://127.0.0.1:{feed.server_address[1]}"
        (hours,) = day.days_with_ticks("EURUSD")
        kept = {"server": server, "into": tmp_path / "kept", "progress": False}
        report = owned.download_ticks("EURUSD", hours, hours + timedelta(days=1), **kept)  # type: ignore[arg-type]
        feed.shutdown()
    assert report.imported is not None
    assert report.imported.files == report.fetched == 24
    (stored,) = day.instruments()
    assert report.imported.stored == stored.ticks


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


def test_a_workspace_that_was_closed_asks_nothing_more(owned: tl.Workspace) -> None:
    owned.close()
    owned.close()
    assert owned.closed
    with pytest.raises(StoreClosed):
        owned.instruments()
