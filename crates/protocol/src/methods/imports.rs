//! Imports, and what they left: reports, coverage, gaps and passports.

use super::{
    common::{CALENDAR, DayList, Empty, RANGE, READ, SymbolRange, TablePart, WRITE},
    inspection::Inspection,
    report::ImportReport,
    work::{ImportProgress, Source},
};
use crate::{method::methods, record::records};

pub(crate) const READING: &[&str] = &["import.path_not_found", "csv.dialect_unknown", "csv.zone_invalid"];
pub(crate) const UNREADABLE: &[&str] = &["csv.", "bi5.", "json.", "gzip.", "table."];
const REFUSED: &[&str] = &[
    "import.no_ticks",
    "import.digits_needed",
    "import.digits_unclear",
    "import.source_failed",
    "store.ticks_invalid",
];
const VALUES: &[&str] = &["symbol.invalid", "digits.invalid", "digits.differ"];
const UNKNOWN: &[&str] = &["import.unknown"];

records! {
    /// What to look at, and how to read it.
    InspectQuery {
        /// A file, folder or archive, absolute, as the engine's machine names it.
        path: String,
        /// The dialect of CSV that has no header.
        dialect: Option<String>,
        /// The zone of times that name none: UTC, an offset such as `-05:00`, or a name such as `Europe/Athens`.
        zone: Option<String> => default("UTC"),
        /// Whether the file calls the bid ask.
        swap_sides: Option<bool> => default("false"),
    }

    /// What to import, and how to read it.
    ImportOrder {
        /// What is traded.
        symbol: String,
        /// Where its ticks come from.
        sources: Vec<Source>,
        /// Decimals of a price, for .bi5 of an instrument that is not known.
        digits: Option<u32> => range("0 to 9"),
        /// How many threads read.
        threads: Option<u32> => range("1 or more") default("one for each core"),
        /// The dialect of CSV that has no header.
        dialect: Option<String>,
        /// The zone of times that name none.
        zone: Option<String> => default("UTC"),
        /// Whether files call the bid ask.
        swap_sides: Option<bool> => default("false"),
        /// Whether ticks are refused that are kept otherwise, such as crossed quotes.
        strict: Option<bool> => default("false"),
        /// Whether files are read that were stored whole before.
        again: Option<bool> => default("false"),
    }

    /// Names an import.
    ImportId {
        /// Its key in the table of imports.
        id: String,
    }

    /// Imports that have not ended.
    RunningImports {
        /// The last moment of each, oldest import first.
        imports: Vec<ImportProgress>,
    }

    /// Of what coverage is asked for.
    CoverageQuery {
        /// What is traded.
        symbol: String,
        /// From when on ticks are expected; without it, from the first on.
        start: Option<i64> => time(),
        /// Until when; without it, to the last.
        end: Option<i64> => time(),
        /// The length of a row.
        by: Option<String> => words(&["hour", "day"]) default("hour"),
    }

    /// Which gaps are asked for.
    GapsQuery {
        /// What is traded.
        symbol: String,
        /// From when on ticks are expected; without it, from the first on.
        start: Option<i64> => time(),
        /// Until when; without it, to the last.
        end: Option<i64> => time(),
        /// Which classes are kept; without it, all.
        classes: Option<Vec<String>> => words(&["closed", "holiday", "quiet", "suspicious"]),
        /// What lasts less is left out.
        shortest: Option<f64> => unit("s") range("over 0") default("60"),
    }

    /// A month of a symbol.
    MonthOfSymbol {
        /// What is traded.
        symbol: String,
        /// Such as `2019-02`, in UTC.
        month: String,
    }

    /// A passport.
    PassportDocument {
        /// JSON, the same bytes for the same content of a store.
        document: String,
    }
}

methods! {
    /// What a file, folder or archive holds, and how an import would read it.
    Inspect = Once "imports.inspect"(InspectQuery) -> Inspection, [READING, &["import.source_failed"]];
    /// Starts an import, which goes on whether or not somebody watches it.
    Start = Once "imports.start"(ImportOrder) -> ImportId, [VALUES, READING, REFUSED, UNREADABLE, WRITE];
    /// Lets an import stand still at a safe point.
    Pause = Once "imports.pause"(ImportId) -> Empty, [UNKNOWN];
    /// Lets a paused import go on.
    Resume = Once "imports.resume"(ImportId) -> Empty, [UNKNOWN];
    /// Ends an import at a safe point; what is stored stays. The same order later goes on from there.
    Cancel = Once "imports.cancel"(ImportId) -> Empty, [UNKNOWN];
    /// Moments of an import, about ten a second; the last holds the report. If it fails, the error's details hold it.
    Progress = Events "imports.progress"(ImportId) -> ImportProgress,
        [UNKNOWN, VALUES, REFUSED, UNREADABLE, WRITE, &["interrupted"]];
    /// The imports that have not ended.
    Running = Once "imports.running"(Empty) -> RunningImports, [];
    /// What an import did.
    Report = Once "imports.report"(ImportId) -> ImportReport, [UNKNOWN, &["store.io"]];
    /// What came of what could be expected, for every UTC hour or day. Columns: `start`, `open_seconds`, `ticks`, `first`, `last`,
    /// `longest_silence`, `class`.
    Coverage = Parts "imports.coverage"(CoverageQuery) -> TablePart,
        [RANGE, &["coverage.period_invalid", "coverage.range_too_long"], CALENDAR, READ];
    /// Stretches without ticks, told apart by the symbol's calendar. Columns: `start`, `end`, `seconds`, `class`, `session_day`.
    Gaps = Parts "imports.gaps"(GapsQuery) -> TablePart, [RANGE, &["gaps.class_invalid"], CALENDAR, READ];
    /// Days of the market without a single tick though it was open.
    MissingDays = Once "imports.missing_days"(SymbolRange) -> DayList, [RANGE, CALENDAR, READ];
    /// What is known of a symbol in a month: to read, to keep and to cite.
    Passport = Once "imports.passport"(MonthOfSymbol) -> PassportDocument,
        [&["symbol.unknown", "symbol.invalid", "passport.month_invalid", "passport.no_ticks"], CALENDAR, READ];
}
