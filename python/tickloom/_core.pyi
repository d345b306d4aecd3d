"""The Rust core as Python sees it: typed, thin, and used through the package ``tickloom`` only.

Times are UTC nanoseconds since the UNIX epoch, ranges half-open, prices decimal numbers in quote currency.
Every call that works for longer than a moment lets other Python threads run meanwhile. Failures are raised as
the classes of ``tickloom.errors``.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias, TypedDict, final, type_check_only

from typing_extensions import Buffer, disjoint_base

from .aggregation import BarRule
from .frames import ArrowStream
from .services import Method, Service
from .times import Moment

__all__ = [
    "STANDARD_TIMEFRAMES",
    "Answer",
    "Column",
    "Connection",
    "DownloadedHours",
    "Engine",
    "Events",
    "MultiTimeframe",
    "Pace",
    "Parent",
    "ParquetPieces",
    "Replay",
    "Request",
    "Store",
    "SymbolTicks",
    "Table",
    "aggregate",
    "arrow_bytes",
    "bars_of_ticks",
    "configure_logs",
    "download_ticks",
    "error_codes",
    "format_time",
    "inspect",
    "is_logged",
    "keep_out_of_logs",
    "leave_no_core",
    "log",
    "log_panics",
    "pack",
    "parse_time",
    "passport_hash",
    "redact",
    "reduce_floats",
    "reduce_integers",
    "request_id",
    "restore",
    "unpack",
    "version",
    "write_sample",
]

STANDARD_TIMEFRAMES: tuple[str, ...]
"""The nine timeframes that every chart offers, shortest first: 1m 5m 15m 30m 1h 4h 1d 1w 1mo."""

version: str
"""The version of the core; the package's is the same."""

@type_check_only
class CsvInspectionFields(TypedDict):
    """What was told of a CSV file."""

    dialect: str
    has_header: bool
    separator: str
    decimal: str
    time_format: str
    zone: str
    zone_from: str
    columns: list[str]
    volumes: str

@final
@type_check_only
class FileInspectionFields(TypedDict):
    """What was told of a file."""

    name: str
    bytes: int | None
    gzip: bool
    format: str
    confidence: float
    reasons: list[str]
    warnings: list[str]
    problem: tuple[str, str] | None
    symbol: str | None
    digits: int | None
    rows: int | None
    rows_are_counted: bool
    first: int | None
    last: int | None
    shown: list[str]
    arguments: list[str]
    csv: CsvInspectionFields | None

@final
@type_check_only
class TreeInspectionFields(TypedDict):
    """What was told of a folder or an archive."""

    kinds: list[tuple[str, int, int]]
    unreadable: list[tuple[str, str]]
    symbols: list[tuple[str, int]]
    example: FileInspectionFields | None

def inspect(
    path: str | PathLike[str], dialect: str | None, zone: str | None, swap_sides: bool
) -> FileInspectionFields | TreeInspectionFields:
    """What a path holds: the fields of a file, or those of a folder or archive."""

def error_codes() -> list[str]:
    """Every code with which the core can answer; ``tickloom.errors`` has a class for each."""

def parse_time(text: str) -> int:
    """Nanoseconds of an ISO 8601 time; UTC when it names no offset, midnight when it names no clock.

    Raises ``InvalidTime``.
    """

def format_time(nanos: int) -> str:
    """ISO 8601 in UTC: three decimals, or six or nine where three would lose something."""

def configure_logs(
    *, level: str, terminal: str, is_json: bool, folder: Path | None, file_bytes: int, files: int
) -> None:
    """Says what is logged from now on, and where.

    ``level`` goes to the file and ``terminal`` to stderr: texts such as ``info,tickloom_store=debug``.
    ``folder`` is that of the home if there is none. Raises ``ValueError`` for a word that is no level.
    """

def log(level: str, target: str, event: str, fields: str) -> None:
    """Writes a record: ``fields`` is an object of JSON, without which there are none.

    What is known of this thread's request is added. It never raises for what stands in it, and ``ValueError``
    for a level that is none.
    """

def is_logged(level: str, target: str) -> bool:
    """Whether a record of this level out of this part of the program would be written anywhere."""

def log_panics() -> None:
    """From now on a panic of the core is logged, and writes nothing itself."""

def request_id() -> str | None:
    """The id of the request that this thread works on, if it does."""

def keep_out_of_logs(value: str) -> None:
    """From now on nothing that this process logs holds the text, in whatever form; see ``redact``.

    One of fewer than four bytes is not looked for: it would stand everywhere by chance.
    """

def redact(text: str) -> str:
    """The text with ``[secret]`` in place of every secret that was kept out of logs.

    Secrets are found as they are, and as JSON, Python, Rust, URLs, base64 and hexadecimal digits write them.
    A process with more than 1,024 different ones, or 128 KiB of them, shows nothing but ``[secret]``.
    """

