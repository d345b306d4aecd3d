//! Users' SQL: what the views show, and everything that must not be possible.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{
    fs,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    time::Duration,
};

use arrow::{
    array::{AsArray, RecordBatch},
    datatypes::{Float64Type, Int64Type, TimestampMicrosecondType},
};
use common::{open, put, symbol};
use tickloom_model::{Side, Timeframe};
use tickloom_store::{BarQuery, BarTable, ExportFormat, QueryBounds, SqlValue, Store, StoreError};

const ENDLESS: &str =
    "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range + b.range = -1";

fn query(store: &Store, text: &str) -> Result<RecordBatch, StoreError> {
    let table = store.sql(text, &[], || false)?;
    Ok(table.batches.first().cloned().unwrap_or_else(|| RecordBatch::new_empty(table.schema.clone())))
}

fn floats(batch: &RecordBatch, column: &str) -> Vec<f64> {
    batch.column_by_name(column).unwrap().as_primitive::<Float64Type>().values().to_vec()
}

#[test]
fn the_views_are_empty_before_the_first_import_and_follow_it() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    assert_eq!(query(&store, "SELECT * FROM ticks").unwrap().num_rows(), 0);
    assert_eq!(query(&store, "SELECT * FROM bars").unwrap().num_rows(), 0);
    put(&store, "EURUSD", "2019-02-04", &[(994, 114_541)]).unwrap();
    let ticks = query(&store, "SELECT * FROM ticks").unwrap();
    let names: Vec<_> = ticks.schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["symbol", "timestamp", "bid", "ask", "bid_volume", "ask_volume"]);
    assert_eq!((floats(&ticks, "bid"), floats(&ticks, "ask")), (vec![1.14541], vec![1.14543]));
    let times = ticks.column(1).as_primitive::<TimestampMicrosecondType>();
    assert_eq!(times.value(0), 1_549_238_400_994_000);
}

fn bars(store: &Store, timeframe: Timeframe, side: Side) -> BarTable {
    store.bars(&BarQuery::new(symbol("EURUSD"), &[timeframe.into()], side)).unwrap().remove(0)
}

#[test]
fn the_bars_view_equals_the_bars_of_the_engine() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    // Ticks of equal time, whose order decides, and bars over the ends of days, weeks and months.
    put(&store, "EURUSD", "2019-01-31", &[(5, 30), (5, 10), (5, 20), (86_399_999, 15)]).unwrap();
    put(&store, "EURUSD", "2019-02-01", &[(0, 40), (3_600_000, 35), (3_600_000, 36)]).unwrap();
    put(&store, "EURUSD", "2019-02-04", &[(1, 50)]).unwrap();
    for timeframe in Timeframe::STANDARD {
        for side in Side::ALL {
            let expected = bars(&store, timeframe, side);
            let expected = tickloom_store::ArrowTable::from(&expected).batches.remove(0);
            let found = query(
                &store,
                &format!(
                    "SELECT epoch_ns(open_time) AS open_time, open, high, low, close, volume, ticks FROM bars
                     WHERE symbol = 'EURUSD' AND timeframe = '{timeframe}' AND side = '{side}' ORDER BY open_time"
                ),
            )
            .unwrap();
            for column in ["open", "high", "low", "close", "volume"] {
                assert_eq!(floats(&found, column), floats(&expected, column), "{timeframe} {side} {column}");
            }
            let times = found.column(0).as_primitive::<Int64Type>().values().to_vec();
            let bars = bars(&store, timeframe, side).bars;
            assert_eq!(times, bars.open_time, "{timeframe} {side}");
        }
    }
}

