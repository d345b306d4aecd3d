"""What can go wrong, as classes to catch; each error carries the code that it has in every layer.

TickloomError
 ├─ InvalidValue  (ValueError)
 │   ├─ InvalidSymbol                      symbol.invalid
 │   ├─ InvalidTimeframe                   timeframe.invalid align.invalid
 │   ├─ InvalidSide                        side.invalid
 │   ├─ InvalidDay                         day.invalid
 │   ├─ InvalidTime                        time.invalid
 │   ├─ InvalidRange                       time.range_invalid coverage.range_too_long
 │   │                                     download.too_many_hours
 │   ├─ InvalidDigits                      digits.invalid digits.differ
 │   ├─ InvalidKind                        instrument.kind_invalid
 │   ├─ InvalidCalendar                    calendar.rules_invalid calendar.zone_unknown
 │   │                                     calendar.session_invalid calendar.day_time_invalid
 │   │                                     calendar.holiday_invalid calendar.holiday_date_invalid
 │   │                                     calendar.holiday_hours_invalid
 │   ├─ InvalidPeriod                      coverage.period_invalid passport.month_invalid
 │   ├─ InvalidGapClass                    gaps.class_invalid
 │   ├─ InvalidColumns                     columns.no_width columns.lengths_differ columns.no_prices
 │   │                                     columns.disordered
 │   ├─ InvalidFill                        fill.invalid fill.not_of_time fill.too_many
 │   ├─ InvalidSpeed                       replay.speed_invalid
 │   ├─ InvalidStep                        replay.step_invalid
 │   ├─ InvalidState                       mtf.empty mtf.too_many mtf.repeated mtf.capacity_invalid
 │   │                                     mtf.lateness_invalid mtf.too_large mtf.digits_needed
 │   │                                     mtf.timeframe_unknown
 │   ├─ InvalidTick                        mtf.tick_invalid
 │   ├─ InvalidSnapshot                    mtf.snapshot_damaged mtf.snapshot_version mtf.snapshot_differs
 │   ├─ InvalidReading                     csv.dialect_unknown csv.zone_invalid
 │   ├─ InvalidCredential                  credentials.name_invalid credentials.value_invalid
 │   │                                     credentials.too_many
 │   └─ InvalidAddress                     download.address_invalid download.proxy_invalid
 ├─ UnknownSymbol  (LookupError)           symbol.unknown mtf.symbol_unknown
 ├─ NoTicks  (LookupError)                 passport.no_ticks replay.no_ticks
 ├─ StoreError
 │   ├─ StoreOwned                         store.owned
 │   ├─ StoreBusy                          store.busy
 │   ├─ StoreClosed                        store.closed
 │   ├─ BackupUnusable                     store.backup_folder_invalid store.backup_incomplete
 │   │                                     store.copy_differs
 │   └─ StoreUnusable                      store.home_invalid store.read_only store.full store.io
 │                                         store.catalogue store.catalogue_newer store.partition_damaged
 ├─ ReplayChanged                          replay.day_changed
 ├─ ImportRefused                          import.source_failed import.no_ticks import.digits_needed
 │   │                                     import.digits_unclear store.ticks_invalid
 │   ├─ PathNotFound  (FileNotFoundError)  import.path_not_found
 │   └─ UnreadableFile                     csv.* bi5.* json.* gzip.* table.*
 ├─ DownloadFailed                         download.*
 ├─ SqlError                               sql.refused sql.failed sql.too_large sql.too_many_rows
 │                                         sql.took_too_long
 ├─ RecordError
 │   ├─ InvalidRecord  (ValueError)        record.invalid
 │   ├─ RecordExists                       record.exists
 │   └─ RecordNotFound  (LookupError)      record.not_found
 ├─ EngineUnreachable  (ConnectionError)   ipc.no_engine ipc.unreachable protocol.handshake_timeout
 │   │                                     protocol.slow_consumer protocol.unresponsive
 │   │                                     protocol.shutting_down
 │   ├─ Disconnected                       ipc.disconnected
 │   └─ EngineRefused                      protocol.unauthorized protocol.version_unsupported
 ├─ ConnectionUnusable                     ipc.*
 │   └─ ConnectionClosed                   ipc.closed
 ├─ ProtocolError                          protocol.*
 │   ├─ InvalidParameters  (ValueError)    protocol.bad_params
 │   ├─ RequestTimedOut  (TimeoutError)    protocol.timed_out
 │   └─ RequestCancelled                   protocol.cancelled
 ├─ ServiceUnavailable                     service.unavailable
 ├─ NotOfThisEngine  (LookupError)         service.unknown session.unknown import.unknown
 ├─ InvalidConfig  (ValueError)            config.invalid
 ├─ ConfigNotKept                          config.not_kept
 ├─ CredentialsError
 │   ├─ CredentialNotFound  (LookupError)  credentials.not_found
 │   ├─ CredentialRefused                  credentials.refused credentials.environment_refused
 │   ├─ CredentialsUnavailable             credentials.no_keychain credentials.keychain_timeout
 │   │                                     credentials.keychain_refused credentials.locked
 │   │                                     credentials.passphrase_wrong credentials.busy
 │   │                                     credentials.damaged credentials.folder_unusable
 │   │                                     credentials.trail_unwritable
 │   └─ TrailDamaged                       credentials.trail_damaged
 ├─ ExportError                            export.failed
 └─ EngineError                            engine.no_threads engine.ended
     ├─ InvalidService  (ValueError)       engine.service_invalid
     ├─ SecretsMissing                     engine.no_secrets
     └─ RunFileRefused                     run_file.refused

Interrupted  (KeyboardInterrupt)           interrupted

Generated by ``make codegen`` from crates/errors, where changes belong.
"""

