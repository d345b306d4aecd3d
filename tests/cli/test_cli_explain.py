"""Every command that fails says which error it was, and ``tickloom explain`` what to do about it."""

import os
import re
import signal
import subprocess
from pathlib import Path

import pytest
from running import TICKLOOM, Tickloom

from tickloom import cli
from tickloom.cli.exits import MEANING, Exit
from tickloom.errors.catalogue import entries, find

CODE = re.compile(r"\[([a-z0-9_.]+)\]$", re.MULTILINE)

MISTAKES = {
    "no command": (),
    "no such command": ("tick",),
    "no such verb of a group": ("config", "shw"),
    "a group alone": ("config",),
    "no such option": ("symbols", "--what"),
    "an argument too many": ("symbols", "EURUSD"),
    "an argument is missing": ("ticks",),
    "an option is missing": ("chart", "EURUSD", "1h"),
    "no value": ("ticks", "EURUSD", "--from"),
    "no number": ("import", "EURUSD", "x.csv", "--threads", "many"),
    "a number out of range": ("import", "EURUSD", "x.csv", "--threads", "0"),
    "no word of a choice": ("bars", "EURUSD", "1h", "--side", "middle"),
    "options that contradict": ("ticks", "EURUSD", "--format", "csv", "--json"),
}

FAILURES = {
    "symbol.unknown": ("ticks", "NOBODY"),
    "symbol.invalid": ("ticks", "../../etc"),
    "time.invalid": ("ticks", "EURUSD", "--from", "yesterday"),
    "sql.refused": ("sql", "DROP TABLE trades"),
    "import.path_not_found": ("import", "EURUSD", "nowhere"),
    "import.no_ticks": ("import", "EURUSD", "empty"),
    "import.incomplete": ("import", "EURUSD", "broken", "--digits", "5"),
    "inspect.not_importable": ("inspect", "broken/broken.csv"),
    "calendar.file_unreadable": ("calendar", "EURUSD", "--set", "nowhere.json"),
    "output.folder_not_found": ("symbols", "-o", "nowhere/symbols.csv"),
    "engine.service_unknown": ("engine", "--service", "nowhere:Service"),
    "store.home_invalid": ("--home", "a.file", "symbols"),
    "store.backup_incomplete": ("restore", "empty"),
    "config.invalid": ("symbols",),
    "credentials.name_invalid": ("credentials", "delete", "NO NAME"),
    "credentials.no_terminal": ("credentials", "set", "api_key"),
    "explain.code_unknown": ("explain", "store.fool"),
}

SURROUNDINGS = {"config.invalid": {"TICKLOOM_ENGINE__NOTHING": "1"}}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with what can go wrong in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "broken.csv").write_text("no header, and no ticks\n")
    (tmp_path / "broken" / "broken.bi5").write_bytes(b"<html>")
    (tmp_path / "a.file").touch()
    return tmp_path


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_command_that_makes_no_sense_ends_with_2_and_a_code(tickloom: Tickloom, mistake: str) -> None:
    result = tickloom(*MISTAKES[mistake])
    assert (result.code, result.out, CODE.findall(result.err)) == (2, b"", ["usage.invalid"])


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("code", FAILURES)
def test_a_command_that_fails_names_its_code_last_and_ends_as_the_catalogue_says(
    tickloom: Tickloom, code: str
) -> None:
    result = tickloom(*FAILURES[code], **SURROUNDINGS.get(code, {}))
    assert result.err.rstrip().endswith(f"[{code}]"), result.err
    assert "Traceback" not in result.err
    known = find(code)
    assert known is not None
    assert result.code == known.exit


def test_ctrl_c_names_its_code(tickloom: Tickloom) -> None:
    running = tickloom.start("sql", "SELECT count(*) FROM range(1000000000000) WHERE hash(range) = 0")
    while not (tickloom.home / "tickloom.pid").exists():
        assert running.is_alive
    running.send(signal.SIGINT)
    result = running.finish()
    assert (result.code, result.out, CODE.findall(result.err)) == (130, b"", ["interrupted"])


@pytest.mark.parametrize("arguments", ["explain", "--help", "--version", "doctor", "config show --json"])
def test_a_full_disk_under_the_output_is_told(tickloom: Tickloom, arguments: str) -> None:
    result = _within(f"{TICKLOOM} {arguments} > /dev/full", tickloom)
    assert (result.returncode, CODE.findall(result.stderr)[-1:]) == (6, ["output.not_writable"])


