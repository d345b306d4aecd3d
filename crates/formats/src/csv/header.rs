//! The first line: what each column is, by its name.

use super::{
    cells::{Cells, is_blank, without_end},
    dialects::Dialect,
    marks::Marks,
};
use crate::{Field, FormatError, text::excerpt};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// A field of the tick.
    Field(Field),
    /// The date, while the clock is another column.
    Date,
    /// The clock, while the date is another column.
    Clock,
    /// The name of the instrument.
    Symbol,
    /// Nothing of ours.
    Other,
}

impl Column {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Field(field) => field.name(),
            Self::Date => "date",
            Self::Clock => "clock",
            Self::Symbol => "symbol",
            Self::Other => "other",
        }
    }
}

/// What the name of a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// A price or a volume of one side.
    Field(Field),
    /// The time, or only the clock if the date is another column.
    Time(NamedZone),
    /// The date, or the whole time if no other column is.
    Date,
    /// One volume for both sides, or that of the last deal if its price is there too.
    Volume,
    /// The price of the last deal.
    Last,
    /// The name of the instrument.
    Symbol,
    /// A field of a bar: this is no file of ticks.
    Bar,
}

/// What the name of the time column says of its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NamedZone {
    /// Nothing.
    None,
    /// It is UTC.
    Utc,
    /// It is that of an unnamed place.
    Local,
}

/// Names of columns in lower case, letters only. Any other column is none of ours.
const NAMES: [(&str, Meaning); 35] = [
    ("time", Meaning::Time(NamedZone::None)),
    ("timestamp", Meaning::Time(NamedZone::None)),
    ("datetime", Meaning::Time(NamedZone::None)),
    ("utc", Meaning::Time(NamedZone::Utc)),
    ("gmt", Meaning::Time(NamedZone::Utc)),
    ("timeutc", Meaning::Time(NamedZone::Utc)),
    ("utctime", Meaning::Time(NamedZone::Utc)),
    ("gmttime", Meaning::Time(NamedZone::Utc)),
    ("timegmt", Meaning::Time(NamedZone::Utc)),
    ("datetimeutc", Meaning::Time(NamedZone::Utc)),
    ("timestamputc", Meaning::Time(NamedZone::Utc)),
    ("localtime", Meaning::Time(NamedZone::Local)),
    ("date", Meaning::Date),
    ("bid", Meaning::Field(Field::Bid)),
    ("bidprice", Meaning::Field(Field::Bid)),
    ("ask", Meaning::Field(Field::Ask)),
    ("askprice", Meaning::Field(Field::Ask)),
    ("bidvolume", Meaning::Field(Field::BidVolume)),
    ("bidvol", Meaning::Field(Field::BidVolume)),
    ("bidsize", Meaning::Field(Field::BidVolume)),
    ("askvolume", Meaning::Field(Field::AskVolume)),
    ("askvol", Meaning::Field(Field::AskVolume)),
    ("asksize", Meaning::Field(Field::AskVolume)),
    ("volume", Meaning::Volume),
    ("vol", Meaning::Volume),
    ("last", Meaning::Last),
    ("lastprice", Meaning::Last),
    ("symbol", Meaning::Symbol),
    ("instrument", Meaning::Symbol),
    ("pair", Meaning::Symbol),
    ("ticker", Meaning::Symbol),
    ("open", Meaning::Bar),
    ("high", Meaning::Bar),
    ("low", Meaning::Bar),
    ("close", Meaning::Bar),
];

const REQUIRED: [Field; 3] = [Field::Time, Field::Bid, Field::Ask];
const BAR_COLUMNS: usize = 4;
const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// The columns of a file, as its header or its dialect names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) columns: Vec<Column>,
    /// The names in lower case, letters only.
    pub(super) names: Vec<String>,
    pub(super) separator: u8,
    pub(super) zone: NamedZone,
    /// The name of the time column as it stands there.
    pub(super) time_name: String,
}

impl Header {
    /// Reads a header line without its end; `None` if that line is data.
    pub(super) fn read(line: &[u8]) -> Result<Option<Self>, FormatError> {
        let separator = separator(line);
        let names: Vec<String> = Cells::of(line, separator).map(normalised).collect();
        let meanings: Vec<Option<Meaning>> = names.iter().map(|name| meaning(name)).collect();
        if meanings.iter().all(Option::is_none) && Cells::of(line, separator).any(starts_as_data) {
            return Ok(None);
        }
        refuse_bars(line, &meanings)?;
        let columns = columns(&meanings);
        refuse_duplicates(&columns)?;
        refuse_missing(line, &columns)?;
        let (zone, time_name) = named_zone(line, separator, &meanings);
        Ok(Some(Self { columns, names, separator, zone, time_name }))
    }

