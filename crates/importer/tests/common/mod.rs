//! Real data, short ways to import, and files made for one test.

#![allow(dead_code, reason = "not every suite needs everything")]

use std::{
    fs,
    path::{Path, PathBuf},
};

use tickloom_formats::csv;
use tickloom_importer::{Control, ImportError, ImportOptions, ImportReport, import};
use tickloom_model::TimeRange;
use tickloom_store::{ContentHash, Store};

/// A file or folder of the real data beside the checkout. It must be there: what is not tested is not known.
pub fn data(path: &str) -> PathBuf {
    let root = std::env::var_os("TICKLOOM_TEST_DATA")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"), PathBuf::from);
    let found = root.join(path);
    assert!(
        found.exists(),
        "{} is missing: real data is needed (TICKLOOM_TEST_DATA names its folder)",
        found.display()
    );
    found
}

pub fn import_with(
    store: &Store,
    symbol: &str,
    paths: &[PathBuf],
    options: &ImportOptions,
) -> Result<ImportReport, ImportError> {
    import(store, &symbol.parse().unwrap(), paths, options, &mut |_| Control::Continue)
}

pub fn import_paths(store: &Store, symbol: &str, paths: &[PathBuf]) -> ImportReport {
    import_with(store, symbol, paths, &ImportOptions::default()).unwrap()
}

/// Writes everything stored of a symbol as a CSV file.
pub fn write_csv(store: &Store, symbol: &str, path: &Path) {
    let table = store.ticks(&symbol.parse().unwrap(), TimeRange::ALL).unwrap();
    let mut bytes = Vec::new();
    csv::write_header(&mut bytes);
    table.days.iter().for_each(|day| csv::write_ticks(day, table.digits, &mut bytes));
    fs::write(path, bytes).unwrap();
}

/// A store in a folder of its own, beside the files that are made for it.
pub struct Fixture {
    pub folder: tempfile::TempDir,
    pub store: Store,
}

impl Fixture {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("home")).unwrap();
        Self { folder, store }
    }

    pub fn reopened(self) -> Self {
        let Self { folder, store } = self;
        drop(store);
        let store = Store::open(&folder.path().join("home")).unwrap();
        Self { folder, store }
    }

    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join("in").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub fn tick_file(&self, day: &str) -> PathBuf {
        self.folder.path().join(format!("home/ticks/symbol=EURUSD/date={day}/ticks.parquet"))
    }

    pub fn hash(&self) -> ContentHash {
        self.store.instruments().unwrap()[0].content_hash
    }
}
