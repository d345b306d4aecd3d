//! Why bytes could not be read as a file of their format: one enum, each variant with a stable code.

use crate::Field;

/// A source that is not what it should be, as a whole. The text says what is wrong, where, and what to do.
///
/// Single bad rows are not errors; see [`BadRow`](crate::BadRow).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// The bytes do not begin as LZMA does.
    #[error(
        "not a .bi5 file: it begins with \"{found}\" where an LZMA header should stand; download it again"
    )]
    Bi5NotLzma {
        /// The first bytes, safe to show.
        found: String,
    },
    /// The compressed bytes end before the records do.
    #[error(
        "the .bi5 file is cut off: it ends at byte {byte}, after {decoded} bytes of records; download it again"
    )]
    Bi5Truncated {
        /// Where the compressed bytes end.
        byte: u64,
        /// Bytes of records that could be decoded.
        decoded: u64,
    },
    /// The compressed bytes contradict themselves.
    #[error("the .bi5 file is damaged near byte {byte}, after {decoded} bytes of records; download it again")]
    Bi5Damaged {
        /// Where in the compressed bytes it was noticed.
        byte: u64,
        /// Bytes of records that could be decoded.
        decoded: u64,
    },
    /// More records than an hour has milliseconds.
    #[error(
        "the .bi5 file holds {size} bytes of records or more, an hour has room for {most}; \
         it is not one, download it again"
    )]
    Bi5TooLarge {
        /// The size that the header declares; where it declares none, the bytes decoded until it was noticed.
        size: u64,
        /// The most that is accepted.
        most: u64,
    },
    /// Decoding would take more memory than any file of this kind needs.
    #[error(
        "the .bi5 file asks for a dictionary of {size} bytes, at most {most} are given; compress it with a smaller one"
    )]
    Bi5DictionaryTooLarge {
        /// The size that the header declares.
        size: u64,
        /// The most that is accepted.
        most: u64,
    },
    /// Bytes after the end of the LZMA stream.
    #[error(
        "the .bi5 file goes on for {extra} bytes after its end at byte {byte}; \
         download it again, or split it if files were joined"
    )]
    Bi5TrailingBytes {
        /// Where the stream ends.
        byte: u64,
        /// How many bytes follow.
        extra: u64,
    },
    /// The decoded size is not a multiple of the record's.
    #[error(
        "the .bi5 file decodes to {size} bytes, which are not whole records of {record} bytes; \
         is it of another kind (ticks have 20, candles 24)?"
    )]
    Bi5PartialRecord {
        /// Decoded bytes.
        size: u64,
        /// Bytes in one record.
        record: u64,
    },
    /// A candle that cannot be.
    #[error(
        "candle {record} (byte {byte} of the records) has {found}, expected {expected}; download it again"
    )]
    Bi5BadCandle {
        /// The record, counted from 1.
        record: u64,
        /// Offset of the record in the decoded bytes.
        byte: u64,
        /// What it says.
        found: String,
        /// What it should say.
        expected: &'static str,
    },
    /// A tick that has no place in a .bi5 file of this hour.
    #[error("tick {tick} cannot be written to this .bi5 file: {field} is {found}, expected {expected}")]
    Bi5Unwritable {
        /// The tick, counted from 1.
        tick: u64,
        /// The part that does not fit.
        field: Field,
        /// Its value.
        found: String,
        /// What would fit.
        expected: &'static str,
    },
    /// The LZMA library refused to work.
    #[error("the LZMA library gave up: {reason}; free some memory and try again")]
    Bi5Codec {
        /// In its words.
        reason: String,
    },
    /// Nothing where the header should be.
    #[error(
        "the CSV has no first line: it is empty or starts with a blank line; remove it, or export it again"
    )]
    CsvEmpty,
    /// Not UTF-8 or ASCII.
    #[error("the CSV is encoded as {found} (seen at byte 0); save it as UTF-8")]
    CsvEncoding {
        /// The encoding.
        found: &'static str,
    },
    /// Data where the header should be.
    #[error(
        "the CSV has no header: its first line is \"{found}\"; put the columns' names above it, for example \
         timestamp,bid,ask,bid_volume,ask_volume, or name its dialect; it fits {}",
        listed(fitting)
    )]
    CsvNoHeader {
        /// The first line, safe to show.
        found: String,
        /// The names of the dialects that would read it.
        fitting: Vec<&'static str>,
    },
    /// Lines that end in carriage returns alone.
    #[error("the CSV's lines end in carriage returns alone, as on a classic Mac; save it with line feeds")]
    CsvLineEnds,
    /// The bid is above the ask in nearly every row.
    #[error(
        "the bid is above the ask in {crossed} of the CSV's first {rows} rows, so its columns are named \
         the wrong way round; read it with bid and ask exchanged (swap)"
    )]
    CsvSwapped {
        /// Rows whose bid is above their ask.
        crossed: u64,
        /// Rows looked at.
        rows: u64,
    },
    /// Times that count from midnight of a day that is not known.
    #[error(
        "the CSV's times count from midnight, such as \"{found}\", and nothing says of which day; \
         put the date into the file's name, for example 20140502_quote.csv"
    )]
    CsvDayUnknown {
        /// The first of the times, safe to show.
        found: String,
    },
    /// No dialect of that name.
    #[error("{found:?} is not a dialect: use one of {known}")]
    CsvDialectUnknown {
        /// The text as given.
        found: String,
        /// All names.
        known: String,
    },
    /// A file without header whose rows are not those of the dialect that was named.
    #[error(
        "the CSV is not in the dialect {dialect}, whose rows have {expected} fields: the first has {found}; \
         name another dialect, or put the columns' names above the rows"
    )]
    CsvDialectMismatch {
        /// The dialect.
        dialect: &'static str,
        /// How many fields its rows have.
        expected: usize,
        /// How many the first row has.
        found: usize,
    },
    /// Not a zone.
    #[error(
        "{found:?} is not a time zone: use UTC, an offset such as +02:00, EST (UTC-05 all year), \
         or a name such as Europe/Athens"
    )]
    CsvZoneInvalid {
        /// The text as given.
        found: String,
    },
    /// Bars, not ticks.
    #[error("the CSV holds bars, not ticks: its header is \"{found}\"; export ticks instead")]
    CsvCandles {
        /// The header, safe to show.
        found: String,
    },
    /// A column that every tick needs is not there.
    #[error("the CSV has no {field} column: its header is \"{found}\"; name the columns time, bid and ask")]
    CsvMissingColumn {
        /// What is missing.
        field: Field,
        /// The header, safe to show.
        found: String,
    },
    /// Two columns for the same thing.
    #[error("the CSV has two {field} columns, number {first} and number {second}; rename or remove one")]
    CsvDuplicateColumn {
        /// What they both are.
        field: Field,
        /// The first of them, counted from 1.
        first: usize,
        /// The second of them.
        second: usize,
    },
    /// Times in a format that is not known.
    #[error(
        "the CSV's times are in no known format, such as \"{found}\" at byte {byte} of its rows; known are \
         04.02.2019 13:30:00.250, 2019.02.04 13:30:00.250, 2019-02-04T13:30:00.250Z, 2019/02/04 13:30:00, \
         20190204 133000250 and counts since 1970"
    )]
    CsvUnknownTime {
        /// The first of the times, safe to show.
        found: String,
        /// Offset of its row in the rows.
        byte: u64,
    },
    /// Local times of an unnamed place.
    #[error(
        "the CSV's times are local (column \"{column}\") but name no offset, such as \"{found}\"; \
         name their zone, or export it in GMT or with the offset in each row"
    )]
    CsvZoneUnknown {
        /// The header of the time column.
        column: String,
        /// The first of the times, safe to show.
        found: String,
    },
    /// No row has a price from which decimals could be told.
    #[error("the number of decimals cannot be told from the CSV: no row has a price; name it with --digits")]
    CsvUnknownDigits,
    /// A table without a column that every tick needs.
    #[error("the table has no {field} column, only {found}; name the columns timestamp, bid and ask")]
    TableMissingColumn {
        /// What is missing.
        field: Field,
        /// The names of its columns, safe to show.
        found: String,
    },
    /// Two columns for the same thing.
    #[error("the table has two {field} columns, number {first} and number {second}; rename or leave out one")]
    TableDuplicateColumn {
        /// What they both are.
        field: Field,
        /// The first of them, counted from 1.
        first: usize,
        /// The second of them.
        second: usize,
    },
    /// Bars, not ticks.
    #[error("the table holds bars, not ticks: its columns are {found}; write ticks instead")]
    TableCandles {
        /// The names of its columns, safe to show.
        found: String,
    },
    /// A column whose values cannot be what its name says.
    #[error("the {field} column \"{column}\" of the table is of type {found}, expected {expected}; cast it")]
    TableColumnType {
        /// What the column is for.
        field: Field,
        /// Its name, safe to show.
        column: String,
        /// Its type.
        found: String,
        /// What would do.
        expected: &'static str,
    },
    /// Whole numbers that count nothing known.
    #[error(
        "the times of the table are whole numbers such as {found}, which count no unit since 1970: expected \
         9-10 digits for seconds, 12-13 for ms, 15-16 for µs or 18-19 for ns; cast them to a timestamp"
    )]
    TableUnknownTime {
        /// The first of them.
        found: String,
    },
    /// Local times of an unnamed place.
    #[error(
        "the times of the table are local (column \"{column}\") and of no zone; name it with zone, or give the \
         column a zone"
    )]
    TableZoneUnknown {
        /// The name of the time column.
        column: String,
    },
    /// The bid is above the ask in nearly every row.
    #[error(
        "the bid is above the ask in {crossed} of the table's first {rows} rows, so its columns are named \
         the wrong way round; read it with bid and ask exchanged (--swap-sides, swap_sides=True)"
    )]
    TableSwapped {
        /// Rows whose bid is above their ask.
        crossed: u64,
        /// Rows looked at.
        rows: u64,
    },
    /// A row that is no tick, where every row has to be one.
    #[error(
        "row {row} of the table is no tick: {field} is \"{found}\", expected {expected}; correct it or leave it out"
    )]
    TableBadRow {
        /// The row, counted from 1.
        row: u64,
        /// The part of it that is wrong.
        field: crate::Field,
        /// What stands there.
        found: String,
        /// What should.
        expected: &'static str,
    },
    /// A gzip stream that ends before its end.
    #[error(
        "the gzip file is cut off after {decoded} unpacked bytes: the whole lines before that were read; \
         download it again"
    )]
    GzipTruncated {
        /// Bytes that could be unpacked.
        decoded: u64,
    },
    /// A gzip stream that contradicts itself, or something that is none behind it.
    #[error(
        "the gzip file is damaged after {decoded} unpacked bytes ({reason}): the whole lines before that \
         were read; download it again"
    )]
    GzipDamaged {
        /// Bytes that could be unpacked.
        decoded: u64,
        /// In the library's words.
        reason: String,
    },
    /// Not the JSON that Dukascopy's service answers with.
    #[error("not Dukascopy's JSON of ticks, at line {line}, column {column}: {reason}; download it again")]
    JsonInvalid {
        /// The line, counted from 1; 0 if it is no matter of place.
        line: usize,
        /// The column, counted from 1.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// More JSON than the ticks of an hour can be.
    #[error(
        "the JSON has {size} bytes, an hour of ticks has at most {most}; it is not one, download it again"
    )]
    JsonTooLarge {
        /// Its size.
        size: u64,
        /// The most that is accepted.
        most: u64,
    },
    /// Columns of different lengths.
    #[error("the JSON has {found} {field} values for {expected} times; it is damaged, download it again")]
    JsonUneven {
        /// The column.
        field: Field,
        /// How many values it has.
        found: usize,
        /// How many times there are.
        expected: usize,
    },
    /// A value that nothing can be.
    #[error("tick {tick} of the JSON has {field} {found}, expected {expected}; download it again")]
    JsonOutOfRange {
        /// The tick, counted from 1; 0 for what stands before them.
        tick: u64,
        /// The part that is wrong.
        field: Field,
        /// What it says.
        found: String,
        /// What it should say.
        expected: &'static str,
    },
}

