//! The first line: what each column is, by its name.

use super::cells::{Cells, is_blank, without_end};
use crate::{Field, FormatError, parsed::excerpt};

/// What the name of a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// A field of the tick.
    Field(Field),
    /// The time, but of an unnamed place.
    LocalTime,
    /// A field of a bar: this is no file of ticks.
    Bar,
}

/// Names of columns in lower case, letters only. Any other column is none of ours.
const NAMES: [(&str, Meaning); 21] = [
    ("time", Meaning::Field(Field::Time)),
    ("timestamp", Meaning::Field(Field::Time)),
    ("datetime", Meaning::Field(Field::Time)),
    ("utc", Meaning::Field(Field::Time)),
    ("timeutc", Meaning::Field(Field::Time)),
    ("utctime", Meaning::Field(Field::Time)),
    ("gmttime", Meaning::Field(Field::Time)),
    ("timegmt", Meaning::Field(Field::Time)),
    ("localtime", Meaning::LocalTime),
    ("bid", Meaning::Field(Field::Bid)),
    ("bidprice", Meaning::Field(Field::Bid)),
    ("ask", Meaning::Field(Field::Ask)),
    ("askprice", Meaning::Field(Field::Ask)),
    ("bidvolume", Meaning::Field(Field::BidVolume)),
    ("bidvol", Meaning::Field(Field::BidVolume)),
    ("askvolume", Meaning::Field(Field::AskVolume)),
    ("askvol", Meaning::Field(Field::AskVolume)),
    ("open", Meaning::Bar),
    ("high", Meaning::Bar),
    ("low", Meaning::Bar),
    ("close", Meaning::Bar),
];

const REQUIRED: [Field; 3] = [Field::Time, Field::Bid, Field::Ask];
const BAR_COLUMNS: usize = 4;
const UTF8_MARK: &[u8] = b"\xef\xbb\xbf";

/// The columns of a file, as its header names them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// The fields in the order of the columns; `None` for a column that is none of ours.
    pub(super) columns: Vec<Option<Field>>,
    /// The names in lower case, letters only.
    pub(super) names: Vec<String>,
    /// The name of the time column, if its times are those of an unnamed place.
    pub(super) local_time: Option<String>,
}

impl Header {
    /// Reads a header line, with or without its end and a byte order mark.
    pub(super) fn read(line: &[u8]) -> Result<Self, FormatError> {
        let line = without_end(unmarked(line)?);
        if is_blank(line) {
            return Err(FormatError::CsvEmpty);
        }
        let names: Vec<String> = Cells::of(line).map(normalised).collect();
        let meanings: Vec<Option<Meaning>> = names.iter().map(|name| meaning(name)).collect();
        refuse_other_files(line, &meanings)?;
        let columns: Vec<_> = meanings.iter().map(|meaning| meaning.and_then(field)).collect();
        refuse_duplicates(&columns)?;
        refuse_missing(line, &columns)?;
        Ok(Self { local_time: local_time(line, &meanings), columns, names })
    }
}

fn unmarked(line: &[u8]) -> Result<&[u8], FormatError> {
    let encoded = |found| Err(FormatError::CsvEncoding { found });
    match line {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => encoded("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, _, 0, ..] | [_, 0, _, 0, ..] => encoded("UTF-16"),
        _ => Ok(line.strip_prefix(UTF8_MARK).unwrap_or(line)),
    }
}

fn normalised(name: &[u8]) -> String {
    let letters = name.iter().filter(|byte| byte.is_ascii_alphabetic());
    letters.map(|byte| char::from(byte.to_ascii_lowercase())).collect()
}

fn meaning(name: &str) -> Option<Meaning> {
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
}

const fn field(meaning: Meaning) -> Option<Field> {
    match meaning {
        Meaning::Field(field) => Some(field),
        Meaning::LocalTime => Some(Field::Time),
        Meaning::Bar => None,
    }
}

fn refuse_other_files(line: &[u8], meanings: &[Option<Meaning>]) -> Result<(), FormatError> {
    let bars = meanings.iter().filter(|meaning| **meaning == Some(Meaning::Bar)).count();
    if bars == BAR_COLUMNS {
        return Err(FormatError::CsvCandles { found: excerpt(line) });
    }
    let starts_as_data =
        line.trim_ascii_start().iter().find(|byte| **byte != b'"').is_some_and(u8::is_ascii_digit);
    if starts_as_data && meanings.iter().all(Option::is_none) {
        return Err(FormatError::CsvNoHeader { found: excerpt(line) });
    }
    Ok(())
}

fn refuse_duplicates(columns: &[Option<Field>]) -> Result<(), FormatError> {
    for (second, column) in columns.iter().enumerate() {
        let first = columns[..second].iter().position(|earlier| earlier == column);
        if let (Some(first), Some(field)) = (first, *column) {
            return Err(FormatError::CsvDuplicateColumn { field, first: first + 1, second: second + 1 });
        }
    }
    Ok(())
}

fn refuse_missing(line: &[u8], columns: &[Option<Field>]) -> Result<(), FormatError> {
    match REQUIRED.into_iter().find(|field| !columns.contains(&Some(*field))) {
        Some(field) => Err(FormatError::CsvMissingColumn { field, found: excerpt(line) }),
        None => Ok(()),
    }
}

fn local_time(line: &[u8], meanings: &[Option<Meaning>]) -> Option<String> {
    let column = meanings.iter().position(|meaning| *meaning == Some(Meaning::LocalTime))?;
    Cells::of(line).nth(column).map(excerpt)
}
