//! What a file is, as far as its first bytes and its name tell: for showing before anything is imported.

use tickloom_model::{Digits, Tick};

use crate::{
    FormatError,
    csv::{Dialect, Layout, ReadOptions, VolumeUnit, Zone, ZoneSource, date_of_name},
};

/// How many rows are shown.
const SHOWN: usize = 5;
/// How much of a file is looked at. A reader that hands over one byte more shows that the last line may be cut off.
pub const INSPECTED_BYTES: usize = 65_536;

/// What was told of a file, and how surely.
#[derive(Debug, Clone)]
pub struct Inspection {
    /// The kind of file: `csv`, `bi5`, `dukascopy-json`, `zip`, `gzip`, `parquet`, `arrow` or `unknown`.
    pub format: &'static str,
    /// From 0, not readable as it is, to 1, certain.
    pub confidence: f64,
    /// Why so sure, and why not more.
    pub reasons: Vec<String>,
    /// What the reader should know before importing.
    pub warnings: Vec<String>,
    /// What a CSV file is in particular.
    pub csv: Option<CsvInspection>,
    /// Why the file cannot be read as it is.
    pub problem: Option<FormatError>,
}

/// What was told of a CSV file.
#[derive(Debug, Clone)]
pub struct CsvInspection {
    /// The name of the dialect, `by-header` if it has none.
    pub dialect: &'static str,
    /// Whether the file has a header.
    pub has_header: bool,
    /// The character between the fields.
    pub separator: char,
    /// The character before decimals.
    pub decimal: char,
    /// An example of the format of the times.
    pub time_format: &'static str,
    /// The zone of times that name none.
    pub zone: Zone,
    /// Where that zone is known from.
    pub zone_source: ZoneSource,
    /// What each column is.
    pub columns: Vec<&'static str>,
    /// Decimals of the prices, if there are any.
    pub digits: Option<Digits>,
    /// What volumes count.
    pub volumes: VolumeUnit,
    /// The first rows that are ticks.
    pub rows: Vec<Tick>,
}

/// Tells what a file is from its first bytes, of which at most 64 KiB are looked at, and its name.
///
/// A CSV file without header is read in the likeliest of the dialects that fit, and `problem` then asks to name it.
#[must_use]
pub fn inspect(first_bytes: &[u8], file_name: &str, options: &ReadOptions) -> Inspection {
    let bytes = &first_bytes[..first_bytes.len().min(INSPECTED_BYTES)];
    match binary_format(bytes, file_name) {
        Some((format, reason)) => Inspection { format, ..certain(reason) },
        None => inspect_csv(whole_lines(bytes, first_bytes.len()), file_name, options),
    }
}

fn certain(reason: &str) -> Inspection {
    Inspection {
        format: "csv",
        confidence: 1.0,
        reasons: vec![reason.to_owned()],
        warnings: Vec::new(),
        csv: None,
        problem: None,
    }
}

fn binary_format(bytes: &[u8], name: &str) -> Option<(&'static str, &'static str)> {
    let starts: [(&str, &[u8], &str); 5] = [
        ("zip", b"PK\x03\x04", "it begins as a zip archive does"),
        ("gzip", b"\x1f\x8b", "it begins as gzip does"),
        ("parquet", b"PAR1", "it begins as Parquet does"),
        ("arrow", b"ARROW1", "it begins as an Arrow file does"),
        ("bi5", b"\x5d\x00\x00", "it begins as LZMA does"),
    ];
    let by_start = starts.iter().find(|(_, start, _)| bytes.starts_with(start));
    let is_json =
        bytes.trim_ascii_start().starts_with(b"{") && memchr::memmem::find(bytes, b"\"times\"").is_some();
    let is_empty_hour = bytes.is_empty() && name.ends_with("_ticks.bi5");
    match by_start {
        Some((format, _, reason)) => Some((format, reason)),
        None if is_json => Some(("dukascopy-json", "it is JSON with a member \"times\"")),
        None if is_empty_hour => Some(("bi5", "it is empty, as hours without ticks are")),
        None => None,
    }
}

/// The bytes without a last line that was cut off by looking at the start only.
fn whole_lines(bytes: &[u8], length: usize) -> &[u8] {
    match memchr::memrchr(b'\n', bytes) {
        Some(feed) if bytes.len() < length => &bytes[..=feed],
        _ => bytes,
    }
}