from __future__ import annotations

from typing import ClassVar

from .base import Interrupted, TickloomError
from .lookup import class_of, of_code

__all__ = [
    "BackupUnusable",
    "ConfigNotKept",
    "ConnectionClosed",
    "ConnectionUnusable",
    "CredentialNotFound",
    "CredentialRefused",
    "CredentialsError",
    "CredentialsUnavailable",
    "Disconnected",
    "DownloadFailed",
    "EngineError",
    "EngineRefused",
    "EngineUnreachable",
    "ExportError",
    "ImportRefused",
    "Interrupted",
    "InvalidAddress",
    "InvalidCalendar",
    "InvalidColumns",
    "InvalidConfig",
    "InvalidCredential",
    "InvalidDay",
    "InvalidDigits",
    "InvalidFill",
    "InvalidGapClass",
    "InvalidKind",
    "InvalidParameters",
    "InvalidPeriod",
    "InvalidRange",
    "InvalidReading",
    "InvalidRecord",
    "InvalidService",
    "InvalidSide",
    "InvalidSnapshot",
    "InvalidSpeed",
    "InvalidState",
    "InvalidStep",
    "InvalidSymbol",
    "InvalidTick",
    "InvalidTime",
    "InvalidTimeframe",
    "InvalidValue",
    "NoTicks",
    "NotOfThisEngine",
    "PathNotFound",
    "ProtocolError",
    "RecordError",
    "RecordExists",
    "RecordNotFound",
    "ReplayChanged",
    "RequestCancelled",
    "RequestTimedOut",
    "RunFileRefused",
    "SecretsMissing",
    "ServiceUnavailable",
    "SqlError",
    "StoreBusy",
    "StoreClosed",
    "StoreError",
    "StoreOwned",
    "StoreUnusable",
    "TickloomError",
    "TrailDamaged",
    "UnknownSymbol",
    "UnreadableFile",
    "class_of",
    "of_code",
]


class InvalidValue(TickloomError, ValueError):
    """A word or a number that means nothing here."""


class InvalidSymbol(InvalidValue):
    """Not a symbol: it could not safely name a folder."""

    codes: ClassVar[tuple[str, ...]] = ("symbol.invalid",)


class InvalidTimeframe(InvalidValue):
    """Not a timeframe, or several that cannot be aligned."""

    codes: ClassVar[tuple[str, ...]] = ("timeframe.invalid", "align.invalid")


class InvalidSide(InvalidValue):
    """Not a side: bid, ask or mid."""

    codes: ClassVar[tuple[str, ...]] = ("side.invalid",)


class InvalidDay(InvalidValue):
    """Not a way of saying where days begin: utc or session."""

    codes: ClassVar[tuple[str, ...]] = ("day.invalid",)


