"""Which place counts: a flag before the environment, that before the files, each with its line."""

from __future__ import annotations

import itertools
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tickloom.config import Configuration, Settings, read
from tickloom.config.files import file_of_user
from tickloom.config.keys import keys, text_of
from tickloom.config.listing import listed

if TYPE_CHECKING:
    from desk import Desk

KEY = "sql.timeout"
VARIABLE = "TICKLOOM_SQL__TIMEOUT"
PLACES = ("flag", VARIABLE, ".env:1", ".env.development:1", "tickloom.env:1")
"""In their order, with the value of each: 1 to 5."""
LIKELY = ("https://x", "app://x", "tickloom_store=debug")
"""Texts of which each setting that has to look like something takes one."""
COMBINATIONS = [
    each for length in range(len(PLACES) + 1) for each in itertools.combinations(range(len(PLACES)), length)
]


def said(desk: Desk, places: tuple[int, ...], stage: str = "development") -> Configuration:
    """The configuration when these places say something."""
    for place in (2, 3, 4):
        if place in places:
            desk.write(PLACES[place].removesuffix(":1"), f"{VARIABLE}={place + 1}\n")
    flags = {KEY: 1 if 0 in places else None}
    environ = {"TICKLOOM_ENV": stage} | ({VARIABLE: "2"} if 1 in places else {})
    return read(flags, environ=environ, folder=desk.folder, user=desk.user)


@pytest.mark.parametrize("places", COMBINATIONS, ids=lambda places: "".join(map(str, places)) or "none")
def test_the_first_that_says_something_counts(desk: Desk, places: tuple[int, ...]) -> None:
    found = said(desk, places)
    assert found.settings.sql.timeout == (min(places) + 1 if places else None)
    origin = found.origin(KEY)
    assert (
        origin.source
        == ["flag", "environment", "project", "project", "user", "default"][min(places, default=5)]
    )
    if min(places, default=0) > 0:
        assert origin.place.endswith(PLACES[min(places)])
    assert [entry.text for entry in found.entries.get(KEY, ())] == [str(place + 1) for place in places]


@pytest.mark.parametrize("stage", ["ci", "production"])
def test_a_stage_reads_its_own_file_and_no_other(desk: Desk, stage: str) -> None:
    desk.write(f".env.{stage}", f"{VARIABLE}=9\n")
    found = said(desk, (2, 3, 4), stage)
    assert (found.settings.sql.timeout, found.stage) == (9, stage)
    assert [file.label for file in found.files] == [f".env.{stage}", str(desk.user)]


def test_each_setting_is_from_where_it_was_said(desk: Desk) -> None:
    desk.write(".env.development", "# a\n\nexport TICKLOOM_DOWNLOADS__CONNECTIONS='2' # few\nOTHER=1\n")
    desk.write("tickloom.env", "TICKLOOM_HOME=~/ticks\nTICKLOOM_DOWNLOADS__CONNECTIONS=3\n")
    found = read(
        {"sql.max_rows": 10}, environ={"TICKLOOM_LOGS__LEVEL": "debug"}, folder=desk.folder, user=desk.user
    )
    assert {name: str(found.origin(name)) for name in found.entries} == {
        "sql.max_rows": "sql.max_rows",
        "logs.level": "TICKLOOM_LOGS__LEVEL",
        "downloads.connections": ".env.development:3",
        "home": f"{desk.user}:1",
    }
    assert found.settings.downloads.connections == 2
    assert found.settings.home == Path("~/ticks")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("imports.threads", " 4 ", 4),
        ("imports.threads", "none", None),
        ("imports.threads", "NONE", None),
        ("imports.threads", "", None),
        ("downloads.timeout", "1e1", 10.0),
        ("downloads.base_url", "https://ticks.example/feed", "https://ticks.example/feed"),
        ("engine.origins", "app://bundle", ("app://bundle",)),
        ("engine.origins", "app://bundle, http://localhost:8080", ("app://bundle", "http://localhost:8080")),
        ("logs.level", "trace", "trace"),
        ("home", "/srv/with spaces", Path("/srv/with spaces")),
    ],
)
def test_a_text_is_a_value_of_its_type(desk: Desk, name: str, text: str, value: object) -> None:
    environ = {keys()[name].variable: text}
    assert read(environ=environ, folder=desk.folder, user=desk.user).value(name) == value


