"""The page of settings and the files of the stages are those that the model says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tickloom.config import read
from tickloom.config.files import STAGES
from tickloom.config.keys import keys
from tickloom.config.reference import PAGE, page

if TYPE_CHECKING:
    from pathlib import Path

    from desk import Desk


def test_the_page_lists_every_setting_as_it_is_declared() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert page(text) == text
    assert [key.variable for key in keys().values() if f"| `{key.variable}` |" not in text] == []


@pytest.mark.parametrize("key", keys().values(), ids=lambda key: key.name)
def test_every_setting_says_what_it_does(key: object) -> None:
    about = key.about  # type: ignore[attr-defined]
    assert about.text.endswith(".")
    assert about.text[0].isupper()


@pytest.mark.parametrize("stage", STAGES)
def test_the_file_of_a_stage_is_right_and_reads_as_it_should(root: Path, desk: Desk, stage: str) -> None:
    name = f".env.{stage}"
    desk.write(name, (root / name).read_bytes())
    run = desk.run("config", "check", TICKLOOM_ENV=stage)
    assert run.stdout == f"nothing is wrong in the environment, {name}\n", run.stderr


def test_a_command_in_the_checkout_is_configured_by_nothing(root: Path, desk: Desk) -> None:
    assert read(environ={}, folder=root, user=desk.user).entries == {}
