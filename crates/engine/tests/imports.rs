//! Imports over a socket: they go on by themselves, are watched by many, stand still, end, and go on later to the same ticks.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;
mod work;

use std::path::{Path, PathBuf};

use engine::{Client, Running, shared, soon};
use serde_bytes::ByteBuf;
use tickloom_engine::{Engine, EngineConfig};
use tickloom_importer::{Control, ImportOptions, import};
use tickloom_protocol::methods::{
    common::{Empty, SymbolRange},
    imports::{
        Cancel, Coverage, CoverageQuery, Gaps, GapsQuery, ImportId, ImportOrder, Inspect, InspectQuery,
        MissingDays, MonthOfSymbol, Passport, Pause, Progress, Report, Resume, Running as ListRunning, Start,
    },
    work::{ImportProgress, Source},
};
use tickloom_store::Store;
use work::{follow, next, to_the_end, write_csv};

fn order(symbol: &str, path: &Path) -> ImportOrder {
    let source = Source { path: Some(path.display().to_string()), ..Source::default() };
    ImportOrder { symbol: symbol.into(), sources: vec![source], ..ImportOrder::default() }
}

fn start(client: &mut Client, symbol: &str, path: &Path) -> ImportId {
    client.ask::<Start>(&order(symbol, path)).unwrap()
}

/// A file whose import by one thread takes far longer than a wish needs to be heard.
fn long_file(folder: &Path) -> PathBuf {
    let path = folder.join("ticks.csv");
    write_csv(&path, "2023-01-09", 600, 40);
    path
}

fn slowly(symbol: &str, path: &Path) -> ImportOrder {
    ImportOrder { threads: Some(1), ..order(symbol, path) }
}

/// What the same files give without an engine.
fn hash_of_embedded(symbol: &str, path: &Path) -> String {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let (symbol, paths) = (symbol.parse().unwrap(), [path.to_owned()]);
    import(&store, &symbol, &paths, &ImportOptions::default(), &mut |_| Control::Continue).unwrap();
    store.instruments().unwrap()[0].content_hash.to_string()
}

fn hash_in(home: &Path) -> String {
    Store::open(home).unwrap().instruments().unwrap()[0].content_hash.to_string()
}

#[test]
fn an_import_over_the_wire_stores_what_an_embedded_one_does_and_tells_the_same() {
    let running = Running::empty();
    let mut client = running.client();
    let feed = shared("dukascopy-bi5/EURUSD");
    let id = start(&mut client, "EURUSD", &feed);
    let (moments, refused) = follow::<Progress>(&mut client, &id);
    assert_eq!(refused, None);
    let last = moments.last().unwrap();
    let told = last.report.clone().unwrap();
    assert_eq!((last.state.as_str(), last.rows, last.files_done), ("done", told.rows, told.files));
    assert_eq!(client.ask::<Report>(&id).unwrap(), told);
    assert_eq!(client.ask::<ListRunning>(&Empty {}).unwrap().imports, []);
    let store = Store::open(running.home()).unwrap();
    assert_eq!(store.instruments().unwrap()[0].content_hash.to_string(), hash_of_embedded("EURUSD", &feed));
}

#[test]
fn what_a_path_holds_is_told_before() {
    let running = Running::empty();
    let path = shared("dukascopy-csv/EURUSD_2020_iso8601.csv").display().to_string();
    let query = |path: &str| InspectQuery { path: path.into(), ..InspectQuery::default() };
    let found = running.client().ask::<Inspect>(&query(&path)).unwrap().file.unwrap();
    assert_eq!(
        (found.digits, found.rows_are_counted, found.csv.is_some()),
        (Some(5), found.rows.is_some() && found.rows_are_counted, true)
    );
    let tree = shared("dukascopy-bi5").display().to_string();
    assert!(running.client().ask::<Inspect>(&query(&tree)).unwrap().tree.unwrap().example.is_some());
    for (path, code) in
        [("relative/file.csv", "protocol.bad_params"), ("/no/such/path", "import.path_not_found")]
    {
        let path = if cfg!(windows) {
            path.replacen('/', "C:/", usize::from(path.starts_with('/')))
        } else {
            path.into()
        };
        assert_eq!(running.client().ask::<Inspect>(&query(&path)).unwrap_err().code, code);
    }
}

