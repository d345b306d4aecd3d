//! What is known of a file once its header and first rows were seen.

use std::cell::Cell;

use tickloom_model::Digits;

use super::{
    carry::Carry,
    cells::{Cells, rows},
    dialects::Dialect,
    fast::Shape,
    guess,
    header::{Column, Header, NamedZone},
    marks::Marks,
    moment::{Moments, TimePlan},
    number,
    options::ReadOptions,
    parse::parse,
    row::RowRule,
    sample::{self, Sample, is_price},
    symbol::SymbolRule,
    time::{TimeFormat, TimeRule},
    zone::Zone,
};
use crate::{FormatError, Parsed, Refused, text::excerpt};

/// The columns of a CSV file and the format of its times; reads its rows.
#[derive(Debug, Clone)]
pub struct Layout {
    columns: Vec<Column>,
    marks: Marks,
    shape: Option<Shape>,
    times: TimePlan,
    zone_source: ZoneSource,
    symbol: Option<SymbolRule>,
    dialect: Option<&'static Dialect>,
    has_header: bool,
    rows_start: usize,
    sparse: bool,
    keep: usize,
}

/// Where the zone of a file's times is known from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneSource {
    /// Each row names it, or counts from 1970.
    Rows,
    /// The name of the time column.
    Header,
    /// The caller.
    Caller,
    /// The dialect.
    Dialect,
    /// Nothing: UTC is assumed.
    Assumed,
}

impl Layout {
    /// Binds columns that are known; `first_row` is the first line of a file that has no header.
    pub(super) fn new(
        mut header: Header,
        first_row: Option<&[u8]>,
        first_rows: &[u8],
        options: &ReadOptions,
    ) -> Result<Self, FormatError> {
        if options.swap {
            header.swap_sides();
        }
        let sample = Sample::of(first_row, first_rows);
        let layout = Self::of(header, &sample, first_row.is_none(), options)?;
        layout.refuse_swapped(first_row.unwrap_or_default(), first_rows)?;
        Ok(layout)
    }

    /// The same layout of a file whose first row starts there.
    pub(super) const fn starting_at(mut self, rows_start: usize) -> Self {
        self.rows_start = rows_start;
        self
    }

    fn of(
        header: Header,
        sample: &Sample<'_>,
        has_header: bool,
        options: &ReadOptions,
    ) -> Result<Self, FormatError> {
        let rule = sample.time_rule(&header)?;
        let first_time = sample.first().map(|row| header.time(row)).unwrap_or_default();
        let dialect = if has_header { guess::by_header(&header, &rule) } else { options.dialect };
        let (zone, zone_source) =
            zone(&header, &rule, options.dialect.or(dialect), options).ok_or_else(|| {
                FormatError::CsvZoneUnknown { column: header.time_name.clone(), found: excerpt(&first_time) }
            })?;
        if counts_from_midnight(&rule) && options.date.is_none() {
            return Err(FormatError::CsvDayUnknown { found: excerpt(&first_time) });
        }
        Ok(Self {
            marks: sample.marks(&header),
            shape: Shape::of(&header.columns),
            times: TimePlan { rule, zone, day: options.date },
            zone_source,
            symbol: symbol_rule(&header, sample, options),
            sparse: options.dialect.or(dialect).is_some_and(|dialect| dialect.sparse),
            columns: header.columns,
            dialect,
            has_header,
            rows_start: 0,
            keep: Refused::KEPT,
        })
    }

