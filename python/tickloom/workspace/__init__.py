"""The way in: a workspace on one folder of ticks, with everything that can be asked of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records import (
    Backtest,
    CachedBar,
    CalendarRecord,
    FindingRecord,
    ImportRecord,
    InstrumentRecord,
    Position,
    RecordTable,
    Trade,
)
from .arguments import Paths, Source
from .importing import Importing
from .judging import GapClass, Judging
from .keeping import Keeping
from .knowing import Knowing
from .querying import Parameter, Querying
from .reading import Reading
from .replaying import Replaying

if TYPE_CHECKING:
    import os

__all__ = ["GapClass", "Parameter", "Paths", "Source", "Workspace", "open"]


def open(home: str | os.PathLike[str] | None = None) -> Workspace:  # noqa: A001 - read as `tickloom.open`
    """A workspace on the store in a folder, which is made if it is missing.

    Without ``home`` it is the folder that ``TICKLOOM_HOME`` names, else the platform's folder for a user's
    data. What else is configured (docs/configuration.md) is read here and holds until it is closed. One
    process owns a store; within it any number of workspaces and threads may share it. If the owner is an
    engine (``tickloom engine``), the workspace asks it instead, and the answers are the same.

    Raises ``StoreOwned`` if another process has it open that is no engine, ``StoreUnusable`` if it is
    read-only, full or damaged, ``RunFileRefused``, ``InvalidConfig`` before anything is made.
    """
    return Workspace(home)


class Workspace(Importing, Reading, Replaying, Querying, Judging, Knowing, Keeping):
    """Ticks, bars, SQL and records of one store. Close it, or use it in a ``with`` block.

    Safe to use from several threads; work in the core lets other Python threads run. Times are taken as
    ``tickloom.times`` describes, and ranges are half-open: ``start`` is inside, ``end`` is not.
    """

    backtests: RecordTable[Backtest]
    """Runs of backtests."""
    trades: RecordTable[Trade]
    """Trades of backtests and accounts."""
    positions: RecordTable[Position]
    """What accounts hold."""
    cached_bars: RecordTable[CachedBar]
    """Bars kept for reuse."""
    imports: RecordTable[ImportRecord]
    """What was imported when, and how it ended."""
    findings: RecordTable[FindingRecord]
    """What imports noticed about the ticks they read."""
    instrument_records: RecordTable[InstrumentRecord]
    """Decimals and markets of symbols that are not built in."""
    calendars: RecordTable[CalendarRecord]
    """When markets are open, for symbols whose kind's usual calendar is not right."""

    def __init__(self, home: str | os.PathLike[str] | None = None) -> None:
        """As ``tickloom.open``."""
        super().__init__(home)
        core = self._core
        self.backtests = RecordTable(core, "backtests", Backtest)
        self.trades = RecordTable(core, "trades", Trade)
        self.positions = RecordTable(core, "positions", Position)
        self.cached_bars = RecordTable(core, "bars_cache", CachedBar)
        self.imports = RecordTable(core, "imports", ImportRecord)
        self.findings = RecordTable(core, "findings", FindingRecord)
        self.instrument_records = RecordTable(core, "instruments", InstrumentRecord)
        self.calendars = RecordTable(core, "calendars", CalendarRecord)
