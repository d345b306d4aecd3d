"""What the doctor says of keychains: in time, and by what somebody keeps there."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from tickloom.credentials import open_store
from tickloom.doctor import keychain as area
from tickloom.doctor.asking import answers
from tickloom.doctor.check import Area, Check
from tickloom.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def examined(home: Path) -> dict[str, Check]:
    return {check.name: check for check in answers([Area("keychain", area.look, 6.0, "warn")], home)}


@pytest.mark.parametrize(("how", "status", "words"), [
    ("absent", "ok", "there is none"),
    ("hangs", "warn", "gave no answer within 3 s"),
    ("refuses", "warn", "refuses"),
])  # fmt: skip
def test_a_keychain_that_nobody_uses_is_no_failure(
    bad_keychain: Callable[[str], None], tmp_path: Path, how: str, status: str, words: str
) -> None:
    bad_keychain(how)
    begun = time.monotonic()
    found = examined(tmp_path)["keychain"]
    assert time.monotonic() - begun < 7
    assert (found.status, words in found.found) == (status, True)


def test_a_keychain_that_credentials_lie_in_has_to_answer(
    keychain: dict[str, str], bad_keychain: Callable[[str], None], tmp_path: Path
) -> None:
    with open_store() as store:
        store.set("venue", Secret("a value of the venue"))
    good = examined(tmp_path)
    assert {check.status for check in good.values()} == {"ok"}
    assert set(good) == {"keychain", "credentials", "audit trail"}
    bad_keychain("absent")
    assert examined(tmp_path)["keychain"].status == "fail"
