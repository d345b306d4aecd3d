"""``tickloom diagnostics``: shown before it is written, and there when nothing else works."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zipfile import ZipFile

if TYPE_CHECKING:
    from pathlib import Path

    from running import Tickloom


def test_a_bundle_is_shown_before_it_is_written(tickloom: Tickloom, tmp_path: Path) -> None:
    tickloom.good("symbols")
    listed = tickloom.good("diagnostics", "--list", "-o", tmp_path / "bundle.zip")
    assert not (tmp_path / "bundle.zip").exists()
    written = tickloom.good("diagnostics", "-o", tmp_path / "bundle.zip", "--json")
    with ZipFile(tmp_path / "bundle.zip") as archive:
        assert {file["name"] for file in written.json["files"]} < set(archive.namelist())
        assert all(name in listed.text for name in archive.namelist() if name != "MANIFEST.json")
        assert json.loads(archive.read("store.json"))["health"]["symbols"] == 0
    assert "read it before you send it" in written.err


def test_it_works_where_nothing_else_does(tickloom: Tickloom, tmp_path: Path) -> None:
    tickloom.good("symbols")
    (tickloom.home / "catalogue.duckdb").unlink()
    (tickloom.home / "catalogue.duckdb").mkdir()
    written = tickloom.good("diagnostics", "-o", tmp_path / "bundle.zip", "--json")
    (why,) = (part["why"] for part in written.json["left_out"] if part["name"] == "store.json")
    assert "catalogue.duckdb" in why


def test_it_works_where_the_configuration_is_wrong(tickloom: Tickloom, tmp_path: Path) -> None:
    tickloom.good("symbols")
    written = tickloom("diagnostics", "-o", tmp_path / "bundle.zip", "--json", TICKLOOM_SQL__TIMEOUT="soon")
    assert written.code == 0
    assert (
        "TICKLOOM_SQL__TIMEOUT"
        in {part["name"]: part["why"] for part in written.json["left_out"]}["store.json"]
    )
    with ZipFile(tmp_path / "bundle.zip") as archive:
        assert "TICKLOOM_SQL__TIMEOUT" in archive.read("configuration.json").decode()


def test_it_says_where_it_cannot_be_written_and_that_a_name_is_needed(
    tickloom: Tickloom, tmp_path: Path
) -> None:
    result = tickloom("diagnostics", "-o", tmp_path / "none" / "bundle.zip")
    assert (result.code, result.err.strip().endswith("[output.folder_not_found]")) == (4, True)
    assert tickloom("diagnostics").code == 2
    assert "--list" in tickloom("diagnostics").err
