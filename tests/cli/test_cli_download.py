"""``tickloom download`` from a server on this machine: whole, killed, and with hours that are not there."""

import signal
import time
from pathlib import Path

from feed import serving
from running import Tickloom

DAY = ("--from", "2019-02-04", "--to", "2019-02-05")


def test_a_day_that_is_downloaded_is_the_day_that_is_imported_from_the_folder(
    tickloom: Tickloom, real: Tickloom, data: Path
) -> None:
    with serving(data / "dukascopy-bi5") as feed:
        result = tickloom("download", "EURUSD", *DAY, "--base-url", feed.url, "--json")
        assert result.code == 0, result.err
        again = tickloom.good("download", "EURUSD", *DAY, "--base-url", feed.url, "--json")
        assert set(feed.asked.values()) == {1}
    report = result.json
    assert (report["hours"], report["fetched"], report["imported"]["files"]) == (24, 24, 24)
    assert (again.json["reused"], again.json["requests"], again.json["imported"]["stored"]) == (24, 0, 0)
    assert _hash(tickloom) == _hash(real)


def test_a_download_that_was_killed_goes_on_from_what_is_there(
    tickloom: Tickloom, real: Tickloom, data: Path
) -> None:
    with serving(data / "dukascopy-bi5", pause=0.3) as feed:
        command = ("download", "EURUSD", *DAY, "--base-url", feed.url, "--connections", "2")
        running = tickloom.start(*command)
        _wait_for_hours(tickloom, at_least=4)
        running.send(signal.SIGKILL)
        running.finish()
        feed.pause = 0.0
        result = tickloom.good(*command, "--json")
    assert 4 <= result.json["reused"] < 24
    assert result.json["reused"] + result.json["fetched"] == 24
    assert _hash(tickloom) == _hash(real)


def test_hours_that_cannot_be_had_are_named_and_the_exit_code_says_so(
    tickloom: Tickloom, data: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "feed" / "EURUSD" / "2019" / "01" / "04"
    folder.mkdir(parents=True)
    good = data / "dukascopy-bi5" / "EURUSD" / "2019" / "01" / "04" / "07h_ticks.bi5"
    (folder / "07h_ticks.bi5").write_bytes(good.read_bytes())
    (folder / "08h_ticks.bi5").write_text("<html>Sorry</html>")
    options = ("--from", "2019-02-04T06:00", "--to", "2019-02-04T09:00", "--attempts", "1", "--no-import")
    with serving(tmp_path / "feed") as feed:
        result = tickloom(
            "download", "EURUSD", *options, "--base-url", feed.url, "--into", tmp_path / "kept", "--json"
        )
    assert result.code == 3
    report = result.json
    assert (report["fetched"], report["missing"]) == (1, ["2019-02-04T06:00:00.000Z"])
    assert [(hour["hour"], hour["code"]) for hour in report["lost"]] == [
        ("2019-02-04T08:00:00.000Z", "bi5.not_lzma")
    ]
    assert "lost 2019-02-04T08:00:00.000Z" in result.err
    kept = [path.name for path in (tmp_path / "kept").rglob("*.bi5")]
    assert (kept, report["imported"]) == (["07h_ticks.bi5"], None)


def test_without_an_address_no_server_is_asked(tickloom: Tickloom) -> None:
    for arguments, word in [
        ((), "TICKLOOM_DOWNLOADS__BASE_URL"),
        (("--base-url", "ticks.example"), "download.address_invalid"),
        (("--base-url", "http://user:secret@127.0.0.1"), "download.address_invalid"),
    ]:
        result = tickloom("download", "EURUSD", *DAY, *arguments)
        assert result.code == 2, result.err
        assert word in result.err
        assert "secret" not in result.err


def test_a_proxy_with_a_password_is_no_argument(tickloom: Tickloom) -> None:
    arguments = ("--base-url", "http://127.0.0.1:1", "--proxy", "http://user:secret@127.0.0.1:1")
    result = tickloom("download", "EURUSD", *DAY, *arguments)
    assert (result.code, result.err.rpartition("[")[2]) == (2, "config.invalid]\n")
    assert "without a name or a password" in result.err
    assert "secret" not in result.err


def _wait_for_hours(tickloom: Tickloom, at_least: int) -> None:
    until = time.monotonic() + 60
    while len(list((tickloom.home / "downloads").rglob("*.bi5"))) < at_least:
        assert time.monotonic() < until, "no hours appear"
        time.sleep(0.01)


def _hash(tickloom: Tickloom) -> str:
    _, symbols = tickloom.state()
    [eurusd] = [symbol for symbol in symbols if symbol["symbol"] == "EURUSD"]
    return str(eurusd["content_hash"])