#[test]
fn what_cannot_be_imported_is_refused_at_once() {
    let running = Running::empty();
    let mut client = running.client();
    let path = shared("dukascopy-bi5/EURUSD");
    let nothing = ImportOrder { symbol: "EURUSD".into(), ..ImportOrder::default() };
    let two = Source { path: Some("/a".into()), bytes: Some(ByteBuf::from(vec![1])), ..Source::default() };
    let cases = [
        (order("GBPUSD", &shared("dukascopy-csv")), "import.no_ticks"),
        (order("EURUSD", &path.join("nowhere")), "import.path_not_found"),
        (order("../x", &path), "symbol.invalid"),
        (ImportOrder { digits: Some(10), ..order("EURUSD", &path) }, "digits.invalid"),
        (ImportOrder { dialect: Some("none".into()), ..order("EURUSD", &path) }, "csv.dialect_unknown"),
        (ImportOrder { zone: Some("Nowhere".into()), ..order("EURUSD", &path) }, "csv.zone_invalid"),
        (nothing.clone(), "protocol.bad_params"),
        (ImportOrder { sources: vec![two], ..nothing }, "protocol.bad_params"),
    ];
    for (order, code) in cases {
        let refused = client.ask::<Start>(&order).unwrap_err();
        assert_eq!(refused.code, code, "{}", refused.message);
    }
    let unknown = ImportId { id: "1-1".into() };
    assert_eq!(client.ask::<Pause>(&unknown).unwrap_err().code, "import.unknown");
    assert_eq!(client.ask::<Report>(&unknown).unwrap_err().code, "import.unknown");
    assert_eq!(follow::<Progress>(&mut client, &unknown).1.unwrap().code, "import.unknown");
    assert_eq!(client.ask::<ListRunning>(&Empty {}).unwrap().imports, []);
}

#[test]
fn bytes_are_imported_under_the_name_that_they_are_given() {
    let running = Running::empty();
    let mut client = running.client();
    let rows = b"timestamp,bid,ask\n2019-02-04T00:00:00.994Z,1.14541,1.14545\n".to_vec();
    let source = Source { name: Some("a.csv".into()), bytes: Some(ByteBuf::from(rows)), ..Source::default() };
    let order = ImportOrder { symbol: "EURUSD".into(), sources: vec![source], ..ImportOrder::default() };
    let id = client.ask::<Start>(&order).unwrap();
    let (moments, _) = follow::<Progress>(&mut client, &id);
    assert_eq!(moments.last().unwrap().report.as_ref().unwrap().stored, 1);
}

#[test]
fn an_import_goes_on_when_nobody_watches_and_can_be_watched_by_many() {
    let folder = tempfile::tempdir().unwrap();
    let path = long_file(folder.path());
    let running = Running::empty();
    let id = {
        let mut leaving = running.client();
        let id = leaving.ask::<Start>(&slowly("EURUSD", &path)).unwrap();
        leaving.subscribe("imports.progress", &id).unwrap();
        id
    };
    let watchers: Vec<_> = (0..3)
        .map(|_| {
            let (mut client, id) = (running.client(), id.clone());
            std::thread::spawn(move || follow::<Progress>(&mut client, &id))
        })
        .collect();
    let all: Vec<_> = watchers.into_iter().map(|watcher| watcher.join().unwrap()).collect();
    for (moments, refused) in &all {
        assert_eq!((refused, moments.last().unwrap()), (&None, all[0].0.last().unwrap()));
        assert!(moments.windows(2).all(|pair| pair[0].rows <= pair[1].rows));
    }
    // Who comes after the end is told the end.
    let (late, _) = follow::<Progress>(&mut running.client(), &id);
    assert_eq!(late, all[0].0[all[0].0.len() - 1..]);
    assert_eq!(hash_in(running.home()), hash_of_embedded("EURUSD", &path));
}

