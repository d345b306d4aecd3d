"""Showing and changing when a market is open."""

import json
from pathlib import Path

import pytest
from running import Tickloom

TOKYO = {"name": "Tokyo", "zone": "Asia/Tokyo", "sessions": ["Mon-Fri 09:00-15:00"]}


def test_a_symbol_has_the_rules_of_its_kind_until_it_gets_its_own(tickloom: Tickloom, tmp_path: Path) -> None:
    """Set from a file and from stdin, replaced, and taken away again."""
    assert tickloom.good("calendar", "EURUSD").json["sessions"] == ["Sun 17:00-Fri 17:00"]
    file = tmp_path / "tokyo.json"
    file.write_text(json.dumps(TOKYO), encoding="utf-8")
    assert tickloom.good("calendar", "eurusd", "--set", file).json["zone"] == "Asia/Tokyo"
    assert tickloom.good("calendar", "EURUSD").json["name"] == "Tokyo"
    piped = tickloom.good("calendar", "EURUSD", "--set", "-", stdin=json.dumps(TOKYO | {"name": "piped"}))
    assert piped.json["name"] == "piped"
    assert tickloom.good("calendar", "EURUSD", "--reset").json["name"] == "fx"
    assert "EURUSD had no rules of its own" in tickloom.good("calendar", "EURUSD", "--reset").words


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("", "calendar.rules_invalid"),
        ("[]", "calendar.rules_invalid"),
        ("[" * 100_000, "calendar.rules_invalid"),
        (json.dumps(TOKYO | {"name": "x" * (1 << 20)}), "calendar.rules_invalid"),
        (json.dumps(TOKYO | {"zone": "Asia/Tokio"}), "calendar.zone_unknown"),
        (json.dumps(TOKYO | {"sessions": ["Mon 25:00"]}), "calendar.session_invalid"),
    ],
)
def test_rules_that_make_no_calendar_change_nothing(tickloom: Tickloom, rules: str, code: str) -> None:
    """The code says what is wrong with them."""
    result = tickloom("calendar", "EURUSD", "--set", "-", stdin=rules)
    assert (result.code, result.text) == (2, "")
    assert f"[{code}]" in result.words[-1]
    assert tickloom.good("calendar", "EURUSD").json["name"] == "fx"


def test_a_file_that_is_not_there_is_named(tickloom: Tickloom, tmp_path: Path) -> None:
    """And setting excludes resetting."""
    missing = tickloom("calendar", "EURUSD", "--set", tmp_path / "none.json")
    assert (missing.code, "none.json" in missing.words[-1]) == (4, True)
    assert tickloom("calendar", "EURUSD", "--set", tmp_path, "--reset").code == 2
