"""``tickloom inspect``: what it says of files, and that the command it proposes works."""

import json
import shlex
from pathlib import Path

from running import Tickloom


def test_the_command_it_proposes_imports_the_file(tickloom: Tickloom, tmp_path: Path) -> None:
    path = tmp_path / "DAT ASCII EURUSD.csv"
    path.write_text("20200101 170000065,1.121200,1.121720,0\n" * 3)
    (found,) = json.loads(tickloom.good("inspect", path, "--json").out)
    command = shlex.split(found["command"])
    assert command == ["tickloom", "import", "EURUSD", "--dialect", "histdata", str(path)]
    assert not tickloom.home.exists()
    tickloom.good(*command[1:])


def test_it_shows_the_format_the_first_ticks_and_the_command(tickloom: Tickloom, data: Path) -> None:
    path = data / "dukascopy-csv" / "CADJPY_tick.csv"
    lines = tickloom.good("inspect", path).text.splitlines()
    assert "dialect  dukascopy-export" in lines
    assert "2012-05-01T00:00:01.680Z  80.911  80.928        1.58        2.33" in lines
    assert lines[-1] == f"import with: tickloom import CADJPY {shlex.quote(str(path))}"


def test_a_file_that_cannot_be_imported_says_why_and_ends_with_3(tickloom: Tickloom, data: Path) -> None:
    result = tickloom("inspect", data / "dukascopy-csv" / "AUDUSD_M1_BID_website_export.csv")
    assert result.code == 3
    assert "[csv.candles]" in result.text
    assert "import with" not in result.text


def test_a_folder_is_told_by_kinds(tickloom: Tickloom, data: Path) -> None:
    text = tickloom.good("inspect", data / "dukascopy-bi5" / "EURUSD").text
    assert "candles .bi5" in text
    assert "tickloom import EURUSD" in text
