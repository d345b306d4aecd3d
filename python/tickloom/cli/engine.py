"""``tickloom engine``: serves the home to other programs, as docs/process-lifecycle.md says."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .exits import CommandError

if TYPE_CHECKING:
    from tickloom.services import Service

    from .options import Settings


def engine(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option("--home", metavar="DIR", help="The folder of the store, as before the verb."),
    ] = None,
    origins: Annotated[
        list[str] | None,
        typer.Option("--origin", metavar="ORIGIN", help="Let pages of this origin connect, as app://bundle."),
    ] = None,
    services: Annotated[
        list[str] | None,
        typer.Option("--service", metavar="MODULE:CLASS", help="Run this service of yours, too."),
    ] = None,
    secrets: Annotated[
        bool, typer.Option("--secrets-from-stdin", help="Read a line of secrets from standard input first.")
    ] = False,
    with_parent: Annotated[
        bool | None,
        typer.Option(
            "--with-parent/--alone",
            help="Leave with the program that started it, or stay; with it if standard input is a pipe.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Serve the store to notebooks, scripts and the desktop, all at once.

    When it serves, stdout shows READY, the port and the nonce. Ctrl-C or SIGTERM lets open requests finish;
    a second one ends it.
    """
    from tickloom.config import read
    from tickloom.engine import Hosting, host
    from tickloom.home import resolve

    settings: Settings = context.obj
    flags = settings.flags() | {"engine.origins": tuple(origins) if origins else None}
    if home is not None:
        flags["home"] = home
    configuration = read(flags)
    folder = resolve(None, configuration.settings)

    def load() -> "list[type[Service]]":
        return [_service(name) for name in services or ()]

    host(Hosting(folder, configuration, load, secrets, flags, with_parent))


def _service(name: str) -> "type[Service]":
    from tickloom.services import Service

    module, _, kind = name.partition(":")
    try:
        found = getattr(import_module(module), kind)
    except Exception as error:  # whatever a module of somebody else does when it is loaded
        what = f"no service {name}: {type(error).__name__}: {error}"
        raise CommandError("engine.service_unknown", what) from error
    if not (isinstance(found, type) and issubclass(found, Service)):
        raise CommandError("engine.service_unknown", f"{name} is no class of tickloom.services.Service")
    return found
