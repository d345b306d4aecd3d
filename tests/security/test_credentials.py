"""A credential that is set, rotated, read and misused stands nowhere but where it is kept, sealed."""

from __future__ import annotations

import re
import subprocess
import time
from typing import TYPE_CHECKING, Any

import pytest
from hunter import PLAIN, PLANTED, files, hunt, processes, texts
from scene import TICKLOOM
from typer.main import get_command

from tickloom.cli.app import app

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from scene import Engine, Scene

PASSPHRASE = "passphraseOfTheSealedFile" * 2
ANOTHER = "theOneThatComesAfterIt" * 2
SEALED = {"TICKLOOM_CREDENTIALS__BACKEND": "file"}
OPENED = ("--passphrase-stdin",)
SECRETIVE = re.compile("secret|pass(word|phrase)|token|key|value|credential|nonce")
VALUES = {"plain": (PLAIN, PLAIN[::-1].swapcase()), "planted": (PLANTED, PLANTED[::-1].swapcase())}


@pytest.fixture(params=VALUES)
def values(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A value, and the one that comes after it."""
    return VALUES[request.param]


def credentials(scene: Scene, *arguments: str, said: str = "") -> subprocess.CompletedProcess[bytes]:
    return scene.run("credentials", *arguments, *OPENED, said=f"{PASSPHRASE}\n{said}", **SEALED)


def said_by(*runs: subprocess.CompletedProcess[bytes]) -> list[tuple[str, bytes]]:
    return list(texts({str(run.args): run.stdout + run.stderr for run in runs}))


def test_a_credential_that_is_kept_is_nowhere_to_be_read(scene: Scene, values: tuple[str, str]) -> None:
    first, second = values
    runs = [
        credentials(scene, "set", "venue", "--stdin", said=first),
        credentials(scene, "rotate", "venue", "--stdin", said=second),
        credentials(scene, "check"),
        credentials(scene, "rotate", "venue", "--undo"),
        credentials(scene, "check"),
        credentials(scene, "passphrase", said=f"{ANOTHER}\n"),
        scene.run("credentials", "list", "--json", **SEALED),
        scene.run("credentials", "audit", "--json", **SEALED),
        scene.run("config", "show", "--origin", **SEALED),
        scene.run("doctor", **SEALED),
        scene.run("diagnostics", "-o", scene.folder / "bundle.zip", **SEALED),
    ]
    assert [run.returncode for run in runs] == [0] * len(runs), runs
    assert b"venue" in runs[6].stdout
    assert hunt([*files(scene.folder), *said_by(*runs)], *values, PASSPHRASE, ANOTHER) == []


def parameters(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """Every argument and option of a command and of those below it, with the words that name it."""
    for parameter in command.params:
        yield f"{name} {' '.join(parameter.opts)}", parameter
    for verb, below in getattr(command, "commands", {}).items():
        yield from parameters(f"{name} {verb}", below)


def test_no_command_takes_a_secret_as_an_argument() -> None:
    """Arguments are shown to every user of the machine; what is said of secrets there are flags alone."""
    found = list(parameters("tickloom", get_command(app)))
    about_secrets = {name: one for name, one in found if SECRETIVE.search(" ".join(one.opts))}
    assert len(about_secrets) >= 5
    assert [name for name in about_secrets if not name.endswith("-stdin")] == []
    assert all(parameter.is_flag for parameter in about_secrets.values())
    kept = {name for name, _ in found if name.startswith("tickloom credentials ") and "--" not in name}
    assert kept == {f"tickloom credentials {verb} name" for verb in ("set", "rotate", "delete")}


def test_what_is_refused_is_not_repeated(scene: Scene, values: tuple[str, str]) -> None:
    """Not even where the command line is asked to show everything."""
    debugged = {"TICKLOOM_DEBUG": "1", **SEALED}
    runs = [
        credentials(scene, "set", "no such name!", "--stdin", said=values[0]),
        credentials(scene, "rotate", "nobody", "--stdin", said=values[0]),
        credentials(scene, "set", "venue", "--stdin", said=values[0] * 1_000),
        scene.run("credentials", "set", "venue", "--stdin", said=values[0], **debugged),
        scene.run("credentials", "set", "venue", "--stdin", said=f"{values[0]}\0", TICKLOOM_DEBUG="1"),
    ]
    assert all(run.returncode for run in runs), runs
    assert hunt([*files(scene.folder), *said_by(*runs)], *values, PASSPHRASE) == []


def test_no_argument_and_no_variable_of_any_process_holds_it(scene: Scene, values: tuple[str, str]) -> None:
    with subprocess.Popen(
        [TICKLOOM, "credentials", "set", "venue", "--stdin", *OPENED], env=scene.environment | SEALED,
        cwd=scene.work, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(f"{PASSPHRASE}\n{values[0]}".encode())
        process.stdin.close()
        looks = 0
        while process.poll() is None:
            assert hunt(processes(), *values, PASSPHRASE) == []
            looks += 1
            time.sleep(0.01)
    assert (process.returncode, looks > 2) == (0, True)


def test_a_value_that_is_sent_to_an_engine_only_goes_in(
    start: Callable[..., Engine], scene: Scene, values: tuple[str, str]
) -> None:
    import json

    from tickloom.errors import TickloomError

    handed = json.dumps({"secrets": {"credentials_passphrase": PASSPHRASE}}).encode() + b"\n"
    engine = start("--secrets-from-stdin", said=handed, environment=SEALED)
    told: list[object] = []
    for method, params in (
        ("set", {"name": "venue", "value": values[0]}),
        ("rotate", {"name": "venue", "value": values[1]}),
        ("rotate", {"name": "nobody", "value": values[1]}),
        ("set", {"name": values[0], "value": values[1]}),
        ("set", {"name": "venue", "value": [values[0]]}),
        ("check", {}),
        ("list", {}),
    ):
        try:
            told.append(engine.ask(f"credentials.{method}", **params))
        except TickloomError as error:
            told.extend([error, error.details])
    assert "venue" in str(told)
    assert hunt(processes(), *values, PASSPHRASE) == []
    engine.end()
    kept = [*files(scene.folder), *texts({"stderr": engine.said, "told": told})]
    assert hunt(kept, *values, PASSPHRASE) == []


@pytest.mark.parametrize("stage", ["development", "production"])
def test_a_secret_in_a_file_of_the_configuration_is_not_repeated(
    scene: Scene, values: tuple[str, str], stage: str
) -> None:
    """It stands in the developer's own file, where it may, or in a project's, where it must not."""
    file = scene.work / (".env" if stage == "development" else f".env.{stage}")
    file.write_text(f"TICKLOOM_CREDENTIAL_VENUE='{values[0]}'\nTICKLOOM_API_TOKEN='{values[1]}'\n")
    runs = [
        scene.run(*verb, TICKLOOM_ENV=stage, TICKLOOM_DEBUG="1")
        for verb in (
            ("config", "show", "--origin"),
            ("config", "check"),
            ("doctor",),
            ("symbols",),
            ("diagnostics", "-o", scene.folder / "bundle.zip"),
        )
    ]
    kept = [(place, content) for place, content in files(scene.folder) if str(file) not in place]
    assert hunt([*kept, *said_by(*runs)], *values) == []


def test_the_hunter_would_have_found_it_in_the_file(scene: Scene, tmp_path: Path) -> None:
    """The control: the same places are searched, and there it is found."""
    (scene.work / ".env").write_text(f"TICKLOOM_CREDENTIAL_VENUE={PLAIN}\n")
    assert {find.place for find in hunt(files(scene.folder), PLAIN)} == {str(scene.work / ".env")}
