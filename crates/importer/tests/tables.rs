//! Parquet, Arrow and tables in memory: the same ticks as from any other file, and hostile ones refused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
};

use arrow::{
    array::{ArrayRef, Float64Array, RecordBatch, RecordBatchIterator, TimestampMillisecondArray},
    datatypes::{Field, Schema},
};
use common::{data, import_paths};
use tickloom_importer::{
    Control, ImportError, ImportOptions, ImportReport, Outcome, TickStreams, ticks_of_table, write_ticks,
};
use tickloom_model::TimeRange;
use tickloom_store::{ArrowTable, ContentHash, ExportFormat, ForeignTable, Store, TickTable};

const DAY: &str = "dukascopy-bi5/EURUSD/2019/01/04";
const START: i64 = 1_549_238_400_000;

struct Home {
    folder: tempfile::TempDir,
    store: Store,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("home")).unwrap();
        Self { folder, store }
    }

    fn with_the_real_day() -> Self {
        let home = Self::new();
        home.import(data(DAY));
        home
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn import(&self, path: impl AsRef<Path>) -> ImportReport {
        import_paths(&self.store, "EURUSD", &[path.as_ref().into()])
    }

    fn hash(&self) -> ContentHash {
        self.store.instruments().unwrap()[0].content_hash
    }

    fn table(&self) -> ArrowTable {
        ArrowTable::from(&self.store.ticks(&"EURUSD".parse().unwrap(), TimeRange::ALL).unwrap())
    }

    fn exported(&self, format: ExportFormat) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.table().write(format, &mut bytes).unwrap();
        bytes
    }

    fn write(&self, symbol: &str, table: ArrowTable) -> Result<ImportReport, ImportError> {
        let batches = RecordBatchIterator::new(table.batches.into_iter().map(Ok), table.schema);
        let (symbol, options) = (symbol.parse().unwrap(), ImportOptions::default());
        let table = ForeignTable::of(Box::new(batches));
        write_ticks(&self.store, &symbol, table, "frame", &options, &mut |_| Control::Continue)
    }
}

fn table(rows: i64, bid: impl Fn(i64) -> f64) -> ArrowTable {
    let times =
        TimestampMillisecondArray::from_iter_values((0..rows).map(|row| START + row)).with_timezone("UTC");
    let price = |price: &dyn Fn(i64) -> f64| {
        Arc::new(Float64Array::from_iter_values((0..rows).map(price))) as ArrayRef
    };
    let columns = [("time", Arc::new(times) as ArrayRef), ("bid", price(&bid)), ("ask", price(&|_| 1.2))];
    let fields = columns.iter().map(|(name, array)| Field::new(*name, array.data_type().clone(), true));
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let columns = columns.into_iter().map(|(_, array)| array).collect();
    ArrowTable { batches: vec![RecordBatch::try_new(Arc::clone(&schema), columns).unwrap()], schema }
}

#[test]
fn what_is_exported_in_any_format_comes_back_as_the_same_ticks() {
    let home = Home::with_the_real_day();
    let ticks = home.store.instruments().unwrap()[0].ticks;
    let ours = home.folder.path().join("home/ticks/symbol=EURUSD/date=2019-02-04/ticks.parquet");
    for (name, bytes) in [
        ("exported.parquet", home.exported(ExportFormat::Parquet)),
        ("exported.arrow", home.exported(ExportFormat::Arrow)),
        ("exported.csv", home.exported(ExportFormat::Csv)),
        ("a tick file.parquet", fs::read(ours).unwrap()),
    ] {
        let other = Home::new();
        let report = other.import(other.file(name, &bytes));
        assert_eq!((report.outcome, report.stored, report.rows), (Outcome::Done, ticks, ticks), "{name}");
        assert_eq!(other.hash(), home.hash(), "{name}");
        if !name.ends_with("arrow") {
            assert!((bytes.len() as u64 - 8..=bytes.len() as u64).contains(&report.bytes), "{name}");
        }
    }
    let other = Home::new();
    let report = other.write("EURUSD", home.table()).unwrap();
    assert_eq!((report.stored, other.hash()), (ticks, home.hash()));
    let again = other.write("EURUSD", home.table()).unwrap();
    assert_eq!((again.stored, again.duplicates, again.days_changed), (0, ticks, 0));
}

#[test]
fn packed_tables_and_those_in_archives_are_read_too() {
    let home = Home::with_the_real_day();
    let (parquet, arrow) = (home.exported(ExportFormat::Parquet), home.exported(ExportFormat::Arrow));
    let other = Home::new();
    let path = other.file("all.zip", "");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in [("a.parquet", &parquet), ("b.arrow", &arrow)] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap();
    let report = other.import(path);
    assert_eq!((report.files, report.stored, report.duplicates), (2, report.rows / 2, report.rows / 2));
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&arrow).unwrap();
    let report = other.import(other.file("c.arrow.gz", packed.finish().unwrap()));
    assert_eq!((report.files, report.stored, other.hash()), (1, 0, home.hash()));
}

