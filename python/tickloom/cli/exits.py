"""How a command ends: every error's code, and the exit code that a script sees, in one table."""

import os
import sys
from enum import IntEnum

from .words import complain, say

REPORT_AT = "the project's issue tracker"
"""Where to tell of an error that should not exist."""


class Exit(IntEnum):
    """The exit codes, as documented in ``tickloom --help`` and docs/cli.md."""

    DONE = 0
    USAGE = 2
    REFUSED = 3
    NOT_FOUND = 4
    OWNED = 5
    UNUSABLE = 6
    INTERNAL = 70
    INTERRUPTED = 130


MEANING = {
    Exit.DONE: "done",
    Exit.USAGE: "usage: an argument, option or query is wrong",
    Exit.REFUSED: "input refused: nothing, or not everything, was stored",
    Exit.NOT_FOUND: "not found: no such symbol, path or bars",
    Exit.OWNED: "the store is in use by another process",
    Exit.UNUSABLE: "store or output unusable: read-only, full or damaged",
    Exit.INTERNAL: "a defect of this program",
    Exit.INTERRUPTED: "interrupted",
}

EXIT_OF = {
    "bars.none": Exit.NOT_FOUND,
    "calendar.file_unreadable": Exit.NOT_FOUND,
    "chart.invalid": Exit.INTERNAL,
    "chart.not_built": Exit.INTERNAL,
    "chart.too_many_bars": Exit.USAGE,
    "config.invalid": Exit.USAGE,
    "csv.dialect_unknown": Exit.USAGE,
    "csv.zone_invalid": Exit.USAGE,
    "digits.differ": Exit.REFUSED,
    "digits.invalid": Exit.USAGE,
    "download.address_invalid": Exit.USAGE,
    "download.folder_in_use": Exit.OWNED,
    "download.folder_unusable": Exit.UNUSABLE,
    "download.proxy_invalid": Exit.USAGE,
    "download.too_many_hours": Exit.USAGE,
    "engine.no_secrets": Exit.USAGE,
    "engine.service_invalid": Exit.USAGE,
    "engine.service_unknown": Exit.USAGE,
    "export.failed": Exit.UNUSABLE,
    "import.digits_needed": Exit.REFUSED,
    "import.digits_unclear": Exit.REFUSED,
    "import.no_ticks": Exit.REFUSED,
    "import.path_not_found": Exit.NOT_FOUND,
    "import.unknown": Exit.NOT_FOUND,
    "interrupted": Exit.INTERRUPTED,
    "ipc.callback_failed": Exit.INTERNAL,
    "ipc.no_engine": Exit.NOT_FOUND,
    "ipc.not_loopback": Exit.USAGE,
    "ipc.result_too_large": Exit.USAGE,
    "passport.no_ticks": Exit.NOT_FOUND,
    "output.folder_not_found": Exit.NOT_FOUND,
    "output.not_writable": Exit.UNUSABLE,
    "protocol.bad_params": Exit.USAGE,
    "protocol.cancelled": Exit.INTERRUPTED,
    "protocol.handshake_timeout": Exit.UNUSABLE,
    "protocol.shutting_down": Exit.UNUSABLE,
    "protocol.slow_consumer": Exit.UNUSABLE,
    "protocol.timed_out": Exit.UNUSABLE,
    "protocol.too_many_requests": Exit.OWNED,
    "protocol.unauthorized": Exit.UNUSABLE,
    "protocol.unresponsive": Exit.UNUSABLE,
    "protocol.version_unsupported": Exit.UNUSABLE,
    "replay.day_changed": Exit.UNUSABLE,
    "replay.no_ticks": Exit.NOT_FOUND,
    "run_file.refused": Exit.UNUSABLE,
    "service.unknown": Exit.NOT_FOUND,
    "sql.failed": Exit.USAGE,
    "sql.refused": Exit.USAGE,
    "sql.too_large": Exit.USAGE,
    "store.backup_folder_invalid": Exit.USAGE,
    "store.busy": Exit.OWNED,
    "store.owned": Exit.OWNED,
    "symbol.unknown": Exit.NOT_FOUND,
}

# For the codes that are not named above: what stands before the dot decides.
EXIT_OF_KIND = {
    "align": Exit.USAGE,
    "bi5": Exit.REFUSED,
    "calendar": Exit.USAGE,
    "columns": Exit.USAGE,
    "config": Exit.USAGE,
    "coverage": Exit.USAGE,
    "csv": Exit.REFUSED,
    "day": Exit.USAGE,
    "digits": Exit.USAGE,
    "engine": Exit.UNUSABLE,
    "fill": Exit.USAGE,
    "gaps": Exit.USAGE,
    "gzip": Exit.REFUSED,
    "download": Exit.REFUSED,
    "import": Exit.REFUSED,
    "instrument": Exit.USAGE,
    "ipc": Exit.UNUSABLE,
    "json": Exit.REFUSED,
    "table": Exit.REFUSED,
    "mtf": Exit.USAGE,
    "passport": Exit.USAGE,
    "protocol": Exit.INTERNAL,
    "record": Exit.NOT_FOUND,
    "replay": Exit.USAGE,
    "service": Exit.UNUSABLE,
    "session": Exit.NOT_FOUND,
    "side": Exit.USAGE,
    "store": Exit.UNUSABLE,
    "symbol": Exit.USAGE,
    "time": Exit.USAGE,
    "timeframe": Exit.USAGE,
}


class CommandError(Exception):
    """A failure that only the command line knows: its text says what to do, its code never changes."""

    def __init__(self, code: str, message: str) -> None:
        """Keeps the code beside the message."""
        self.code = code
        super().__init__(message)


def exit_of(code: str) -> Exit:
    """The exit code of an error's code; unknown ones are defects.

    >>> exit_of("symbol.unknown"), exit_of("store.full")
    (<Exit.NOT_FOUND: 4>, <Exit.UNUSABLE: 6>)
    """
    return EXIT_OF.get(code) or EXIT_OF_KIND.get(code.partition(".")[0], Exit.INTERNAL)


def tell(error: BaseException) -> Exit:
    """Says on stderr what went wrong and returns the exit code."""
    if os.environ.get("TICKLOOM_DEBUG") == "1":
        sys.excepthook(type(error), error, error.__traceback__)
    if isinstance(error, KeyboardInterrupt):
        say("interrupted")
        return Exit.INTERRUPTED
    code = getattr(error, "code", None)
    if not isinstance(code, str):
        return _tell_of_defect(error)
    complain(str(error), code)
    return exit_of(code)


def _tell_of_defect(error: BaseException) -> Exit:
    what = " ".join(f"{type(error).__name__}: {error}".split())
    complain(f"{what}; please report this at {REPORT_AT}, with what TICKLOOM_DEBUG=1 shows", "internal.error")
    return Exit.INTERNAL