def pack(value: object) -> bytes:
    """MessagePack of a value, as it may be part of a frame.

    That is None, a truth, a whole number of 64 bits, a float, text, bytes, and lists, tuples and mappings of
    them, whose keys are text. Raises ``TypeError`` for anything else and for more than 32 levels,
    ``ValueError`` for more than 262,144 values or 16 MiB.
    """

def unpack(data: bytes) -> Any:
    """The value of MessagePack; text that is no UTF-8 comes as bytes.

    Raises ``ValueError`` for bytes that are no single value, or beyond the bounds of ``pack``.
    """

def leave_no_core() -> None:
    """From now on a crash of this process leaves no picture of its memory, and on Linux nobody looks into it.

    For good, and for processes that are started from here as far as core files go. Raises ``OSError``.
    """

def passport_hash(text: str) -> tuple[str, str] | None:
    """The hash that the text of a passport should hold, and the one it holds; None if it is no passport."""

def arrow_bytes(table: object) -> bytes:
    """What ``table.__arrow_c_stream__()`` gives, as an Arrow IPC stream. Raises ``UnreadableFile``."""

def aggregate(ticks: object, rule: BarRule, side: str, calendar: str | None, digits: int | None) -> Table:
    """Bars of what ``ticks.__arrow_c_stream__()`` gives by a rule; days are UTC, or a calendar's (JSON).

    Raises what the rule raises, ``InvalidColumns``, ``UnreadableFile``, ``InvalidSide``, ``InvalidDigits``,
    ``InvalidCalendar``.
    """

def reduce_integers(times: Buffer, values: Buffer, width: int, start: int, end: int) -> Column:
    """Positions (int64) of the points of int64 values that a chart needs, at int64 times in ``[start, end)``.

    Raises ``InvalidColumns``, ``InvalidRange``, ``BufferError`` for columns of another type.
    """

def reduce_floats(times: Buffer, values: Buffer, width: int, start: int, end: int) -> Column:
    """The same of float64 values, of which NaN is no point."""

@type_check_only
class TickArrays(TypedDict):
    """Columns of ticks: int64 nanoseconds, prices as float64 or int64 points, volumes as float32."""

    timestamp: Buffer
    bid: Buffer
    ask: Buffer
    bid_volume: Buffer | None
    ask_volume: Buffer | None

@type_check_only
class BatchRequest(TypedDict):
    """What is asked of ticks in memory; the lateness in nanoseconds."""

    symbol: str
    digits: int | None
    timeframes: list[str]
    side: str
    day: str
    lateness: int
    held: int
    detail: bool

def bars_of_ticks(ticks: TickArrays | ArrowStream, request: BatchRequest) -> tuple[list[Table], int]:
    """The bars of each timeframe, oldest first, and how many ticks came too late to be in any.

    Raises ``InvalidTick``, ``InvalidColumns``, ``InvalidState``, ``InvalidTimeframe``, ``InvalidSide``,
    ``InvalidDay``, ``UnreadableFile``, ``BufferError`` for arrays of another type, ``Interrupted``.
    """

@type_check_only
class BarFields(TypedDict):
    """A bar; the fields of ``tickloom.bar_changes.LiveBar``."""

    open_time: int
    open: float
    high: float
    low: float
    close: float
    volume: float
    ticks: int
    spread_min: float
    spread_mean: float
    spread_max: float
    spread_close: float
    available_at: int
    complete: bool

@type_check_only
class ChangeFields(TypedDict):
    """A bar that became complete; the fields of ``tickloom.bar_changes.BarChange``."""

    symbol: str
    timeframe: str
    bar: BarFields
    text: str

@type_check_only
class MtfRequest(TypedDict):
    """What a multi-timeframe state is made for; the lateness in nanoseconds."""

    timeframes: list[str]
    symbols: list[tuple[str, int | None]]
    side: str
    day: str
    capacity: int
    lateness: int
    held: int

