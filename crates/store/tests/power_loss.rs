//! A loss of power while the catalogue's log is folded into its file: whatever was written of it, no record is lost.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{fs, path::Path};

use common::{backtest, open, put};
use tickloom_store::{Backtest, Store};

const HEADER: usize = 12_288;
const BLOCK: usize = 262_144;
/// As many records as make a log worth folding.
const RECORDS: usize = 8;

fn noisy(number: usize, bytes: usize) -> Backtest {
    let parameters = format!(r#"{{"text": "{}"}}"#, noise(number, bytes));
    Backtest { parameters, ..backtest(&format!("{number:04}")) }
}

/// Letters that no engine packs to nothing.
fn noise(seed: usize, length: usize) -> String {
    let mut state = seed as u64 + 1;
    let letter = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        char::from(b'a' + (state >> 59) as u8 % 26)
    };
    (0..length).map(letter).collect()
}

fn write(store: &Store, numbers: std::ops::Range<usize>, bytes: usize) {
    numbers.for_each(|number| store.table::<Backtest>().create(&noisy(number, bytes)).unwrap());
}

fn ids(store: &Store) -> Vec<String> {
    store.table::<Backtest>().list(1_000, 0).unwrap().into_iter().map(|record| record.id).collect()
}

fn numbered(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{number:04}")).collect()
}

/// A catalogue's file and log as a folding finds them, and the file that it leaves.
struct Folding {
    home: tempfile::TempDir,
    file: Vec<u8>,
    log: Vec<u8>,
    folded: Vec<u8>,
}

impl Folding {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = open(home.path());
        put(&store, "EURUSD", "2019-02-04", &[(1, 10)]).unwrap();
        write(&store, 0..RECORDS, 200_000);
        drop(store);
        write(&open(home.path()), RECORDS..2 * RECORDS, 200_000);
        let (file, log) = (read(home.path(), "catalogue.duckdb"), read(home.path(), "catalogue.duckdb.wal"));
        drop(open(home.path()));
        let folded = read(home.path(), "catalogue.duckdb");
        assert!(folded != file, "the log must have been folded");
        Self { home, file, log, folded }
    }

    /// The home with as many bytes written of a block as a loss of power left, and none of the blocks around it.
    fn torn(&self, start: usize, length: usize) -> Vec<u8> {
        let mut torn = self.file.clone();
        torn.resize(self.file.len().max(self.folded.len()), 0);
        torn[start..start + length].copy_from_slice(&self.folded[start..start + length]);
        torn
    }

    fn blocks(&self) -> impl Iterator<Item = usize> {
        (HEADER..self.folded.len()).step_by(BLOCK)
    }

    /// Opens the home with this catalogue, in the midst of a folding; tells whether the file had to be put aside.
    fn recovers(&self, file: Option<&[u8]>, what: &str) -> bool {
        let home = self.home.path();
        for entry in fs::read_dir(home).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.file_name().unwrap().to_string_lossy().starts_with("catalogue") {
                fs::remove_file(entry).unwrap();
            }
        }
        if let Some(file) = file {
            fs::write(home.join("catalogue.duckdb"), file).unwrap();
        }
        fs::write(home.join("catalogue.duckdb.folding"), &self.file).unwrap();
        fs::write(home.join("catalogue.duckdb.wal"), &self.log).unwrap();
        let store = open(home);
        assert_eq!(ids(&store), numbered(2 * RECORDS), "{what}");
        assert_eq!(store.instruments().unwrap()[0].ticks, 1, "{what}");
        assert!(!home.join("catalogue.duckdb.folding").exists(), "{what}");
        !store.health().unwrap().set_aside.is_empty()
    }
}

fn read(home: &Path, name: &str) -> Vec<u8> {
    fs::read(home.join(name)).unwrap()
}

#[test]
fn whatever_was_written_of_a_folding_no_record_is_lost() {
    let folding = Folding::new();
    let mut damaged = 0;
    for start in folding.blocks() {
        for length in [BLOCK, BLOCK / 2, 4_096] {
            let torn = folding.torn(start, length.min(folding.folded.len() - start));
            damaged += u32::from(folding.recovers(Some(&torn), &format!("{length} bytes at {start}")));
        }
    }
    assert!(damaged > 0, "no tear was one");
}

#[test]
fn a_block_of_noise_or_no_file_at_all_loses_no_record_in_a_folding() {
    let folding = Folding::new();
    for start in (HEADER..folding.file.len()).step_by(BLOCK) {
        let mut file = folding.file.clone();
        file[start + 1_000..start + 1_400].fill(0xa5);
        folding.recovers(Some(&file), &format!("noise at {start}"));
    }
    folding.recovers(Some(&folding.file[..folding.file.len() / 2]), "half of the file");
    folding.recovers(None, "killed while the copy was being put back");
    assert!(!folding.recovers(Some(&folding.file), "killed before the first block"));
}

#[test]
fn a_process_killed_after_the_last_block_goes_on_with_what_it_folded() {
    let folding = Folding::new();
    let home = folding.home.path();
    fs::rename(home.join("catalogue.duckdb.before"), home.join("catalogue.duckdb.folding")).unwrap();
    let store = open(home);
    assert_eq!(ids(&store), numbered(2 * RECORDS));
    assert!(store.health().unwrap().is_good());
}

#[test]
fn a_catalogue_damaged_at_rest_comes_back_as_it_was_before_its_last_folding() {
    let folding = Folding::new();
    let home = folding.home.path();
    put(&open(home), "EURUSD", "2019-02-05", &[(1, 10)]).unwrap();
    fs::write(home.join("catalogue.duckdb"), vec![7; 20_000]).unwrap();
    let store = open(home);
    assert_eq!(ids(&store), numbered(RECORDS));
    assert_eq!(store.instruments().unwrap()[0].ticks, 2);
    assert!(!store.health().unwrap().set_aside.is_empty());
}

#[test]
fn a_short_log_is_left_and_a_long_one_is_folded_while_the_store_is_open() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let log = || fs::metadata(home.path().join("catalogue.duckdb.wal")).map_or(0, |log| log.len());
    write(&store, 0..6, 2_000_000);
    assert!(log() > 12_000_000, "{}", log());
    write(&store, 6..10, 2_000_000);
    assert!(log() < 8_000_000, "{}", log());
    assert_eq!(ids(&store), numbered(10));
    assert_eq!(store.sql("SELECT count(*) FROM backtests", &[], || false).unwrap().num_rows(), 1);
    let refused = store.sql("SELECT * FROM read_blob('/etc/passwd')", &[], || false);
    assert!(refused.is_err(), "as confined as before");
    drop(store);
    assert_eq!(ids(&open(home.path())), numbered(10));
}