def test_every_setting_can_be_said_and_is_shown_as_it_was_said(desk: Desk) -> None:
    some: dict[type, str] = {int: "7", float: "2.5", bool: "true", str: "app://x", Path: "there"}
    for key in keys().values():
        text = key.choices[-1] if key.choices else some[key.kind]
        if key.form is not None:
            text = next(each for each in LIKELY if re.fullmatch(key.form.pattern, each))
        found = read(environ={key.variable: text}, folder=desk.folder, user=desk.user)
        (shown,) = [setting for setting in listed(found) if setting.key is key]
        assert (shown.text, shown.origin.place) == (text, key.variable)


def test_a_default_is_good_and_can_be_written_down(desk: Desk) -> None:
    environ = {key.variable: text_of(key.default) for key in keys().values()}
    assert read(environ=environ, folder=desk.folder, user=desk.user).settings == Settings()


def test_what_others_keep_in_such_files_is_theirs(desk: Desk) -> None:
    desk.write(".env", "DATABASE_PASSWORD=x\nTHIS IS NO LINE\n" + "#" * 100_000)
    desk.write(".env.development", "export VITE_TOKEN=x\n").chmod(0o666)
    found = read(
        environ={"TICKLOOM_TEST_DATA": "x", "TICKLOOM_DEBUG": "1"}, folder=desk.folder, user=desk.user
    )
    assert found.entries == {}


def test_secrets_are_tolerated_where_a_developer_keeps_them(desk: Desk) -> None:
    desk.write(".env", f"TICKLOOM_CREDENTIAL_VENUE=x\nMY_TOKEN=y\n{VARIABLE}=5\n")
    environ = {"TICKLOOM_CREDENTIAL_OTHER": "z"}
    found = read(environ=environ, folder=desk.folder, user=desk.user)
    assert list(found.entries) == [KEY]
    assert "TICKLOOM_CREDENTIAL" not in repr(found)


def test_the_command_shows_values_with_their_origins(desk: Desk) -> None:
    desk.write(".env.development", f"{VARIABLE}=5\n")
    run = desk.run("config", "show", "--origin", TICKLOOM_LOGS__LEVEL="debug")
    rows = {line.split()[0]: line.split()[1:] for line in run.stdout.splitlines()}
    assert rows["sql.timeout"] == ["5", ".env.development:1"]
    assert rows["logs.level"] == ["debug", "TICKLOOM_LOGS__LEVEL"]
    assert rows["home"] == [str(desk.home), "TICKLOOM_HOME"]
    assert rows["downloads.attempts"] == ["5", "default"]
    flagged = desk.run("--home", "there", "config", "show", "--json")
    home: dict[str, Any] = json.loads(flagged.stdout)[0]
    assert (home["value"], home["origin"], home["place"]) == ("there", "flag", "--home")
    assert not desk.home.exists()


def test_the_level_that_is_asked_for_is_what_holds(desk: Desk) -> None:
    run = desk.run("--log-level", "debug", "config", "show", "--json", TICKLOOM_LOGS__TERMINAL="info")
    (terminal,) = [each for each in json.loads(run.stdout) if each["key"] == "logs.terminal"]
    assert (terminal["value"], terminal["origin"], terminal["place"]) == ("debug", "flag", "--log-level")


def test_the_command_names_the_files_in_their_order(desk: Desk) -> None:
    desk.write("tickloom.env", "\n")
    rows = json.loads(desk.run("config", "path", "--json").stdout)
    assert [(Path(row["path"]).name, row["source"], row["exists"]) for row in rows] == [
        (".env", "project", False),
        (".env.development", "project", False),
        ("tickloom.env", "user", True),
    ]


def test_files_are_checked_before_they_are_put_in_place(desk: Desk) -> None:
    good, bad = desk.write("new.env", f"{VARIABLE}=5\n"), desk.write("other.env", f"{VARIABLE}=soon\n")
    assert desk.run("config", "check", str(good)).stdout == f"nothing is wrong in {good}\n"
    run = desk.run("config", "check", str(good), str(bad), "nowhere.env")
    assert run.returncode == 2
    assert f"{bad}:1: {VARIABLE}: " in run.stderr
    assert "nowhere.env: there is no such file" in run.stderr


def test_the_home_of_a_file_is_the_home(desk: Desk) -> None:
    desk.write("tickloom.env", "TICKLOOM_HOME=other\n")
    assert desk.run("symbols", TICKLOOM_HOME="").returncode == 0
    assert (desk.folder / "other").is_dir()


def test_the_file_of_a_user_lies_where_such_files_lie() -> None:
    from platformdirs import user_config_path

    assert file_of_user() == user_config_path("tickloom", appauthor=False) / "tickloom.env"
