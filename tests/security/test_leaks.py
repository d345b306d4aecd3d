"""A secret that is handed to an engine and misused there by a service comes out nowhere."""

from __future__ import annotations

import signal
import traceback
from typing import TYPE_CHECKING

import pytest
from hunter import PLAIN, PLANTED, files, hunt, processes, texts

from tickloom.errors import TickloomError

if TYPE_CHECKING:
    from collections.abc import Callable

    from scene import Engine, Scene

WAYS = (
    "prints",
    "logs",
    "logs_at_bounds",
    "warns",
    "raises",
    "refuses",
    "hides_in_a_key",
    "fails_on_a_thread",
    "fails_unseen",
    "shows_its_stack",
    "dumps",
    "shows",
    "starts_a_program",
)
SECRETS = {"plain": PLAIN, "planted": PLANTED}


@pytest.fixture(params=SECRETS)
def secret(request: pytest.FixtureRequest) -> str:
    """One that looks alike however it is written, and one that never does."""
    return SECRETS[request.param]


@pytest.fixture
def engine(start: Callable[..., Engine], secret: str) -> Engine:
    """An engine with a service that says its secret wherever it can."""
    return start("--secrets-from-stdin", "--service", "leaky:Leaky", said=line_of(secret))


def line_of(secret: str) -> bytes:
    import json

    return json.dumps({"secrets": {"venue": secret}}).encode() + b"\n"


def answered(engine: Engine, method: str) -> str:
    """Everything that a client is told: the answer, or the error with all that belongs to it."""
    try:
        return repr(engine.ask(method))
    except TickloomError as error:
        told = [error, error.details, error.args, vars(error), *traceback.format_exception(error)]
        return "".join(map(str, told))


@pytest.mark.parametrize("way", WAYS)
def test_a_service_that_says_its_secret_is_not_heard(
    engine: Engine, scene: Scene, secret: str, way: str
) -> None:
    told = answered(engine, f"leaky.{way}")
    assert hunt(processes(), secret) == []
    engine.send(signal.SIGTERM)
    assert engine.wait() == 0
    assert hunt([*files(scene.folder), *texts({"stderr": engine.said, "told": told})], secret) == []


def test_that_a_service_was_heard_at_all(engine: Engine, scene: Scene) -> None:
    """The control: what it says beside the secret comes out, and is searched."""
    for way in WAYS:
        answered(engine, f"leaky.{way}")
    engine.send(signal.SIGTERM)
    engine.wait()
    said = engine.said.decode()
    for words in ("printed [secret]", "in parts: [secret]", "letter by letter [secret]", "lines [secret]"):
        assert words in said
    searched = b"".join(content for place, content in files(scene.home) if ".jsonl" in place)
    for logged in (b"logged [secret]", b"could not sign in with", b"deprecated: [secret]", b"Traceback"):
        assert logged in searched


def test_a_module_that_takes_hold_of_the_output_when_it_is_loaded_is_not_heard(
    start: Callable[..., Engine], scene: Scene, secret: str
) -> None:
    engine = start("--secrets-from-stdin", "--service", "early:Early", said=line_of(secret))
    assert engine.first[0] == "READY"
    answered(engine, "early.says")
    engine.send(signal.SIGTERM)
    assert engine.wait() == 0
    said = engine.said.decode()
    for words in (
        "printed while the module was loaded",
        "to what was output [secret]",
        "to what logs [secret]",
    ):
        assert words in said
    assert hunt([*files(scene.folder), *texts({"stderr": said})], secret) == []


def test_the_nonce_stands_in_the_run_file_alone(start: Callable[..., Engine], scene: Scene) -> None:
    """Also where the log tells everything."""
    talkative = {"TICKLOOM_LOGS__LEVEL": "trace", "TICKLOOM_LOGS__TERMINAL": "trace"}
    engine = start(environment=talkative)
    _, _, nonce = engine.first
    (run_file,) = (scene.folder / "runtime" / "tickloom").iterdir()
    assert "system.describe" in answered(engine, "system.describe")
    assert scene.run("doctor", **talkative).returncode in (0, 6)
    assert scene.run("diagnostics", "-o", scene.folder / "bundle.zip", **talkative).returncode == 0
    assert hunt(processes(), nonce) == []
    assert {find.place for find in hunt(files(scene.folder), nonce)} == {str(run_file)}
    engine.send(signal.SIGTERM)
    assert engine.wait() == 0
    assert b"client came in" in b"".join(content for place, content in files(scene.home) if ".jsonl" in place)
    assert hunt(files(scene.folder), nonce) == []


def test_an_engine_that_cannot_start_does_not_say_what_it_was_given(
    start: Callable[..., Engine], scene: Scene, secret: str
) -> None:
    for said in (
        secret.encode() + b"\n",
        line_of(secret)[:-10] + b"\n",
        b'{"secrets": "' + secret.encode() + b'"}\n',
    ):
        engine = start("--secrets-from-stdin", said=said)
        assert engine.first == []
        assert engine.wait() == 2
    assert hunt(files(scene.folder), secret) == []


def test_an_engine_that_is_debugged_does_not_say_it_either(
    start: Callable[..., Engine], scene: Scene, secret: str
) -> None:
    """With all that Python and the command line can be asked to show."""
    noisy = dict.fromkeys(("TICKLOOM_DEBUG", "PYTHONFAULTHANDLER", "PYTHONDEVMODE", "RUST_BACKTRACE"), "1")
    engine = start(
        "--secrets-from-stdin", "--service", "leaky:Leaky", said=line_of(secret), environment=noisy
    )
    told = "".join(answered(engine, f"leaky.{way}") for way in WAYS)
    answered(engine, "leaky.crashes")
    assert engine.wait() == -signal.SIGSEGV
    assert b"Fatal Python error" in engine.said
    assert hunt([*files(scene.folder), *texts({"stderr": engine.said, "told": told})], secret) == []


def test_no_method_of_the_engine_tells_it(engine: Engine, scene: Scene, secret: str) -> None:
    """Services, health, the description of the protocol, and what counts for Prometheus."""
    answered(engine, "leaky.raises")
    told = {name: answered(engine, f"system.{name}") for name in ("services", "health", "describe")}
    bundle = scene.folder / "bundle.zip"
    assert scene.run("diagnostics", "-o", bundle).returncode == 0
    assert scene.run("doctor").returncode in (0, 6)
    assert hunt([*files(scene.folder), *texts(told)], secret) == []
    assert bundle.is_file()