@disjoint_base
class MultiTimeframe:
    """Bars of many symbols and timeframes, for any number of threads."""

    def __new__(cls, request: MtfRequest, on_bar: Callable[[ChangeFields], object] | None) -> Self:
        """A state before the first tick. Raises ``InvalidState`` and what its words raise."""

    def __getitem__(self, symbol: str, /) -> SymbolTicks:
        """The ticks of one symbol: quicker than by name. Raises ``UnknownSymbol``."""

    @property
    def symbols(self) -> list[str]:
        """The symbols, in the order given."""

    @property
    def timeframes(self) -> list[str]:
        """The timeframes, in the order given."""

    @property
    def memory(self) -> int:
        """Bytes of the buffers, which never change."""

    def on_tick(
        self,
        symbol: str,
        time: Moment,
        bid: float,
        ask: float,
        bid_volume: float = 0.0,
        ask_volume: float = 0.0,
    ) -> bool:
        """Adds a tick; False if it came too late, and was dropped and counted.

        Whole nanoseconds are the quickest times. Raises ``InvalidTick`` for a price that the symbol's
        decimals cannot write or a volume below 0, ``InvalidTime``, ``UnknownSymbol``, and what ``on_bar``
        raises.
        """

    def on_ticks(self, symbol: str, ticks: TickArrays | ArrowStream) -> None:
        """Adds many ticks of a symbol. Raises as ``on_tick``, ``UnreadableFile``, ``Interrupted``."""

    def advance(self, time: Moment) -> None:
        """Lets the clock move without a tick: none before ``time``, less the lateness, will come any more.

        Bars that ended by then become complete. Raises ``InvalidTime``, and what ``on_bar`` raises.
        """

    def table(self, symbol: str, timeframe: str, count: int, forming: bool) -> Table:
        """The last completed bars with all their columns, oldest first, and then the bar in progress."""

    def forming_bar(self, symbol: str, timeframe: str) -> BarFields | None:
        """The fields of the bar in progress. Raises ``UnknownSymbol``, ``InvalidState``."""

    def dropped(self, symbol: str) -> int:
        """How many ticks of a symbol came too late. Raises ``UnknownSymbol``."""

    def waiting(self, symbol: str) -> int:
        """How many ticks of a symbol are held. Raises ``UnknownSymbol``."""

    def watermark(self, symbol: str) -> int | None:
        """The moment, in nanoseconds, as of which a symbol's bars are told; None before its first tick."""

    def snapshot(self) -> bytes:
        """The whole state as bytes; the same state gives the same bytes."""

    def restore(self, snapshot: bytes) -> None:
        """Goes on from a snapshot of a state that was made the same way, as if it had never stopped.

        Raises ``InvalidSnapshot``; the state is then as it was.
        """

@final
class SymbolTicks:
    """The ticks of one symbol of a ``MultiTimeframe``."""

    def on_tick(
        self, time: Moment, bid: float, ask: float, bid_volume: float = 0.0, ask_volume: float = 0.0
    ) -> bool:
        """Adds a tick, as ``MultiTimeframe.on_tick``."""

def write_sample(folder: str | PathLike[str]) -> list[Path]:
    """Writes the synthetic week as hourly .bi5 files and one CSV; returns their paths, the CSV last.

    Raises ``OSError``.
    """

@type_check_only
class ProgressFields(TypedDict):
    """A moment of a running import; the fields of ``tickloom.imports.Progress``."""

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    rows: int
    stored: int
    refused: int
    findings: int
    current: str
    elapsed: float
    remaining: float | None

@type_check_only
class RefusedRowFields(TypedDict):
    """A row that is no tick; the fields of ``tickloom.imports.RefusedRow``."""

    source: str
    line: int
    byte: int
    code: str
    field: str
    found: str
    expected: str
    row: str

@type_check_only
class RefusedFileFields(TypedDict):
    """A file that could not be read; the fields of ``tickloom.imports.RefusedFile``."""

    source: str
    code: str
    message: str

@type_check_only
class SkippedFileFields(TypedDict):
    """A file that was passed over; the fields of ``tickloom.imports.SkippedFile``."""

    source: str
    reason: str

@type_check_only
class PlaceFields(TypedDict):
    """Where something odd stands; the fields of ``tickloom.imports.Place``."""

    source: str | None
    line: int | None
    byte: int | None
    time: int
    what: str

@type_check_only
class FindingFields(TypedDict):
    """All that was found of one kind; the fields of ``tickloom.imports.Finding``."""

    code: str
    severity: Literal["info", "warning", "error"]
    count: int
    rule: str
    first: list[PlaceFields]

@type_check_only
class ReplacedFields(TypedDict):
    """A stored day that an import changed; the fields of ``tickloom.imports.ReplacedDay``."""

    day: str
    ticks_before: int
    ticks_after: int
    added: int
    kept_at: str

@type_check_only
class ReportFields(TypedDict):
    """What an import did; the fields of ``tickloom.imports.ImportReport``."""

    id: str
    symbol: str
    digits: int
    strict: bool
    outcome: Literal["done", "refused", "interrupted", "failed"]
    files: int
    bytes: int
    rows: int
    stored: int
    duplicates: int
    files_known: int
    outside: int
    refused: int
    first_refused: list[RefusedRowFields]
    refused_files: list[RefusedFileFields]
    skipped: list[SkippedFileFields]
    days_changed: int
    replaced: list[ReplacedFields]
    elapsed: float
    findings: list[FindingFields]
    file: Path
    quarantine: Path | None

@type_check_only
class LostHourFields(TypedDict):
    """An hour that could not be had; the fields of ``tickloom.downloads.LostHour``."""

    hour: str
    code: str
    message: str

@final
class DownloadedHours:
    """Hours that lie in a folder of downloads: a source for ``Store.import_ticks``."""

    def __len__(self) -> int: ...
    def paths(self) -> list[Path]:
        """The files of those that are not empty."""

@type_check_only
class DownloadFields(TypedDict):
    """What a download did; the fields of ``tickloom.downloads.DownloadReport``, and what can be imported."""

    symbol: str
    folder: Path
    hours: int
    fetched: int
    reused: int
    empty: int
    missing: list[str]
    lost: list[LostHourFields]
    not_asked: int
    ticks: int
    bytes: int
    requests: int
    kept: DownloadedHours
    elapsed: float