#[test]
fn times_of_every_unit_are_seen_by_sql() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    for (day, nanos) in [("2019-02-04", 1_000_000), ("2019-02-05", 1_000), ("2019-02-06", 1)] {
        let mut ticks = common::ticks(day, &[(0, 10)]);
        ticks.timestamp[0] += nanos;
        let staged = store.stage(common::key("EURUSD", day), common::digits(), vec![ticks], &[]).unwrap();
        let committed = store.commit(staged).unwrap();
        store.record(committed.partition.as_slice()).unwrap();
    }
    let found = query(&store, "SELECT epoch_us(timestamp) % 86400000000 AS us FROM ticks ORDER BY timestamp");
    assert_eq!(found.unwrap().column(0).as_primitive::<Int64Type>().values().to_vec(), [1_000, 1, 0]);
}

#[test]
fn values_are_bound_never_pasted() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", "2019-02-04", &[(994, 114_541), (995, 114_551)]).unwrap();
    let parameters = [SqlValue::Text("EURUSD".into()), SqlValue::Float(1.145_45)];
    let table =
        store.sql("SELECT bid FROM ticks WHERE symbol = ? AND bid > ?", &parameters, || false).unwrap();
    assert_eq!(floats(&table.batches[0], "bid"), [1.14551]);
    let parameters = [SqlValue::Time("2019-02-04T00:00:00.995Z".parse().unwrap())];
    let table =
        store.sql("SELECT bid FROM ticks WHERE timestamp < $1::TIMESTAMPTZ", &parameters, || false).unwrap();
    assert_eq!(floats(&table.batches[0], "bid"), [1.14541]);
    let hostile = [SqlValue::Text("' OR 1=1; DROP TABLE trades; --".into())];
    assert_eq!(store.sql("SELECT * FROM ticks WHERE symbol = ?", &hostile, || false).unwrap().num_rows(), 0);
}

#[test]
fn one_select_may_be_explained_described_and_summarised() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    for text in [
        "EXPLAIN SELECT * FROM ticks",
        "explain analyze SELECT 1",
        "DESCRIBE ticks",
        "SUMMARIZE instruments",
        "SHOW TABLES",
        "WITH a AS (SELECT 1 AS x) SELECT x FROM a -- and a comment",
        "FROM bars LIMIT 1;",
        "VALUES (1), (2)",
        "SELECT * FROM range(3), unnest([1, 2])",
        "SELECT t.bid, b.open FROM ticks t JOIN bars b USING (symbol) WHERE b.timeframe = '1h'",
        "SELECT * FROM (SELECT symbol, count(*) FROM ticks GROUP BY ALL) x UNION ALL SELECT 'a', 1",
    ] {
        let outcome = store.sql(text, &[], || false);
        assert!(outcome.is_ok(), "{text}: {:?}", outcome.err());
    }
}

#[test]
fn everything_but_one_select_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", "2019-02-04", &[(1, 10)]).unwrap();
    let inside = home.path().join("ticks/x.parquet");
    for text in [
        "".to_owned(),
        "SELEC 1".into(),
        "SELECT 1; SELECT 2".into(),
        "SELECT 1; DROP TABLE trades".into(),
        "INSERT INTO trades VALUES (1)".into(),
        "UPDATE instruments SET digits = 1".into(),
        "DELETE FROM partitions".into(),
        "DROP VIEW ticks".into(),
        "CREATE TABLE x AS SELECT 1".into(),
        "ATTACH 'x.duckdb'".into(),
        format!("COPY (SELECT 1) TO '{}'", inside.display()),
        "EXPLAIN INSERT INTO trades VALUES (1)".into(),
        "EXPLAIN ANALYZE DELETE FROM partitions".into(),
        "EXPLAIN".into(),
        "SET memory_limit = '1TB'".into(),
        "PRAGMA database_list".into(),
        "INSTALL httpfs".into(),
        "LOAD httpfs".into(),
        "EXPORT DATABASE 'x'".into(),
        "CALL checkpoint()".into(),
        "BEGIN".into(),
        "COMMIT".into(),
    ] {
        let error = store.sql(&text, &[], || false).err();
        assert!(matches!(error, Some(StoreError::SqlRefused { .. })), "{text}: {error:?}");
    }
    assert!(!inside.exists());
    assert_eq!(query(&store, "SELECT * FROM ticks").unwrap().num_rows(), 1);
}

