"""A table is the same numbers in every library, readable on a screen, and whole in a file."""

from __future__ import annotations

import builtins
import io
import json
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from tickloom.errors import ExportError

if TYPE_CHECKING:
    from pathlib import Path

    import tickloom as tl

TICKS = ["timestamp", "bid", "ask", "bid_volume", "ask_volume"]
BARS = ["open_time", "open", "high", "low", "close", "volume", "ticks"]

ALL_TYPES = """
    SELECT 1::TINYINT AS small, 2::HUGEINT AS huge, 1.5::DECIMAL(5, 2) AS exact, true AS yes, 'a' AS text,
           NULL::INTEGER AS gap, NULL::BOOLEAN AS maybe, NULL::TIMESTAMP AS never, DATE '2019-02-04' AS day,
           TIMESTAMP '3000-01-01' AS far, TIMESTAMPTZ '2019-02-04 00:00:00+02' AS moment, [1, 2] AS nested
"""


def test_columns_have_the_documented_names_and_types(week: tl.Workspace) -> None:
    ticks, bars = week.ticks("EURUSD").to_numpy(), week.bars("EURUSD", "1h").to_numpy()
    assert {name: array.dtype.str for name, array in ticks.items()} == dict(
        zip(TICKS, ["<M8[ns]", "<f8", "<f8", "<f4", "<f4"], strict=True)
    )
    assert {name: array.dtype.str for name, array in bars.items()} == dict(
        zip(BARS, ["<M8[ns]", *["<f8"] * 5, "<u4"], strict=True)
    )


def test_arrays_of_one_piece_share_memory_and_cannot_be_written(week: tl.Workspace) -> None:
    bars = week.bars("EURUSD", "1m")
    first, second = bars["close"], bars["close"]
    assert np.shares_memory(first, second)
    assert not first.flags.writeable


def test_an_array_outlives_its_table(week: tl.Workspace) -> None:
    close = week.bars("EURUSD", "1m")["close"]
    expected = close.copy()
    week.bars("EURUSD", "1m", side="ask").to_numpy()
    np.testing.assert_array_equal(close, expected)


def test_every_library_sees_the_same_rows(week: tl.Workspace) -> None:
    for table in (week.ticks("EURUSD"), week.bars("EURUSD", "5m", side="mid")):
        arrow, polars = table.to_arrow(), table.to_polars()
        assert arrow.num_rows == len(polars) == len(table)
        for name, array in table.to_numpy().items():
            np.testing.assert_array_equal(arrow[name].to_numpy(), array)
            np.testing.assert_array_equal(polars[name].to_numpy(), array)


def test_any_consumer_of_arrow_s_interface_takes_a_table(week: tl.Workspace) -> None:
    bars = week.bars("EURUSD", "1d")
    assert pa.table(bars).column_names == pl.DataFrame(bars).columns == BARS
    assert pa.schema(bars).field("open_time").type == pa.timestamp("ns", tz="UTC")


def test_types_that_only_sql_has_become_the_nearest_of_numpy(week: tl.Workspace) -> None:
    found = {
        name: (array.dtype.str, array.tolist()[0]) for name, array in week.sql(ALL_TYPES).to_numpy().items()
    }
    assert np.isnan(found.pop("gap")[1])
    assert found.pop("never")[0] == "<M8[ns]"
    assert found == {
        "small": ("|i1", 1),
        "huge": ("<i8", 2),
        "exact": ("<f8", 1.5),
        "yes": ("|b1", True),
        "text": ("|O", "a"),
        "maybe": ("|O", None),
        "day": ("<M8[ns]", 1549238400000000000),
        "far": ("<M8[us]", np.datetime64("3000-01-01", "us").item()),
        "moment": ("<M8[ns]", 1549231200000000000),
        "nested": ("|O", "[1, 2]"),
    }


def test_an_empty_result_keeps_its_columns(week: tl.Workspace) -> None:
    empty = week.ticks("EURUSD", "2030-01-01")
    assert {name: len(array) for name, array in empty.to_numpy().items()} == dict.fromkeys(TICKS, 0)
    assert empty.to_arrow().num_rows == len(empty.to_polars()) == len(empty) == 0
    assert repr(empty) == "timestamp  bid  ask  bid_volume  ask_volume\n0 rows"


def test_columns_of_the_same_name_are_refused_rather_than_lost(week: tl.Workspace) -> None:
    with pytest.raises(ExportError, match="name them with AS"):
        week.sql("SELECT 1 AS a, 2 AS a").to_numpy()


def test_a_column_that_is_not_there_is_a_key_error(week: tl.Workspace) -> None:
    with pytest.raises(KeyError, match="close"):
        week.ticks("EURUSD")["close"]