def download_ticks(
    symbol: str,
    start: int,
    end: int,
    base_url: str,
    folder: str | PathLike[str],
    connections: int,
    attempts: int,
    timeout: float,
    proxy: str | None,
    observe: Callable[[ProgressFields], object] | None,
) -> DownloadFields:
    """Asks a server for the hours of a range that are not in ``folder`` yet; ``timeout`` is in seconds.

    ``observe`` is called about ten times a second on this thread, with hours as files. Ctrl-C, or an error
    that it raises, ends the download; what came is kept. Raises ``InvalidAddress``, ``InvalidRange``,
    ``DownloadFailed``.
    """

@type_check_only
class InstrumentFields(TypedDict):
    """What is known of a symbol; the fields of ``tickloom.records.InstrumentRecord``."""

    symbol: str
    digits: int
    kind: str

@type_check_only
class StoredInstrumentFields(TypedDict):
    """What is stored of a symbol; the fields of ``tickloom.instruments.Instrument``."""

    symbol: str
    digits: int
    kind: str
    ticks: int
    days: int
    first: int
    last: int
    bytes: int
    content_hash: str

@type_check_only
class DamagedFields(TypedDict):
    """A tick file that cannot be read; the fields of ``tickloom.health.DamagedFile``."""

    path: str
    reason: str

@type_check_only
class LostFields(TypedDict):
    """A day that was stored and is not any more; the fields of ``tickloom.cleaning.LostDay``."""

    symbol: str
    day: str
    ticks: int | None
    content_hash: str | None
    reason: Literal["missing", "damaged"]
    path: str | None
    noticed: int

@type_check_only
class KeptFields(TypedDict):
    """A file that was kept for caution only; the fields of ``tickloom.cleaning.KeptFile``."""

    path: str
    kind: Literal["replaced", "damaged"]
    bytes: int
    since: int

@type_check_only
class CleanFields(TypedDict):
    """What a cleaning removed; the fields of ``tickloom.cleaning.CleanReport``."""

    files: list[KeptFields]
    bytes: int
    forgotten: list[LostFields]
    cached_bars: int
    dry_run: bool

@type_check_only
class VerifyProgressFields(TypedDict):
    """A moment of a verification; the fields of ``tickloom.verification.VerifyProgress``."""

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    problems: int
    elapsed: float

@type_check_only
class ProblemFields(TypedDict):
    """Something that is not as it was stored; the fields of ``tickloom.verification.Problem``."""

    code: str
    symbol: str | None
    day: str | None
    path: str
    found: str
    advice: str

@type_check_only
class VerifyFields(TypedDict):
    """What a verification found; the fields of ``tickloom.verification.VerifyReport``."""

    files: int
    bytes: int
    ticks: int
    problems: list[ProblemFields]
    more_foreign: int
    elapsed: float

@type_check_only
class RepairedFields(TypedDict):
    """A day that is stored again; the fields of ``tickloom.verification.RepairedDay``."""

    symbol: str
    day: str
    ticks_before: int | None
    ticks_after: int
    is_same: bool | None

@type_check_only
class UnrepairedFields(TypedDict):
    """A symbol that could not be repaired; the fields of ``tickloom.verification.UnrepairedSymbol``."""

    symbol: str
    code: str
    message: str

@type_check_only
class RepairFields(TypedDict):
    """What a repair did; the fields of ``tickloom.verification.RepairReport``."""

    found: VerifyFields
    repaired: list[RepairedFields]
    left: list[ProblemFields]
    imports: list[ReportFields]
    unrepaired: list[UnrepairedFields]

@type_check_only
class SymbolSizeFields(TypedDict):
    """The size of what is stored of a symbol; the fields of ``tickloom.sizes.SymbolSize``."""

    symbol: str
    partitions: int
    ticks: int
    bytes: int

@type_check_only
class SizesFields(TypedDict):
    """What a store takes on the disk; the fields of ``tickloom.sizes.Sizes``."""

    symbols: list[SymbolSizeFields]
    catalogue_bytes: int
    kept_bytes: int
    free_bytes: int

@type_check_only
class CopyProgressFields(TypedDict):
    """A moment of a backup or a restoration; the fields of ``tickloom.backup.CopyProgress``."""

    files_done: int
    files_total: int
    bytes_done: int
    bytes_total: int
    elapsed: float

@type_check_only
class BackupFields(TypedDict):
    """A backup that was made; the fields of ``tickloom.backup.BackupReport``."""

    folder: Path
    taken: int
    files: int
    bytes: int
    elapsed: float

@type_check_only
class RestoreFields(TypedDict):
    """A store that was brought back; the fields of ``tickloom.restoration.RestoreReport``."""

    taken: int
    files: int
    bytes: int
    before: Path | None
    elapsed: float

