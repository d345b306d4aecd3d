"""The command line: what every verb does is said by ``tickloom VERB --help`` and in docs/cli.md.

Nothing is imported here before it is needed, so that help and completion answer at once.
"""

import sys
from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Runs one command and ends the process with its exit code; never shows a traceback."""
    try:
        from .app import app

        app(prog_name="tickloom")
    except SystemExit:
        raise
    except BaseException as error:  # noqa: BLE001 - this is the one place where everything ends
        from .exits import tell

        sys.exit(tell(error))
    sys.exit(0)