class InvalidTime(InvalidValue):
    """Not a moment, or one that 64 bits of nanoseconds cannot hold."""

    codes: ClassVar[tuple[str, ...]] = ("time.invalid",)


class InvalidRange(InvalidValue):
    """A range of time that ends before it starts, or is too long for one answer or one download."""

    codes: ClassVar[tuple[str, ...]] = (
        "time.range_invalid",
        "coverage.range_too_long",
        "download.too_many_hours",
    )


class InvalidDigits(InvalidValue):
    """More decimals than a price may have, or others than the symbol is stored with."""

    codes: ClassVar[tuple[str, ...]] = ("digits.invalid", "digits.differ")


class InvalidKind(InvalidValue):
    """Not a kind of instrument: fx, metal, crypto or other."""

    codes: ClassVar[tuple[str, ...]] = ("instrument.kind_invalid",)


class InvalidCalendar(InvalidValue):
    """Rules from which no calendar can be made."""

    codes: ClassVar[tuple[str, ...]] = (
        "calendar.rules_invalid",
        "calendar.zone_unknown",
        "calendar.session_invalid",
        "calendar.day_time_invalid",
        "calendar.holiday_invalid",
        "calendar.holiday_date_invalid",
        "calendar.holiday_hours_invalid",
    )


class InvalidPeriod(InvalidValue):
    """Not a period of coverage, or not a month."""

    codes: ClassVar[tuple[str, ...]] = ("coverage.period_invalid", "passport.month_invalid")


class InvalidGapClass(InvalidValue):
    """Not closed, holiday, quiet or suspicious."""

    codes: ClassVar[tuple[str, ...]] = ("gaps.class_invalid",)


class InvalidColumns(InvalidValue):
    """Columns that do not fit each other, or from which no chart can be made."""

    codes: ClassVar[tuple[str, ...]] = (
        "columns.no_width",
        "columns.lengths_differ",
        "columns.no_prices",
        "columns.disordered",
    )


class InvalidFill(InvalidValue):
    """Bars whose missing periods cannot be filled, or would become too many."""

    codes: ClassVar[tuple[str, ...]] = ("fill.invalid", "fill.not_of_time", "fill.too_many")


class InvalidSpeed(InvalidValue):
    """Not a speed at which anything can be played: it must be above 0."""

    codes: ClassVar[tuple[str, ...]] = ("replay.speed_invalid",)


class InvalidStep(InvalidValue):
    """Not a step of a replay: a tick, a session, or one of its timeframes."""

    codes: ClassVar[tuple[str, ...]] = ("replay.step_invalid",)


class InvalidState(InvalidValue):
    """What no multi-timeframe state can be made for, or was not made for."""

    codes: ClassVar[tuple[str, ...]] = (
        "mtf.empty",
        "mtf.too_many",
        "mtf.repeated",
        "mtf.capacity_invalid",
        "mtf.lateness_invalid",
        "mtf.too_large",
        "mtf.digits_needed",
        "mtf.timeframe_unknown",
    )


class InvalidTick(InvalidValue):
    """A price or a volume that cannot be."""

    codes: ClassVar[tuple[str, ...]] = ("mtf.tick_invalid",)


class InvalidSnapshot(InvalidValue):
    """Bytes that are no whole snapshot, or one of another version or of another state."""

    codes: ClassVar[tuple[str, ...]] = (
        "mtf.snapshot_damaged",
        "mtf.snapshot_version",
        "mtf.snapshot_differs",
    )


class InvalidReading(InvalidValue):
    """Not the name of a dialect, or not a zone, to read CSV with."""

    codes: ClassVar[tuple[str, ...]] = ("csv.dialect_unknown", "csv.zone_invalid")


class InvalidCredential(InvalidValue):
    """Not a name or a value that a credential may have, or one too many; the text shows nothing of it."""

    codes: ClassVar[tuple[str, ...]] = (
        "credentials.name_invalid",
        "credentials.value_invalid",
        "credentials.too_many",
    )


class InvalidAddress(InvalidValue):
    """Not the address of a server, or of a proxy, to download from."""

    codes: ClassVar[tuple[str, ...]] = ("download.address_invalid", "download.proxy_invalid")


