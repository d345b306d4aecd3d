"""SQL sees what the workspace sees, and can do nothing but look."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pressing import ctrl_c_after

from tickloom.errors import Interrupted, SqlError

if TYPE_CHECKING:
    from pathlib import Path

    import tickloom as tl


def test_the_view_of_ticks_is_the_ticks(week: tl.Workspace) -> None:
    found = week.sql("SELECT * EXCLUDE symbol FROM ticks ORDER BY timestamp").to_numpy()
    for name, array in week.ticks("EURUSD").to_numpy().items():
        np.testing.assert_array_equal(found[name], array)


@pytest.mark.parametrize("side", ["bid", "ask", "mid"])
@pytest.mark.parametrize("timeframe", ["1m", "4h", "1d", "1w", "1mo"])
def test_the_view_of_bars_is_the_bars(week: tl.Workspace, timeframe: str, side: str) -> None:
    query = (
        "SELECT * EXCLUDE (symbol, timeframe, side) FROM bars "
        "WHERE symbol = ? AND timeframe = ? AND side = ? ORDER BY open_time"
    )
    found = week.sql(query, ["EURUSD", timeframe, side]).to_numpy()
    expected = week.bars("EURUSD", timeframe, side=side).to_numpy()
    for name in ("open_time", "open", "high", "low", "close", "ticks"):
        np.testing.assert_array_equal(found[name], expected[name])
    np.testing.assert_allclose(found["volume"], expected["volume"], rtol=1e-12)


def test_the_views_are_there_before_the_first_tick(ws: tl.Workspace) -> None:
    assert ws.sql("SELECT (SELECT count(*) FROM ticks) + (SELECT count(*) FROM bars) AS n")["n"].tolist() == [
        0
    ]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (-(2**63), -(2**63)),
        (0.5, 0.5),
        ("it's; --", "it's; --"),
        (np.int32(3), 3),
        (np.float64(0.25), 0.25),
        (datetime(2019, 2, 4, 1, 2, 3, tzinfo=UTC), "2019-02-04T01:02:03.000Z"),
    ],
)
def test_parameters_arrive_as_they_are(week: tl.Workspace, value: object, expected: object) -> None:
    (row,) = week.sql("SELECT $1 AS value", [value]).to_arrow().to_pylist()  # type: ignore[list-item]
    assert row["value"] == expected


@pytest.mark.parametrize(
    ("value", "error"), [(2**70, OverflowError), (object(), TypeError), (b"x", TypeError)]
)
def test_parameters_that_sql_cannot_hold_are_refused(week: tl.Workspace, value: object, error: type) -> None:
    with pytest.raises(error):
        week.sql("SELECT ?", [value])  # type: ignore[list-item]


REFUSED = [
    "",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE trades",
    "INSERT INTO trades SELECT * FROM trades",
    "UPDATE trades SET quantity = 0",
    "DELETE FROM trades",
    "DROP TABLE trades",
    "CREATE TABLE t AS SELECT 1",
    "COPY (SELECT 1) TO '{home}/ticks/x.csv'",
    "COPY ticks TO '{home}/x.parquet'",
    "EXPORT DATABASE '{home}/x'",
    "ATTACH '{home}/x.duckdb'",
    "PRAGMA database_list",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "INSTALL httpfs",
    "LOAD httpfs",
    "CALL pragma_version()",
    "CHECKPOINT",
    "VACUUM",
    "BEGIN",
    "EXPLAIN ANALYZE DELETE FROM trades",
    "SELECT * FROM no_such_table",
    "SELECT ?",
    "SELEC 1",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_blob('{home}/catalogue.duckdb')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM read_parquet('https://localhost/x.parquet')",
]


@pytest.mark.parametrize("query", REFUSED)
def test_nothing_but_looking_at_the_store_is_possible(week: tl.Workspace, query: str) -> None:
    before = _files(week.home)
    with pytest.raises(SqlError) as refused:
        week.sql(query.format(home=week.home))
    assert refused.value.code in {"sql.refused", "sql.failed"}
    assert _files(week.home) == before


def test_a_query_may_be_explained(week: tl.Workspace) -> None:
    assert len(week.sql("EXPLAIN SELECT count(*) FROM ticks")) == 1


def test_ctrl_c_ends_a_query_and_the_workspace_goes_on(week: tl.Workspace) -> None:
    endless = "SELECT sum(a.range % (b.range + 7)) FROM range(10000000) a, range(10000000) b"
    with pytest.raises(Interrupted) as interrupted, ctrl_c_after(1):
        week.sql(endless)
    assert interrupted.value.code == "interrupted"
    assert interrupted.value.report is None
    assert isinstance(interrupted.value.__cause__, KeyboardInterrupt)
    assert week.sql("SELECT 1 AS one")["one"].tolist() == [1]


def test_other_threads_run_during_a_query(week: tl.Workspace) -> None:
    ticking = _Ticking()
    with ticking:
        week.sql("SELECT sum(a.range * b.range) FROM range(30000) a, range(10000) b")
    assert ticking.count >= 3


class _Ticking:
    """A thread that counts as long as the interpreter lets it."""

    def __init__(self) -> None:
        self.count = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        while not self._ended.is_set():
            time.sleep(0.005)
            self.count += 1

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


def _files(home: Path) -> set[str]:
    """Every file but the catalogue's log, which comes and goes by itself."""
    return {path.name for path in home.rglob("*") if path.suffix != ".wal"}
