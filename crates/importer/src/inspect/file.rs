//! One file in detail: what it is, how surely, its first rows, and the command that imports it.

use tickloom_formats::{
    FormatError, INSPECTED_BYTES, Inspection,
    csv::{self, Dialect, ReadOptions, Zone, date_of_name},
    inspect,
};
use tickloom_model::{Digits, Instrument, Symbol, Ticks, UnixNanos};

use super::{Content, symbol_of};
use crate::{
    TickFile,
    kind::Kind,
    refusal::Refusal,
    unpack::{Unpacked, fill},
};

/// How much of a file's beginning is read: enough to tell that there is more than what is looked at.
const START_BYTES: usize = INSPECTED_BYTES + 1;
/// How many rows are shown.
const SHOWN: usize = 5;
/// No file needs more than its dialect, its zone and its sides to be named.
const HINTS: usize = 3;

/// What was told of a file.
#[derive(Debug, Clone)]
pub struct FileInspection {
    /// Its name.
    pub name: String,
    /// Its size, packed as it is, if known.
    pub bytes: Option<u64>,
    /// Whether it is packed as gzip.
    pub gzip: bool,
    /// What kind of file it is, why, and what should be known of it.
    pub found: Inspection,
    /// Code and text of why it cannot be imported, whatever options are given.
    pub problem: Option<(&'static str, String)>,
    /// The instrument that its path speaks of.
    pub symbol: Option<Symbol>,
    /// Decimals of its prices, if it shows them.
    pub digits: Option<Digits>,
    /// How many rows it has, if known.
    pub rows: Option<u64>,
    /// Whether the rows were counted; otherwise they are estimated from its size.
    pub rows_are_counted: bool,
    /// The time of its first tick.
    pub first: Option<UnixNanos>,
    /// The time of its last tick, if one can go to the end of the file.
    pub last: Option<UnixNanos>,
    /// Its first five ticks as `timestamp,bid,ask,bid_volume,ask_volume`.
    pub shown: Vec<String>,
    /// What must be said when it is imported, such as `--dialect histdata`; a word in capitals is to be replaced.
    pub arguments: Vec<String>,
}

impl FileInspection {
    pub(super) fn of(file: &dyn TickFile, options: &ReadOptions) -> Self {
        let (path, name) = (file.path().into_owned(), file.name().to_owned());
        let mut start = start_of(file);
        let gzip = start.0.starts_with(b"\x1f\x8b");
        if gzip {
            start = unpacked_start_of(file);
        }
        let unpacked_name = if gzip { name.trim_end_matches(".gz") } else { &name };
        let date = options.date.or_else(|| date_of_name(&name));
        let mut hinted = Hinted::of(&start.0, unpacked_name, ReadOptions { date, ..options.clone() });
        let content = content_of(file, &path, gzip, &start.0, &hinted);
        let refusal = start.1.or_else(|| content.as_ref().err().cloned());
        let content = content.unwrap_or_default();
        let problem = refusal.map(|refusal| (refusal.code, refusal.message)).or_else(|| hinted.problem());
        let symbol = symbol_of(&path);
        hinted.name_digits(symbol.as_ref());
        Self {
            bytes: file.bytes(),
            gzip,
            problem,
            symbol,
            digits: content.digits,
            rows: content.rows,
            rows_are_counted: content.counted,
            first: content.first.timestamp.first().map(|first| UnixNanos::new(*first)),
            last: content.last,
            shown: shown(content.first, content.digits),
            arguments: hinted.arguments,
            found: hinted.found,
            name,
        }
    }
}

/// An inspection with what had to be said for the file to be read.
struct Hinted {
    found: Inspection,
    options: ReadOptions,
    arguments: Vec<String>,
}

impl Hinted {
    fn of(start: &[u8], name: &str, options: ReadOptions) -> Self {
        let mut hinted = Self { found: inspect(start, name, &options), options, arguments: Vec::new() };
        hinted.say_what_is_known();
        for _ in 0..HINTS {
            let Some(problem) = hinted.found.problem.clone() else { break };
            if !hinted.hint(&problem) {
                break;
            }
            let before = std::mem::replace(&mut hinted.found, inspect(start, name, &hinted.options));
            hinted.found.warnings.insert(0, problem.to_string());
            if before.confidence > 0.0 {
                // That a dialect reads the rows does not make it the only one that would.
                hinted.found.confidence = hinted.found.confidence.min(before.confidence);
                hinted.found.reasons = before.reasons;
            }
        }
        hinted
    }

