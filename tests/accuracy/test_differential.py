"""A thousand generated files, well-formed and damaged, say to the importer what they say to other readers."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pandas as pd
import pytest

# Test files are imported one by one; what they share lies beside them.
sys.path.insert(0, str(Path(__file__).parent))

import bi5_files
import csv_rules
from bi5_files import bi5_file
from csv_dialects import DIALECTS
from csv_files import File, csv_file
from csv_rules import Said, Tick

import tickloom as tl

if TYPE_CHECKING:
    from collections.abc import Iterator

CSV_FILES, BI5_FILES = 700, 300
SHOWN = 20


@pytest.fixture(scope="module")
def workspace() -> Iterator[tl.Workspace]:
    """One for all files, each of which is a symbol of its own; in memory, where there is such a folder."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder, tl.open(folder) as opened:
        yield opened


@pytest.mark.parametrize("remainder", range(len(DIALECTS)), ids=[dialect.name for dialect in DIALECTS])
def test_csv_files_say_the_same_to_the_importer_and_to_python(
    workspace: tl.Workspace, tmp_path: Path, remainder: int
) -> None:
    """Row by row: the tick, or the line and byte of what is none."""
    for index in range(remainder, CSV_FILES, len(DIALECTS)):
        file = csv_file(index)
        path = tmp_path / file.name
        path.write_bytes(file.content)
        report = workspace.import_ticks(
            file.form.symbol, path, digits=file.digits, dialect=file.dialect, zone=file.zone, progress=False
        )
        said = csv_rules.read(file.content, file.form, file.digits)
        _is_as_pandas_reads_it(file)
        _holds(workspace, report, said, file.digits)


def _is_as_pandas_reads_it(file: File) -> None:
    """The fields that the rows are judged by are those of another reader too, where the file is whole."""
    if not file.is_whole:
        return
    header = 0 if file.form.has_header else None
    table = pd.read_csv(
        io.BytesIO(file.content), sep=file.form.separator, header=header, dtype=str, keep_default_na=False,
        encoding="utf-8-sig",
    )  # fmt: skip
    lines = file.content.removeprefix(b"\xef\xbb\xbf").decode().splitlines()[file.form.has_header :]
    assert table.to_numpy().tolist() == [csv_rules.cells(line, file.form.separator) for line in lines]


@pytest.mark.parametrize("part", range(3))
def test_hours_say_the_same_to_the_importer_and_to_python(
    workspace: tl.Workspace, tmp_path: Path, part: int
) -> None:
    """Record by record; an hour that Python's lzma cannot read to its end is refused whole."""
    for index in range(part, BI5_FILES, 3):
        hour = bi5_file(index)
        path = tmp_path / hour.name / "2019" / "01" / "04" / "10h_ticks.bi5"
        path.parent.mkdir(parents=True)
        path.write_bytes(hour.content)
        report = workspace.import_ticks(hour.name, path, digits=5, progress=False)
        said = bi5_files.read(hour.content)
        assert (said is None) == bool(report.refused_files), (hour.name, report.refused_files)
        _holds(workspace, report, said or Said(), 5)


def _holds(workspace: tl.Workspace, report: tl.ImportReport, said: Said, digits: int) -> None:
    places = [(row.line, row.byte) for row in report.first_refused]
    assert places == said.bad[:SHOWN], (report.symbol, report.first_refused, report.refused_files)
    expected = csv_rules.stored(said.ticks)
    found = _ticks(workspace, report.symbol, digits) if expected else []
    assert found == expected, report.symbol
    assert (report.refused, report.rows) == (len(said.bad), len(said.bad) + len(said.ticks)), report.symbol
    assert report.stored + report.duplicates == len(said.ticks), report.symbol


def _ticks(workspace: tl.Workspace, symbol: str, digits: int) -> list[Tick]:
    table = workspace.ticks(symbol).to_numpy()
    times = table["timestamp"].astype("int64").tolist()
    prices = ((table[side] * 10.0**digits).round().astype("int64").tolist() for side in ("bid", "ask"))
    volumes = (table[name].tolist() for name in ("bid_volume", "ask_volume"))
    return [Tick(*row) for row in zip(times, *prices, *volumes, strict=True)]


REFUSED = {
    "csv.empty": b"",
    "csv.empty 2": b"\n1,2,3\n",
    "csv.encoding": "Time,Bid,Ask\n".encode("utf-16"),
    "csv.encoding 2": "Time,Bid,Ask\n".encode("utf-16-be"),
    "csv.line_ends": b"Time,Bid,Ask\r2019-02-04T00:00:00Z,1,2\r",
    "csv.candles": b"Gmt time,Open,High,Low,Close,Volume\n",
    "csv.missing_column": b"Time,Bid\n2019-02-04T00:00:00Z,1\n",
    "csv.duplicate_column": b"Time,Bid,Ask,Bid\n2019-02-04T00:00:00Z,1,2,1\n",
    "csv.no_header": b"2019.02.04 23:00:00.080,1.14352,1.14364,3440000,1000000\n",
    "csv.unknown_time": b"Time,Bid,Ask\n12/11/2020 00:00:00,1,2\n",
    "csv.zone_unknown": b"Local time,Bid,Ask\n04.02.2019 00:00:00,1,2\n",
    "csv.day_unknown": b"Time,Bid,Ask\n75600462,1,2\n",
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_no_reader_could_understand_is_refused_whole(
    workspace: tl.Workspace, tmp_path: Path, code: str
) -> None:
    path = tmp_path / "refused.csv"
    path.write_bytes(REFUSED[code])
    report = workspace.import_ticks("REFUSED", path, digits=5, progress=False)
    assert [file.code for file in report.refused_files] == [code.partition(" ")[0]]
    assert (report.rows, report.stored) == (0, 0)
