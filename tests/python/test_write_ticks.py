"""Tables of any library become the same ticks as the files they were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import tickloom as tl
from tickloom.errors import UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path

START = np.datetime64("2019-02-04T08:00:00.250", "ns")


def content(workspace: tl.Workspace) -> str:
    (instrument,) = workspace.instruments()
    return instrument.content_hash


def pandas_index(table: tl.Table) -> Any:
    return table.to_pandas().set_index("timestamp")


def in_athens(table: tl.Table) -> Any:
    frame = table.to_pandas()
    frame["timestamp"] = frame.timestamp.dt.tz_convert("Europe/Athens").dt.as_unit("ms")
    return frame


def as_decimals(table: tl.Table) -> Any:
    exact = table.to_arrow()
    for name in ("bid", "ask"):
        column = exact[name].cast(pa.decimal128(20, 7))
        exact = exact.set_column(exact.schema.get_field_index(name), name, column)
    return exact


@pytest.mark.parametrize(
    "convert",
    [
        lambda table: table,
        tl.Table.to_arrow,
        tl.Table.to_polars,
        tl.Table.to_pandas,
        tl.Table.to_numpy,
        pandas_index,
        in_athens,
        as_decimals,
        lambda table: table.to_arrow().to_reader(max_chunksize=1000),
        lambda table: table.to_polars().select(pl.all().reverse()).reverse(),
    ],
)
def test_a_table_of_any_library_comes_back_as_the_same_ticks(
    day: tl.Workspace, ws: tl.Workspace, convert: Any
) -> None:
    table = day.ticks("EURUSD")
    report = ws.write_ticks("EURUSD", convert(table), progress=False)
    assert (report.outcome, report.stored, report.refused) == ("done", len(table), 0)
    assert content(ws) == content(day)


@pytest.mark.parametrize("form", ["parquet", "arrow", "csv"])
def test_what_is_exported_imports_to_the_same_ticks(
    day: tl.Workspace, ws: tl.Workspace, tmp_path: Path, form: str
) -> None:
    path = day.ticks("EURUSD").write(tmp_path / f"exported.{form}")
    assert ws.import_ticks("EURUSD", path, progress=False).outcome == "done"
    assert content(ws) == content(day)


@pytest.mark.parametrize("compression", ["snappy", "gzip", "lz4", "zstd", "none"])
def test_parquet_of_others_is_read_however_it_is_packed(
    day: tl.Workspace, ws: tl.Workspace, tmp_path: Path, compression: str
) -> None:
    import pyarrow.parquet as pq

    pq.write_table(day.ticks("EURUSD").to_arrow(), tmp_path / "theirs.parquet", compression=compression)
    assert ws.import_ticks("EURUSD", tmp_path / "theirs.parquet", progress=False).outcome == "done"
    assert content(ws) == content(day)


def test_rows_that_are_no_ticks_are_told_by_their_number(ws: tl.Workspace) -> None:
    frame = pd.DataFrame(
        {"time": START + np.arange(5), "bid": [1.1, np.nan, 1.1, 1.123456, 1.1], "ask": [1.2] * 5}
    )
    report = ws.write_ticks("EURUSD", frame, name="my frame", progress=False)
    assert (report.stored, report.refused) == (3, 2)
    assert [(row.source, row.line, row.field) for row in report.first_refused] == [
        ("my frame", 2, "bid"),
        ("my frame", 4, "bid"),
    ]


def test_what_is_no_table_of_ticks_is_refused_whole(ws: tl.Workspace) -> None:
    with pytest.raises(TypeError, match="__arrow_c_stream__"):
        ws.write_ticks("EURUSD", [1, 2], progress=False)  # type: ignore[arg-type]
    with pytest.raises(UnreadableFile) as refused:
        ws.write_ticks("EURUSD", {"time": [1], "open": [1.0]}, progress=False)
    assert refused.value.code == "table.missing_column"
    assert ws.instruments() == []
