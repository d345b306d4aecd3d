"""The table of methods speaks the words of the package: the same records, fields and error codes."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from tickloom import errors, imports, inspection, instruments, records
from tickloom.errors.catalogue import entries
from tickloom.protocol import ERRORS, METHODS, RECORDS

SAME = {
    "Backtest": records.Backtest,
    "CachedBar": records.CachedBar,
    "Finding": imports.Finding,
    "ImportReport": imports.ImportReport,
    "Instrument": instruments.Instrument,
    "InstrumentRecord": records.InstrumentRecord,
    "Place": imports.Place,
    "Position": records.Position,
    "RefusedFile": imports.RefusedFile,
    "RefusedRow": imports.RefusedRow,
    "ReplacedDay": imports.ReplacedDay,
    "SkippedFile": imports.SkippedFile,
    "Trade": records.Trade,
    "CsvInspection": inspection.CsvInspection,
}


@pytest.mark.parametrize("name", SAME)
def test_a_record_has_the_fields_of_its_class(name: str) -> None:
    assert sorted(RECORDS[name]) == sorted(field.name for field in dataclasses.fields(SAME[name]))


def test_codes_of_methods_are_codes_that_there_are() -> None:
    page = (Path(__file__).parents[2] / "docs" / "protocol.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `\w+\.\w+` \| \w+ \| .* \| (.*) \|$", page, re.MULTILINE)
    named = {code for row in rows for code in re.findall(r"`([^`]+)`", row)}
    known = {*entries(), *errors.Interrupted.codes, *ERRORS}
    families = {code.partition(".")[0] + "." for code in known}
    assert len(rows) == len(METHODS)
    assert named - known - families == set()