#[test]
fn a_select_reaches_no_file_outside_the_ticks_and_no_network() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let outside = home.path().join("secret.csv");
    fs::write(&outside, "a,b\n1,2\n").unwrap();
    for text in [
        format!("SELECT * FROM read_csv('{}')", outside.display()),
        format!("SELECT * FROM read_text('{}')", outside.display()),
        format!("SELECT * FROM '{}'", outside.display()),
        format!("SELECT * FROM read_blob('{}/ticks/../secret.csv')", home.path().display()),
        format!("SELECT * FROM glob('{}/*')", home.path().display()),
        format!("SELECT * FROM read_blob('{}/catalogue.duckdb')", home.path().display()),
        format!("SELECT * FROM read_text('{}/catalogue.duckdb.wal')", home.path().display()),
        format!(
            "WITH a AS (SELECT (SELECT count(*) FROM read_blob('{}/catalogue.duckdb'))) FROM a",
            home.path().display()
        ),
        format!("EXPLAIN ANALYZE SELECT * FROM '{}/catalogue.duckdb'", home.path().display()),
        format!("DESCRIBE '{}'", outside.display()),
        "SELECT * FROM query_table('trades')".into(),
        "SELECT * FROM duckdb_secrets()".into(),
        "SELECT * FROM read_csv('https://localhost/x.csv')".into(),
        "SELECT * FROM read_parquet('s3://bucket/x')".into(),
        "SELECT getenv('HOME')".into(),
        "SELECT * FROM query('COPY (SELECT 1) TO ''x''')".into(),
    ] {
        let outcome = store.sql(&text, &[], || false);
        assert!(outcome.is_err(), "{text}: {outcome:?}");
    }
}

#[test]
fn a_failed_query_leaves_its_connection_usable() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    for _ in 0..10 {
        let error = store.sql("SELECT no_such_column FROM ticks", &[], || false).err().unwrap();
        assert_eq!(error.code(), "sql.failed");
        assert_eq!(store.sql("SELECT 1", &[], || false).unwrap().num_rows(), 1);
    }
}

#[test]
fn a_long_query_stops_when_asked() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    assert!(matches!(store.sql(ENDLESS, &[], || true), Err(StoreError::Interrupted)));
    assert_eq!(store.sql("SELECT 1", &[], || false).unwrap().num_rows(), 1);
}

#[test]
fn a_query_that_waits_for_a_connection_stops_when_asked() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let (running, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut asked = 0;
                let interrupted = store.sql(ENDLESS, &[], || {
                    asked += 1;
                    running.fetch_add(usize::from(asked == 1), SeqCst);
                    is_over.load(SeqCst)
                });
                assert!(matches!(interrupted, Err(StoreError::Interrupted)));
            });
        }
        while running.load(SeqCst) < 4 {
            std::thread::yield_now();
        }
        let waited = store.sql("SELECT 1", &[], || true);
        let bounds = QueryBounds { time: Some(Duration::from_millis(50)), ..QueryBounds::default() };
        let late = store.sql_within("SELECT 1", &[], &bounds, || false);
        is_over.store(true, SeqCst);
        assert!(matches!(waited, Err(StoreError::Interrupted)), "all four connections are taken");
        assert!(matches!(late, Err(StoreError::SqlTookTooLong { .. })), "its time counts while it waits");
    });
    assert_eq!(store.sql("SELECT 1", &[], || false).unwrap().num_rows(), 1);
}

#[test]
fn tables_are_written_in_every_format() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let table = store
        .sql("SELECT TIMESTAMPTZ '2019-02-04 00:00:00.994+00' AS time, 1.5 :: DOUBLE AS price, NULL :: INT AS gap", &[], || {
            false
        })
        .unwrap();
    let written = |format: &str| {
        let mut bytes = Vec::new();
        table.write(format.parse::<ExportFormat>().unwrap(), &mut bytes).unwrap();
        bytes
    };
    assert_eq!(String::from_utf8(written("csv")).unwrap(), "time,price,gap\n2019-02-04T00:00:00.994Z,1.5,\n");
    assert_eq!(
        String::from_utf8(written("json")).unwrap(),
        r#"[{"time":"2019-02-04T00:00:00.994Z","price":1.5,"gap":null}]"#
    );
    assert_eq!(&written("parquet")[..4], b"PAR1");
    assert_eq!(&written("arrow")[..4], [0xff; 4]);
    assert!("xlsx".parse::<ExportFormat>().is_err());
}

