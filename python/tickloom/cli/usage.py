"""Words for a command that makes no sense: how it is used, and what is wrong with this one."""

from typing import TYPE_CHECKING

from .words import complain, say

if TYPE_CHECKING:
    from typer import Context, TyperException

USAGE = "usage.invalid"


def tell_usage(error: "TyperException") -> None:
    """Says on stderr how the command is used, and what was wrong, with its code."""
    context: Context | None = getattr(error, "ctx", None)
    message = error.format_message()
    if context is None:
        complain(message, USAGE)
    elif message == context.get_help():
        say(message)
        complain("a command is missing", USAGE)
    else:
        say(f"{context.get_usage()}\nTry '{context.command_path} --help' for help.\n")
        complain(message, USAGE)