fn inspect_csv(bytes: &[u8], name: &str, options: &ReadOptions) -> Inspection {
    let options = ReadOptions { date: options.date.or_else(|| date_of_name(name)), ..options.clone() };
    let end = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |feed| feed + 1);
    let (first_line, rows) = bytes.split_at(end);
    match Layout::bind_with(first_line, rows, &options) {
        Ok(layout) => readable(&layout, first_line, rows),
        Err(problem) => guessed(problem, first_line, rows, &options),
    }
}

/// A file that cannot be read as it is, but perhaps if its dialect were named.
fn guessed(problem: FormatError, first_line: &[u8], rows: &[u8], options: &ReadOptions) -> Inspection {
    let FormatError::CsvNoHeader { fitting, .. } = &problem else { return unreadable(problem) };
    let fitting = fitting.clone();
    let named = fitting.first().and_then(|name| Dialect::named(name).ok());
    let options = ReadOptions { dialect: named, ..options.clone() };
    let layout = named.and_then(|_| Layout::bind_with(first_line, rows, &options).ok());
    let Some(layout) = layout else { return unreadable(problem) };
    let mut found = readable(&layout, first_line, rows);
    found.confidence *= 0.8 / fitting.len() as f64;
    found.reasons.push(format!("there is no header; its rows fit {}", fitting.join(", ")));
    found.problem = Some(problem);
    found
}

fn unreadable(problem: FormatError) -> Inspection {
    let format =
        if problem.code() == "csv.candles" || problem.code() == "csv.swapped" { "csv" } else { "unknown" };
    Inspection { format, confidence: 0.0, problem: Some(problem.clone()), ..certain(&problem.to_string()) }
}

fn readable(layout: &Layout, first_line: &[u8], rows: &[u8]) -> Inspection {
    let start = [first_line, rows].concat();
    let start = &start[layout.rows_start()..];
    let digits = layout.digits(start);
    let parsed = layout.parse(start, digits.unwrap_or(Digits::MAX));
    let good = parsed.ticks.len() as f64 / parsed.rows.max(1) as f64;
    let mut found = certain("its columns are named");
    let named = layout.named_dialect();
    found.reasons = vec![match named {
        Some(dialect) => format!("its columns are those of {}", dialect.name),
        None => "its columns are named, though not as in any known dialect".to_owned(),
    }];
    found.reasons.push(format!("{} of the first {} rows are ticks", parsed.ticks.len(), parsed.rows));
    let is_zone_known = layout.zone().1 != ZoneSource::Assumed;
    found.confidence = good * if named.is_some() { 1.0 } else { 0.9 } * if is_zone_known { 1.0 } else { 0.9 };
    found.warnings = warnings(layout, &parsed);
    found.csv = Some(csv_inspection(layout, digits, parsed.ticks.iter().take(SHOWN).collect()));
    found
}

fn warnings(layout: &Layout, parsed: &crate::Parsed) -> Vec<String> {
    let zone = (layout.zone().1 == ZoneSource::Assumed)
        .then(|| "nothing names the zone of its times: UTC is assumed".to_owned());
    let none = (parsed.rows == 0).then(|| "it has no rows".to_owned());
    let bad = parsed.refused.first.first().map(|row| format!("a row is no tick: {row}"));
    let crossed = parsed.ticks.iter().filter(|tick| tick.bid > tick.ask).count();
    let crossed = (crossed > 0).then(|| format!("the bid is above the ask in {crossed} of the first rows"));
    [zone, none, bad, crossed].into_iter().flatten().collect()
}

fn csv_inspection(layout: &Layout, digits: Option<Digits>, rows: Vec<Tick>) -> CsvInspection {
    let ((separator, decimal), (zone, zone_source)) = (layout.marks(), layout.zone());
    CsvInspection {
        dialect: layout.dialect(),
        has_header: layout.has_header(),
        separator: char::from(separator),
        decimal: char::from(decimal),
        time_format: layout.time_format(),
        zone: zone.clone(),
        zone_source,
        columns: layout.columns().collect(),
        digits,
        volumes: layout.named_dialect().map_or(VolumeUnit::Unknown, |dialect| dialect.volumes),
        rows,
    }
}