def restore(
    home: str | PathLike[str],
    folder: str | PathLike[str],
    observe: Callable[[CopyProgressFields], object] | None,
) -> RestoreFields:
    """Puts a backup in the place of the store in a folder, which is kept beside it.

    ``observe`` is called about ten times a second on this thread.
    Raises ``StoreOwned``, ``BackupUnusable``, ``StoreUnusable``, ``Interrupted``.
    """

@type_check_only
class HealthFields(TypedDict):
    """How a store is; the fields of ``tickloom.health.Health``."""

    home: str
    symbols: int
    partitions: int
    ticks: int
    tick_bytes: int
    catalogue_bytes: int
    cached_bars: int
    free_bytes: int
    schema_version: int
    engine_version: str
    checked: int
    repaired: int
    damaged: list[DamagedFields]
    lost: list[LostFields]
    set_aside: list[str]

@final
class Column:
    """One column in numpy's memory layout; it offers the buffer protocol, read-only.

    The memory is Arrow's own where that has one piece and the same layout, and a copy of this column alone
    where not: rows that came in several batches are joined, bits of booleans widened to bytes, decimals
    become int64 or float64, dates and times ``datetime64[ns]`` (``[us]`` beyond its range), what is missing
    NaN or NaT (whole numbers with gaps are float64).
    """

    @property
    def dtype(self) -> str:
        """What numpy calls the values; ``O`` if they are Python objects, and there is no buffer."""

    @property
    def is_utc(self) -> bool:
        """Whether these are times that are known to be UTC."""

    def objects(self) -> list[str | None] | list[bool | None] | None:
        """The values where numpy has no layout: texts, nested values as text, booleans with gaps."""

    def __len__(self) -> int: ...
    if sys.version_info >= (3, 12):
        def __buffer__(self, flags: int, /) -> memoryview: ...

@final
class Table:
    """Rows of named columns, kept as the core answered them and turned into Arrow when first asked for."""

    @property
    def num_rows(self) -> int:
        """How many rows."""

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""

    @property
    def price_digits(self) -> int | None:
        """Decimals of the prices: one more for mid. None for results of SQL, which know of no prices."""

    def column(self, name: str) -> Column:
        """The first column of that name, in one piece. Raises ``KeyError``."""

    def cells(self, start: int, end: int) -> list[list[str | None]]:
        """Rows from ``start`` up to ``end`` as text, None for what is missing; fewer where no more are."""

    def reduce(self, width: int, start: int | None, end: int | None) -> Table:
        """Ticks or bars of ``[start, end)`` that a chart of so many pixels needs.

        Raises ``InvalidColumns`` for no width and for results of SQL, ``InvalidRange``.
        """

    def to_bytes(self, format: str) -> bytes:  # noqa: A002 - the word that users know
        """The table as a file of format ``csv``, ``json``, ``parquet`` or ``arrow`` (an IPC stream).

        Raises ``ExportError``.
        """

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """Arrow's C stream in a capsule, sharing memory with the consumer. The request is not followed."""

    def __arrow_c_schema__(self) -> Any:
        """Arrow's C schema in a capsule."""

@type_check_only
class WelcomeFields(TypedDict):
    """What an engine says of itself."""

    engine: str
    api_level: int
    session: str

@final
class Connection:
    """A connection to an engine, made anew whenever it breaks; ``tickloom.client`` is for its users."""

    def __new__(cls, name: str, find: Callable[[], tuple[int, str]]) -> Self:
        """Connects to the port with the nonce that ``find`` gives, whenever it must; ``name`` is for people.

        Raises ``EngineUnreachable``, ``EngineRefused``, and what ``find`` raises.
        """

    @property
    def engine(self) -> WelcomeFields | None:
        """Who answers; None while there is no connection."""

    @property
    def closed(self) -> bool: ...
    def close(self) -> None:
        """Ends it and all that is open. May be repeated."""

    def ask(self, method: str, params: Mapping[str, Any]) -> Answer:
        """Makes a request. Raises ``TypeError``, ``ValueError``, ``ProtocolError`` if it cannot be sent."""

    def listen(
        self,
        method: str,
        params: Mapping[str, Any],
        again: bool,
        resume: Callable[[dict[str, Any]], Mapping[str, Any]] | None,
    ) -> Events:
        """Subscribes. ``resume`` makes the parameters that go on after an event's data. Raises as ``ask``."""

@final
class Answer:
    """A request that was made. Forgotten before it is ready, it is cancelled."""

    def wait(self, seconds: float | None) -> bool:
        """Whether it is ready within so many seconds. Ctrl-C cancels it: raises ``Interrupted``."""

    def poll(self, callback: Callable[[], object]) -> bool:
        """Whether it is ready; if not, ``callback`` is called once from another thread when it may be."""

    def cancel(self) -> None:
        """Gives it up."""

    def parts(self) -> list[Any]:
        """The parts of the result, to be had once. Raises what the engine answers."""

    def tables(self, side: str) -> list[tuple[str | None, Table, bool]]:
        """The tables of the result, to be had once: timeframe, table, whether rows were left out.

        ``side`` is that of bars. Raises what the engine answers.
        """

