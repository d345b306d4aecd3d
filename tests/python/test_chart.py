"""A chart page holds exactly the bars it was given, whatever they are called, or is not written at all."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from tickloom import chart
from tickloom.chart import (
    MAX_BARS,
    ChartData,
    ChartError,
    InvalidChart,
    PageNotBuilt,
    TooManyBars,
    page,
    write_page,
)

if TYPE_CHECKING:
    from pathlib import Path

MINUTE = 60_000
MONDAY = 1_549_238_400_000


THREE_MINUTES: dict[str, Any] = {
    "symbol": "EURUSD",
    "timeframe": "1m",
    "side": "bid",
    "digits": 5,
    "version": "0.1.0",
    "open_time": [MONDAY, MONDAY + MINUTE, MONDAY + 3 * MINUTE],
    "open": [1.1455, 1.1457, 1.1452],
    "high": [1.146, 1.1459, 1.1453],
    "low": [1.1453, 1.1451, 1.145],
    "close": [1.1457, 1.1452, 1.1452],
    "volume": [123.45, 0.0, 7.5],
    "ticks": [3733, 2825, 1],
}


def three_minutes(**changes: Any) -> ChartData:
    """Three minutes that can be checked by hand, with some fields replaced."""
    return ChartData(**(THREE_MINUTES | changes))


class Elements(HTMLParser):
    """The page as a browser takes it apart: its elements, and the text of its scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {"script": [], "style": []}
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in self.texts:
            self.texts[self._inside].append(data)


def data_of(html: str) -> dict[str, Any]:
    """What the page's script will find."""
    found: dict[str, Any] = json.loads(Elements(html).texts["script"][1])
    return found


def test_the_page_holds_the_bars_as_columns() -> None:
    assert data_of(page(three_minutes())) == THREE_MINUTES


def test_noise_behind_the_ninth_digit_of_a_volume_is_left_out() -> None:
    noisy = three_minutes(volume=[123.45000076293945, 1e-6, 0.1 + 0.2])
    assert data_of(page(noisy))["volume"] == [123.450001, 1e-6, 0.3]


@pytest.mark.parametrize(
    "hostile",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        "\u2028",
        '"};alert(1);//',
        "\\u003c/script>",
        "%SCRIPT%",
    ],
)
def test_no_name_breaks_out_of_the_data(hostile: str) -> None:
    html = page(three_minutes(symbol=hostile))
    assert data_of(html)["symbol"] == hostile
    assert [tag for tag, _ in Elements(html).tags] == [tag for tag, _ in Elements(page(three_minutes())).tags]


def test_the_policy_lets_only_the_page_s_own_script_and_style_run() -> None:
    elements = Elements(page(three_minutes()))
    policy = next(str(attrs["content"]) for _, attrs in elements.tags if attrs.get("http-equiv"))
    digest = base64.b64encode(hashlib.sha256(elements.texts["script"][0].encode()).digest()).decode()
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}';" in policy
    assert "unsafe" not in policy


def test_the_page_names_nothing_to_load() -> None:
    sources = [attrs.get("src") or attrs.get("href") for _, attrs in Elements(page(three_minutes())).tags]
    assert all(source is None or source.startswith("data:") for source in sources)


def test_the_maker_of_the_drawing_library_is_named() -> None:
    html = page(three_minutes())
    assert "https://www.tradingview.com/" in html
    assert re.search(r"Licensed under Apache License 2\.0", html)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"open_time": []}, "no bars"),
        ({"close": [1.0, 2.0]}, "close has 2 values, but there are 3 bars"),
        ({"ticks": []}, "ticks has 0 values"),
        ({"high": [1.0, float("nan"), 1.0]}, "high holds a value that is not a finite number"),
        ({"volume": [float("inf"), 0.0, 0.0]}, "volume holds"),
        ({"open_time": [MONDAY, MONDAY, MONDAY + 1]}, "position 1"),
        ({"open_time": [MONDAY, MONDAY + 2, MONDAY + 1]}, "position 2"),
        ({"digits": -1}, "digits"),
        ({"digits": 13}, "digits"),
    ],
)
def test_columns_that_are_no_chart_are_refused(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(InvalidChart, match=reason):
        three_minutes(**changes)


def test_as_many_bars_as_promised_fit_and_one_more_is_refused_with_advice() -> None:
    def minutes(count: int) -> ChartData:
        prices, times = [1.0] * count, range(0, count * MINUTE, MINUTE)
        names = ("open", "high", "low", "close", "volume", "ticks")
        return three_minutes(open_time=times, **dict.fromkeys(names, prices))

    assert len(data_of(page(minutes(MAX_BARS)))["close"]) == MAX_BARS
    advice = r"200,001 bars .* longer timeframe, or less time with --from and --to"
    with pytest.raises(TooManyBars, match=advice) as refused:
        minutes(MAX_BARS + 1)
    assert (refused.value.found, refused.value.limit) == (MAX_BARS + 1, MAX_BARS)


def test_every_error_is_a_chart_error_with_its_own_code() -> None:
    kinds: list[type[ChartError]] = [InvalidChart, TooManyBars, PageNotBuilt]
    assert all(issubclass(kind, ChartError) for kind in kinds)
    assert [kind.code for kind in kinds] == ["chart.invalid", "chart.too_many_bars", "chart.not_built"]


def test_a_written_page_replaces_the_old_one_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "EURUSD 1m.html"
    target.write_text("old")
    assert write_page(str(target), three_minutes()) == target
    assert target.read_text(encoding="utf-8") == page(three_minutes())
    assert list(tmp_path.iterdir()) == [target]


def test_a_page_that_cannot_be_put_in_place_leaves_nothing_behind(tmp_path: Path) -> None:
    occupied = tmp_path / "chart.html"
    (occupied / "inside").mkdir(parents=True)
    with pytest.raises((IsADirectoryError, PermissionError)):
        write_page(occupied, three_minutes())
    assert list(tmp_path.iterdir()) == [occupied]


def test_a_missing_folder_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_page(tmp_path / "no" / "chart.html", three_minutes())
    assert list(tmp_path.iterdir()) == []


def test_without_the_built_page_the_way_to_build_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tickloom.chart.writing._TEMPLATE", tmp_path / "page.html")
    with pytest.raises(PageNotBuilt, match="make build"):
        write_page(tmp_path / "chart.html", three_minutes())
    assert list(tmp_path.iterdir()) == []


def test_charts_load_no_data_library() -> None:
    program = "import sys, tickloom.chart; print({'pandas', 'pyarrow', 'polars', 'numpy'} & set(sys.modules))"
    shown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "set()"


def test_what_is_exported_is_what_is_documented() -> None:
    assert all(getattr(chart, name).__doc__ for name in chart.__all__ if name != "MAX_BARS")
