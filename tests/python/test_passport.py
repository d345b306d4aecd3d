"""The passport of a month: citable, the same for the same ticks, safe to open whatever names are in it."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

import tickloom as tl
from tickloom.errors import InvalidPeriod, NoTicks, UnknownSymbol
from tickloom.passport import levels, words

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<script>alert(1)</script> & | `x`.csv"


class Tags(HTMLParser):
    """Which tags a page has, and whether they close as they open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.seen: set[str] = set()
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def passport(day: tl.Workspace) -> tl.Passport:
    return day.passport("EURUSD", "2019-02")


def test_a_real_day_is_the_only_one_of_its_month(passport: tl.Passport) -> None:
    assert (passport.ticks, passport.received_hours, passport.expected_hours) == (136_741, 24, 480)
    assert passport.missing_days[0] == date(2019, 2, 1)
    assert len(passport.missing_days) == 18
    assert 0.04 < passport.covered < 0.06
    assert passport.fields["days"][3]["ticks"][0] == 3733


def test_the_hashes_name_the_ticks_and_the_document(passport: tl.Passport, day: tl.Workspace) -> None:
    assert passport.content_hash == day.instruments()[0].content_hash
    assert passport.is_genuine
    assert not tl.Passport.of(passport.to_json().replace("136741", "136742", 1)).is_genuine
    assert day.passport("EURUSD", "2019-02").to_json() == passport.to_json()
    assert tl.Passport.of(passport.to_json()) == passport


def test_sources_are_listed_with_their_hashes(passport: tl.Passport) -> None:
    sources = passport.fields["provenance"]["sources"]
    assert len(sources) == 24
    assert sources[0]["name"].endswith("2019/01/04/00h_ticks.bi5")
    assert re.fullmatch("[0-9a-f]{64}", sources[0]["blake3"])
    assert sum(source["ticks"] for source in sources) == 136_741


def test_the_same_ticks_in_another_format_differ_in_provenance_alone(
    sample: Path, tmp_path: Path, week: tl.Workspace
) -> None:
    with tl.open(tmp_path / "csv") as other:
        other.import_ticks("EURUSD", next(sample.glob("*.csv")), progress=False)
        of_csv = dict(other.passport("EURUSD", "2024-01").fields)
    of_bi5 = dict(week.passport("EURUSD", "2024-01").fields)
    assert of_csv.pop("provenance") != of_bi5.pop("provenance")
    assert of_csv.pop("passport_hash") != of_bi5.pop("passport_hash")
    assert of_csv == of_bi5


def test_importing_again_in_another_order_changes_no_byte(sample: Path, tmp_path: Path) -> None:
    hours = sorted((sample / "EURUSD").rglob("*.bi5"))
    texts = []
    for name, paths in (("there", hours[:30]), ("back", hours[29::-1])):
        with tl.open(tmp_path / name) as ws:
            for path in paths:
                ws.import_ticks("EURUSD", path, progress=False)
            ws.import_ticks("EURUSD", paths[0], progress=False)
            texts.append(ws.passport("EURUSD", "2024-01").to_json())
    assert texts[0] == texts[1]


def test_the_page_is_whole_and_loads_nothing(passport: tl.Passport) -> None:
    page = passport.to_html()
    tags = Tags(page)
    assert tags.open == []
    assert tags.seen & {"script", "link", "img", "iframe", "object", "form"} == set()
    assert "http:" not in page
    assert "https:" not in page
    assert "url(" not in page
    busy = sum(hour["ticks"] > 0 for hour in passport.fields["session_hours"])
    assert page.count("<rect") == 28 * 24 + len(passport.fields["session_hours"]) >= 28 * 24 + busy


def test_hostile_names_stay_text(passport: tl.Passport) -> None:
    fields = json.loads(passport.to_json())
    for source in fields["provenance"]["sources"]:
        source["name"] = source["format"] = HOSTILE
    fields["calendar"]["name"] = fields["calendar"]["holidays"][0]["name"] = HOSTILE
    hostile = tl.Passport.of(json.dumps(fields))
    page = hostile.to_html()
    assert "<script" not in page
    assert Tags(page).open == []
    table = [line for line in hostile.to_markdown().splitlines() if "alert" in line]
    assert table
    assert all(not re.search(r"(?<!\\)<|(?<!\\)`x", line) for line in table)


def test_markdown_has_a_row_for_every_source(passport: tl.Passport) -> None:
    text = passport.to_markdown()
    assert text.count("| bi5 |") == 24
    assert passport.passport_hash in text


def test_what_cannot_be_answered_raises(day: tl.Workspace) -> None:
    with pytest.raises(NoTicks):
        day.passport("EURUSD", "2019-03")
    with pytest.raises(InvalidPeriod):
        day.passport("EURUSD", "2019")
    with pytest.raises(UnknownSymbol):
        day.passport("XAUUSD", "2019-02")


def test_levels_rise_with_the_ticks_of_an_hour() -> None:
    day = {"date": "2019-02-04", "ticks": [0, 1, 300, 600, 1000], "open_seconds": [3600] * 5}
    kinds = ["suspicious", "suspicious", "full", "quiet", "full"]
    ((*drawn,),) = levels.hours([{**day, "class": kinds}])
    assert [hour.level for hour in drawn] == sorted(hour.level for hour in drawn)
    assert [hour.kind for hour in drawn] == ["missing", *kinds[1:]]
    assert (drawn[0].level, drawn[-1].level) == (0, levels.STEPS)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.5, "0.5 s"), (60, "1 min"), (3661, "1 h 1 min"), (172_800, "2 d"), (90_001, "1 d 1 h")],
)
def test_lengths_are_said_in_two_units(seconds: float, text: str) -> None:
    assert words.length(seconds) == text


@pytest.mark.parametrize(("part", "text"), [(1.0, "100 %"), (0.999999, "99.99 %"), (0.0, "0.00 %")])
def test_what_is_not_all_never_looks_like_all(part: float, text: str) -> None:
    assert words.percent(part) == text