@pytest.mark.parametrize("rows", [0, 1, 9, 10, 11, 1000])
def test_the_shown_text_has_a_header_both_ends_and_the_count(week: tl.Workspace, rows: int) -> None:
    shown = repr(week.sql("SELECT range AS n FROM range(?)", [rows])).splitlines()
    expected = [*range(5), "…", *range(rows - 5, rows)] if rows > 10 else [*range(rows)]
    assert [line.strip() for line in shown[1:-1]] == [str(cell) for cell in expected]
    assert (shown[0].strip(), shown[-1]) == ("n", f"{rows:,} row{'s' * (rows != 1)}")


def test_what_is_missing_is_shown_as_nothing_and_names_are_escaped(week: tl.Workspace) -> None:
    table = week.sql("""SELECT NULL AS gap, '<b>' AS "a<b" """)
    assert repr(table).splitlines()[1].strip() == "<b>"
    html = table._repr_html_()
    assert "<th>a&lt;b</th>" in html
    assert "<td></td><td>&lt;b&gt;</td>" in html
    assert "1 row" in html


def test_a_long_table_is_shown_short_in_a_notebook(week: tl.Workspace) -> None:
    html = week.ticks("EURUSD")._repr_html_()
    assert html.count("<tr>") == 12
    assert f"{len(week.ticks('EURUSD')):,} rows" in html


def test_csv_has_exactly_the_instrument_s_digits_and_mid_one_more(week: tl.Workspace) -> None:
    ticks = week.ticks("EURUSD", None, "2024-01-07T22:00:01").to_bytes("csv").decode().splitlines()
    mid = week.bars("EURUSD", "1d", None, "2024-01-08", side="mid").to_bytes("csv").decode().splitlines()
    assert ticks == [",".join(TICKS), "2024-01-07T22:00:00.917Z,1.18207,1.18211,1,16.12"]
    assert mid[0] == ",".join(BARS)
    assert mid[1].split(",")[:2] == ["2024-01-07T00:00:00.000Z", "1.182090"]
    assert week.bars("EURUSD", "1d").price_digits == week.ticks("EURUSD").price_digits == 5
    assert week.bars("EURUSD", "1d", side="mid").price_digits == 6
    assert week.sql("SELECT 1").price_digits is None


def test_every_format_reads_back_the_same(week: tl.Workspace) -> None:
    bars = week.bars("EURUSD", "4h")
    arrow = bars.to_arrow()
    assert pa.parquet.read_table(io.BytesIO(bars.to_bytes("parquet"))).equals(arrow)
    assert pa.ipc.open_stream(bars.to_bytes("arrow")).read_all().equals(arrow)
    read = pa.csv.read_csv(io.BytesIO(bars.to_bytes("csv")))
    assert read["close"].to_pylist() == arrow["close"].to_pylist()
    rows: list[dict[str, Any]] = json.loads(bars.to_bytes("json"))
    assert [row["high"] for row in rows] == arrow["high"].to_pylist()
    assert rows[0]["open_time"] == "2024-01-07T20:00:00.000Z"


@pytest.mark.parametrize("ending", ["csv", "json", "parquet", "arrow"])
def test_the_ending_of_a_file_says_its_format(week: tl.Workspace, tmp_path: Path, ending: Any) -> None:
    bars = week.bars("EURUSD", "1d")
    target = tmp_path / f"bars.{ending}"
    target.write_text("old")
    assert bars.write(target) == target
    assert target.read_bytes() == bars.to_bytes(ending)
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(week: tl.Workspace, tmp_path: Path) -> None:
    bars = week.bars("EURUSD", "1d")
    with pytest.raises(ExportError, match="does not say its format"):
        bars.write(tmp_path / "bars.xlsx")
    with pytest.raises(ExportError, match="use csv, json, parquet or arrow"):
        bars.to_bytes("xlsx")  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        bars.write(tmp_path / "no" / "bars.csv")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("method", "library", "extra"),
    [
        ("to_numpy", "numpy", "numpy"),
        ("to_pandas", "pandas", "pandas"),
        ("to_polars", "polars", "polars"),
        ("to_arrow", "pyarrow", "arrow"),
    ],
)
def test_a_missing_library_is_named_with_the_command_that_installs_it(
    week: tl.Workspace, monkeypatch: pytest.MonkeyPatch, method: str, library: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ImportError, match=rf"pip install 'tickloom\[{extra}\]'") as refused:
        getattr(week.bars("EURUSD", "1d"), method)()
    assert refused.value.name == library


def test_a_column_is_read_only_to_anyone_who_takes_its_buffer(week: tl.Workspace) -> None:
    core = week.bars("EURUSD", "1d")._core
    view: memoryview = builtins.memoryview(core.column("ticks"))  # type: ignore[arg-type, unused-ignore]
    assert (view.format, view.itemsize, view.shape, view.readonly) == ("I", 4, (6,), True)
    assert view.tolist() == week.bars("EURUSD", "1d")["ticks"].tolist()
    with pytest.raises(BufferError, match="Python objects"):
        memoryview(week.sql("SELECT 'a' AS a")._core.column("a"))  # type: ignore[arg-type, unused-ignore]
