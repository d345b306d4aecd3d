"""Arguments and options that several verbs share, spelled once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tickloom.opening import ahead

if TYPE_CHECKING:
    from tickloom import Workspace


class Format(StrEnum):
    """How a table is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    ARROW = "arrow"

    @property
    def is_binary(self) -> bool:
        """Whether a terminal would only show rubbish."""
        return self in (Format.PARQUET, Format.ARROW)


class Side(StrEnum):
    """The side of the quote that bars are built from."""

    BID = "bid"
    ASK = "ask"
    MID = "mid"


class Day(StrEnum):
    """Where days begin."""

    UTC = "utc"
    SESSION = "session"


class Fill(StrEnum):
    """What stands where a period has no ticks."""

    FLAT = "flat"


class LogLevel(StrEnum):
    """The least that a record of the log must matter."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    DEBUG = "debug"
    TRACE = "trace"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Settings:
    """What was said before the verb."""

    home: Path | None
    log_level: LogLevel | None

    def flags(self) -> dict[str, object]:
        """What goes before the configuration, by the names of settings."""
        level = None if self.log_level is None else self.log_level.value
        return {"home": self.home, "logs.terminal": level}


Symbol = Annotated[
    str, typer.Argument(metavar="SYMBOL", help="The instrument, as EURUSD.", show_default=False)
]
Timeframe = Annotated[
    str,
    typer.Argument(
        metavar="TIMEFRAME",
        help="The length of a bar: 1m 5m 15m 30m 1h 4h 1d 1w 1mo, any Ns Nm Nh Nd, or M1 to MN1; "
        "or what else ends it: 100t 500v 10r 10b.",
        show_default=False,
    ),
]
SideOption = Annotated[Side, typer.Option("--side", help="The side of the quote.")]
DayOption = Annotated[
    Day, typer.Option("--day", help="Where days begin: at midnight UTC, or with the symbol's sessions.")
]
FillOption = Annotated[
    Fill | None,
    typer.Option("--fill", help="A bar for periods without ticks too, while the market is open."),
]
Start = Annotated[
    str | None,
    typer.Option("--from", metavar="TIME", help="From this moment on: 2019-02-04 or 2019-02-04T09:30Z; UTC."),
]
End = Annotated[str | None, typer.Option("--to", metavar="TIME", help="Up to but without this moment.")]
FormatOption = Annotated[
    Format | None,
    typer.Option(
        "--format", help="How to write it; FILE's ending if not given, else table.", show_default=False
    ),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all."),
]
Json = Annotated[bool, typer.Option("--json", help="Write JSON to stdout.")]


@contextmanager
def workspace(context: typer.Context) -> Iterator["Workspace"]:
    """The workspace of the home that was named, closed again at the end."""
    settings: Settings = context.obj
    with ahead(settings.home):
        import tickloom

        opened = tickloom.open(settings.home)
    with opened:
        yield opened
