"""Imports the rows that docs/data.md shows under their headers: each is read as the dialect named there."""

import json
import re
from pathlib import Path

import pyarrow.parquet as pq

import tickloom as tl

ROW = re.compile(r"^\| `([\w-]+)` \| [^`|]*(?:`([^`]+)`)?[^`|]* \| `([^`]+)` \|$", re.MULTILINE)
ANY_OTHER_HEADER = "UTC,Ask,Bid,Ask Volume,Bid Volume"


def test_every_dialect_of_the_page_is_read_as_such(root: Path, tmp_path: Path) -> None:
    shown = ROW.findall((root / "docs" / "data.md").read_text())
    assert len(shown) == 8
    for dialect, header, row in shown:
        folder = tmp_path / dialect
        folder.mkdir()
        (folder / "ticks.csv").write_text(f"{header or ANY_OTHER_HEADER}\n{row}\n")
        with tl.open(folder / "home") as workspace:
            report = workspace.import_ticks("SHOWN", folder / "ticks.csv", digits=5, progress=False)
        assert (report.stored, report.refused) == (1, 0), dialect
        assert _format(folder / "home") == dialect


def _format(home: Path) -> str:
    (file,) = home.glob("ticks/*/*/ticks.parquet")
    (source,) = json.loads(pq.read_metadata(file).metadata[b"tickloom.sources"])
    return str(source["format"])
