"""The hunter finds a secret that is truly there; or else finding none would say nothing."""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hunter import PLAIN, PLANTED, files, forms, hunt, processes, texts

if TYPE_CHECKING:
    from collections.abc import Callable

WAYS: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "in JSON": lambda secret: json.dumps({"event": f"key {secret}!"}).encode(),
    "in JSON in JSON": lambda secret: json.dumps({"event": json.dumps({"key": secret})}).encode(),
    "in a repr": lambda secret: repr({"key": secret}).encode(),
    "in UTF-16": lambda secret: f"key {secret}!".encode("utf-16-le"),
    "in base64 with a user's name": lambda secret: base64.b64encode(f"ann:{secret}".encode()),
    "in hexadecimal": lambda secret: f"key {secret.encode().hex()}".encode(),
    "cut after 16 characters": lambda secret: f"{secret[:16]}…".encode(),
    "cut but for 16 characters": lambda secret: f"…{secret[-16:]}".encode(),
}


@pytest.mark.parametrize("secret", [PLANTED, PLAIN])
@pytest.mark.parametrize("way", WAYS)
def test_a_secret_is_found_however_it_was_written(way: str, secret: str) -> None:
    assert hunt([("here", WAYS[way](secret))], secret)


@pytest.mark.parametrize("secret", [PLANTED, PLAIN])
def test_every_form_is_long_enough_not_to_be_found_by_chance(secret: str) -> None:
    assert min(map(len, forms(secret).values())) >= 14
    assert hunt([("noise", os.urandom(1 << 20)), ("itself", Path(__file__).read_bytes())], secret) == []


def test_a_secret_is_found_in_files_packed_or_not_and_in_their_names(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "file").write_text(PLAIN)
    (tmp_path / "packed.gz").write_bytes(gzip.compress(PLAIN.encode()))
    with ZipFile(tmp_path / "packed.zip", "w", ZIP_DEFLATED) as archive:
        archive.writestr("inner", PLAIN * 2)
    (tmp_path / PLAIN).touch()
    found = {find.place for find in hunt(files(tmp_path), PLAIN)}
    inner = (
        tmp_path / "a" / "b" / "file",
        f"{tmp_path}/packed.gz (unpacked)",
        f"{tmp_path}/packed.zip/inner",
    )
    assert {*map(str, inner), f"name of {tmp_path / PLAIN}"} <= found


@pytest.mark.parametrize("place", ["argv", "environment"])
def test_a_secret_is_found_in_the_arguments_and_the_environment_of_a_process(place: str) -> None:
    program = [sys.executable, "-c", "input(1)", *([PLAIN] if place == "argv" else [])]
    environment = os.environ | ({"KEY": PLAIN} if place == "environment" else {})
    with subprocess.Popen(program, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        # What the system shows of a process is there for certain when the program runs.
        assert process.stdout is not None
        assert process.stdout.read(1) == b"1"
        found = {find.place for find in hunt(processes(), PLAIN)}
        process.communicate(b"\n")
    assert f"/proc/{process.pid}/{'cmdline' if place == 'argv' else 'environ'}" in found


def test_a_secret_is_found_in_what_was_said() -> None:
    assert [find.place for find in hunt(texts({"said": f"key={PLAIN}", "shown": b"nothing"}), PLAIN)]