fn listed(names: &[&str]) -> String {
    if names.is_empty() { "none that has a name".to_owned() } else { names.join(", ") }
}

tickloom_model::error_codes! { FormatError {
    Bi5NotLzma => "bi5.not_lzma",
    Bi5Truncated => "bi5.truncated",
    Bi5Damaged => "bi5.damaged",
    Bi5TooLarge => "bi5.too_large",
    Bi5DictionaryTooLarge => "bi5.dictionary_too_large",
    Bi5TrailingBytes => "bi5.trailing_bytes",
    Bi5PartialRecord => "bi5.partial_record",
    Bi5BadCandle => "bi5.bad_candle",
    Bi5Unwritable => "bi5.unwritable",
    Bi5Codec => "bi5.codec",
    CsvEmpty => "csv.empty",
    CsvEncoding => "csv.encoding",
    CsvNoHeader => "csv.no_header",
    CsvCandles => "csv.candles",
    CsvMissingColumn => "csv.missing_column",
    CsvDuplicateColumn => "csv.duplicate_column",
    CsvUnknownTime => "csv.unknown_time",
    CsvZoneUnknown => "csv.zone_unknown",
    CsvUnknownDigits => "csv.unknown_digits",
    CsvLineEnds => "csv.line_ends",
    CsvSwapped => "csv.swapped",
    CsvDayUnknown => "csv.day_unknown",
    CsvDialectUnknown => "csv.dialect_unknown",
    CsvDialectMismatch => "csv.dialect_mismatch",
    CsvZoneInvalid => "csv.zone_invalid",
    TableMissingColumn => "table.missing_column",
    TableDuplicateColumn => "table.duplicate_column",
    TableCandles => "table.candles",
    TableColumnType => "table.column_type",
    TableUnknownTime => "table.unknown_time",
    TableZoneUnknown => "table.zone_unknown",
    TableSwapped => "table.swapped",
    TableBadRow => "table.bad_row",
    GzipTruncated => "gzip.truncated",
    GzipDamaged => "gzip.damaged",
    JsonInvalid => "json.invalid",
    JsonTooLarge => "json.too_large",
    JsonUneven => "json.uneven",
    JsonOutOfRange => "json.out_of_range",
} }