#[test]
fn a_paused_import_stands_still_until_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = long_file(folder.path());
    let running = Running::empty();
    let (mut client, mut watcher) = (running.client(), running.client());
    let id = client.ask::<Start>(&slowly("EURUSD", &path)).unwrap();
    let subscription = watcher.subscribe("imports.progress", &id).unwrap();
    client.ask::<Pause>(&id).unwrap();
    let state = |client: &mut Client| client.ask::<ListRunning>(&Empty {}).unwrap().imports.remove(0);
    assert_eq!(state(&mut client).state, "paused");
    // What was read before goes on its way; then nothing moves.
    let mut moments = vec![next::<ImportProgress>(&mut watcher)];
    while moments.len() < 4 || moments[moments.len() - 4].rows != moments[moments.len() - 1].rows {
        moments.push(next(&mut watcher));
    }
    let stood = moments.last().unwrap().clone();
    assert!(stood.state == "paused" && stood.report.is_none(), "{stood:?}");
    client.ask::<Resume>(&id).unwrap();
    let (moments, refused) = to_the_end::<ImportProgress>(&mut watcher, subscription);
    assert_eq!((refused, moments.last().unwrap().state.as_str()), (None, "done"));
    assert_eq!(hash_in(running.home()), hash_of_embedded("EURUSD", &path));
}

#[test]
fn a_cancelled_import_keeps_what_it_stored_and_the_same_order_completes_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = long_file(folder.path());
    let running = Running::empty();
    let mut client = running.client();
    let id = client.ask::<Start>(&slowly("EURUSD", &path)).unwrap();
    client.ask::<Pause>(&id).unwrap();
    client.ask::<Cancel>(&id).unwrap();
    let (moments, refused) = follow::<Progress>(&mut client, &id);
    let last = moments.last().unwrap();
    assert_eq!((refused, last.state.as_str()), (None, "interrupted"));
    let again = start(&mut client, "EURUSD", &path);
    let (moments, _) = follow::<Progress>(&mut client, &again);
    let report = moments.last().unwrap().report.clone().unwrap();
    assert_eq!(report.duplicates, last.report.as_ref().unwrap().stored);
    assert_eq!(hash_in(running.home()), hash_of_embedded("EURUSD", &path));
}

#[test]
fn an_engine_that_ends_ends_its_imports_and_the_next_one_completes_them() {
    let folder = tempfile::tempdir().unwrap();
    let (path, home) = (long_file(folder.path()), folder.path().join("home"));
    for _ in 0..2 {
        let engine = Engine::start(EngineConfig::new(&home)).unwrap();
        let running = Connected { engine: &engine };
        running.client().ask::<Start>(&slowly("EURUSD", &path)).unwrap();
        engine.stop();
        engine.wait();
        drop(engine);
        assert!(Store::open(&home).unwrap().health().unwrap().is_good());
    }
    let engine = Engine::start(EngineConfig::new(&home)).unwrap();
    let mut client = Connected { engine: &engine }.client();
    let id = start(&mut client, "EURUSD", &path);
    assert_eq!(follow::<Progress>(&mut client, &id).0.last().unwrap().state, "done");
    assert_eq!(hash_in(&home), hash_of_embedded("EURUSD", &path));
}

/// An engine in a home that outlives it.
struct Connected<'engine> {
    engine: &'engine Engine,
}

impl Connected<'_> {
    fn client(&self) -> Client {
        let stream = std::net::TcpStream::connect(self.engine.address()).unwrap();
        stream.set_read_timeout(Some(engine::PATIENCE)).unwrap();
        Client::new(stream, self.engine.nonce().reveal())
    }
}

