//! What is known of a file once its header and first rows were seen.

use tickloom_model::Digits;

use super::{
    cells::{Cells, rows},
    fast::Shape,
    header::Header,
    number,
    parse::parse,
    row::RowRule,
    time::{TimeFormat, TimeRule},
};
use crate::{Field, FormatError, Parsed, parsed::excerpt};

/// How many rows are asked for the format of their times.
const SAMPLE_ROWS: usize = 64;

/// Names of dialects for reports, by the normalised names of their columns, of which the volumes may be missing.
const DIALECTS: [(&str, &str); 7] = [
    ("dukascopy-website", "gmttime,ask,bid,askvolume,bidvolume"),
    ("dukascopy-website-local", "localtime,ask,bid,askvolume,bidvolume"),
    ("dukascopy-export", "time,ask,bid,askvolume,bidvolume"),
    ("dukascopy-node", "timestamp,askprice,bidprice,askvolume,bidvolume"),
    ("iso-ask-first", "utc,askprice,bidprice,askvolume,bidvolume"),
    ("iso-bid-first", "time,bid,ask,bidvolume,askvolume"),
    ("tickloom", "timestamp,bid,ask,bidvolume,askvolume"),
];

/// The columns of a CSV file and the format of its times; reads its rows.
#[derive(Debug, Clone)]
pub struct Layout {
    columns: Vec<Option<Field>>,
    shape: Option<Shape>,
    time: TimeRule,
    dialect: &'static str,
}

impl Layout {
    /// Binds the columns by the names in `header`, the file's first line, and tells the format of the times from
    /// `first_rows`, some whole lines after it. A header without rows is a file without ticks.
    ///
    /// # Errors
    /// Those of [`FormatError`] that begin with `Csv`: no header, no such columns, no known times.
    pub fn bind(header: &[u8], first_rows: &[u8]) -> Result<Self, FormatError> {
        let header = Header::read(header)?;
        let time = time_rule(&header, first_rows)?;
        Ok(Self {
            dialect: dialect(&header),
            shape: Shape::of(&header.columns),
            columns: header.columns,
            time,
        })
    }

    /// The name of the dialect for reports, such as `dukascopy-website`; `by-header` if it has none.
    #[must_use]
    pub const fn dialect(&self) -> &'static str {
        self.dialect
    }

    /// The decimals of the prices in these rows, without the noise of floating-point numbers. `None` without prices.
    #[must_use]
    pub fn digits(&self, rows: &[u8]) -> Option<Digits> {
        let most =
            self::rows(rows).flat_map(|(_, row)| self.prices(row)).filter_map(number::decimals).max()?;
        Digits::new(most.into()).ok()
    }

    /// The ticks of these rows, which are whole lines; the last may lack its newline.
    ///
    /// Lines count from 1 and bytes from 0 within `rows`: see [`Parsed::shift`].
    #[must_use]
    pub fn parse(&self, rows: &[u8], digits: Digits) -> Parsed {
        parse(rows, &RowRule { columns: &self.columns, time: self.time, digits }, self.shape)
    }

    fn prices<'a>(&'a self, row: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let columns = self.columns.iter().zip(Cells::of(row));
        columns.filter(|(column, _)| matches!(column, Some(Field::Bid | Field::Ask))).map(|(_, cell)| cell)
    }
}

fn time_rule(header: &Header, first_rows: &[u8]) -> Result<TimeRule, FormatError> {
    let column = header.columns.iter().position(|column| *column == Some(Field::Time)).unwrap_or_default();
    let sample = rows(first_rows).take(SAMPLE_ROWS);
    let times: Vec<_> =
        sample.map(|(at, row)| (at, Cells::of(row).nth(column).unwrap_or_default())).collect();
    let Some((byte, first)) = times.first() else { return Ok(TimeRule::default()) };
    let Some(rule) = TimeRule::of(times.iter().map(|(_, text)| *text)) else {
        return Err(FormatError::CsvUnknownTime { found: excerpt(first), byte: *byte as u64 });
    };
    match (&header.local_time, rule.format) {
        (Some(column), TimeFormat::Civil(format)) if !format.zoned => {
            Err(FormatError::CsvZoneUnknown { column: column.clone(), found: excerpt(first) })
        }
        _ => Ok(rule),
    }
}

fn dialect(header: &Header) -> &'static str {
    let names = header.names.join(",");
    let fits = |(_, columns): &&(&str, &str)| columns.starts_with(&names);
    DIALECTS.iter().find(fits).map_or("by-header", |(name, _)| name)
}
