//! The exceptions of `tickloom.errors` below `TickloomError`, each after its parent: the order in which they are drawn.

use crate::class::{Class, class};

/// The class that all others are below; Python has it by hand.
const ROOT: &str = "TickloomError";

/// All of them.
pub const CLASSES: &[Class] = &[
    class("InvalidValue", ROOT, "A word or a number that means nothing here.").also("ValueError"),
    class("InvalidSymbol", "InvalidValue", "Not a symbol: it could not safely name a folder."),
    class("InvalidTimeframe", "InvalidValue", "Not a timeframe, or several that cannot be aligned."),
    class("InvalidSide", "InvalidValue", "Not a side: bid, ask or mid."),
    class("InvalidDay", "InvalidValue", "Not a way of saying where days begin: utc or session."),
    class("InvalidTime", "InvalidValue", "Not a moment, or one that 64 bits of nanoseconds cannot hold."),
    class(
        "InvalidRange",
        "InvalidValue",
        "A range of time that ends before it starts, or is too long for one answer or one download.",
    ),
    class(
        "InvalidDigits",
        "InvalidValue",
        "More decimals than a price may have, or others than the symbol is stored with.",
    ),
    class("InvalidKind", "InvalidValue", "Not a kind of instrument: fx, metal, crypto or other."),
    class("InvalidCalendar", "InvalidValue", "Rules from which no calendar can be made."),
    class("InvalidPeriod", "InvalidValue", "Not a period of coverage, or not a month."),
    class("InvalidGapClass", "InvalidValue", "Not closed, holiday, quiet or suspicious."),
    class(
        "InvalidColumns",
        "InvalidValue",
        "Columns that do not fit each other, or from which no chart can be made.",
    ),
    class(
        "InvalidFill",
        "InvalidValue",
        "Bars whose missing periods cannot be filled, or would become too many.",
    ),
    class("InvalidSpeed", "InvalidValue", "Not a speed at which anything can be played: it must be above 0."),
    class(
        "InvalidStep",
        "InvalidValue",
        "Not a step of a replay: a tick, a session, or one of its timeframes.",
    ),
    class(
        "InvalidState",
        "InvalidValue",
        "What no multi-timeframe state can be made for, or was not made for.",
    ),
    class("InvalidTick", "InvalidValue", "A price or a volume that cannot be."),
    class(
        "InvalidSnapshot",
        "InvalidValue",
        "Bytes that are no whole snapshot, or one of another version or of another state.",
    ),
    class("InvalidReading", "InvalidValue", "Not the name of a dialect, or not a zone, to read CSV with."),
    class(
        "InvalidCredential",
        "InvalidValue",
        "Not a name or a value that a credential may have, or one too many; the text shows nothing of it.",
    ),
    class("InvalidAddress", "InvalidValue", "Not the address of a server, or of a proxy, to download from."),
    class(
        "UnknownSymbol",
        ROOT,
        "Nothing was ever imported for this symbol, or a state was made for others.",
    )
    .also("LookupError"),
    class("NoTicks", ROOT, "A month, or a range to be replayed, of which nothing is stored.")
        .also("LookupError"),
    class("StoreError", ROOT, "The store could not do it."),
    class("StoreOwned", "StoreError", "Another process works on this home; the message names it."),
    class("StoreBusy", "StoreError", "Too many queries at once."),
    class("StoreClosed", "StoreError", "The workspace was closed before."),
    class(
        "BackupUnusable",
        "StoreError",
        "A folder that cannot take a backup or holds no whole one, or a copy that is not what was copied.",
    ),
    class(
        "StoreUnusable",
        "StoreError",
        "The home cannot be used as it is: read-only, full, damaged, or made by a later version.\n\nAn import that was ended by it carries its ``report``: what it says is stored, is stored.",
    ),
    class(
        "ReplayChanged",
        ROOT,
        "A day of a replay was imported again, or removed, after the replay was opened.",
    ),
    class(
        "ImportRefused",
        ROOT,
        "An import that could not start: there are no ticks, or it is not clear how to read them.",
    ),
    class("PathNotFound", "ImportRefused", "No file or folder has the path to import.")
        .also("FileNotFoundError"),
    class(
        "UnreadableFile",
        "ImportRefused",
        "A file that is not what it should be. In an import such files stand in the report instead.",
    )
    .of(&["csv.", "bi5.", "json.", "gzip.", "table."]),
    class(
        "DownloadFailed",
        ROOT,
        "A download that could not start or go on. Hours that could not be had stand in the report instead.",
    )
    .of(&["download."]),
    class(
        "SqlError",
        ROOT,
        "A query that is not one SELECT, that the engine could not carry out, or whose result is too large.",
    ),
    class("RecordError", ROOT, "A record that could not be kept."),
    class("InvalidRecord", "RecordError", "Fields that make no record of its table.").also("ValueError"),
    class("RecordExists", "RecordError", "A record with this key is there already."),
    class("RecordNotFound", "RecordError", "No record has this key.").also("LookupError"),
    class(
        "EngineUnreachable",
        ROOT,
        "No engine answers, or the one that did has ended. Asked again later, it may be there.",
    )
    .also("ConnectionError"),
    class(
        "Disconnected",
        "EngineUnreachable",
        "The connection broke before the answer came: what was asked may have been done.",
    ),
    class(
        "EngineRefused",
        "EngineUnreachable",
        "The engine does not let this program in: another nonce, or another version of the frames.",
    ),
    class("ConnectionUnusable", ROOT, "What this side of a connection could not do.").of(&["ipc."]),
    class("ConnectionClosed", "ConnectionUnusable", "The connection was closed before."),
    class("ProtocolError", ROOT, "What an engine and its clients could not say to each other.")
        .of(&["protocol."]),
    class(
        "InvalidParameters",
        "ProtocolError",
        "Parameters that the method does not have, or of another type.",
    )
    .also("ValueError"),
    class(
        "RequestTimedOut",
        "ProtocolError",
        "No answer in the time that there was; what was done by then is not undone.",
    )
    .also("TimeoutError"),
    class(
        "RequestCancelled",
        "ProtocolError",
        "The request was cancelled; what was done by then is not undone.",
    ),
    class(
        "ServiceUnavailable",
        ROOT,
        "A service of the engine is stopped, or fails each time it is started.",
    ),
    class(
        "NotOfThisEngine",
        ROOT,
        "A service, a state, a replay or an import that the engine does not have, or not any more.",
    )
    .also("LookupError"),
    class(
        "InvalidConfig",
        ROOT,
        "A configuration of which something is wrong; it says all of it, and nothing was started.\n\n``details[\"problems\"]`` is a list of mappings with ``place``, ``key``, ``what`` and ``fix``.",
    )
    .also("ValueError"),
    class(
        "ConfigNotKept",
        ROOT,
        "A change of the configuration that could not be written to the user's file, and was not made.",
    ),
    class(
        "CredentialsError",
        ROOT,
        "A secret that could not be had or kept. Work that needs none goes on.",
    ),
    class("CredentialNotFound", "CredentialsError", "No credential has this name, or its value is gone.")
        .also("LookupError"),
    class(
        "CredentialRefused",
        "CredentialsError",
        "A value that its integration refuses, or one that stands where it must not.",
    ),
    class(
        "CredentialsUnavailable",
        "CredentialsError",
        "The place of the credentials cannot be used: no keychain, a silent or a locked one, a damaged file.",
    ),
    class("TrailDamaged", "CredentialsError", "The audit trail is not as it was written; the text says where."),
    class("ExportError", ROOT, "A table that could not be written, or not in this format."),
    class("EngineError", ROOT, "An engine that cannot be, or that is to be found and cannot."),
    class(
        "InvalidService",
        "EngineError",
        "A service whose name or methods are taken, or which needs another that is not there.",
    )
    .also("ValueError"),
    class(
        "SecretsMissing",
        "EngineError",
        "Standard input holds no line of secrets, though an engine was told that it would.",
    ),
    class(
        "RunFileRefused",
        "EngineError",
        "The file by which an engine would be found, or its folder, is not to be trusted; the text says why.",
    ),
];
