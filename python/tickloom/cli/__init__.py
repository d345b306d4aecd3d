"""The command line: what every verb does is said by ``tickloom VERB --help`` and in docs/cli.md.

Nothing is imported here before it is needed, so that help and completion answer at once.
"""

from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Runs one command and ends the process with its exit code; never shows a traceback."""
    from .process import begin, end

    begin()
    try:
        from .app import app

        # Not standalone, or mistakes would be told without a code; what comes back is the exit code, if any.
        ended = app(prog_name="tickloom", standalone_mode=False)
    except SystemExit as stopped:
        from .exits import Exit

        # The library's own end, without a word, where nobody reads any more.
        end(Exit.UNUSABLE if stopped.code == 1 else stopped.code)
    except BaseException as error:  # noqa: BLE001 - this is the one place where everything ends
        from .exits import tell

        end(tell(error))
    end(ended)