@final
class Events:
    """A subscription. Forgotten, it ends."""

    def wait_begun(self, seconds: float | None) -> bool:
        """Whether the engine has said within so many seconds that it begins. Raises ``Interrupted``."""

    def poll_begun(self, callback: Callable[[], object]) -> bool:
        """The same, as ``Answer.poll``."""

    def begun(self) -> dict[str, Any] | None:
        """What it said. Raises why there are no events."""

    def wait(self, seconds: float | None) -> bool:
        """Whether there is an event, or the end, within so many seconds. Raises ``Interrupted``."""

    def poll(self, callback: Callable[[], object]) -> bool:
        """The same, as ``Answer.poll``."""

    def take(self) -> tuple[dict[str, Any], int | None] | None:
        """The event: its data, and how many are missing before it; None after the last.

        Raises why it ended.
        """

    def close(self) -> None:
        """Ends it. May be repeated."""

@final
class ParquetPieces:
    """A Parquet file in the making: tables of the same columns go in, its bytes come out piece by piece.

    The pieces one after the other, the last from ``finish``, are the file; no more than a row group is held.
    """

    def __new__(cls, like: Table) -> ParquetPieces:
        """A file with the columns of this table, still without rows. Raises ``ExportError``."""

    def write(self, table: Table) -> bytes:
        """Adds the rows of a table; what of the file is ready, which may be nothing yet.

        Raises ``ExportError`` for other columns, ``ValueError`` after ``finish``.
        """

    def finish(self) -> bytes:
        """The rest of the file. Raises ``ValueError`` the second time."""

@type_check_only
class BarRequest(TypedDict):
    """What is asked of stored bars; times in nanoseconds."""

    symbol: str
    timeframes: Sequence[str]
    side: str
    start: int
    end: int
    day: str
    fill: str | None
    as_of: int | None
    forming: bool
    detail: bool

@type_check_only
class ReplayRequest(TypedDict):
    """What is to be played, and the bars to be kept."""

    symbols: list[str]
    start: int
    end: int
    timeframes: list[str]
    side: str
    day: str
    capacity: int

_ReplayTick: TypeAlias = tuple[int, int, float, float, float, float]
"""Position of the symbol, time, bid, ask, volume at the bid and at the ask."""

@final
class Replay:
    """Stored ticks played again; ``Store.replay`` makes one. Closed, every call raises ``StoreClosed``.

    Ctrl-C ends what works for longer with ``Interrupted``, between two days.
    """

    @property
    def symbols(self) -> list[str]: ...
    @property
    def timeframes(self) -> list[str]: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    def position(self) -> tuple[int, int, int]:
        """What the clock shows, how many ticks were played, how many there are."""

    def next_time(self) -> int | None:
        """The time of the next tick; None after the last. Raises ``ReplayChanged``."""

    def advance(self, until: int, ticks: bool, bars: bool) -> list[_ReplayTick | ChangeFields]:
        """Plays up to a time, or to the first moment with events that are asked for: those of that moment.

        None means that the clock shows that time, or the end. Raises ``ReplayChanged``.
        """

    def step(self, name: str) -> bool:
        """A step on; False at the end. Raises ``InvalidStep``, ``ReplayChanged``."""

    def seek(self, time: int) -> None:
        """Goes to any time. Raises ``ReplayChanged``."""

    def state(self, symbol: str, timeframe: str, detail: bool) -> Table:
        """The bars that are known now."""

    def close(self) -> None:
        """Gives the store up."""

@final
class Pace:
    """Market time as a function of real time; both in nanoseconds, real time since any fixed moment."""

    def __new__(cls, speed: float, market: int) -> Self:
        """Begins at a market time. Raises ``InvalidSpeed``."""

    @property
    def speed(self) -> float: ...
    @property
    def is_paused(self) -> bool: ...
    def market_time(self, elapsed: int) -> int:
        """Where the market should be by then."""

    def wait(self, market: int, elapsed: int) -> float | None:
        """Seconds until the market should be at a time; None while it is paused."""

    def set_speed(self, speed: float, elapsed: int) -> None:
        """Goes on at another speed. Raises ``InvalidSpeed``."""

    def pause(self, elapsed: int) -> None: ...
    def resume(self, elapsed: int) -> None: ...
    def jump(self, market: int, elapsed: int) -> None:
        """Goes on from another market time."""

@type_check_only
class EngineBounds(TypedDict):
    """What clients of an engine may take; the section ``engine`` of the configuration."""

    connections: int
    handshakes: int | None
    requests: int
    drain: float

@type_check_only
class EngineTuning(TypedDict):
    """What requests may take: rows of a query, seconds of one, threads of an import that names none."""

    max_rows: int | None
    timeout: float | None
    import_threads: int | None

