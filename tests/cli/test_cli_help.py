"""Help, completion and usage errors: answered at once, without loading the core."""

import subprocess
import sys
from pathlib import Path

import pytest
from running import Running, Tickloom
from typer import Abort

from tickloom.cli.exits import Exit, tell
from tickloom.cli.verbs import NAMES
from tickloom.errors import Interrupted

EXIT_CODES = (
    "0  done",
    "2  usage",
    "3  input refused",
    "4  not found",
    "5  the store",
    "6  store",
    "130  interrupted",
)


# Rules of a calendar are JSON in any case, an engine says one line, and a group leaves it to its verbs.
WITHOUT_JSON = ("calendar", "config", "credentials", "engine")


def test_help_names_every_verb_and_every_exit_code(tickloom: Tickloom) -> None:
    """What a newcomer needs stands in one screen."""
    text = tickloom.good("--help").text
    assert [verb for verb in NAMES if f"\n  {verb} " not in text] == []
    assert [code for code in EXIT_CODES if f" {code}" not in text] == []


@pytest.mark.parametrize("verb", [name for name in NAMES if name not in WITHOUT_JSON])
def test_every_verb_has_json_and_a_sentence_of_help(tickloom: Tickloom, verb: str) -> None:
    """Scripts can rely on it."""
    text = tickloom.good(verb, "--help").text
    assert "--json" in text
    assert text.startswith(f"Usage: tickloom {verb} ")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "Usage: tickloom"),
        (("tick",), "Did you mean 'ticks'"),
        (("ticks",), "SYMBOL"),
        (("bars", "EURUSD", "1h", "--side", "middle"), "'middle' is not one of"),
        (("ticks", "EURUSD", "--format", "csv", "--json"), "contradict"),
        (("import", "EURUSD"), "PATH"),
        (("import", "EURUSD", "x.csv", "--threads", "0"), "--threads"),
        (("chart", "EURUSD", "1h"), "--out"),
    ],
)
def test_wrong_usage_ends_with_2_and_writes_no_data(
    tickloom: Tickloom, arguments: tuple[str, ...], says: str
) -> None:
    """The mistake is named on stderr."""
    result = tickloom(*arguments)
    assert (result.code, result.out) == (2, b"")
    assert says in result.err
    assert not tickloom.home.exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("bars", "EURUSD", "2w"), "timeframe.invalid"),
        (("ticks", "EURUSD", "--from", "yesterday"), "time.invalid"),
        (("ticks", "EURUSD", "--from", "2019-02-05", "--to", "2019-02-04"), "time.range_invalid"),
        (("ticks", "../../etc"), "symbol.invalid"),
        (("sql", "DROP TABLE trades"), "sql.refused"),
        (("sql", "SELECT nothing FROM nowhere"), "sql.failed"),
    ],
)
def test_a_word_that_is_none_ends_with_2_and_its_code(
    real: Tickloom, arguments: tuple[str, ...], code: str
) -> None:
    """The core says what is wrong; the command only adds the code."""
    result = real(*arguments)
    assert (result.code, result.out) == (2, b"")
    assert result.err.endswith(f"[{code}]\n")
    assert "Traceback" not in result.err


def test_every_code_of_the_core_has_an_exit_code() -> None:
    """None is taken for a defect because nobody has thought of it."""
    from tickloom._core import error_codes
    from tickloom.errors.catalogue import find

    assert [code for code in error_codes() if find(code) is None] == []


def test_the_page_of_the_command_line_lists_every_exit_code() -> None:
    """As the help does."""
    from tickloom.cli.exits import MEANING

    page = (Path(__file__).resolve().parents[2] / "docs" / "cli.md").read_text()
    assert [code for code, meaning in MEANING.items() if f"| {code.value} | {meaning} |" not in page] == []


def test_the_version_is_the_package_s(tickloom: Tickloom) -> None:
    """Asked for in the usual way."""
    from tickloom import __version__

    assert tickloom.good("--version").text == f"tickloom {__version__}\n"


def test_help_loads_neither_the_core_nor_rich() -> None:
    """They would make help slow."""
    modules = _modules("--help")
    assert "tickloom.cli.app" in modules
    assert modules & {"rich", "tickloom._core", "numpy", "pandas", "pyarrow", "polars"} == set()


def test_a_verb_loads_no_other() -> None:
    """A command would start later for each."""
    others = {f"tickloom.cli.{name}" for name in NAMES if name != "symbols"}
    modules = _modules("symbols", "--help")
    assert "tickloom.cli.symbols" in modules
    assert modules & others == set()


def _modules(*words: str) -> set[str]:
    """What a command loads."""
    program = (
        "import atexit, sys; from tickloom.cli.app import app;"
        "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); app(sys.argv[1:])"
    )
    command = [sys.executable, "-c", program, *words]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stderr.split())


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_can_be_shown_for_every_shell(tickloom: Tickloom, shell: str) -> None:
    """To be saved or looked at."""
    assert "_TICKLOOM_COMPLETE" in tickloom.good("--show-completion", shell).text


def test_completion_offers_the_verbs(tickloom: Tickloom) -> None:
    """As bash asks for it."""
    question = {"_TICKLOOM_COMPLETE": "complete_bash", "COMP_WORDS": "tickloom s", "COMP_CWORD": "1"}
    assert tickloom(**question).lines == ["symbols", "sql", "sample"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Interrupted("the backup was interrupted: nothing is left of it"), "nothing is left of it"),
        (KeyboardInterrupt(), "interrupted"),
        (Abort(), "interrupted"),
    ],
)
def test_who_interrupts_is_told_what_became_of_the_work(
    error: BaseException, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """As far as anybody knows."""
    assert tell(error) == Exit.INTERRUPTED
    assert capsys.readouterr().err.endswith(f"{said} [interrupted]\n")


@pytest.mark.parametrize("debug", ["0", "1"])
def test_a_defect_is_one_line_that_says_where_to_report(debug: str) -> None:
    """No traceback, unless asked for."""
    defect = (
        "import sys, tickloom, tickloom.cli\n"
        "tickloom.open = lambda home: 1 / 0\n"
        "sys.argv = ['tickloom', 'symbols']\n"
        "tickloom.cli.main()\n"
    )
    result = Running([sys.executable, "-c", defect], {"TICKLOOM_DEBUG": debug}).finish()
    assert (result.code, result.out) == (70, b"")
    assert "please report" in result.err
    assert result.err.endswith("[internal.error]\n")
    assert ("Traceback" in result.err) == (debug == "1")
    assert debug == "1" or result.err.count("\n") == 1