    /// The name of the dialect for reports, such as `dukascopy-website`; `by-header` if it has none.
    #[must_use]
    pub fn dialect(&self) -> &'static str {
        self.dialect.map_or("by-header", |dialect| dialect.name)
    }

    /// Whether the first line is a header; if not, it is the first row.
    #[must_use]
    pub const fn has_header(&self) -> bool {
        self.has_header
    }

    /// Where in the file the first row starts: behind the header, or behind a byte order mark.
    #[must_use]
    pub const fn rows_start(&self) -> usize {
        self.rows_start
    }

    /// Whether rows lean on the rows before them, so that pieces of the file must be read in their order with
    /// [`Layout::parse_next`]: an empty side stands for that of the row before, or clocks show an hour twice.
    #[must_use]
    pub fn is_serial(&self) -> bool {
        self.sparse || self.times.fixed_nanos().is_none()
    }

    /// The same layout, which keeps this many refused rows of each piece instead of [`Refused::KEPT`].
    #[must_use]
    pub fn keeping(self, refused: usize) -> Self {
        Self { keep: refused, ..self }
    }

    /// The decimals of the prices in these rows, without the noise of floating-point numbers. `None` without prices.
    #[must_use]
    pub fn digits(&self, rows: &[u8]) -> Option<Digits> {
        let decimals = |price| number::decimals(price, self.marks.decimal);
        let most = self::rows(rows).flat_map(|(_, row)| self.prices(row)).filter_map(decimals).max()?;
        Digits::new(most.into()).ok()
    }

    /// The ticks of these rows, which are whole lines; the last may lack its newline.
    ///
    /// Lines count from 1 and bytes from 0 within `rows`: see [`Parsed::shift`].
    #[must_use]
    pub fn parse(&self, rows: &[u8], digits: Digits) -> Parsed {
        self.parse_next(rows, digits, &mut Carry::default())
    }

    /// As [`Layout::parse`], for the pieces of a file one after the other; `carry` starts as its default.
    #[must_use]
    pub fn parse_next(&self, rows: &[u8], digits: Digits, carry: &mut Carry) -> Parsed {
        let rule = RowRule {
            columns: &self.columns,
            marks: self.marks,
            moments: Moments { plan: &self.times, walk: Cell::default() },
            symbol: self.symbol.as_ref(),
            digits,
            sparse: self.sparse,
            keep: self.keep,
        };
        parse(rows, &rule, self.shape, carry)
    }

    /// The named dialect, if the file is in one.
    #[must_use]
    pub const fn named_dialect(&self) -> Option<&'static Dialect> {
        self.dialect
    }

    /// The byte between the fields, and the one before the decimals of a number.
    #[must_use]
    pub const fn marks(&self) -> (u8, u8) {
        (self.marks.separator, self.marks.decimal)
    }

    /// What each column is, in words such as `time`, `bid`, `date` or `other`.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().map(|column| column.name())
    }

    /// How times are written, by an example.
    #[must_use]
    pub fn time_format(&self) -> &'static str {
        self.times.rule.description()
    }

    /// The zone of the times, and where it is known from.
    #[must_use]
    pub const fn zone(&self) -> (&Zone, ZoneSource) {
        (&self.times.zone, self.zone_source)
    }

    pub(super) const fn times(&self) -> &TimePlan {
        &self.times
    }

    fn prices<'a>(&'a self, row: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
        let columns = self.columns.iter().zip(Cells::of(row, self.marks.separator));
        columns.filter(|(column, _)| is_price(**column)).map(|(_, cell)| cell)
    }

    /// How many of the first rows are quotes, and how many of these have their bid above their ask.
    pub(super) fn crossed(&self, first_row: &[u8], first_rows: &[u8]) -> (u64, u64) {
        let end = rows(first_rows).nth(sample::ROWS).map_or(first_rows.len(), |(at, _)| at);
        let start = [first_row, b"\n", &first_rows[..end]].concat();
        let Some(digits) = self.digits(&start) else { return (0, 0) };
        let ticks = self.parse(&start, digits).ticks;
        let crossed = ticks.iter().filter(|tick| tick.bid > tick.ask).count();
        (ticks.len() as u64, crossed as u64)
    }

    fn refuse_swapped(&self, first_row: &[u8], first_rows: &[u8]) -> Result<(), FormatError> {
        const PROOF: u64 = 64;
        let (rows, crossed) = self.crossed(first_row, first_rows);
        if rows >= PROOF && crossed * 10 > rows * 9 {
            return Err(FormatError::CsvSwapped { crossed, rows });
        }
        Ok(())
    }
}

/// The zone of times, from what knows it best; `None` if it must be known and is not.
fn zone(
    header: &Header,
    rule: &TimeRule,
    dialect: Option<&Dialect>,
    options: &ReadOptions,
) -> Option<(Zone, ZoneSource)> {
    match (header.zone, &options.zone) {
        _ if rule.names_zone() => Some((Zone::UTC, ZoneSource::Rows)),
        (NamedZone::Utc, _) => Some((Zone::UTC, ZoneSource::Header)),
        (_, Some(zone)) => Some((zone.clone(), ZoneSource::Caller)),
        (NamedZone::Local, None) => None,
        (NamedZone::None, None) => match dialect {
            Some(dialect) => Some((dialect.zone()?, ZoneSource::Dialect)),
            None => Some((Zone::UTC, ZoneSource::Assumed)),
        },
    }
}

const fn counts_from_midnight(rule: &TimeRule) -> bool {
    matches!(rule.format, TimeFormat::Count(format) if format.of_day)
}

fn symbol_rule(header: &Header, sample: &Sample<'_>, options: &ReadOptions) -> Option<SymbolRule> {
    let column = header.columns.iter().position(|column| *column == Column::Symbol)?;
    let first = || Cells::of(sample.first()?, header.separator).nth(column).map(SymbolRule::as_in);
    options.symbol.as_ref().map(SymbolRule::of).or_else(first)
}