@pytest.mark.parametrize(("arguments", "ending"), [("explain", 0), ("explain store.busy", 0), ("tick", 2)])
def test_where_nobody_reads_a_command_ends_as_it_would(
    tickloom: Tickloom, arguments: str, ending: int
) -> None:
    result = _within(f"{{ {TICKLOOM} {arguments} 2>&1; echo $? >&3; }} 3>&2 | true", tickloom)
    assert result.stderr == f"{ending}\n"


def _within(script: str, tickloom: Tickloom) -> subprocess.CompletedProcess[str]:
    surroundings = os.environ | {"TICKLOOM_HOME": str(tickloom.home)}
    return subprocess.run(["sh", "-c", script], capture_output=True, text=True, env=surroundings, check=False)


def test_no_command_ends_with_a_number_alone() -> None:
    """What fails raises an error with a code, or has said that it was interrupted."""
    ended = {
        (path.name, ending)
        for path in Path(cli.__file__).parent.rglob("*.py")
        for ending in re.findall(r"(?:typer\.Exit|SystemExit|sys\.exit)\(([^)]+)\)", path.read_text("utf-8"))
    }
    allowed = {"Exit.INTERRUPTED", "tell(interruption", "code"}
    assert {(name, ending) for name, ending in ended if ending not in allowed} == set()


def test_every_command_writes_where_a_full_disk_is_told() -> None:
    by_itself = {"app.py", "output.py"}
    paths = Path(cli.__file__).parent.rglob("*.py")
    assert {path.name for path in paths if "typer.echo(" in path.read_text("utf-8")} <= by_itself


@pytest.mark.parametrize("code", ["store.busy", "usage.invalid", "csv.candles", "calendar.zone_unknown"])
def test_a_code_is_explained(tickloom: Tickloom, code: str) -> None:
    known = entries()[code]
    text = tickloom.good("explain", code).text
    told = " ".join(text.split())
    assert text.startswith(f"{code}\n")
    assert all(part in told for part in (known.what, known.advice, MEANING[Exit(known.exit)], known.group))
    assert ("yes:" in told) == known.retryable
    assert max(map(len, text.splitlines())) <= 100


def test_a_code_that_ends_connections_says_so(tickloom: Tickloom) -> None:
    assert "with close code 4401" in tickloom.good("explain", "protocol.unauthorized").text
    assert "with close code" not in tickloom.good("explain", "protocol.internal").text


def test_a_code_is_explained_in_the_brackets_in_which_it_stands(tickloom: Tickloom) -> None:
    assert tickloom.good("explain", "[store.full]").text.startswith("store.full\n")


def test_all_codes_are_listed_and_told_to_programs(tickloom: Tickloom) -> None:
    assert set(entries()) <= set(tickloom.good("explain").text.split())
    told = tickloom.good("explain", "--json").json
    assert [one["code"] for one in told] == list(entries())
    assert tickloom.good("explain", "store.full", "--json").json in told


def test_codes_are_completed(tickloom: Tickloom) -> None:
    question = {
        "_TICKLOOM_COMPLETE": "complete_bash",
        "COMP_WORDS": "tickloom explain gzip",
        "COMP_CWORD": "2",
    }
    assert tickloom(**question).lines == ["gzip.truncated", "gzip.damaged"]


@pytest.mark.parametrize(
    ("wrong", "near"),
    [("stor.full", "store.full"), ("store", "store.owned"), ("SQL.FAILED", ""), ("🦀", "")],
)
def test_the_nearest_codes_are_suggested_for_one_that_there_is_not(
    tickloom: Tickloom, wrong: str, near: str
) -> None:
    result = tickloom("explain", wrong)
    assert (result.code, result.out) == (2, b"")
    assert (near or "tickloom explain") in result.err
    assert "[explain.code_unknown]" in result.err


def test_explaining_loads_neither_the_core_nor_the_configuration(tickloom: Tickloom) -> None:
    result = tickloom("explain", "config.invalid", TICKLOOM_ENGINE__NOTHING="1", PYTHONVERBOSE="1")
    loaded = set(re.findall(r"^import '?([\w.]+)", result.err, re.MULTILINE))
    assert result.code == 0
    assert loaded.isdisjoint({"tickloom._core", "pydantic", "pydantic_settings", "rich"})