class UnknownSymbol(TickloomError, LookupError):
    """Nothing was ever imported for this symbol, or a state was made for others."""

    codes: ClassVar[tuple[str, ...]] = ("symbol.unknown", "mtf.symbol_unknown")


class NoTicks(TickloomError, LookupError):
    """A month, or a range to be replayed, of which nothing is stored."""

    codes: ClassVar[tuple[str, ...]] = ("passport.no_ticks", "replay.no_ticks")


class StoreError(TickloomError):
    """The store could not do it."""


class StoreOwned(StoreError):
    """Another process works on this home; the message names it."""

    codes: ClassVar[tuple[str, ...]] = ("store.owned",)


class StoreBusy(StoreError):
    """Too many queries at once."""

    codes: ClassVar[tuple[str, ...]] = ("store.busy",)


class StoreClosed(StoreError):
    """The workspace was closed before."""

    codes: ClassVar[tuple[str, ...]] = ("store.closed",)


class BackupUnusable(StoreError):
    """A folder that cannot take a backup or holds no whole one, or a copy that is not what was copied."""

    codes: ClassVar[tuple[str, ...]] = (
        "store.backup_folder_invalid",
        "store.backup_incomplete",
        "store.copy_differs",
    )


class StoreUnusable(StoreError):
    """The home cannot be used as it is: read-only, full, damaged, or made by a later version.

    An import that was ended by it carries its ``report``: what it says is stored, is stored.
    """

    codes: ClassVar[tuple[str, ...]] = (
        "store.home_invalid",
        "store.read_only",
        "store.full",
        "store.io",
        "store.catalogue",
        "store.catalogue_newer",
        "store.partition_damaged",
    )


class ReplayChanged(TickloomError):
    """A day of a replay was imported again, or removed, after the replay was opened."""

    codes: ClassVar[tuple[str, ...]] = ("replay.day_changed",)


class ImportRefused(TickloomError):
    """An import that could not start: there are no ticks, or it is not clear how to read them."""

    codes: ClassVar[tuple[str, ...]] = (
        "import.source_failed",
        "import.no_ticks",
        "import.digits_needed",
        "import.digits_unclear",
        "store.ticks_invalid",
    )


class PathNotFound(ImportRefused, FileNotFoundError):
    """No file or folder has the path to import."""

    codes: ClassVar[tuple[str, ...]] = ("import.path_not_found",)


class UnreadableFile(ImportRefused):
    """A file that is not what it should be. In an import such files stand in the report instead."""

    codes: ClassVar[tuple[str, ...]] = ("csv.", "bi5.", "json.", "gzip.", "table.")


class DownloadFailed(TickloomError):
    """A download that could not start or go on. Hours that could not be had stand in the report instead."""

    codes: ClassVar[tuple[str, ...]] = ("download.",)


class SqlError(TickloomError):
    """A query that is not one SELECT, that the engine could not carry out, or whose result is too large."""

    codes: ClassVar[tuple[str, ...]] = (
        "sql.refused",
        "sql.failed",
        "sql.too_large",
        "sql.too_many_rows",
        "sql.took_too_long",
    )


class RecordError(TickloomError):
    """A record that could not be kept."""


class InvalidRecord(RecordError, ValueError):
    """Fields that make no record of its table."""

    codes: ClassVar[tuple[str, ...]] = ("record.invalid",)


class RecordExists(RecordError):
    """A record with this key is there already."""

    codes: ClassVar[tuple[str, ...]] = ("record.exists",)


class RecordNotFound(RecordError, LookupError):
    """No record has this key."""

    codes: ClassVar[tuple[str, ...]] = ("record.not_found",)


class EngineUnreachable(TickloomError, ConnectionError):
    """No engine answers, or the one that did has ended. Asked again later, it may be there."""

    codes: ClassVar[tuple[str, ...]] = (
        "ipc.no_engine",
        "ipc.unreachable",
        "protocol.handshake_timeout",
        "protocol.slow_consumer",
        "protocol.unresponsive",
        "protocol.shutting_down",
    )


class Disconnected(EngineUnreachable):
    """The connection broke before the answer came: what was asked may have been done."""

    codes: ClassVar[tuple[str, ...]] = ("ipc.disconnected",)