@final
class Engine:
    """An engine in this process. When nothing holds it any more it ends at once."""

    def __new__(
        cls, home: str | PathLike[str], origins: Sequence[str], bounds: EngineBounds | None = None
    ) -> Self:
        """Opens the store, which repairs what a crash has left, and returns when clients are served.

        Pages of these origins may connect, and programs; without bounds they may take the usual.

        Raises ``StoreOwned`` if another process has the home, ``StoreUnusable``, ``EngineError``.
        """

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""

    @property
    def nonce(self) -> str:
        """What clients must know."""

    def add(self, service: Service, methods: Sequence[Method]) -> None:
        """Takes a service, and starts it. If that fails it stands as failed; ``system.services`` says why.

        Raises ``InvalidService``, ``EngineError`` if the engine has ended.
        """

    def tune(self, tuning: EngineTuning) -> None:
        """Tells it anew what requests may take, from the next one on."""

    def stop(self) -> None:
        """Ends it: open requests are answered, then services stop. Called again: all at once.

        It does not wait.
        """

    def wait(self) -> None:
        """Waits until it has ended and the store is closed. What handlers of signals raise is raised here."""

@final
class Request:
    """What a client asks of a service that is written in Python."""

    @property
    def method(self) -> str:
        """The method's name."""

    @property
    def params(self) -> dict[str, Any]:
        """The parameters, as they came: nobody has looked at them yet."""

    @property
    def session(self) -> str:
        """The connection's name: what belongs to it ends with it."""

    @property
    def client(self) -> str:
        """What the client calls itself."""

    @property
    def age(self) -> float:
        """Seconds since it came. An ``events`` method may begin after its client was told of it."""

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody waits any more: cancelled, gone, or past its time."""

    def wait(self, seconds: float) -> bool:
        """Waits so long, or until nobody waits any more; true if somebody does still."""

@final
class Parent:
    """The program that started this one, which leaves with it. Watching needs nothing of Python."""

    def __new__(cls, pid: int | None, stdin: bool) -> Self:
        """Begins to watch the process that is this one's parent, standard input, or both.

        When the process ends, or standard input does, so does this process within 1.5 s. What comes on
        standard input is read and dropped.
        """

    def first_line(self, most_bytes: int, seconds: float) -> bytes:
        """The first line of standard input, without its end. It can be had once, and only if that is watched.

        Raises ``EOFError``, whose text says why, if it does not come in time or whole, or is longer.
        """

    def when_it_ends(self, stop: Callable[[], object]) -> None:
        """Has ``stop`` called then, or now if it has ended, and once more after 0.7 s.

        After 1.5 s the process ends, whatever it does.
        """

@final
class Store:
    """An open store. All stores of one home in a process are the same one, for any number of threads."""

    def __new__(cls, home: str | PathLike[str]) -> Store:
        """Opens the store in a folder, which is made if it is missing.

        Raises ``StoreOwned`` if another process has it open, ``StoreUnusable``.
        """

    @property
    def home(self) -> Path:
        """The folder, absolute."""

    @property
    def closed(self) -> bool:
        """Whether ``close`` was called."""

    def close(self) -> None:
        """Gives the store up; calls that run meanwhile end first. May be repeated."""

    def ticks(self, symbol: str, start: int, end: int) -> Table:
        """Ticks of a range: ``timestamp``, ``bid``, ``ask``, ``bid_volume``, ``ask_volume``, oldest first.

        Raises ``UnknownSymbol``, ``InvalidSymbol``, ``InvalidRange``, ``StoreUnusable``.
        """

    def bars(self, request: BarRequest) -> list[Table]:
        """Bars as asked for: a table for each timeframe, in their order, from one pass over the ticks.

        Columns: ``open_time``, ``open high low close volume``, ``ticks``, oldest first, and those that the
        request adds. Raises as ``ticks``, and ``InvalidTimeframe``, ``InvalidSide``, ``InvalidDay``,
        ``InvalidFill``.
        """

    def align(self, request: BarRequest) -> Table:
        """Bars of the first timeframe, each beside the last ones of the others that were known by then.

        Raises as ``bars``, and ``InvalidTimeframe`` for timeframes that cannot be aligned.
        """

    def gaps(
        self,
        symbol: str,
        start: int,
        end: int,
        shortest: int,
        classes: Sequence[str] | None,
    ) -> Table:
        """Gaps of a range: ``start``, ``end``, ``seconds``, ``class``, ``session_day``, oldest first.

        ``shortest`` is in nanoseconds; ``classes`` of None are all. Ctrl-C ends it. Raises as ``ticks``, and
        ``InvalidGapClass``, ``InvalidCalendar``, ``Interrupted``.
        """

    def replay(self, request: ReplayRequest) -> Replay:
        """A replay of stored ticks, standing before the first. Raises ``NoTicks``, ``UnknownSymbol``."""

    def missing_days(self, symbol: str, start: int, end: int) -> list[str]:
        """Session days of a range without ticks, as ``2019-02-04``, oldest first. Raises as ``gaps``."""

    def coverage(self, symbol: str, start: int, end: int, by: str) -> Table:
        """Coverage of a range by ``hour`` or ``day``, in UTC and without a break, oldest first.

        Columns: ``start``, ``open_seconds``, ``ticks``, ``first``, ``last``, ``longest_silence``, ``class``.
        Raises as ``gaps``, and ``InvalidPeriod``.
        """

    def passport(self, symbol: str, month: str) -> str:
        """The passport of a month such as ``2019-02`` as JSON, the same bytes for the same store.

        Raises ``NoTicks``, ``InvalidPeriod``, and as ``gaps``.
        """

    def calendar(self, symbol: str) -> str:
        """The rules of a symbol's calendar as a JSON object."""

    def sql(
        self,
        query: str,
        parameters: Sequence[bool | float | str | None],
        max_rows: int | None = None,
        timeout: float | None = None,
    ) -> Table:
        """The result of one SELECT, or EXPLAIN of one. Ctrl-C ends it, and so does ``timeout``, in seconds.

        Raises ``SqlError``, ``StoreBusy``, ``Interrupted``, ``TypeError`` for a parameter of another type.
        """

    def days_with_ticks(self, symbol: str, start: int, end: int) -> list[str]:
        """The UTC days of a range that hold ticks, as ``2019-02-04``, oldest first. Raises as ``ticks``."""

    def instruments(self) -> list[StoredInstrumentFields]:
        """What is stored of every symbol that has ticks, by name."""

    def instrument(self, symbol: str) -> InstrumentFields | None:
        """What is known of a symbol: from its ticks, the table of instruments, or from the start."""

    def health(self) -> HealthFields:
        """How the store is; looks at every tick file and repairs the catalogue where it differs."""

    def sizes(self) -> SizesFields:
        """What the store takes on the disk; no tick file is read. Raises ``StoreUnusable``."""

    def write_ticks(
        self,
        symbol: str,
        table: object,
        name: str,
        digits: int | None,
        threads: int | None,
        zone: str | None,
        swap_sides: bool,
        strict: bool,
        observe: Callable[[ProgressFields], object] | None,
    ) -> ReportFields:
        """Imports what ``table.__arrow_c_stream__()`` gives, once, as ``import_ticks`` imports a file."""

    def import_ticks(
        self,
        symbol: str,
        source: Sequence[str | PathLike[str] | tuple[str, bytes]] | DownloadedHours,
        digits: int | None,
        threads: int | None,
        dialect: str | None,
        zone: str | None,
        swap_sides: bool,
        strict: bool,
        again: bool,
        observe: Callable[[ProgressFields], object] | None,
    ) -> ReportFields:
        """Imports files, folders, zips and named bytes.

        ``observe`` is called about ten times a second on this thread.
        Ctrl-C, or an error that ``observe`` raises, ends the import at a safe point. It is raised afterwards,
        Ctrl-C as ``Interrupted``, with the report so far as its attribute ``report``.
        Raises ``ImportRefused``, ``PathNotFound``, ``InvalidDigits``, ``InvalidReading``, ``StoreUnusable``
        (with ``report``).
        """

    def verify(
        self,
        symbols: Sequence[str],
        start: int,
        end: int,
        observe: Callable[[VerifyProgressFields], object] | None,
    ) -> VerifyFields:
        """Reads every stored file of these symbols (or all) and of days that touch ``[start, end)``.

        Raises ``InvalidSymbol``, ``InvalidRange``, ``Interrupted``, ``StoreUnusable``.
        """

    def repair(
        self,
        source: Sequence[str | PathLike[str] | tuple[str, bytes]] | DownloadedHours,
        symbols: Sequence[str],
        start: int,
        end: int,
        digits: int | None,
        dialect: str | None,
        zone: str | None,
        swap_sides: bool,
        observe: Callable[[VerifyProgressFields | ProgressFields], object] | None,
    ) -> RepairFields:
        """Verifies, imports damaged and missing days again, verifies them. Raises as ``import_ticks``."""

    def clean(self, older_than: float, lost: bool, cached_bars: bool, dry_run: bool) -> CleanFields:
        """Removes what is kept for caution only, if it is older than so many seconds."""

    def backup(
        self,
        folder: str | PathLike[str],
        observe: Callable[[CopyProgressFields], object] | None,
    ) -> BackupFields:
        """Copies the store to a new or empty folder, whole and as it is now.

        ``observe`` is called about ten times a second on this thread.
        Raises ``BackupUnusable``, ``StoreUnusable``, ``Interrupted``.
        """

    def create(self, table: str, record: str) -> None:
        """Stores a new record, given as a JSON object. Raises ``RecordExists``, ``InvalidRecord``."""

    def get(self, table: str, key: Sequence[str]) -> str | None:
        """The record with this key as a JSON object; None if there is none. Raises ``InvalidRecord``."""

    def list(self, table: str, limit: int, offset: int) -> str:
        """Records in the order of their keys, as a JSON array. Raises ``InvalidRecord``."""

    def update(self, table: str, record: str) -> None:
        """Replaces the record of the same key. Raises ``RecordNotFound``, ``InvalidRecord``."""

    def delete(self, table: str, key: Sequence[str]) -> bool:
        """Removes the record with this key; False if there was none. Raises ``InvalidRecord``."""
