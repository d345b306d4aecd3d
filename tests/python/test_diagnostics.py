"""A bundle of diagnostics holds what helps, says what it lacks, and shows nobody's secrets."""

from __future__ import annotations

import hashlib
import json
import os
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, cast
from zipfile import ZipFile

import pytest

import tickloom as tl
from tickloom import run_file
from tickloom.diagnostics import collect, gathering
from tickloom.diagnostics.bundle import Bundle, BundledFile, LeftOut
from tickloom.diagnostics.masking import Masking
from tickloom.diagnostics.part import Absent
from tickloom.diagnostics.parts import engine

if TYPE_CHECKING:
    from pathlib import Path

ANN = Masking(("/home/ann", r"C:\Users\ann"), "ann")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store with logs, of a user with a folder and run files of its own."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "home"
    with tl.open(home):
        pass
    return home


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    """A home with a folder of logs, and no store that writes into it."""
    (tmp_path / "logs").mkdir()
    return tmp_path


def log(folder: Path, *lines: str, name: str = "tickloom.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def logs_of(home: Path, most: int = 8 << 20) -> Bundle:
    parts = list(gathering._logs(home, most, Masking()))
    files = [part for part in parts if isinstance(part, BundledFile)]
    return Bundle(tuple(files), tuple(part for part in parts if isinstance(part, LeftOut)))


def content(bundle: Bundle, name: str) -> str:
    return next(file.content for file in bundle.files if file.name == name).decode()


def reasons(bundle: Bundle) -> dict[str, str]:
    return {part.name: part.why for part in bundle.left_out}


# ------------------------------------------------------------------------------------------------- content


def test_a_bundle_holds_what_it_lists_and_says_what_it_lacks(home: Path, tmp_path: Path) -> None:
    written = collect(home).write(tmp_path / "bundle.zip")
    with ZipFile(written) as archive:
        manifest = json.loads(archive.read("MANIFEST.json"))
        listed = {file["name"]: file for file in manifest["files"]}
        assert set(archive.namelist()) == {"MANIFEST.json", *listed}
        for name, file in listed.items():
            assert len(archive.read(name)) == file["bytes"]
            assert hashlib.sha256(archive.read(name)).hexdigest() == file["sha256"]
        assert json.loads(archive.read("store.json"))["health"]["ticks"] == 0
        assert all("event" in json.loads(line) for line in archive.read("logs/tickloom.jsonl").splitlines())
    assert {"doctor.json", "versions.json", "configuration.json", "home.json", "README.txt"} <= set(listed)
    assert {part["name"]: part["why"] for part in manifest["left_out"]} == {
        "engine.json": "no engine runs",
        "metrics.txt": "no engine runs",
    }
    if os.name != "nt":
        assert written.stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_had_costs_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "ticks").write_text("in the way of a folder")
    bundle = collect(tmp_path / "home")
    assert "store.json" in reasons(bundle)
    found = {check["name"]: check["status"] for check in json.loads(content(bundle, "doctor.json"))}
    assert found["store"] == "fail"
    assert json.loads(content(bundle, "home.json"))[0]["name"] == "ticks"


def test_no_home_is_made(tmp_path: Path) -> None:
    bundle = collect(tmp_path / "home")
    assert reasons(bundle)["store.json"].startswith("there is no home")
    assert list(tmp_path.iterdir()) == []


