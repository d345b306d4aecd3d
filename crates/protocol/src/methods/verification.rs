//! What a verification and a repair find and do.

use super::{
    report::ImportReport,
    work::{ImportProgress, Source, VerifyProgress},
};
use crate::record::records;

records! {
    /// Something that is not as it was stored.
    StoreProblem {
        /// For programs.
        code: String,
        /// Whose ticks; missing where the place does not say.
        symbol: Option<String>,
        /// Of which UTC day; missing where the place does not say.
        day: Option<String>,
        /// Where.
        path: String,
        /// What was found.
        found: String,
        /// What to do.
        advice: String,
    }

    /// What a verification found.
    VerifyReport {
        /// Files read.
        files: u64,
        /// Their size.
        bytes: u64 => unit("bytes"),
        /// Ticks in files that are as they were written.
        ticks: u64,
        /// What is not.
        problems: Vec<StoreProblem>,
        /// Foreign files beyond those among the problems.
        more_foreign: u64,
        /// How long it took.
        elapsed: f64 => unit("s"),
    }

    /// Whose files, and of when.
    StoreSelection {
        /// Of which symbols; without it, all.
        symbols: Option<Vec<String>>,
        /// Only days that touch the range from here.
        start: Option<i64> => time(),
        /// Only days that touch the range to here.
        end: Option<i64> => time(),
    }

    /// A moment of a verification, or its end.
    VerifyEvent {
        /// How far it is.
        progress: VerifyProgress,
        /// What it found; in the last event.
        report: Option<VerifyReport>,
    }

    /// What to repair, from where.
    RepairOrder {
        /// Files, folders and archives that hold the ticks.
        sources: Vec<Source>,
        /// Which part of the store; without it, all.
        selection: Option<StoreSelection>,
        /// Decimals of a price, for .bi5 of an instrument that is not known.
        digits: Option<u32> => range("0 to 9"),
        /// The dialect of CSV that has no header.
        dialect: Option<String>,
        /// The zone of times that name none.
        zone: Option<String> => default("UTC"),
        /// Whether files call the bid ask.
        swap_sides: Option<bool> => default("false"),
    }

    /// A day that is stored again.
    RepairedDay {
        /// Whose.
        symbol: String,
        /// Such as `2019-02-04`.
        day: String,
        /// Its ticks before; missing where nothing is known of them.
        ticks_before: Option<u64>,
        /// Its ticks now.
        ticks_after: u64,
        /// Whether they are the very same; missing where nothing is known of those before.
        is_same: Option<bool>,
    }

    /// A symbol that the sources could do nothing for.
    UnrepairedSymbol {
        /// Its name.
        symbol: String,
        /// Why, for programs.
        code: String,
        /// Why, for people.
        message: String,
    }

    /// What a repair did.
    RepairReport {
        /// What was wrong.
        found: VerifyReport,
        /// Days that it brought back.
        repaired: Vec<RepairedDay>,
        /// What is still wrong.
        left: Vec<StoreProblem>,
        /// What its imports did.
        imports: Vec<ImportReport>,
        /// What it could not repair.
        unrepaired: Vec<UnrepairedSymbol>,
    }

    /// A moment of a repair, or its end. It verifies, imports, and verifies again.
    RepairEvent {
        /// While it verifies.
        verifying: Option<VerifyProgress>,
        /// While it imports.
        importing: Option<ImportProgress>,
        /// What it did; in the last event.
        report: Option<RepairReport>,
    }
}
