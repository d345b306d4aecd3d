//! The store as a whole over a socket: how it is, how large, verified, repaired, cleaned, and copied.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;
mod work;

use std::{fs, path::Path};

use engine::{Running, shared};
use tickloom_engine::{Engine, EngineConfig};
use tickloom_importer::{Control, ImportOptions, import};
use tickloom_protocol::methods::{
    common::Empty,
    storage::{Backup, Clean, CleanOrder, CopyPlace, Health, Repair, Restore, Sizes, Verify},
    verification::{RepairOrder, StoreSelection},
    work::Source,
};
use tickloom_store::Store;
use work::follow;

/// An engine over some hours of real ticks.
fn filled() -> Running {
    Running::over(|home| fill(home, "EURUSD", "dukascopy-bi5/EURUSD"))
}

fn fill(home: &Path, symbol: &str, path: &str) {
    let store = Store::open(home).unwrap();
    let (symbol, feed) = (symbol.parse().unwrap(), [shared(path)]);
    import(&store, &symbol, &feed, &ImportOptions::default(), &mut |_| Control::Continue).unwrap();
}

#[test]
fn health_and_sizes_are_those_of_the_store() {
    let running = filled();
    let health = running.client().ask::<Health>(&Empty {}).unwrap();
    let sizes = running.client().ask::<Sizes>(&Empty {}).unwrap();
    let store = Store::open(running.home()).unwrap();
    let expected = store.health().unwrap();
    assert_eq!(
        (health.ticks, health.tick_bytes, health.partitions),
        (expected.ticks, expected.tick_bytes, expected.partitions)
    );
    assert_eq!((health.symbols, health.damaged.len(), health.lost.len()), (1, 0, 0));
    assert_eq!((sizes.symbols[0].symbol.as_str(), sizes.symbols[0].bytes), ("EURUSD", expected.tick_bytes));
    assert!(sizes.free_bytes > 0 && sizes.catalogue_bytes >= health.catalogue_bytes);
}

#[test]
fn a_damaged_day_is_found_and_brought_back() {
    let running = filled();
    let mut client = running.client();
    let (events, refused) = follow::<Verify>(&mut client, &StoreSelection::default());
    let whole = events.last().unwrap().report.clone().unwrap();
    assert_eq!((refused, whole.problems.len()), (None, 0));

    let folder =
        fs::read_dir(running.home().join("ticks/symbol=EURUSD")).unwrap().next().unwrap().unwrap().path();
    let file = folder.join("ticks.parquet");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&file, bytes).unwrap();
    let found = follow::<Verify>(&mut client, &StoreSelection::default()).0.pop().unwrap().report.unwrap();
    assert_eq!(found.problems.len(), 1);

    let path = Some(shared("dukascopy-bi5/EURUSD").display().to_string());
    let order = RepairOrder { sources: vec![Source { path, ..Source::default() }], ..RepairOrder::default() };
    let (events, refused) = follow::<Repair>(&mut client, &order);
    let report = events.last().unwrap().report.clone().unwrap();
    assert_eq!((refused, report.left.len(), report.repaired.len()), (None, 0, 1));
    assert_eq!(report.repaired[0].is_same, Some(true));
    assert!(events.iter().any(|event| event.verifying.is_some()));

    let kept = client.ask::<Clean>(&CleanOrder { dry_run: Some(true), ..CleanOrder::default() }).unwrap();
    assert_eq!((kept.files.len(), kept.dry_run), (1, true));
    assert_eq!(client.ask::<Clean>(&CleanOrder::default()).unwrap().files.len(), 1);
    assert_eq!(client.ask::<Clean>(&CleanOrder::default()).unwrap().files.len(), 0);
}

#[test]
fn what_selects_nothing_that_can_be_is_refused() {
    let running = Running::empty();
    let mut client = running.client();
    let none = StoreSelection { symbols: Some(vec!["../x".into()]), ..StoreSelection::default() };
    assert_eq!(follow::<Verify>(&mut client, &none).1.unwrap().code, "symbol.invalid");
    let backwards = StoreSelection { start: Some(2), end: Some(1), ..StoreSelection::default() };
    assert_eq!(follow::<Verify>(&mut client, &backwards).1.unwrap().code, "time.range_invalid");
    let ages = CleanOrder { older_than: Some(-1.0), ..CleanOrder::default() };
    assert_eq!(client.ask::<Clean>(&ages).unwrap_err().code, "protocol.bad_params");
    assert_eq!(follow::<Repair>(&mut client, &RepairOrder::default()).1.unwrap().code, "protocol.bad_params");
}

#[test]
fn a_backup_that_was_asked_for_is_a_store_when_it_is_restored() {
    let (running, folder) = (filled(), tempfile::tempdir().unwrap());
    let mut client = running.client();
    let place = |name: &str| CopyPlace { path: folder.path().join(name).display().to_string() };
    let (events, refused) = follow::<Backup>(&mut client, &place("backup"));
    let last = events.last().unwrap();
    assert_eq!((refused, last.files_done, last.bytes_done), (None, last.files_total, last.bytes_total));
    let restored = folder.path().join("restored");
    let report = tickloom_store::restore(&restored, &folder.path().join("backup"), &mut |_| true).unwrap();
    assert_eq!(last.taken, Some(report.taken.as_i64()));
    let (copy, store) = (Store::open(&restored).unwrap(), Store::open(running.home()).unwrap());
    assert_eq!(copy.instruments().unwrap(), store.instruments().unwrap());
    let again = follow::<Backup>(&mut client, &place("backup")).1.unwrap();
    assert_eq!(again.code, "store.backup_folder_invalid");
}

#[test]
fn a_restoration_ends_the_engine_and_the_next_one_has_what_the_copy_holds() {
    let (mut running, folder) = (filled(), tempfile::tempdir().unwrap());
    let mut client = running.client();
    let place = CopyPlace { path: folder.path().join("backup").display().to_string() };
    assert_eq!(follow::<Backup>(&mut client, &place).1, None);
    let backed_up = Store::open(running.home()).unwrap().instruments().unwrap();
    fill(running.home(), "CADJPY", "dukascopy-csv/CADJPY_tick.csv");
    for _ in 0..2 {
        let (events, refused) = follow::<Restore>(&mut client, &place);
        let last = events.last().unwrap();
        assert_eq!((refused, last.files_done), (None, last.files_total));
        running.engine.wait();
        running.engine = Engine::start(EngineConfig::new(running.home())).unwrap();
        assert_eq!(Store::open(running.home()).unwrap().instruments().unwrap(), backed_up);
        client = running.client();
    }
    let names = fs::read_dir(running.home()).unwrap().map(|entry| entry.unwrap().file_name());
    let kept = names.filter(|name| name.to_string_lossy().starts_with("before-restore-"));
    assert_eq!(kept.count(), 2);
}
