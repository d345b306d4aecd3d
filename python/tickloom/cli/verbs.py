"""The verbs by name. Each is loaded when it is called, or a command would start with all the others."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Command, Context

NAMES = (
    "import",
    "download",
    "inspect",
    "ticks",
    "bars",
    "replay",
    "symbols",
    "calendar",
    "gaps",
    "coverage",
    "passport",
    "sql",
    "chart",
    "sample",
    "verify",
    "clean",
    "backup",
    "restore",
    "config",
    "credentials",
    "doctor",
    "diagnostics",
    "engine",
    "explain",
)
"""In the order of help. Each is a module beside this one, with a function or group of its name in it."""
WITHOUT_CONFIGURATION = {"config", "diagnostics", "doctor", "explain"}
"""Those that also help where the configuration is wrong; before all others it must be right."""

# Help without rich: it would cost more time than everything else together.
PLAIN: dict[str, Any] = {"rich_markup_mode": None, "pretty_exceptions_enable": False}
HELP = {"help_option_names": ["-h", "--help"]}


def group(about: str) -> typer.Typer:
    """A verb that has verbs of its own."""
    return typer.Typer(
        help=about, no_args_is_help=True, add_completion=False, context_settings=dict(HELP), **PLAIN
    )


class Verbs(TyperGroup):
    """All verbs, of which only those are loaded that somebody looks at."""

    def __init__(self, **settings: Any) -> None:
        """As its base."""
        super().__init__(**settings)
        self.commands = _Loaded()  # type: ignore[assignment]

    def invoke(self, ctx: "Context") -> Any:
        """As its base, which would let Ctrl-C pass without a word."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as interruption:
            from .exits import tell

            raise typer.Exit(tell(interruption)) from None


class _Loaded(Mapping[str, "Command"]):
    def __getitem__(self, name: str) -> "Command":
        if name not in NAMES:
            raise KeyError(name)
        return _command(name)

    def __iter__(self) -> Iterator[str]:
        return iter(NAMES)

    def __len__(self) -> int:
        return len(NAMES)


@cache
def _command(name: str) -> "Command":
    word = f"{name}_" if iskeyword(name) else name
    found = getattr(import_module(f".{word}", __package__), word)
    kind = TyperCommand if name in WITHOUT_CONFIGURATION else Configured
    if isinstance(found, typer.Typer):
        for below in found.registered_commands:
            below.cls = kind
        return typer.main.get_command(found)
    verb = typer.Typer(add_completion=False, **PLAIN)
    verb.command(name, cls=kind)(found)
    return typer.main.get_command(verb)


class Configured(TyperCommand):
    """A verb that starts nothing unless the configuration is right."""

    def invoke(self, context: "Context") -> Any:
        """As its base. Raises ``InvalidConfig``."""
        from tickloom.config import load

        load()
        return super().invoke(context)