#[test]
fn a_row_that_is_no_tick_is_told_by_its_number_through_all_batches() {
    let home = Home::new();
    let report =
        home.write("EURUSD", table(200_000, |row| if row == 150_000 { f64::NAN } else { 1.1 })).unwrap();
    assert_eq!((report.rows, report.stored, report.refused), (200_000, 199_999, 1));
    let bad = &report.first_refused[0];
    assert_eq!(
        (bad.source.as_str(), bad.line, bad.field, bad.found.as_str()),
        ("frame", 150_001, "bid", "NaN")
    );
}

#[test]
fn decimals_of_an_unknown_instrument_come_from_its_first_prices() {
    let home = Home::new();
    assert_eq!(home.write("MYFUND", table(10, |_| 1.125)).unwrap().digits.get(), 3);
    let finer = home.write("MYFUND", table(20, |_| 1.1251)).unwrap();
    assert_eq!((finer.refused, finer.stored), (20, 0), "what is stored says the decimals");
}

#[test]
fn tables_of_something_else_are_refused_before_anything_is_written() {
    let home = Home::new();
    let all = table(64, |_| 1.3);
    let error = home.write("EURUSD", all.clone()).unwrap_err();
    assert_eq!(error.code(), "table.swapped", "{error}");
    let only = all.batches[0].project(&[0, 1]).unwrap();
    let error = home.write("EURUSD", ArrowTable { schema: only.schema(), batches: vec![only] }).unwrap_err();
    assert_eq!(error.code(), "table.missing_column", "{error}");
    assert_eq!(home.store.instruments().unwrap().len(), 0);
}

#[test]
fn damaged_and_hostile_files_are_refused_and_the_others_go_on() {
    let home = Home::with_the_real_day();
    let (parquet, arrow) = (home.exported(ExportFormat::Parquet), home.exported(ExportFormat::Arrow));
    let other = Home::new();
    let folder = other.folder.path().join("in");
    fs::create_dir(&folder).unwrap();
    let mut hostile = arrow.clone();
    hostile[4..8].copy_from_slice(&0x7fff_fff0_u32.to_le_bytes());
    let mut long_footer = parquet.clone();
    let at = long_footer.len() - 8;
    long_footer[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    let files: [(&str, &[u8]); 8] = [
        ("1 cut.parquet", &parquet[..parquet.len() / 2]),
        ("2 empty.parquet", b""),
        ("3 text.parquet", b"timestamp,bid,ask"),
        ("4 long footer.parquet", &long_footer),
        ("5 cut.arrow", &arrow[..arrow.len() / 2]),
        ("6 hostile.arrow", &hostile),
        ("7 text.feather", b"timestamp,bid,ask"),
        ("8 good.parquet", &parquet),
    ];
    files.iter().for_each(|(name, bytes)| fs::write(folder.join(name), bytes).unwrap());
    let report = other.import(&folder);
    let refused: Vec<_> = report.refused_files.iter().map(|file| (&file.source[..1], file.code)).collect();
    assert_eq!(refused, ["1", "2", "3", "4", "5", "6", "7"].map(|name| (name, "table.unreadable")));
    assert_eq!((report.files, other.hash()), (1, home.hash()));
}

#[test]
fn every_flipped_byte_of_a_footer_is_an_error_or_changes_nothing_that_matters() {
    let mut bytes = Vec::new();
    table(100, |_| 1.1).write(ExportFormat::Parquet, &mut bytes).unwrap();
    let home = Home::new();
    for at in (bytes.len() / 2..bytes.len()).step_by(3) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 0x80;
        let path = home.file("flipped.parquet", &flipped);
        let _ = common::import_with(&home.store, "EURUSD", &[path], &ImportOptions::default());
    }
}

/// What a stream says read alone.
fn alone(stream: &[u8]) -> Result<TickTable, String> {
    let table =
        ForeignTable::arrow(std::io::Cursor::new(stream.to_vec())).map_err(|error| error.to_string())?;
    ticks_of_table(table, None).map_err(|error| error.to_string())
}

fn stream(table: &ArrowTable) -> Vec<u8> {
    let mut bytes = Vec::new();
    table.write(ExportFormat::Arrow, &mut bytes).unwrap();
    bytes
}

#[test]
fn streams_one_after_the_other_are_read_as_each_is_alone() {
    let home = Home::with_the_real_day();
    let few = stream(&table(2, |row| 1.1 + row as f64 / 1e5));
    let mut streams = TickStreams::default();
    let mut check = |bytes: &[u8], name: &str| {
        let found = streams.ticks(bytes.to_vec(), None).map_err(|error| error.to_string());
        assert_eq!(
            found.map(|table| (table.digits, table.days)),
            alone(bytes).map(|table| (table.digits, table.days)),
            "{name}"
        );
    };
    for (name, bytes) in [
        ("few", few.clone()),
        ("like the last", stream(&table(3, |row| 1.2 + row as f64 / 1e5))),
        ("points, and many", home.exported(ExportFormat::Arrow)),
        ("none", stream(&table(0, |_| 1.0))),
        ("a bad row", stream(&table(2, |_| f64::NAN))),
        ("none at all", Vec::new()),
    ] {
        check(&bytes, name);
        check(&bytes, name);
        check(&few, name);
    }
    for byte in 0..few.len() {
        check(&few[..byte], &format!("up to byte {byte}"));
        let mut changed = few.clone();
        changed[byte] ^= 0xff;
        check(&changed, &format!("byte {byte} changed"));
        check(&few, "again");
    }
}
