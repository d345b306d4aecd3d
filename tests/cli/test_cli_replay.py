"""Stored ticks played again on the command line, with the store in its own process and in an engine's."""

import json
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import TICKLOOM, Tickloom

HOUR = ("--from", "2019-02-04T10:00", "--to", "2019-02-04T11:00")


@pytest.fixture
def owner(
    real: Tickloom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[subprocess.Popen[bytes]]:
    """An engine that owns the home with the real day."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    command = [TICKLOOM, "--home", str(real.home), "engine"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdin is not None
        assert owner.stdout is not None
        assert owner.stdout.readline().startswith(b"READY ")
        yield owner
        owner.stdin.close()


@pytest.fixture(params=["alone", "owned"])
def home(real: Tickloom, request: pytest.FixtureRequest) -> Tickloom:
    """The command with a home that holds the real day, which nobody owns or an engine."""
    if request.param == "owned":
        request.getfixturevalue("owner")
    return real


def test_every_bar_is_told_once_in_the_order_in_which_it_was_known(home: Tickloom) -> None:
    """The bars are those that ``bars`` shows."""
    told = [
        json.loads(line)
        for line in home.good("replay", "eurusd", "-t", "5m", "-t", "1h", *HOUR, "--json").lines
    ]
    stored = home.good("bars", "EURUSD", "5m", *HOUR, "--json").json
    minutes = [{name: bar[name] for name in stored[0]} for bar in told if bar["timeframe"] == "5m"]
    assert minutes == stored
    assert [bar["timeframe"] for bar in told[-2:]] == ["5m", "1h"]
    assert [bar["available_at"] for bar in told] == sorted(bar["available_at"] for bar in told)


def test_lines_for_people_have_the_decimals_of_the_prices(home: Tickloom) -> None:
    """One more for mid."""
    for side, width in (("bid", 7), ("mid", 8)):
        line = home.good("replay", "EURUSD", "-t", "1h", *HOUR, "--side", side).lines[-1]
        time, symbol, timeframe, *prices, _, ticks = line.split()
        assert (time, symbol, timeframe, ticks) == ("2019-02-04T11:00:00.000Z", "EURUSD", "1h", "8438")
        assert [len(price) for price in prices] == [width] * 4


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("GBPUSD",), 4, "[symbol.unknown]"),
        (("EURUSD", "--from", "2020-01-01"), 4, "[replay.no_ticks]"),
        (("EURUSD", "--speed", "0"), 2, "[replay.speed_invalid]"),
        (("EURUSD", "-t", "5x"), 2, "[timeframe.invalid]"),
        ((), 2, "SYMBOL"),
    ],
)
def test_what_cannot_be_played_says_why(
    home: Tickloom, arguments: tuple[str, ...], code: int, says: str
) -> None:
    """In one line, with its code."""
    result = home("replay", *arguments)
    assert (result.code, result.text) == (code, "")
    assert says in result.err


def test_ctrl_c_ends_a_slow_replay(home: Tickloom) -> None:
    """It stops between two ticks."""
    command = [TICKLOOM, "--home", str(home.home), "replay", "EURUSD", "-t", "1s", "--speed", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith("2019-02-04T00:00:01.000Z  EURUSD 1s")
        running.send_signal(signal.SIGINT)
        _, words = running.communicate()
    assert running.returncode == 130
    assert "stopping the replay" in words


def test_an_engine_that_dies_is_not_told_as_an_output_that_fails(
    real: Tickloom, owner: subprocess.Popen[bytes]
) -> None:
    """Though both are errors of the system to Python."""
    command = [TICKLOOM, "--home", str(real.home), "replay", "EURUSD", "-t", "1s", "--speed", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline().startswith("2019-02-04T00:00:01.000Z  EURUSD 1s")
        owner.kill()
        _, words = running.communicate()
    assert running.returncode == 6
    assert words.endswith(" [ipc.disconnected]\n")


def test_who_reads_may_stop_reading(home: Tickloom) -> None:
    """As ``head`` does."""
    command = f"'{TICKLOOM}' --home '{home.home}' replay EURUSD -t 1s | head -n 2"
    run = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)  # noqa: S602
    assert len(run.stdout.splitlines()) == 2
    assert "rror" not in run.stderr