def test_a_broken_configuration_is_told_whole(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TICKLOOM_SQL__TIMEOUT", "soon")
    monkeypatch.setenv("TICKLOOM_NO_SUCH", "1")
    wrong = json.loads(content(collect(home), "configuration.json"))["wrong"]
    assert "TICKLOOM_SQL__TIMEOUT" in "".join(wrong)
    assert "TICKLOOM_NO_SUCH" in "".join(wrong)
    found = [check for check in tl.examine(home) if check.name == "config"]
    assert [check.status for check in found] == ["fail", "fail"]
    assert all(check.advice for check in found)


def test_settings_are_told_with_their_origin(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TICKLOOM_SQL__TIMEOUT", "5")
    settings = json.loads(content(collect(home), "configuration.json"))["settings"]
    assert settings["sql.timeout"] == {"value": "5", "origin": "TICKLOOM_SQL__TIMEOUT"}


def test_what_is_there_already_stays_if_the_bundle_cannot_be_written(home: Path, tmp_path: Path) -> None:
    bundle = collect(home)
    (tmp_path / "bundle.zip").mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(OSError, match=r"directory|denied"):
        bundle.write(tmp_path / "bundle.zip")
    assert sorted(tmp_path.iterdir()) == before


# --------------------------------------------------------------------------------------------------- logs


def test_the_end_of_the_newest_logs_comes_in_whole_lines(logs: Path) -> None:
    old = log(logs / "logs", *(f"old {number:04}" for number in range(1000)), name="tickloom.1.jsonl")
    os.utime(old, (time.time() - 60,) * 2)
    log(logs / "logs", *(f"new {number:04}" for number in range(1000)))
    bundle = logs_of(logs, 12_000)
    names = ("tickloom.jsonl", "tickloom.1.jsonl")
    new, old_lines = (content(bundle, f"logs/{name}").splitlines() for name in names)
    assert new == [f"new {number:04}" for number in range(1000)]
    assert old_lines[-1] == "old 0999"
    assert all(len(line) == 8 for line in old_lines)
    assert sum(len(file.content) for file in bundle.files if file.name.startswith("logs/")) <= 12_000


def test_a_link_among_the_logs_is_not_followed_and_a_pipe_not_waited_for(logs: Path, tmp_path: Path) -> None:
    (tmp_path / "private").write_text("key")
    (logs / "logs" / "tickloom.1.jsonl").symlink_to(tmp_path / "private")
    os.mkfifo(logs / "logs" / "tickloom.2.jsonl")
    (logs / "logs" / "tickloom.3.jsonl").mkdir()
    bundle = logs_of(logs)
    assert {"logs/tickloom.1.jsonl", "logs/tickloom.3.jsonl"} <= set(reasons(bundle))
    assert not any(file.content == b"key" for file in bundle.files)


def test_logs_are_found_where_they_are_configured_to_lie_and_other_programs_files_are_not(
    logs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.setenv("TICKLOOM_LOGS__FOLDER", str(tmp_path / "elsewhere"))
    log(tmp_path / "elsewhere", "of ours")
    (tmp_path / "elsewhere" / "another.jsonl").write_text("of another program")
    assert {file.name: file.content for file in logs_of(logs).files} == {"logs/tickloom.jsonl": b"of ours\n"}


def test_a_disk_that_hangs_holds_up_no_bundle(monkeypatch: pytest.MonkeyPatch) -> None:
    class Hanging:
        """A home on it."""

        def __truediv__(self, _name: str) -> Path:
            free.wait(60)
            raise FileNotFoundError

    free = Event()
    monkeypatch.setattr(gathering, "SECONDS_FOR_LOGS", 0.2)
    (left_out,) = gathering._logs(cast("Path", Hanging()), 1, Masking())
    free.set()
    assert left_out == LeftOut("logs", "did not answer in 0.2 s")


def test_endless_lines_and_endless_nesting_are_cut(logs: Path) -> None:
    log(logs / "logs", "x" * (2 << 20), "[" * 100_000, "[" * 500 + "]" * 500, "last")
    lines = content(logs_of(logs), "logs/tickloom.jsonl").splitlines()
    assert (lines[0], lines[-1]) == ("[a line of 2,097,152 characters]", "last")


# ------------------------------------------------------------------------------------------------- engines


def test_what_another_program_answers_is_no_count_of_an_engine(home: Path) -> None:
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:
        run_file.write(home, port=other.server_port, nonce="0" * 64, version="0")
        answering = Thread(target=other.handle_request)
        answering.start()
        with pytest.raises(Absent, match="status 501"):
            engine.metrics(home)
        answering.join()


# ------------------------------------------------------------------------------------------------ masking


@pytest.mark.parametrize(
    "text",
    [
        "password=hunter2",
        "PASSWORD: hunter2",
        '{"venue_token": "hunter2"}',
        "{'api_key': 'hunter2'}",
        "Authorization: Bearer hunter2",
        "authorization=basic hunter2",
        "sent Bearer hunter2hunter2",
        "https://ann:hunter2@venue.example/path",
        "https://:hunter2@venue.example",
        "TICKLOOM_CREDENTIAL_VENUE=hunter2",
        'export DB_PASSWD="hunter2 hunter2"',
        '{\\"secret\\": \\"hunter2\\"}',
        "-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nhunter2",
        "nonce = hunter2",
        "venue_key=hunter2",
        "Authorization: token hunter2",
        "Cookie: session=one; csrf=hunter2",
        "https://hunter2@venue.example",
        "https://ann:at@hunter2@venue.example",
        'password="one hunter2',
        "password='one\\\nhunter2'",
        '{\\"secret\\": \\"one hunter2',
        '{\\\\\\"secret\\\\\\": \\\\\\"one\\\\n hunter2\\\\\\"}',
    ],
)
def test_what_is_named_like_a_secret_is_masked(text: str) -> None:
    assert "hunter2" not in Masking().text(text)
    assert "[secret]" in Masking().text(text)


@pytest.mark.parametrize(
    "text",
    [
        "no secrets on standard input [engine.no_secrets]",
        "credentials.not_found",
        "2024-01-08T00:00:00Z EURUSD 136,741 ticks",
        "https://server.example:8080/path",
        "tokenised 3 lines",
        "a password is needed",
    ],
)
def test_words_that_are_no_secrets_stay(text: str) -> None:
    assert Masking().text(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("/home/ann/ticks", "~/ticks"),
        ("/home/anna/ticks", "/home/anna/ticks"),
        (r"C:\Users\ann\ticks", r"~\ticks"),
        ("/media/ann/disk of ann", "/media/user/disk of ann"),
        ("/home/ann", "~"),
    ],
)
def test_the_user_is_not_told(text: str, masked: str) -> None:
    assert ANN.text(text) == masked


def test_the_user_is_not_told_as_a_value_either() -> None:
    assert ANN.value({"user": "ann", "of": "annual", "no": ""}) == {"user": "user", "of": "annual", "no": ""}
    assert Masking().value([""]) == [""]


def test_the_user_s_folder_is_not_told_where_nobody_knows_the_user_s_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 2**31 - 2)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Masking.of_this_user().text(f"in {tmp_path}/x") == "in ~/x"


@pytest.mark.parametrize("end", ["\u2028", "\x85"])
def test_what_other_systems_take_for_the_end_of_a_line_tears_none_apart(end: str) -> None:
    lines = Masking().lines(f'{{"password": "one{end}hunter2"}}\nlast')
    assert lines == '{"password": "[secret]"}\nlast\n'


def test_structures_are_masked_by_name_at_any_depth() -> None:
    deep: Any = {"password": "hunter2", "has_secret": True, "none_token": None, "plain": 1.5}
    for _ in range(100):
        deep = {"inner": [deep]}
    shallow = {"a": [{"api-key": {"b": "hunter2"}, "text": "/home/ann/x", "/home/ann": 1}]}
    assert "hunter2" not in json.dumps(ANN.value(deep))
    assert ANN.value(shallow) == {"a": [{"api-key": "[secret]", "text": "~/x", "~": 1}]}


@pytest.mark.parametrize(
    "part",
    [
        "token",
        "a",
        "://",
        "password ",
        " ",
        '"',
        "'",
        "\\",
        "-----BEGIN ",
        "bearer ",
        "token='",
        'token="\\',
        ":@",
    ],
)
def test_masking_takes_no_longer_than_the_text_is_long(part: str) -> None:
    """A pattern that looks far ahead from every place would take hours."""
    for text in (part * (200_000 // len(part)), f"password{part * (200_000 // len(part))}"):
        begun = time.process_time()
        Masking().text(text)
        assert time.process_time() - begun < 10