    /// The header that a dialect's files would have, less the volumes that a row of so many cells lacks.
    pub(super) fn of(dialect: &Dialect, cells: usize) -> Result<Self, FormatError> {
        let names: Vec<String> = dialect.names().map(str::to_owned).collect();
        let meanings: Vec<Option<Meaning>> = names.iter().map(|name| meaning(name)).collect();
        let mut columns = columns(&meanings);
        let needed = columns.iter().rposition(|column| !is_optional(*column)).map_or(0, |last| last + 1);
        if cells < needed || cells > columns.len() {
            return Err(FormatError::CsvDialectMismatch {
                dialect: dialect.name,
                expected: columns.len(),
                found: cells,
            });
        }
        columns.truncate(if dialect.sparse { columns.len() } else { cells });
        let (zone, time_name) = (NamedZone::None, "time".to_owned());
        Ok(Self { columns, names, separator: dialect.separator, zone, time_name })
    }

    /// The cells of a row that are its time: one, or date and clock.
    pub(super) fn time(&self, row: &[u8]) -> Vec<u8> {
        let cell = |wanted: Column| {
            let at = self.columns.iter().position(|column| *column == wanted)?;
            Cells::of(row, self.separator).nth(at)
        };
        match (cell(Column::Date), cell(Column::Clock)) {
            (Some(date), Some(clock)) => [date, &[self.separator], clock].concat(),
            _ => cell(Column::Field(Field::Time)).unwrap_or_default().to_vec(),
        }
    }

    /// Whether date and clock are two columns.
    pub(super) fn has_two_time_columns(&self) -> bool {
        self.columns.contains(&Column::Clock)
    }

    /// Exchanges the sides of all columns that have one.
    pub(super) fn swap_sides(&mut self) {
        for column in &mut self.columns {
            *column = match *column {
                Column::Field(Field::Bid) => Column::Field(Field::Ask),
                Column::Field(Field::Ask) => Column::Field(Field::Bid),
                Column::Field(Field::BidVolume) => Column::Field(Field::AskVolume),
                Column::Field(Field::AskVolume) => Column::Field(Field::BidVolume),
                other => other,
            };
        }
    }
}

/// What columns hold by names that stand in no text, such as those of a table.
pub(crate) struct Names {
    columns: Vec<Column>,
    /// What the name of the time column says of its zone.
    pub(crate) zone: NamedZone,
    /// Whether these are the columns of bars.
    pub(crate) are_bars: bool,
}

impl Names {
    pub(crate) fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let meanings: Vec<_> = names.map(|name| meaning(&normalised(name.as_bytes()))).collect();
        let zone = meanings.iter().find_map(|meaning| match meaning {
            Some(Meaning::Time(zone)) => Some(*zone),
            _ => None,
        });
        Self {
            columns: columns(&meanings),
            zone: zone.unwrap_or(NamedZone::None),
            are_bars: is_bars(&meanings),
        }
    }

    /// The positions of the columns that hold this field.
    pub(crate) fn positions(&self, wanted: Field) -> impl Iterator<Item = usize> {
        let matching = move |(_, column): &(usize, &Column)| field(**column) == Some(wanted);
        self.columns.iter().enumerate().filter(matching).map(|(position, _)| position)
    }
}

/// The first line as text without its end and a byte order mark.
pub(super) fn first_line(line: &[u8]) -> Result<&[u8], FormatError> {
    let line = without_end(unmarked(line)?);
    if is_blank(line) {
        return Err(FormatError::CsvEmpty);
    }
    if line.trim_ascii_end().contains(&b'\r') {
        return Err(FormatError::CsvLineEnds);
    }
    Ok(line)
}

/// Bytes of the byte order mark that a file starts with.
pub(super) fn mark_bytes(line: &[u8]) -> usize {
    if line.starts_with(UTF8_MARK) { UTF8_MARK.len() } else { 0 }
}

