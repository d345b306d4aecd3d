//! What a path holds, told before anything is imported.

use crate::record::records;

records! {
    /// How a CSV file is written.
    CsvInspection {
        /// The dialect's name.
        dialect: String,
        /// Whether its first row names the columns.
        has_header: bool,
        /// What stands between fields.
        separator: String,
        /// What stands before decimals.
        decimal: String,
        /// How times are written.
        time_format: String,
        /// The zone of times that name none.
        zone: String,
        /// What names it: rows, header, caller, dialect, or assumed.
        zone_from: String,
        /// The columns in order.
        columns: Vec<String>,
        /// What volumes are.
        volumes: String,
    }

    /// A code, and what it means here.
    Problem {
        /// For programs.
        code: String,
        /// For people.
        message: String,
    }

    /// What was told of a file.
    FileInspection {
        /// Its name.
        name: String,
        /// Its size; missing where it is not known.
        bytes: Option<u64> => unit("bytes"),
        /// Whether it is packed.
        gzip: bool,
        /// What it is.
        format: String,
        /// From not readable as it is, to certain.
        confidence: f64 => range("0 to 1"),
        /// Why that is believed.
        reasons: Vec<String>,
        /// What to look at before it is imported.
        warnings: Vec<String>,
        /// What stands in the way of an import.
        problem: Option<Problem>,
        /// What is traded, if the path says it.
        symbol: Option<String>,
        /// Decimals of prices.
        digits: Option<u32> => range("0 to 9"),
        /// Rows, counted or estimated.
        rows: Option<u64>,
        /// Whether they are counted.
        rows_are_counted: bool,
        /// The first time.
        first: Option<i64> => time(),
        /// The last time; missing where one cannot go to the end.
        last: Option<i64> => time(),
        /// The first ticks: timestamp, bid, ask, bid volume and ask volume with commas between.
        shown: Vec<String>,
        /// Options of the command that imports it.
        arguments: Vec<String>,
        /// Of CSV alone.
        csv: Option<CsvInspection>,
    }

    /// Files of one ending.
    EndingCount {
        /// The ending.
        ending: String,
        /// How many there are.
        files: u64,
        /// Their size.
        bytes: u64 => unit("bytes"),
    }

    /// Files of one symbol.
    SymbolCount {
        /// The symbol.
        symbol: String,
        /// How many paths name it.
        files: u64,
    }

    /// What was told of a folder or an archive.
    TreeInspection {
        /// Files by ending.
        kinds: Vec<EndingCount>,
        /// What could not be looked at, and why.
        unreadable: Vec<Problem>,
        /// Files by symbol.
        symbols: Vec<SymbolCount>,
        /// The first file that may hold ticks.
        example: Option<FileInspection>,
    }

    /// What a path holds: one of the two.
    Inspection {
        /// If it is a file.
        file: Option<FileInspection>,
        /// If it is a folder or an archive.
        tree: Option<TreeInspection>,
    }
}
