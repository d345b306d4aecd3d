"""Input and surroundings that break careless programs: a typed error, bounded memory, nothing lost."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hostile import GOOD_ROW, HEADER, csv_of, csv_with_a_line_of, hour_of, many_days, zeros, zeros_that_say
from running import MEBIBYTE, TICKLOOM, Running, Tickloom

PEAK = 256 * MEBIBYTE
GIGABYTE = 1_000_000_000


def _truncated_bi5(folder: Path, bi5: Path) -> Path:
    return hour_of(folder, (bi5 / "10h_ticks.bi5").read_bytes()[:9_000])


def _bomb_that_says_10_gb(folder: Path, _: Path) -> Path:
    return hour_of(folder, zeros_that_say(10 * GIGABYTE))


def _bomb_of_unknown_size(folder: Path, _: Path) -> Path:
    return hour_of(folder, zeros(256))


def _bomb_that_says_too_little(folder: Path, _: Path) -> Path:
    content = zeros(256)
    return hour_of(folder, content[:5] + (20 * MEBIBYTE).to_bytes(8, "little") + content[13:])


def _csv_with_nuls(folder: Path, _: Path) -> Path:
    nuls = "\0" * 1000 + "\n" + GOOD_ROW.format(2).replace("1.10000", "1.1\0000") + "2024-01-08T\0"
    return csv_of(folder / "nuls.csv", GOOD_ROW.format(1), nuls)


def _csv_of_only_nuls(folder: Path, _: Path) -> Path:
    file = folder / "only.csv"
    file.write_bytes(bytes(MEBIBYTE))
    return file


def _line_of_1_gb(folder: Path, _: Path) -> Path:
    return csv_with_a_line_of(folder / "endless.csv", 1024 * MEBIBYTE)


def _folder_without_ticks(folder: Path, _: Path) -> Path:
    pictures = folder / "pictures"
    (pictures / "empty").mkdir(parents=True)
    (pictures / "chart.png").write_bytes(b"\x89PNG")
    return pictures


def _folder_with_a_letter(folder: Path, _: Path) -> Path:
    letters = folder / "letters"
    letters.mkdir()
    (letters / "letter.txt").write_text("Dear trader,\nthere are no ticks in here.\n")
    return letters


def _missing_path(folder: Path, _: Path) -> Path:
    return folder / "missing"


def _candles(folder: Path, _: Path) -> Path:
    file = folder / "candles.csv"
    file.write_text("Gmt time,Open,High,Low,Close,Volume\n14.03.2019 00:00:00.000,0.7,0.7,0.7,0.7,45\n")
    return file


@pytest.mark.parametrize(
    ("make", "exit_code", "code", "stored"),
    [
        pytest.param(_truncated_bi5, 3, "bi5.truncated", None, id="a truncated .bi5"),
        pytest.param(_bomb_that_says_10_gb, 3, "bi5.too_large", 0, id="an LZMA bomb that says 10 GB"),
        pytest.param(_bomb_of_unknown_size, 3, "bi5.", None, id="an LZMA bomb of unknown size"),
        pytest.param(_bomb_that_says_too_little, 3, "bi5.", None, id="an LZMA bomb that says 20 MiB"),
        pytest.param(_csv_with_nuls, 3, None, 1, id="a CSV with NULs"),
        pytest.param(_csv_of_only_nuls, 3, "csv.", 0, id="a CSV of nothing but NULs"),
        pytest.param(_line_of_1_gb, 3, None, 2, id="a line of 1 GB"),
        pytest.param(_folder_without_ticks, 3, "import.no_ticks", 0, id="a directory without ticks"),
        pytest.param(_folder_with_a_letter, 3, "csv.missing_column", 0, id="a directory with a letter"),
        pytest.param(_missing_path, 4, "import.path_not_found", 0, id="a path that is not there"),
        pytest.param(_candles, 3, "csv.candles", 0, id="candles instead of ticks"),
    ],
)
def test_bad_files_are_refused(
    tickloom: Tickloom,
    tmp_path: Path,
    bi5: Path,
    make: Callable[[Path, Path], Path],
    exit_code: int,
    code: str | None,
    stored: int | None,
) -> None:
    """What was stored before stays, what is good in the file is stored, and memory is bounded."""
    tickloom.good("import", "GBPUSD", csv_of(tmp_path / "before.csv", GOOD_ROW.format(7)))
    result = tickloom("import", "EURUSD", make(tmp_path, bi5))
    assert result.code == exit_code, result.err
    assert "Traceback" not in result.err
    assert f"[{code}" in result.err if code else "refused rows" in result.err
    assert MEBIBYTE < result.peak_bytes < PEAK
    ticks = _ticks_of_a_sound_store(tickloom)
    assert ticks["GBPUSD"] == 1
    assert stored is None or ticks.get("EURUSD", 0) == stored


@pytest.mark.parametrize("verb", [("ticks",), ("bars", "1h"), ("chart", "1h")])
@pytest.mark.parametrize(
    ("symbol", "exit_code", "code"),
    [("XAUUSD", 4, "symbol.unknown"), ("../../etc", 2, "symbol.invalid"), ("", 2, "symbol.invalid")],
)
def test_symbols_that_are_none_are_told_so(
    real: Tickloom, tmp_path: Path, verb: tuple[str, ...], symbol: str, exit_code: int, code: str
) -> None:
    """Unknown is another matter than impossible."""
    name, *timeframe = verb
    out = ["--out", tmp_path / "chart.html"] if name == "chart" else []
    result = real(name, symbol, *timeframe, *out)
    assert (result.code, result.out) == (exit_code, b"")
    assert result.err.endswith(f"[{code}]\n")


def test_a_hostile_symbol_imports_nothing_and_leaves_no_file(tickloom: Tickloom, tmp_path: Path) -> None:
    """Not in the home, and not outside of it."""
    file = csv_of(tmp_path / "one.csv", GOOD_ROW.format(1))
    result = tickloom("import", "../../etc", file)
    assert (result.code, result.err.rpartition("[")[2]) == (2, "symbol.invalid]\n")
    assert not list(tmp_path.rglob("*.parquet"))
    assert _ticks_of_a_sound_store(tickloom) == {}


def test_a_read_only_home_is_unusable_and_stays_as_it_was(tickloom: Tickloom, tmp_path: Path) -> None:
    """Permission bits do not bind root, so the home is mounted read-only."""
    file = csv_of(tmp_path / "one.csv", GOOD_ROW.format(1))
    tickloom.good("import", "EURUSD", file)
    again = csv_of(tmp_path / "two.csv", GOOD_ROW.format(2))
    mounted = 'mount --bind "$HOME_DIR" "$HOME_DIR"; mount -o remount,ro,bind "$HOME_DIR"; '
    for verb in (f'import EURUSD "{again}"', "symbols", "doctor"):
        result = tickloom.within(f'{mounted} exec "$TICKLOOM" {verb}')
        assert result.code == 6, result.err
        assert "Traceback" not in result.err
        assert "[store.read_only]" in result.err + result.text
    assert _ticks_of_a_sound_store(tickloom) == {"EURUSD": 1}


def test_a_full_disk_stops_the_import_and_loses_nothing(tickloom: Tickloom, tmp_path: Path) -> None:
    """Once there is space again, the same command finishes it."""
    file = many_days(tmp_path / "days.csv", days=60, ticks_a_day=20_000)
    elsewhere = Tickloom(tmp_path / "elsewhere")
    first = csv_of(tmp_path / "first.csv", GOOD_ROW.format(1))
    elsewhere.good("import", "EURUSD", first, file)
    needed = elsewhere.good("symbols", "--json").json[0]["bytes"]
    tickloom.home.mkdir()
    script = f"""
        mount -t tmpfs -o size=40m tmpfs "$HOME_DIR"
        "$TICKLOOM" import EURUSD "{first}"
        free=$(df --output=avail -k "$HOME_DIR" | tail -1)
        head -c "$((free - {needed // 2048}))K" /dev/zero > "$HOME_DIR/ballast"
        "$TICKLOOM" import EURUSD "{file}" && exit 99 || code=$?
        echo "import: $code"
        rm "$HOME_DIR/ballast"
        "$TICKLOOM" doctor
        "$TICKLOOM" sql "SELECT count(*) > 0 AS kept FROM ticks" --format csv
        "$TICKLOOM" import EURUSD "{file}"
        "$TICKLOOM" symbols --format csv
    """  # noqa: S608 - a shell script
    result = tickloom.within(script)
    assert result.code == 0, result.err + result.text
    assert result.lines[0] == "import: 6"
    assert "[store.full]" in result.err
    assert "Traceback" not in result.err
    assert "fail" not in [line.split()[0] for line in result.lines if line]
    assert "true" in result.lines
    assert (
        result.lines[-1].split(",")[-1]
        == elsewhere.good("symbols", "--format", "csv").lines[-1].split(",")[-1]
    )


def test_a_second_process_on_the_same_home_is_turned_away(tickloom: Tickloom, tmp_path: Path) -> None:
    """It learns who works there; the first one is not disturbed."""
    tickloom.good("import", "EURUSD", csv_of(tmp_path / "one.csv", GOOD_ROW.format(1)))
    holder = (
        "import os, sys, tickloom\n"
        "with tickloom.open(os.environ['TICKLOOM_HOME']) as workspace:\n"
        "    open(os.environ['READY'], 'w').write(str(os.getpid()))\n"
        "    sys.stdin.read()\n"
        "    print(len(workspace.ticks('EURUSD')))\n"
    )
    ready = tmp_path / "ready"
    first = Running(
        [sys.executable, "-c", holder], {"TICKLOOM_HOME": str(tickloom.home), "READY": str(ready)}
    )
    while first.is_alive and not (ready.is_file() and ready.read_text()):
        time.sleep(0.01)
    for verb in (("symbols",), ("import", "EURUSD", tmp_path / "one.csv")):
        second = tickloom(*verb)
        assert (second.code, second.out) == (5, b"")
        assert f"process {ready.read_text()}" in second.err
        assert second.err.endswith("[store.owned]\n")
    checks = tickloom.good("doctor", "--json").json["checks"]
    assert [check["status"] for check in checks if check["name"] == "store"] == ["warn"]
    assert first.finish().text == "1\n"


def test_the_header_of_hostile_files_is_the_one_that_is_exported() -> None:
    """So that these tests go stale together with the product."""
    assert HEADER == "timestamp,bid,ask,bid_volume,ask_volume\n"
    assert TICKLOOM.endswith("tickloom")


def _ticks_of_a_sound_store(tickloom: Tickloom) -> dict[str, int]:
    checks, symbols = tickloom.state()
    assert [check for check in checks.values() if check["status"] != "ok"] == []
    assert not list(tickloom.home.rglob("*.tmp*"))
    return {row["symbol"]: row["ticks"] for row in symbols}