class EngineRefused(EngineUnreachable):
    """The engine does not let this program in: another nonce, or another version of the frames."""

    codes: ClassVar[tuple[str, ...]] = ("protocol.unauthorized", "protocol.version_unsupported")


class ConnectionUnusable(TickloomError):
    """What this side of a connection could not do."""

    codes: ClassVar[tuple[str, ...]] = ("ipc.",)


class ConnectionClosed(ConnectionUnusable):
    """The connection was closed before."""

    codes: ClassVar[tuple[str, ...]] = ("ipc.closed",)


class ProtocolError(TickloomError):
    """What an engine and its clients could not say to each other."""

    codes: ClassVar[tuple[str, ...]] = ("protocol.",)


class InvalidParameters(ProtocolError, ValueError):
    """Parameters that the method does not have, or of another type."""

    codes: ClassVar[tuple[str, ...]] = ("protocol.bad_params",)


class RequestTimedOut(ProtocolError, TimeoutError):
    """No answer in the time that there was; what was done by then is not undone."""

    codes: ClassVar[tuple[str, ...]] = ("protocol.timed_out",)


class RequestCancelled(ProtocolError):
    """The request was cancelled; what was done by then is not undone."""

    codes: ClassVar[tuple[str, ...]] = ("protocol.cancelled",)


class ServiceUnavailable(TickloomError):
    """A service of the engine is stopped, or fails each time it is started."""

    codes: ClassVar[tuple[str, ...]] = ("service.unavailable",)


class NotOfThisEngine(TickloomError, LookupError):
    """A service, a state, a replay or an import that the engine does not have, or not any more."""

    codes: ClassVar[tuple[str, ...]] = ("service.unknown", "session.unknown", "import.unknown")


class InvalidConfig(TickloomError, ValueError):
    """A configuration of which something is wrong; it says all of it, and nothing was started.

    ``details["problems"]`` is a list of mappings with ``place``, ``key``, ``what`` and ``fix``.
    """

    codes: ClassVar[tuple[str, ...]] = ("config.invalid",)


class ConfigNotKept(TickloomError):
    """A change of the configuration that could not be written to the user's file, and was not made."""

    codes: ClassVar[tuple[str, ...]] = ("config.not_kept",)


class CredentialsError(TickloomError):
    """A secret that could not be had or kept. Work that needs none goes on."""


class CredentialNotFound(CredentialsError, LookupError):
    """No credential has this name, or its value is gone."""

    codes: ClassVar[tuple[str, ...]] = ("credentials.not_found",)


class CredentialRefused(CredentialsError):
    """A value that its integration refuses, or one that stands where it must not."""

    codes: ClassVar[tuple[str, ...]] = ("credentials.refused", "credentials.environment_refused")


class CredentialsUnavailable(CredentialsError):
    """The place of the credentials cannot be used: no keychain, a silent or a locked one, a damaged file."""

    codes: ClassVar[tuple[str, ...]] = (
        "credentials.no_keychain",
        "credentials.keychain_timeout",
        "credentials.keychain_refused",
        "credentials.locked",
        "credentials.passphrase_wrong",
        "credentials.busy",
        "credentials.damaged",
        "credentials.folder_unusable",
        "credentials.trail_unwritable",
    )


class TrailDamaged(CredentialsError):
    """The audit trail is not as it was written; the text says where."""

    codes: ClassVar[tuple[str, ...]] = ("credentials.trail_damaged",)


class ExportError(TickloomError):
    """A table that could not be written, or not in this format."""

    codes: ClassVar[tuple[str, ...]] = ("export.failed",)


class EngineError(TickloomError):
    """An engine that cannot be, or that is to be found and cannot."""

    codes: ClassVar[tuple[str, ...]] = ("engine.no_threads", "engine.ended")


class InvalidService(EngineError, ValueError):
    """A service whose name or methods are taken, or which needs another that is not there."""

    codes: ClassVar[tuple[str, ...]] = ("engine.service_invalid",)


class SecretsMissing(EngineError):
    """Standard input holds no line of secrets, though an engine was told that it would."""

    codes: ClassVar[tuple[str, ...]] = ("engine.no_secrets",)


class RunFileRefused(EngineError):
    """The file by which an engine would be found, or its folder, is not to be trusted; the text says why."""

    codes: ClassVar[tuple[str, ...]] = ("run_file.refused",)
