"""The way in: a workspace on one folder of ticks, with everything that can be asked of it."""

from __future__ import annotations

import json
import os
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Self, TypeAlias

from . import _core, times
from .bar_requests import bar_request
from .cleaning import CleanReport
from .downloads import DownloadReport, Server
from .errors import InvalidDigits
from .frames import streamed
from .health import Health
from .home import resolve
from .imports import ImportReport
from .instruments import Instrument
from .progress import observer
from .records import (
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
from .replay import Replay
from .tables import Table
from .verification import RepairReport, VerifyReport

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path
    from types import TracebackType

    from .frames import ArrowStream
    from .imports import ProgressCallback
    from .passport import Passport
    from .times import Moment
    from .verification import RepairCallback, VerifyCallback

Source: TypeAlias = "str | os.PathLike[str] | tuple[str, bytes]"
"""A path of a file, a folder or a zip; or bytes with the name of the file that they would be."""

Paths: TypeAlias = "str | os.PathLike[str] | Iterable[Source]"
"""One path, or several sources."""

GapClass: TypeAlias = Literal["closed", "holiday", "quiet", "suspicious"]
"""What to think of a gap."""

Parameter: TypeAlias = "bool | int | float | str | Moment | None"
"""A value for a ``?`` or ``$1`` of a query."""


def open(home: str | os.PathLike[str] | None = None) -> Workspace:  # noqa: A001 - read as `tickloom.open`
    """A workspace on the store in a folder, which is made if it is missing.

    Without ``home`` it is the folder that ``TICKLOOM_HOME`` names, else the platform's folder for a user's
    data. One process owns a store; within it any number of workspaces and threads may share it.

    Raises ``StoreOwned`` if another process has it open, ``StoreUnusable`` if it is read-only, full or
    damaged.
    """
    return Workspace(home)


class Workspace:
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
        core = self._core = _core.Store(resolve(home))
        self.backtests = RecordTable(core, "backtests", Backtest)
        self.trades = RecordTable(core, "trades", Trade)
        self.positions = RecordTable(core, "positions", Position)
        self.cached_bars = RecordTable(core, "bars_cache", CachedBar)
        self.imports = RecordTable(core, "imports", ImportRecord)
        self.findings = RecordTable(core, "findings", FindingRecord)
        self.instrument_records = RecordTable(core, "instruments", InstrumentRecord)
        self.calendars = RecordTable(core, "calendars", CalendarRecord)

    @property
    def home(self) -> Path:
        """The folder of the store, absolute."""
        return self._core.home

    def import_ticks(
        self,
        symbol: str,
        paths: Paths | _core.DownloadedHours,
        *,
        digits: int | None = None,
        threads: int | None = None,
        dialect: str | None = None,
        zone: str | None = None,
        swap_sides: bool = False,
        strict: bool = False,
        again: bool = False,
        progress: ProgressCallback | bool | None = None,
    ) -> ImportReport:
        """Imports ticks of one symbol from files, folders and zips; the report says what was stored.

        What is in memory is given in a list, as pairs of name and bytes: ``("EURUSD.csv", b"timestamp,…")``.
        The name says what the bytes are, as a file's would.

        Dukascopy's .bi5 and JSON, CSV, Parquet and Arrow are understood, also packed as .gz. CSV without a
        header needs its ``dialect``, such as
        ``histdata`` or ``lean`` (docs/data.md lists them); ``zone`` is that of times which name none (UTC, an
        offset such as ``-05:00``, or a name such as ``Europe/Athens``); ``swap_sides`` is for files that call
        the bid ask. ``strict`` refuses ticks that are kept otherwise, such as crossed quotes and spikes, and
        files in another unit than what is stored. Ticks of a day that is stored already are merged with it;
        importing the same bytes again changes nothing, and files that were stored whole and are unchanged are
        not even read, unless ``again`` is true. ``digits``, the decimals of a price, are needed for .bi5 of
        an instrument that is not known. ``threads`` is one for each core if not given. ``progress`` is called
        with a ``Progress`` about ten times a second; without it a bar is shown if stderr is a terminal or a
        notebook, and False shows nothing.

        Rows and files that are refused stand in the report and stop nothing, and so does what is odd about
        the ticks, as findings. Raises ``PathNotFound``,
        ``ImportRefused``, ``InvalidSymbol``, ``InvalidDigits`` and ``InvalidReading`` before anything is
        stored, ``StoreUnusable`` if the store fails on the way and ``Interrupted`` on Ctrl-C, both with the
        ``report`` of what is stored. What ``progress`` raises ends the import the same way.

        >>> report = ws.import_ticks("EURUSD", "EURUSD/2024", progress=False)
        >>> report.outcome, report.stored, report.duplicates > 0
        ('done', 0, True)
        >>> [finding.code for finding in report.findings]
        []
        """
        _refuse_numbers(digits, threads)
        with observer(progress) as observe:
            try:
                fields = self._core.import_ticks(
                    symbol, _listed(paths), digits, threads, dialect, zone, swap_sides, strict, again, observe
                )
            except BaseException as error:
                _give_report(error)
                raise
        return ImportReport.of(fields)

    def download_ticks(
        self,
        symbol: str,
        start: Moment,
        end: Moment,
        *,
        server: str | Server,
        into: str | os.PathLike[str] | None = None,
        import_them: bool = True,
        digits: int | None = None,
        progress: ProgressCallback | bool | None = None,
    ) -> DownloadReport:
        """Downloads the hours that touch ``[start, end)`` from a server laid out as Dukascopy's, and imports.

        ``server`` is the address where ``SYMBOL/YYYY/MM/DD/HHh_ticks.bi5`` begins, or a ``Server`` that says
        more of how to ask it; there is no default, and nothing else is ever asked. Hours are kept ``into`` a
        folder of the same layout, ``<home>/downloads`` if not given. Each is verified before it is kept and
        before it is trusted again, so the same call goes on from what is there. ``progress`` counts hours as
        files, first of the download and then of the import; the latter takes ``digits`` as ``import_ticks``
        does, and is left out with ``import_them=False`` or if no hour is there.

        Hours that could not be had stand in the report. Raises ``InvalidAddress``, ``InvalidRange``,
        ``DownloadFailed``, ``Interrupted`` on Ctrl-C, and as ``import_ticks``.

        >>> try:
        ...     ws.download_ticks("EURUSD", "2024-01-08", "2024-01-09", server="nowhere")
        ... except ValueError as error:
        ...     print(error.code)
        download.address_invalid
        """
        asked = Server(server) if isinstance(server, str) else server
        with observer(progress) as observe:
            fields = asked.download(
                symbol, times.bounds(start, end), into or self.home / "downloads", observe
            )
        imported = None
        if import_them and len(fields["kept"]):
            imported = self.import_ticks(symbol, fields["kept"], digits=digits, progress=progress)
        return DownloadReport.of(fields, imported)

    def write_ticks(
        self,
        symbol: str,
        table: ArrowStream | Mapping[str, object],
        *,
        name: str = "table",
        digits: int | None = None,
        threads: int | None = None,
        zone: str | None = None,
        swap_sides: bool = False,
        strict: bool = False,
        progress: ProgressCallback | bool | None = None,
    ) -> ImportReport:
        """Stores the ticks of a table, as ``import_ticks`` stores those of a file called ``name``.

        ``table`` is anything with ``__arrow_c_stream__`` (pyarrow, Polars, pandas since 2.2, this package's
        own tables), or columns by name. Columns are found by the names that CSV knows, such as ``timestamp``,
        ``bid``, ``ask``, ``bid_volume``, ``ask_volume``; volumes may be missing. Times are timestamps of any
        unit and zone, those without one in ``zone`` or UTC, or whole numbers since 1970; prices are floats
        or decimals, and must be one of the instrument's prices. A row that is none is refused with its
        number, and the others are stored.

        Raises ``UnreadableFile`` if the table is none of ticks, ``TypeError`` if it is no table, else as
        ``import_ticks``.

        >>> ticks = {"timestamp": [1704704400000], "bid": [1.09470], "ask": [1.09473]}
        >>> ws.write_ticks("EURUSD", ticks, progress=False).stored
        1
        """
        _refuse_numbers(digits, threads)
        with observer(progress) as observe:
            try:
                fields = self._core.write_ticks(
                    symbol, streamed(table), name, digits, threads, zone, swap_sides, strict, observe
                )
            except BaseException as error:
                _give_report(error)
                raise
        return ImportReport.of(fields)

    def ticks(self, symbol: str, start: Moment | None = None, end: Moment | None = None) -> Table:
        """Ticks in ``[start, end)``, oldest first; ticks of one moment keep the order of their source.

        Raises ``UnknownSymbol`` if nothing was imported for the symbol, ``InvalidTime``, ``InvalidRange``.

        >>> ws.ticks("EURUSD", "2024-01-08T09:00", "2024-01-08T09:00:01").column_names
        ['timestamp', 'bid', 'ask', 'bid_volume', 'ask_volume']
        """
        return Table(self._core.ticks(symbol, *times.bounds(start, end)))

    def bars(
        self,
        symbol: str,
        timeframe: str,
        start: Moment | None = None,
        end: Moment | None = None,
        side: str = "bid",
        *,
        day: str = "utc",
        fill: str | None = None,
        as_of: Moment | None = None,
        forming: bool = False,
        detail: bool = False,
    ) -> Table:
        """Bars whose open time lies in ``[start, end)``, oldest first, each made of all its stored ticks.

        ``timeframe`` is one of 1m 5m 15m 30m 1h 4h 1d 1w 1mo (or M1 … MN1), any whole number of s, m, h or
        d up to 366d, or bars that no time ends: 100t, 500v, 10r, 10b (docs/bars.md). ``side`` is bid, ask or
        mid; mid prices lie on half points. Bars of time cover ``[open_time, open_time + length)``; a period
        without ticks gives no row. With ``day="session"``, days, weeks and months begin where those of the
        symbol's calendar do, for currencies at 17:00 New York, instead of at midnight UTC. With
        ``fill="flat"`` periods without ticks have a bar that stays where the one before closed, as long as
        the market is open by that calendar.

        ``as_of`` answers as if it were that moment: only ticks up to it count, the moment included, and only
        bars that were complete; with ``forming=True`` the bar in progress is the last row. Either adds the
        columns ``available_at``, from when on a row was known (of one in progress when it will be complete at
        the latest), and ``complete``. ``detail=True`` adds these and ``spread_min``, ``spread_mean``,
        ``spread_max``, ``spread_close``: ask less bid in quote currency. Without ``as_of`` all that is
        stored counts, and the bar that the last stored tick left unfinished is there too.

        Raises ``UnknownSymbol``, ``InvalidTimeframe``, ``InvalidSide``, ``InvalidDay``, ``InvalidFill``,
        ``InvalidTime``, ``InvalidRange``, ``InvalidCalendar``.

        >>> len(ws.bars("EURUSD", "1h", "2024-01-08", "2024-01-09"))
        24
        >>> known = ws.bars("EURUSD", "4h", "2024-01-08", as_of="2024-01-08T09:00", forming=True)
        >>> known.to_pandas()[["open_time", "complete"]].values.tolist()[-1]
        [Timestamp('2024-01-08 08:00:00+0000', tz='UTC'), False]
        """
        request = bar_request(
            symbol,
            [timeframe],
            start,
            end,
            side,
            day=day,
            fill=fill,
            as_of=as_of,
            forming=forming,
            detail=detail,
        )
        (table,) = self._core.bars(request)
        return Table(table)

    def bars_by_timeframe(
        self,
        symbol: str,
        timeframes: Sequence[str] = _core.STANDARD_TIMEFRAMES,
        start: Moment | None = None,
        end: Moment | None = None,
        side: str = "bid",
        *,
        day: str = "utc",
        fill: str | None = None,
        as_of: Moment | None = None,
        forming: bool = False,
        detail: bool = False,
    ) -> dict[str, Table]:
        """Bars of several timeframes from one pass over the ticks, by the names given, in their order.

        Each table is what ``bars`` returns for its timeframe; all nine cost little more than the shortest.
        Raises as ``bars``.

        >>> tables = ws.bars_by_timeframe("EURUSD", ["1h", "1d"])
        >>> {timeframe: len(table) for timeframe, table in tables.items()}
        {'1h': 120, '1d': 6}
        """
        names = list(timeframes)
        request = bar_request(
            symbol,
            names,
            start,
            end,
            side,
            day=day,
            fill=fill,
            as_of=as_of,
            forming=forming,
            detail=detail,
        )
        return {name: Table(table) for name, table in zip(names, self._core.bars(request), strict=True)}

    def replay(
        self,
        symbols: str | Iterable[str],
        start: Moment | None = None,
        end: Moment | None = None,
        *,
        timeframes: Sequence[str] = _core.STANDARD_TIMEFRAMES,
        side: str = "bid",
        day: str = "utc",
        capacity: int = 1000,
    ) -> Replay:
        """A replay of all stored ticks of ``symbols`` in ``[start, end)``, standing before the first.

        It keeps the last ``capacity`` bars of each of the ``timeframes``, of any kind; with ``day="session"``
        days are those of each symbol's calendar. It holds the store open until it is closed or forgotten.

        Raises ``NoTicks`` if nothing is stored there, ``UnknownSymbol``, ``InvalidState`` for timeframes or a
        capacity that cannot be kept, ``InvalidTimeframe``, ``InvalidSide``, ``InvalidDay``, ``InvalidTime``,
        ``InvalidRange``.

        >>> replay = ws.replay("EURUSD", "2024-01-08", "2024-01-09", timeframes=["1h"])
        >>> sum(1 for tick in replay) == replay.ticks
        True
        """
        first, last = times.bounds(start, end)
        request: _core.ReplayRequest = {
            "symbols": _names(symbols),
            "start": first,
            "end": last,
            "timeframes": list(timeframes),
            "side": side,
            "day": day,
            "capacity": capacity,
        }
        return Replay(self._core.replay(request))

    def align(
        self,
        symbol: str,
        timeframes: Sequence[str],
        start: Moment | None = None,
        end: Moment | None = None,
        side: str = "bid",
        *,
        day: str = "utc",
        as_of: Moment | None = None,
        forming: bool = False,
    ) -> Table:
        """Bars of the first timeframe, each beside what was known of the others when it was complete.

        A row for each bar of the first that opens in ``[start, end)``, with its columns and ``available_at``.
        For each other timeframe follow the columns of its last bar that was known at the row's
        ``available_at``, named after it: ``1h_open_time``, ``1h_open``, … ``1h_available_at``; they are
        missing before there is one. ``forming=True`` adds ``1h_forming_open_time`` … ``1h_forming_ticks``:
        the bar in progress, made of the ticks up to that moment, missing where there was none. So no row
        holds what was not known when its bar was complete.

        Raises ``InvalidTimeframe`` for none or one that is named twice, else as ``bars``.

        >>> rows = ws.align("EURUSD", ["30m", "1h"], "2024-01-08T01:00", "2024-01-08T02:30").to_pandas()
        >>> rows["1h_open_time"].dt.hour.tolist()
        [0, 1, 1]
        """
        request = bar_request(symbol, timeframes, start, end, side, day=day, as_of=as_of, forming=forming)
        return Table(self._core.align(request))

    def gaps(
        self,
        symbol: str,
        start: Moment | None = None,
        end: Moment | None = None,
        *,
        classes: Iterable[GapClass] | None = None,
        shortest: float = 60.0,
    ) -> Table:
        """Stretches of ``[start, end)`` without ticks, oldest first, told apart by the symbol's calendar.

        Columns: ``start`` and ``end`` (nanoseconds, UTC; ticks, or changes of the market's hours),
        ``seconds``, ``class`` and ``session_day`` (the market's day on which it begins). A gap is ``closed``
        or ``holiday`` when the market was, ``suspicious`` when it was open and the silence much longer
        than usual at that hour of the week, else ``quiet``. Ticks are expected from ``start`` to ``end``, or
        from the first to the last; what is usual is learnt from them. ``classes`` keeps some, ``shortest``
        leaves out what lasts fewer seconds. Ctrl-C ends it.

        Raises ``UnknownSymbol``, ``InvalidGapClass``, ``InvalidTime``, ``InvalidRange``, ``Interrupted``.

        >>> ws.gaps("EURUSD", "2024-01-08", "2024-01-14", classes=["closed", "suspicious"])
        start                 end                   seconds  class   session_day
        2024-01-12T22:00:00Z  2024-01-14T00:00:00Z  93600.0  closed  2024-01-13
        1 row
        """
        named = None if classes is None else list(classes)
        shortest_nanos = round(shortest * 1e9)
        if not 0 < shortest_nanos <= times.MAX:
            raise ValueError(f"{shortest} s: the shortest gap lasts longer than nothing")
        return Table(self._core.gaps(symbol, *times.bounds(start, end), shortest_nanos, named))

    def missing_days(self, symbol: str, start: Moment | None = None, end: Moment | None = None) -> list[date]:
        """Days of the market in ``[start, end)`` without a single tick though it was open, oldest first.

        Optional holidays, on which not every provider quotes, are not among them. Raises as ``gaps``.

        >>> ws.missing_days("EURUSD", "2024-01-08", "2024-01-17")
        [datetime.date(2024, 1, 15), datetime.date(2024, 1, 16)]
        """
        days = self._core.missing_days(symbol, *times.bounds(start, end))
        return [date.fromisoformat(day) for day in days]

    def coverage(
        self,
        symbol: str,
        start: Moment | None = None,
        end: Moment | None = None,
        by: Literal["hour", "day"] = "hour",
    ) -> Table:
        """What came of what could be expected, for every UTC hour or day of ``[start, end)``, oldest first.

        Columns: ``start`` (nanoseconds, UTC), ``open_seconds`` (how long the market was open), ``ticks``,
        ``first`` and ``last`` (times of ticks, missing where none came), ``longest_silence`` (seconds of open
        time) and ``class``: ``full``, ``closed``, ``holiday``, or the worst gap that touches it, ``quiet``
        or ``suspicious``. Ticks are expected as in ``gaps``.

        Raises as ``gaps``, ``InvalidPeriod``, and ``InvalidRange`` for over a million periods.

        >>> days = ws.coverage("EURUSD", by="day")
        >>> days["open_seconds"] // 3600
        array([ 2, 24, 24, 24, 24, 22], dtype=uint64)
        """
        return Table(self._core.coverage(symbol, *times.bounds(start, end), by))

    def passport(self, symbol: str, month: str) -> Passport:
        """What is known of a symbol in a UTC month such as ``2019-02``: to read, to keep and to cite.

        What is stored and expected in each hour, gaps by class, findings of the checks, sources with their
        hashes, and a content hash over the ticks. The same content of a store gives the same passport, to
        the byte. Ticks are expected from the month's first moment to its last.

        Raises ``NoTicks`` if nothing is stored of that month, ``InvalidPeriod``, ``UnknownSymbol``.

        >>> passport = ws.passport("EURUSD", "2024-01")
        >>> passport.received_hours, passport.expected_hours, passport.is_genuine
        (120, 530, True)
        """
        from .passport import Passport

        return Passport.of(self._core.passport(symbol, month))

    def calendar(self, symbol: str) -> dict[str, Any]:
        """The rules by which a symbol's market is open: its own in ``calendars``, or the usual of its kind.

        >>> ws.calendar("EURUSD")["sessions"]
        ['Sun 17:00-Fri 17:00']
        """
        rules: dict[str, Any] = json.loads(self._core.calendar(symbol))
        return rules

    def sql(self, query: str, params: Sequence[Parameter] = ()) -> Table:
        """The result of one SELECT (or EXPLAIN of one) over the views ``ticks`` and ``bars`` and all records.

        ``ticks`` has ``symbol`` before the columns of a tick table, ``bars`` has ``symbol``, ``timeframe``
        and ``side`` before those of a bar table; the tables of records are ``backtests``, ``trades``,
        ``positions``, ``bars_cache``, ``imports``, ``findings``, ``instruments`` and ``calendars``. Each
        ``?`` takes the next of ``params``, ``$1`` the first; SQL keeps times to the microsecond. Nothing can
        be changed and no other file be read. Ctrl-C ends the query.

        Raises ``SqlError``, ``StoreBusy`` if too many run at once, ``Interrupted``.

        >>> ws.sql("SELECT max(ask - bid) < ? AS calm FROM ticks WHERE symbol = ?", [0.01, "EURUSD"])["calm"]
        array([ True])
        """
        return Table(self._core.sql(query, [_plain(value) for value in params]))

    def instruments(self) -> list[Instrument]:
        """What is stored of every symbol that has ticks, by name."""
        return [Instrument(**fields) for fields in self._core.instruments()]

    def instrument(self, symbol: str) -> InstrumentRecord | None:
        """What is known of a symbol: from its ticks, from ``instrument_records``, or built in; else None.

        >>> ws.instrument("XAUUSD")
        InstrumentRecord(symbol='XAUUSD', digits=3, kind='metal')
        """
        fields = self._core.instrument(symbol)
        return None if fields is None else InstrumentRecord(**fields)

    def days_with_ticks(
        self, symbol: str, start: Moment | None = None, end: Moment | None = None
    ) -> list[date]:
        """The UTC days that hold ticks and touch ``[start, end)``, oldest first. Raises as ``ticks``."""
        days = self._core.days_with_ticks(symbol, *times.bounds(start, end))
        return [date.fromisoformat(day) for day in days]

    def verify(
        self,
        symbols: str | Iterable[str] = (),
        start: Moment | None = None,
        end: Moment | None = None,
        *,
        progress: VerifyCallback | bool | None = None,
    ) -> VerifyReport:
        """Reads every stored file and holds it against what was written; changes nothing.

        Any changed bit is found, and so are missing days and files that are none of the store's. Only
        ``symbols``, if any are named, and only days that touch ``[start, end)``. ``progress`` is called with
        a ``VerifyProgress`` about ten times a second; True or None shows a bar on a terminal, False none.
        Raises ``Interrupted`` on Ctrl-C.

        >>> ws.verify("EURUSD").is_good
        True
        """
        with observer(progress) as observe:
            return VerifyReport.of(self._core.verify(_names(symbols), *times.bounds(start, end), observe))

    def repair(
        self,
        sources: Paths,
        symbols: str | Iterable[str] = (),
        start: Moment | None = None,
        end: Moment | None = None,
        *,
        digits: int | None = None,
        dialect: str | None = None,
        zone: str | None = None,
        swap_sides: bool = False,
        progress: RepairCallback | bool | None = None,
    ) -> RepairReport:
        """Verifies, brings damaged and missing days back from files, and verifies these days again.

        No good day is touched. Files that were put out of the way stay beside the new ones until ``clean``.
        ``progress`` is called with a ``VerifyProgress`` or, while it imports, a ``Progress``; the other
        options are those of ``import_ticks``. Raises ``PathNotFound``, ``InvalidReading``,
        ``StoreUnusable``, ``Interrupted``.

        >>> ws.repair("EURUSD/2024").left
        ()
        """
        with observer(progress) as observe:
            fields = self._core.repair(
                _listed(sources),
                _names(symbols),
                *times.bounds(start, end),
                digits,
                dialect,
                zone,
                swap_sides,
                observe,
            )
        return RepairReport.of(fields)

    def clean(
        self,
        *,
        older_than: float = 0,
        lost: bool = False,
        cached_bars: bool = False,
        dry_run: bool = False,
    ) -> CleanReport:
        """Removes files that imports replaced and damaged files that were put aside; never stored ticks.

        Only what is older than ``older_than`` seconds. ``lost`` also forgets the days that were stored and
        are not any more, ``cached_bars`` the bars that are kept for reuse, of whatever age. A ``dry_run``
        only tells.

        >>> ws.clean(dry_run=True).bytes
        0
        """
        if not older_than >= 0:
            raise ValueError(f"older than {older_than} seconds: a time from 0 on is needed")
        return CleanReport.of(self._core.clean(older_than, lost, cached_bars, dry_run))

    def health(self) -> Health:
        """How the store is; looks at every tick file and repairs what the catalogue says of them."""
        return Health.of(self._core.health())

    @property
    def closed(self) -> bool:
        """Whether the workspace was closed."""
        return self._core.closed

    def close(self) -> None:
        """Gives the store up; every call after that raises ``StoreClosed``. Closing again does nothing.

        Calls that other threads are in meanwhile end first. The home is free for other processes when its
        last workspace is closed.
        """
        self._core.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<tickloom workspace {str(self.home)!r}{', closed' if self.closed else ''}>"


def _refuse_numbers(digits: int | None, threads: int | None) -> None:
    if digits is not None and digits < 0:
        raise InvalidDigits(f"{digits} digits: a price has between 0 and 9 decimals")
    if threads is not None and threads < 1:
        raise ValueError(f"{threads} threads: an import needs one at least")


def _names(symbols: str | Iterable[str]) -> list[str]:
    return [symbols] if isinstance(symbols, str) else list(symbols)


def _listed(paths: Paths | _core.DownloadedHours) -> list[Source] | _core.DownloadedHours:
    if isinstance(paths, _core.DownloadedHours):
        return paths
    return [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)


def _plain(value: Parameter) -> bool | float | str | None:
    return times.iso(value) if times.is_moment(value) else value  # type: ignore[arg-type, return-value]


def _give_report(error: BaseException) -> None:
    if isinstance(fields := getattr(error, "report", None), dict):
        error.report = ImportReport.of(fields)  # type: ignore[attr-defined, arg-type]
