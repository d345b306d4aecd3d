"""The host process: an engine that serves one home until it is told to stop, or whoever started it ends."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from . import logs, run_file
from .bounded import NoAnswer, Started
from .config.changing import Changing
from .config.serving import ConfigService
from .credentials import MOST_BYTES, Credentials
from .credentials import parse as parse_secrets
from .credentials.serving import CredentialsService
from .errors import RunFileRefused, SecretsMissing
from .masked_output import masked_output
from .processes import has_pipe_for_input
from .services import methods_of
from .stopping import stopped_by_signals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from ._core import Engine, EngineBounds, Parent
    from .config import Configuration, Settings
    from .services import Service

SECONDS_FOR_SECRETS = 10.0
"""How long a parent may take to say its secrets."""

# Threads of Python take turns this often, so that a service that computes holds up others for no longer.
_SECONDS_OF_A_TURN = 0.0005


@dataclass(frozen=True, slots=True)
class Hosting:
    """What the host is told."""

    home: Path
    """The home that it serves."""
    configuration: Configuration
    """What is configured."""
    services: Callable[[], Sequence[type[Service]]] = tuple
    """Gives services of Python, in the order in which they are added. What their modules print is masked."""
    has_secrets: bool = False
    """Whether the first line of standard input holds secrets."""
    flags: Mapping[str, object] = field(default_factory=dict)
    """Options that were given, by the names of settings: they go before any change."""
    with_parent: bool | None = None
    """Whether it leaves with its parent; None to do so if standard input is a pipe."""


def host(hosting: Hosting) -> None:
    """Serves until it is stopped; then the store is closed and the run file gone.

    On standard output stands ``READY``, the port and the nonce, when clients are served, and nothing else
    ever: what anything here prints goes to standard error.

    Raises ``StoreOwned`` if another process has the home, ``StoreUnusable``, ``SecretsMissing``, and what
    giving the services raises.
    """
    from ._core import leave_no_core

    leave_no_core()
    sys.setswitchinterval(_SECONDS_OF_A_TURN)
    with _sole_output() as announce, masked_output():
        parent = _parent(hosting.with_parent)
        services = hosting.services()
        secrets = _secrets(parent) if hosting.has_secrets else Credentials()
        settings = hosting.configuration.settings
        _begin_log(settings)
        engine = _engine(hosting.home, settings)
        if parent is not None:
            parent.when_it_ends(engine.stop)
        with stopped_by_signals(engine.stop):
            changing = Changing(hosting.configuration, hosting.flags, partial(_tune, engine))
            _add(engine, ConfigService(changing), secrets)
            _add(engine, CredentialsService(), secrets)
            for kind in services:
                _add(engine, kind(), secrets)
            _serve(engine, hosting.home, announce)


def _begin_log(settings: Settings) -> None:
    logs.show_from("warning", is_asked_for=False)
    logs.apply(settings.logs)
    logs.begin()


def _engine(home: Path, settings: Settings) -> Engine:
    from ._core import Engine

    section = settings.engine
    bounds: EngineBounds = {
        "connections": section.connections,
        "handshakes": section.handshakes,
        "requests": section.requests,
        "drain": section.drain,
    }
    engine = Engine(home, section.origins, bounds)
    _tune(engine, settings)
    return engine


def _tune(engine: Engine, settings: Settings) -> None:
    """Takes over what a running engine can take."""
    logs.apply(settings.logs)
    queries = settings.sql
    threads = settings.imports.threads
    engine.tune({"max_rows": queries.max_rows, "timeout": queries.timeout, "import_threads": threads})


def _add(engine: Engine, service: Service, secrets: Credentials) -> None:
    service.credentials = secrets
    engine.add(service, methods_of(service))


def _serve(engine: Engine, home: Path, announce: Callable[[str], None]) -> None:
    try:
        _write_run_file(engine, home)
        announce(f"READY {engine.port} {engine.nonce}\n")
        engine.wait()
    finally:
        run_file.remove(home)


def _write_run_file(engine: Engine, home: Path) -> None:
    """Who is told the port and the nonce needs no run file, so the engine serves without one, too."""
    from . import __version__

    try:
        run_file.write(home, port=engine.port, nonce=engine.nonce, version=__version__)
    except (RunFileRefused, OSError) as error:
        logs.get(__name__).warning("other programs will not find the engine", reason=str(error))


def _parent(wanted: bool | None) -> Parent | None:
    from ._core import Parent

    has_pipe = has_pipe_for_input()
    is_watched = has_pipe if wanted is None else wanted
    return Parent(os.getppid(), has_pipe) if is_watched else None


def _secrets(parent: Parent | None) -> Credentials:
    try:
        return parse_secrets(_first_line(parent))
    except (ValueError, EOFError, OSError, NoAnswer) as error:
        raise SecretsMissing(f"no secrets on standard input: {error}") from None


def _first_line(parent: Parent | None) -> bytes:
    """Of standard input. Raises ``EOFError`` or ``NoAnswer`` if it does not come in time, ``OSError``."""
    if parent is not None and has_pipe_for_input():
        return parent.first_line(MOST_BYTES, SECONDS_FOR_SECRETS)
    return Started(_line_of_input, "secrets").result(SECONDS_FOR_SECRETS)


def _line_of_input() -> bytes:
    """Not read by ``sys.stdin``: a thread that waits there is in the way of the end of the process."""
    line = bytearray()
    while len(line) < MOST_BYTES and not line.endswith(b"\n") and (byte := os.read(0, 1)):
        line += byte
    return bytes(line)


@contextmanager
def _sole_output() -> Iterator[Callable[[str], None]]:
    """The only way to standard output: whatever else writes there writes to standard error."""
    sys.stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    try:
        yield lambda text: _write(kept, text)
    finally:
        os.dup2(kept, 1)
        os.close(kept)


def _write(file: int, text: str) -> None:
    # The reader may be gone, which its end tells sooner or later.
    try:
        os.write(file, text.encode())
    except BrokenPipeError:
        return