fn first(rows: u64) -> QueryBounds {
    QueryBounds { first: Some(rows), ..QueryBounds::default() }
}

fn first_of(store: &Store, text: &str, rows: u64) -> (Vec<i64>, bool) {
    let (table, is_cut) = store.sql_within(text, &[], &first(rows), || false).unwrap();
    let numbers = |batch: &RecordBatch| batch.column(0).as_primitive::<Int64Type>().values().to_vec();
    (table.batches.iter().flat_map(numbers).collect(), is_cut)
}

#[test]
fn the_first_rows_are_those_of_the_whole_and_no_more_are_made() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    for (text, rows, expected, is_cut) in [
        // All of it would be eighty gigabytes.
        ("SELECT range FROM range(10000000000)", 3, &[0, 1, 2][..], true),
        ("SELECT range FROM range(5) ORDER BY range DESC", 2, &[4, 3], true),
        ("SELECT range FROM range(2);;  ", 2, &[0, 1], false),
        ("SELECT range FROM range(2) -- a comment; or two", 1, &[0], true),
        ("WITH two AS (FROM range(2)) FROM two", 9, &[0, 1], false),
        ("SELECT range FROM range(9) LIMIT 3 OFFSET 5", 2, &[5, 6], true),
        ("SELECT range FROM range(2) UNION ALL SELECT 7", 5, &[0, 1, 7], false),
        ("SELECT range FROM range(2)", 0, &[], true),
        ("SELECT range FROM range(2)", u64::MAX, &[0, 1], false),
    ] {
        assert_eq!(first_of(&store, text, rows), (expected.to_vec(), is_cut), "{text}");
    }
    let (plan, is_cut) = store.sql_within("EXPLAIN SELECT 1", &[], &first(5), || false).unwrap();
    assert_eq!((plan.num_rows() > 0, is_cut), (true, false));
    let refused = store.sql_within("SELECT 1) LIMIT 1; DROP TABLE trades; --", &[], &first(1), || false);
    assert!(matches!(refused, Err(StoreError::SqlRefused { .. })));
}

#[test]
fn a_query_beyond_its_bounds_is_refused_and_one_within_them_is_whole() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let ask = |text: &str, first, most| {
        let bounds = QueryBounds { first, most, time: None };
        store.sql_within(text, &[], &bounds, || false).map(|(table, is_cut)| (table.num_rows(), is_cut))
    };
    let five = "SELECT range FROM range(5)";
    assert_eq!(ask(five, None, Some(5)).unwrap(), (5, false));
    assert_eq!(ask(five, Some(3), Some(4)).unwrap(), (3, true));
    assert_eq!(ask(five, Some(4), Some(4)).unwrap(), (4, true));
    assert_eq!(ask(five, Some(9), Some(5)).unwrap(), (5, false));
    for first in [None, Some(5), Some(9)] {
        let refused = ask(five, first, Some(4));
        assert!(matches!(refused, Err(StoreError::SqlTooManyRows { most: 4 })), "{first:?}");
    }
    assert!(ask("SELECT range FROM range(10000000000)", None, Some(4)).is_err());
}

#[test]
fn a_query_that_takes_too_long_is_ended() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    let bounds = QueryBounds { time: Some(Duration::from_millis(50)), ..QueryBounds::default() };
    let endless = "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range + b.range = 7";
    let ended = store.sql_within(endless, &[], &bounds, || false);
    assert!(matches!(ended, Err(StoreError::SqlTookTooLong { .. })));
    assert!(store.sql_within("SELECT 1", &[], &bounds, || false).is_ok());
}