fn unmarked(line: &[u8]) -> Result<&[u8], FormatError> {
    let encoded = |found| Err(FormatError::CsvEncoding { found });
    match line {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => encoded("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, 0, ..] | [_, 0, _, 0, ..] => encoded("UTF-16"),
        _ => Ok(&line[mark_bytes(line)..]),
    }
}

/// The separator that makes most names known; of those that make as many, the one of most cells.
fn separator(line: &[u8]) -> u8 {
    let known = |separator| Cells::of(line, separator).filter(|name| meaning(&normalised(name)).is_some());
    let rank = |separator: &u8| (known(*separator).count(), Cells::of(line, *separator).count());
    // The first of equals, which is the comma.
    Marks::SEPARATORS.into_iter().rev().max_by_key(rank).unwrap_or(b',')
}

/// The letters of a name in lower case; none of a cell that begins with a digit, which is data.
fn normalised(name: &[u8]) -> String {
    if starts_as_data(name) {
        return String::new();
    }
    let letters = name.iter().filter(|byte| byte.is_ascii_alphabetic());
    letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

fn meaning(name: &str) -> Option<Meaning> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
}

fn columns(meanings: &[Option<Meaning>]) -> Vec<Column> {
    let is_time = |meaning: &Option<Meaning>| matches!(meaning, Some(Meaning::Time(_)));
    let owns_volume = |meaning: &Option<Meaning>| {
        matches!(meaning, Some(Meaning::Last | Meaning::Field(Field::BidVolume | Field::AskVolume)))
    };
    let has_date = meanings.contains(&Some(Meaning::Date));
    let (has_time, has_own) = (meanings.iter().any(is_time), meanings.iter().any(owns_volume));
    let column = |meaning: &Option<Meaning>| match meaning {
        Some(Meaning::Field(field)) => Column::Field(*field),
        Some(Meaning::Time(_)) if has_date => Column::Clock,
        Some(Meaning::Date) if has_time => Column::Date,
        Some(Meaning::Time(_) | Meaning::Date) => Column::Field(Field::Time),
        // A volume that belongs to no side is kept with the side that bars are built from unless told otherwise.
        Some(Meaning::Volume) if !has_own => Column::Field(Field::BidVolume),
        Some(Meaning::Symbol) => Column::Symbol,
        Some(Meaning::Volume | Meaning::Last | Meaning::Bar) | None => Column::Other,
    };
    meanings.iter().map(column).collect()
}

const fn is_optional(column: Column) -> bool {
    matches!(column, Column::Other | Column::Field(Field::BidVolume | Field::AskVolume))
}

fn starts_as_data(cell: &[u8]) -> bool {
    cell.trim_ascii_start().first().is_some_and(u8::is_ascii_digit)
}

fn refuse_bars(line: &[u8], meanings: &[Option<Meaning>]) -> Result<(), FormatError> {
    if is_bars(meanings) {
        return Err(FormatError::CsvCandles { found: excerpt(line) });
    }
    Ok(())
}

fn is_bars(meanings: &[Option<Meaning>]) -> bool {
    meanings.iter().filter(|meaning| **meaning == Some(Meaning::Bar)).count() == BAR_COLUMNS
}

fn refuse_duplicates(columns: &[Column]) -> Result<(), FormatError> {
    for (second, column) in columns.iter().enumerate() {
        let first = columns[..second].iter().position(|earlier| earlier == column);
        if let (Some(first), Some(field)) = (first, field(*column)) {
            return Err(FormatError::CsvDuplicateColumn { field, first: first + 1, second: second + 1 });
        }
    }
    Ok(())
}

const fn field(column: Column) -> Option<Field> {
    match column {
        Column::Field(field) => Some(field),
        Column::Date | Column::Clock => Some(Field::Time),
        Column::Symbol => Some(Field::Symbol),
        Column::Other => None,
    }
}

fn refuse_missing(line: &[u8], columns: &[Column]) -> Result<(), FormatError> {
    match REQUIRED.into_iter().find(|needed| !columns.iter().any(|column| field(*column) == Some(*needed))) {
        Some(field) => Err(FormatError::CsvMissingColumn { field, found: excerpt(line) }),
        None => Ok(()),
    }
}

fn named_zone(line: &[u8], separator: u8, meanings: &[Option<Meaning>]) -> (NamedZone, String) {
    let mut zones = meanings.iter().enumerate().filter_map(|(at, meaning)| match meaning {
        Some(Meaning::Time(zone)) => Some((at, *zone)),
        _ => None,
    });
    let name = |at| Cells::of(line, separator).nth(at).map(excerpt).unwrap_or_default();
    let (at, zone) = zones.next_back().unwrap_or((0, NamedZone::None));
    (zone, name(at))
}