    fn say_what_is_known(&mut self) {
        let (dialect, zone) = (self.options.dialect, self.options.zone.clone());
        dialect.into_iter().for_each(|dialect| self.say(&["--dialect", dialect.name]));
        zone.into_iter().for_each(|zone| self.say(&["--zone", named(&zone.to_string())]));
        if self.options.swap {
            self.say(&["--swap-sides"]);
        }
    }

    /// Whether something can be said that answers this problem.
    fn hint(&mut self, problem: &FormatError) -> bool {
        match problem {
            FormatError::CsvNoHeader { fitting, .. } => {
                let dialect = fitting.first().and_then(|name| Dialect::named(name).ok());
                let is_new = dialect.is_some() && self.options.dialect.is_none();
                dialect.filter(|_| is_new).into_iter().for_each(|dialect| {
                    self.options.dialect = Some(dialect);
                    self.say(&["--dialect", dialect.name]);
                });
                is_new
            }
            FormatError::CsvSwapped { .. } | FormatError::TableSwapped { .. } if !self.options.swap => {
                self.options.swap = true;
                self.say(&["--swap-sides"]);
                true
            }
            FormatError::CsvZoneUnknown { .. } | FormatError::TableZoneUnknown { .. }
                if self.options.zone.is_none() =>
            {
                self.options.zone = Some(Zone::UTC);
                self.say(&["--zone", "ZONE"]);
                true
            }
            _ => false,
        }
    }

    /// .bi5 files do not say how many decimals prices have.
    fn name_digits(&mut self, symbol: Option<&Symbol>) {
        let is_known = symbol.is_some_and(|symbol| Instrument::builtin(symbol).is_some());
        if self.found.format == "bi5" && !is_known {
            self.say(&["--digits", "N"]);
        }
    }

    fn say(&mut self, words: &[&str]) {
        self.arguments.extend(words.iter().map(ToString::to_string));
    }

    fn problem(&self) -> Option<(&'static str, String)> {
        self.found.problem.as_ref().map(|problem| (problem.code(), problem.to_string()))
    }
}

/// A zone in the words in which it is given: an offset without the word before it.
fn named(zone: &str) -> &str {
    zone.strip_prefix("UTC").filter(|offset| !offset.is_empty()).unwrap_or(zone)
}

/// The first bytes, and why there are no more, if there should be.
fn start_of(file: &dyn TickFile) -> (Vec<u8>, Option<Refusal>) {
    let mut bytes = Vec::new();
    let outcome = file.open().and_then(|mut reader| fill(&mut *reader, START_BYTES, &mut bytes));
    (bytes, outcome.err().map(Refusal::from))
}

fn unpacked_start_of(file: &dyn TickFile) -> (Vec<u8>, Option<Refusal>) {
    let mut bytes = Vec::new();
    let outcome =
        file.open().and_then(|mut packed| Unpacked::new(true, &mut packed).fill(START_BYTES, &mut bytes));
    (bytes, outcome.err().map(Refusal::from))
}

fn content_of(
    file: &dyn TickFile,
    path: &str,
    gzip: bool,
    start: &[u8],
    hinted: &Hinted,
) -> Result<Content, Refusal> {
    let mut packed = file.open()?;
    let mut reader = Unpacked::new(gzip, &mut packed);
    match hinted.found.format {
        "bi5" => Content::of_bi5(&mut reader, path),
        "dukascopy-json" => Content::of_json(&mut reader),
        "parquet" => Content::of_table(file, Kind::Parquet, gzip, &hinted.options),
        "arrow" => Content::of_table(file, Kind::Arrow, gzip, &hinted.options),
        "csv" => Ok(Content::of_csv(file, gzip, start, &hinted.options)),
        _ => Ok(Content::default()),
    }
}

fn shown(mut ticks: Ticks, digits: Option<Digits>) -> Vec<String> {
    ticks.truncate(SHOWN.min(ticks.len()));
    let mut bytes = Vec::new();
    csv::write_ticks(&ticks, digits.unwrap_or(Digits::MAX), &mut bytes);
    String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect()
}