#[test]
fn more_imports_than_may_run_are_refused_until_one_has_ended() {
    let folder = tempfile::tempdir().unwrap();
    let path = long_file(folder.path());
    let running = Running::empty();
    let mut client = running.client();
    let started: Vec<_> = ["EURUSD", "GBPUSD", "AUDUSD", "NZDUSD"]
        .map(|symbol| {
            let id = client.ask::<Start>(&slowly(symbol, &path)).unwrap();
            client.ask::<Pause>(&id).unwrap();
            id
        })
        .into();
    let refused = client.ask::<Start>(&slowly("USDCAD", &path)).unwrap_err();
    assert_eq!(refused.code, "service.unavailable", "{}", refused.message);
    let listed = client.ask::<ListRunning>(&Empty {}).unwrap().imports;
    assert_eq!(
        listed.iter().map(|import| &import.id).collect::<Vec<_>>(),
        started.iter().map(|id| &id.id).collect::<Vec<_>>()
    );
    for id in &started {
        client.ask::<Cancel>(id).unwrap();
    }
    soon("all have ended", || running.client().ask::<ListRunning>(&Empty {}).unwrap().imports.is_empty());
    assert!(client.ask::<Start>(&slowly("USDCAD", &path)).is_ok());
}

#[test]
fn what_is_stored_is_judged_as_without_an_engine() {
    let feed = shared("dukascopy-bi5/EURUSD");
    let running = Running::over(|home| {
        let store = Store::open(home).unwrap();
        let symbol = "EURUSD".parse().unwrap();
        import(&store, &symbol, &[feed], &ImportOptions::default(), &mut |_| Control::Continue).unwrap();
    });
    let mut client = running.client();
    let symbol = "EURUSD".to_owned();
    let query = CoverageQuery { symbol: symbol.clone(), by: Some("day".into()), ..CoverageQuery::default() };
    let parts = client.ask_in_parts::<Coverage>(&query).unwrap();
    let bytes: Vec<u8> = parts.into_iter().flat_map(|part| part.columns.into_vec()).collect();
    let rows: usize = rows(&bytes);
    assert!(rows > 0);
    let query = GapsQuery { symbol: symbol.clone(), ..GapsQuery::default() };
    assert!(!client.ask_in_parts::<Gaps>(&query).unwrap().is_empty());
    let range = SymbolRange { symbol: symbol.clone(), ..SymbolRange::default() };
    client.ask::<MissingDays>(&range).unwrap();
    let store = Store::open(running.home()).unwrap();
    let first = store.instruments().unwrap()[0].first;
    let month = first.to_string()[..7].to_owned();
    let made = tickloom_quality::passport(&store, &symbol.parse().unwrap(), month.parse().unwrap(), || false);
    let asked = client.ask::<Passport>(&MonthOfSymbol { symbol: symbol.clone(), month }).unwrap();
    assert_eq!(asked.document, made.unwrap().to_json());
    for (query, code) in [
        (
            GapsQuery { classes: Some(vec!["none".into()]), symbol: symbol.clone(), ..GapsQuery::default() },
            "gaps.class_invalid",
        ),
        (
            GapsQuery { shortest: Some(0.0), symbol: symbol.clone(), ..GapsQuery::default() },
            "protocol.bad_params",
        ),
        (GapsQuery { start: Some(2), end: Some(1), symbol, ..GapsQuery::default() }, "time.range_invalid"),
        (GapsQuery { symbol: "NOBODY".into(), ..GapsQuery::default() }, "symbol.unknown"),
    ] {
        assert_eq!(client.ask_in_parts::<Gaps>(&query).unwrap_err().code, code);
    }
}

fn rows(stream: &[u8]) -> usize {
    let reader = arrow::ipc::reader::StreamReader::try_new(std::io::Cursor::new(stream), None).unwrap();
    reader.map(|batch| batch.unwrap().num_rows()).sum()
}
