//! How a layout is bound: by the header, or by the dialect of a file that has none.

use tickloom_model::UtcDay;

use super::{
    cells::Cells,
    dialects::Dialect,
    guess::time_rule,
    header::{self, Header},
    layout::Layout,
    options::ReadOptions,
    zone::Zone,
};
use crate::{FormatError, text::excerpt};

impl Layout {
    /// Binds the columns by the names in `header`, the file's first line, and tells the format of the times from
    /// `first_rows`, some whole lines after it. A header without rows is a file without ticks.
    ///
    /// # Errors
    /// Those of [`FormatError`] that begin with `Csv`: no header, no such columns, no known times.
    pub fn bind(header: &[u8], first_rows: &[u8]) -> Result<Self, FormatError> {
        Self::bind_with(header, first_rows, &ReadOptions::default())
    }

    /// As [`Layout::bind`], with what the caller knows of the file. If it has no header, `first_line` is its first
    /// row, and must be parsed too: see [`Layout::rows_start`].
    ///
    /// # Errors
    /// Those of [`FormatError`] that begin with `Csv`.
    pub fn bind_with(
        first_line: &[u8],
        first_rows: &[u8],
        options: &ReadOptions,
    ) -> Result<Self, FormatError> {
        let line = header::first_line(first_line)?;
        if let Some(header) = Header::read(line)? {
            return Ok(Self::new(header, None, first_rows, options)?.starting_at(first_line.len()));
        }
        let Some(dialect) = options.dialect else {
            let fitting = dialects_of_rows(line, first_rows).map(|dialect| dialect.name).collect();
            return Err(FormatError::CsvNoHeader { found: excerpt(line), fitting });
        };
        let layout = of_dialect(dialect, line, first_rows, options)?;
        Ok(layout.starting_at(header::mark_bytes(first_line)))
    }
}

fn of_dialect(
    dialect: &Dialect,
    first_row: &[u8],
    rows: &[u8],
    options: &ReadOptions,
) -> Result<Layout, FormatError> {
    let header = Header::of(dialect, Cells::of(first_row, dialect.separator).count())?;
    Layout::new(header, Some(first_row), rows, options)
}

/// The dialects that would read a first row and those that follow, as quotes whose bid is mostly not above the ask.
fn dialects_of_rows(first_row: &[u8], rows: &[u8]) -> impl Iterator<Item = &'static Dialect> {
    Dialect::ALL.iter().filter(move |dialect| reads(dialect, first_row, rows))
}

fn reads(dialect: &'static Dialect, first_row: &[u8], rows: &[u8]) -> bool {
    let known = ReadOptions {
        dialect: Some(dialect),
        zone: Some(Zone::UTC),
        date: Some(UtcDay::from_days_since_epoch(0)),
        ..ReadOptions::default()
    };
    let Ok(layout) = of_dialect(dialect, first_row, rows, &known) else { return false };
    let has_its_times = Some(layout.times().rule) == time_rule(dialect);
    let (quotes, crossed) = layout.crossed(first_row, rows);
    has_its_times && quotes > 0 && crossed * 2 <= quotes
}
