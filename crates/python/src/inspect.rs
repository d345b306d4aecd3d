//! What an inspection tells, as plain values.

use std::path::PathBuf;

use pyo3::prelude::*;
use tickloom_formats::csv::ZoneSource;
use tickloom_importer::{FileInspection, Inspected, TreeInspection, inspect};

use crate::{door::outside, store::reading};

/// What was told of a file.
#[derive(IntoPyObject)]
struct FileFields {
    name: String,
    bytes: Option<u64>,
    gzip: bool,
    format: &'static str,
    confidence: f64,
    reasons: Vec<String>,
    warnings: Vec<String>,
    problem: Option<(String, String)>,
    symbol: Option<String>,
    digits: Option<u8>,
    rows: Option<u64>,
    rows_are_counted: bool,
    first: Option<i64>,
    last: Option<i64>,
    shown: Vec<String>,
    arguments: Vec<String>,
    csv: Option<CsvFields>,
}

/// What was told of a CSV file.
#[derive(IntoPyObject)]
struct CsvFields {
    dialect: &'static str,
    has_header: bool,
    separator: char,
    decimal: char,
    time_format: &'static str,
    zone: String,
    zone_from: &'static str,
    columns: Vec<&'static str>,
    volumes: &'static str,
}

/// What was told of a folder or an archive.
#[derive(IntoPyObject)]
struct TreeFields {
    kinds: Vec<(String, u64, u64)>,
    unreadable: Vec<(String, String)>,
    symbols: Vec<(String, u64)>,
    example: Option<FileFields>,
}

/// What a path holds: the fields of a file, or those of a tree.
#[pyfunction]
#[pyo3(name = "inspect")]
pub(crate) fn inspect_path<'py>(
    py: Python<'py>,
    path: PathBuf,
    dialect: Option<&str>,
    zone: Option<&str>,
    swap_sides: bool,
) -> PyResult<Bound<'py, PyAny>> {
    let options = reading(py, dialect, zone, swap_sides)?;
    match outside(py, || inspect(&path, &options))? {
        Inspected::File(file) => Ok(FileFields::from(*file).into_pyobject(py)?.into_any()),
        Inspected::Tree(tree) => Ok(TreeFields::from(*tree).into_pyobject(py)?.into_any()),
    }
}

impl From<FileInspection> for FileFields {
    fn from(file: FileInspection) -> Self {
        let csv = file.found.csv.map(|csv| CsvFields {
            dialect: csv.dialect,
            has_header: csv.has_header,
            separator: csv.separator,
            decimal: csv.decimal,
            time_format: csv.time_format,
            zone: csv.zone.to_string(),
            zone_from: zone_from(csv.zone_source),
            columns: csv.columns,
            volumes: csv.volumes.name(),
        });
        Self {
            name: file.name,
            bytes: file.bytes,
            gzip: file.gzip,
            format: file.found.format,
            confidence: file.found.confidence,
            reasons: file.found.reasons,
            warnings: file.found.warnings,
            problem: file.problem.map(|(code, message)| (code.into(), message)),
            symbol: file.symbol.map(|symbol| symbol.to_string()),
            digits: file.digits.map(tickloom_model::Digits::get),
            rows: file.rows,
            rows_are_counted: file.rows_are_counted,
            first: file.first.map(tickloom_model::UnixNanos::as_i64),
            last: file.last.map(tickloom_model::UnixNanos::as_i64),
            shown: file.shown,
            arguments: file.arguments,
            csv,
        }
    }
}

impl From<TreeInspection> for TreeFields {
    fn from(tree: TreeInspection) -> Self {
        Self {
            kinds: tree.kinds.into_iter().map(|kind| (kind.kind, kind.files, kind.bytes)).collect(),
            unreadable: tree.unreadable.into_iter().map(|file| (file.source, file.message)).collect(),
            symbols: tree.symbols.into_iter().map(|(symbol, files)| (symbol.to_string(), files)).collect(),
            example: tree.example.map(FileFields::from),
        }
    }
}

const fn zone_from(source: ZoneSource) -> &'static str {
    match source {
        ZoneSource::Rows => "rows",
        ZoneSource::Header => "header",
        ZoneSource::Caller => "caller",
        ZoneSource::Dialect => "dialect",
        ZoneSource::Assumed => "assumed",
    }
}
