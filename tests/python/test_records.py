"""Records of every kind are created, read, updated and deleted, and nothing that makes no sense gets in."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

import pytest

import tickloom as tl
from tickloom.errors import (
    InvalidDigits,
    InvalidKind,
    InvalidRecord,
    InvalidSide,
    InvalidSymbol,
    InvalidTimeframe,
    RecordError,
    RecordExists,
    RecordNotFound,
)

if TYPE_CHECKING:
    from pathlib import Path

BACKTEST = tl.Backtest(
    id="b1",
    name="first try",
    symbol="EURUSD",
    timeframe="1h",
    created=1,
    parameters={"fast": 10, "names": ["a", "ü"]},
    metrics={"nested": {"profit": -0.5}},
)
TRADE = tl.Trade(
    id="t1", symbol="EURUSD", direction="long", quantity=0.1, opened=1, open_price=114_541, backtest_id="b1"
)
POSITION = tl.Position(
    id="p1", account="main", symbol="EURUSD", quantity=-1.5, average_price=1.14541, updated=1
)
CACHED = tl.CachedBar(
    symbol="EURUSD",
    timeframe="1h",
    side="mid",
    open_time=-5,
    open=3,
    high=9,
    low=1,
    close=4,
    volume=0.1,
    ticks=7,
    content_hash="h",
)
IMPORT = tl.ImportRecord(id="i1", symbol="EURUSD", started=1, status="done", rows=2**63)
FINDING = tl.FindingRecord(
    import_id="i1", code="finding.crossed", symbol="EURUSD", severity="warning", count=174, rule="kept"
)
CALENDAR = tl.CalendarRecord(
    symbol="EURUSD", rules={"name": "x", "zone": "UTC", "sessions": ["always"], "holidays": []}
)
INSTRUMENT = tl.InstrumentRecord(symbol="GER40.CASH", digits=1)

KINDS: list[tuple[str, Any, dict[str, Any]]] = [
    ("backtests", BACKTEST, {"status": "done", "finished": 2, "metrics": {}}),
    ("trades", TRADE, {"closed": 2, "close_price": 114_600, "profit": 5.9}),
    ("positions", POSITION, {"quantity": 0.0, "realised_profit": 12.5}),
    ("cached_bars", CACHED, {"high": 10, "content_hash": "other"}),
    ("imports", IMPORT, {"status": "failed", "error": "store.full"}),
    (
        "findings",
        FINDING,
        {"count": 2**63, "source": "a.csv", "line": 3, "byte": 99, "time": -1, "what": "ask"},
    ),
    ("instrument_records", INSTRUMENT, {"digits": 2, "kind": "other"}),
    ("calendars", CALENDAR, {"rules": {"name": "y", "zone": "UTC", "sessions": ["Mon-Fri 09:00-17:00"]}}),
]
every_kind = pytest.mark.parametrize(("table", "record", "changes"), KINDS, ids=[kind[0] for kind in KINDS])


def key_of(record: Any) -> list[Any]:
    """The first field, or the first four of a bar, two of a finding."""
    count = {tl.CachedBar: 4, tl.FindingRecord: 2}.get(type(record), 1)
    return [getattr(record, part.name) for part in fields(record)[:count]]


@every_kind
def test_a_record_lives_from_its_creation_to_its_deletion(
    ws: tl.Workspace, table: str, record: Any, changes: dict[str, Any]
) -> None:
    records: tl.RecordTable[Any] = getattr(ws, table)
    key = key_of(record)
    assert records.get(*key) is None
    records.create(record)
    assert records.get(*key) == record
    changed = replace(record, **changes)
    records.update(changed)
    assert list(records) == records.list() == [changed]
    assert records.delete(*key) is True
    assert records.delete(*key) is False
    assert list(records) == []


@every_kind
def test_a_key_is_taken_once_and_must_exist_to_be_updated(
    ws: tl.Workspace, table: str, record: Any, changes: dict[str, Any]
) -> None:
    records: tl.RecordTable[Any] = getattr(ws, table)
    with pytest.raises(RecordNotFound):
        records.update(record)
    records.create(record)
    with pytest.raises(RecordExists):
        records.create(record)
    with pytest.raises(InvalidRecord, match="its key has"):
        records.get()


@every_kind
def test_records_are_rows_of_sql(ws: tl.Workspace, table: str, record: Any, changes: dict[str, Any]) -> None:
    getattr(ws, table).create(record)
    name = {"cached_bars": "bars_cache", "instrument_records": "instruments"}.get(table, table)
    rows = ws.sql(f"FROM {name}")
    assert len(rows) == 1
    # The store marks its own rows among those of cached bars.
    assert {*rows.column_names} >= {part.name for part in fields(record)}


def test_records_survive_the_workspace(tmp_path: Path) -> None:
    with tl.open(tmp_path) as ws:
        ws.backtests.create(BACKTEST)
    with tl.open(tmp_path) as ws:
        assert ws.backtests.get("b1") == BACKTEST


def test_records_are_listed_by_key_in_pages(ws: tl.Workspace) -> None:
    for number in (3, 1, 2):
        ws.positions.create(replace(POSITION, id=f"p{number}"))
    assert [record.id for record in ws.positions] == ["p1", "p2", "p3"]
    assert [record.id for record in ws.positions.list(limit=1, offset=1)] == ["p2"]


@pytest.mark.parametrize(
    ("table", "record", "error"),
    [
        ("backtests", replace(BACKTEST, symbol="../x"), InvalidSymbol),
        ("backtests", replace(BACKTEST, timeframe="1y"), InvalidTimeframe),
        ("backtests", replace(BACKTEST, status="ready"), InvalidRecord),
        ("backtests", replace(BACKTEST, metrics={"x": float("nan")}), InvalidRecord),
        ("backtests", replace(BACKTEST, parameters={"x": object()}), InvalidRecord),
        ("trades", replace(TRADE, direction="up"), InvalidRecord),
        ("trades", replace(TRADE, quantity=0.0), InvalidRecord),
        ("trades", replace(TRADE, closed=0), InvalidRecord),
        ("trades", replace(TRADE, opened=2**70), InvalidRecord),
        ("positions", replace(POSITION, quantity=float("inf")), InvalidRecord),
        ("cached_bars", replace(CACHED, side="last"), InvalidSide),
        ("cached_bars", replace(CACHED, high=2), InvalidRecord),
        ("cached_bars", replace(CACHED, ticks=-1), InvalidRecord),
        ("imports", replace(IMPORT, status="over"), InvalidRecord),
        ("findings", replace(FINDING, severity="grave"), InvalidRecord),
        ("instrument_records", replace(INSTRUMENT, digits=10), InvalidDigits),
        ("instrument_records", replace(INSTRUMENT, kind="share"), InvalidKind),
        ("instrument_records", replace(INSTRUMENT, symbol="lower"), InvalidRecord),
    ],
)
def test_a_record_that_makes_no_sense_is_refused(
    ws: tl.Workspace, table: str, record: Any, error: type[Exception]
) -> None:
    with pytest.raises(error):
        getattr(ws, table).create(record)
    assert list(getattr(ws, table)) == []


def test_every_import_leaves_its_record(week: tl.Workspace) -> None:
    (record,) = week.imports
    assert (record.symbol, record.status, record.stored) == ("EURUSD", "done", week.instruments()[0].ticks)
    assert record.finished is not None
    assert record.finished > record.started


def test_the_instrument_of_stored_ticks_stays_as_it_is(week: tl.Workspace) -> None:
    with pytest.raises(InvalidDigits):
        week.instrument_records.update(tl.InstrumentRecord(symbol="EURUSD", digits=3, kind="fx"))
    with pytest.raises(RecordError, match="has stored ticks"):
        week.instrument_records.delete("EURUSD")


def test_an_instrument_is_known_from_ticks_records_or_from_the_start(ws: tl.Workspace) -> None:
    assert ws.instrument("XAUUSD") == tl.InstrumentRecord(symbol="XAUUSD", digits=3, kind="metal")
    assert ws.instrument("GER40.CASH") is None
    ws.instrument_records.create(INSTRUMENT)
    assert ws.instrument("ger40.cash") == INSTRUMENT
