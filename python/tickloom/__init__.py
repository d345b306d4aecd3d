"""Ticks into bars, on one workstation.

>>> import tickloom as tl
>>> with tl.open(home) as ws:
...     bars = ws.bars("EURUSD", "1h", "2024-01-08", "2024-01-09", side="bid")
>>> len(bars)
24

Importing this package loads no other library, and not the core either; both come when they are first needed.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .aggregation import BarRule as BarRule
    from .aggregation import aggregate as aggregate
    from .bar_changes import BarChange as BarChange
    from .bar_changes import LiveBar as LiveBar
    from .batch import bars as bars
    from .client import AsyncClient as AsyncClient
    from .client import Client as Client
    from .client import connect as connect
    from .doctor import Check as Check
    from .doctor import examine as examine
    from .downloads import DownloadReport as DownloadReport
    from .downloads import Server as Server
    from .errors import Interrupted as Interrupted
    from .errors import TickloomError as TickloomError
    from .health import Health as Health
    from .imports import Finding as Finding
    from .imports import ImportReport as ImportReport
    from .imports import Progress as Progress
    from .inspection import FileInspection as FileInspection
    from .inspection import TreeInspection as TreeInspection
    from .inspection import inspect as inspect
    from .instruments import Instrument as Instrument
    from .live import MultiTimeframe as MultiTimeframe
    from .passport import Passport as Passport
    from .records import Backtest as Backtest
    from .records import CachedBar as CachedBar
    from .records import CalendarRecord as CalendarRecord
    from .records import FindingRecord as FindingRecord
    from .records import ImportRecord as ImportRecord
    from .records import InstrumentRecord as InstrumentRecord
    from .records import Position as Position
    from .records import RecordTable as RecordTable
    from .records import Trade as Trade
    from .reduction import reduce as reduce
    from .replay import Replay as Replay
    from .replay import ReplayTick as ReplayTick
    from .restoration import restore as restore
    from .tables import Table as Table
    from .workspace import Workspace as Workspace
    from .workspace import open as open

    __version__: str

_MODULE_OF = {
    "AsyncClient": "client",
    "Backtest": "records",
    "BarChange": "bar_changes",
    "BarRule": "aggregation",
    "CachedBar": "records",
    "CalendarRecord": "records",
    "Check": "doctor",
    "Client": "client",
    "DownloadReport": "downloads",
    "FileInspection": "inspection",
    "Finding": "imports",
    "FindingRecord": "records",
    "Health": "health",
    "ImportRecord": "records",
    "ImportReport": "imports",
    "Instrument": "instruments",
    "InstrumentRecord": "records",
    "Interrupted": "errors",
    "LiveBar": "bar_changes",
    "MultiTimeframe": "live",
    "Passport": "passport",
    "Position": "records",
    "Progress": "imports",
    "RecordTable": "records",
    "Replay": "replay",
    "ReplayTick": "replay",
    "Server": "downloads",
    "Table": "tables",
    "TickloomError": "errors",
    "Trade": "records",
    "TreeInspection": "inspection",
    "Workspace": "workspace",
    "aggregate": "aggregation",
    "bars": "batch",
    "connect": "client",
    "examine": "doctor",
    "inspect": "inspection",
    "open": "workspace",
    "reduce": "reduction",
    "restore": "restoration",
}

__all__ = [
    "AsyncClient",
    "Backtest",
    "BarChange",
    "BarRule",
    "CachedBar",
    "CalendarRecord",
    "Check",
    "Client",
    "DownloadReport",
    "FileInspection",
    "Finding",
    "FindingRecord",
    "Health",
    "ImportRecord",
    "ImportReport",
    "Instrument",
    "InstrumentRecord",
    "Interrupted",
    "LiveBar",
    "MultiTimeframe",
    "Passport",
    "Position",
    "Progress",
    "RecordTable",
    "Replay",
    "ReplayTick",
    "Server",
    "Table",
    "TickloomError",
    "Trade",
    "TreeInspection",
    "Workspace",
    "__version__",
    "aggregate",
    "bars",
    "connect",
    "examine",
    "inspect",
    "open",
    "reduce",
    "restore",
]


def __getattr__(name: str) -> object:
    """Loads what is asked for the first time."""
    if name == "__version__":
        from importlib.metadata import version

        value: object = version("tickloom")
    elif name in _MODULE_OF:
        value = getattr(import_module(f".{_MODULE_OF[name]}", __name__), name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
