//! Queries over a socket: rows and time as asked for, and nothing but reading.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::time::{Duration, Instant};

use arrow::{
    array::{AsArray, RecordBatch},
    datatypes::{Int64Type, UInt64Type},
};
use engine::{
    Client, Heard, Running,
    market::{TICKS_OF_THE_DAY, a_real_day, column, table},
};
use tickloom_protocol::{
    Scalar,
    methods::{
        common::Empty,
        sql::{Query, SqlQuery},
        system::Ping,
    },
};

/// It would take days.
const ENDLESS: &str = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range + b.range = 7";

fn asked(query: &str) -> SqlQuery {
    SqlQuery { query: query.into(), ..SqlQuery::default() }
}

fn rows(client: &mut Client, asked: &SqlQuery) -> (RecordBatch, bool) {
    let parts = client.ask_in_parts::<Query>(asked).unwrap();
    let (last, before) = parts.split_last().unwrap();
    assert!(before.iter().all(|part| part.is_cut.is_none()));
    let is_cut = last.is_cut.unwrap();
    (table(parts.into_iter().flat_map(|part| part.columns.into_vec()).collect()), is_cut)
}

#[test]
fn ticks_are_counted() {
    let running = Running::over(a_real_day);
    let (counted, is_cut) = rows(&mut running.client(), &asked("SELECT count(*) AS n FROM ticks"));
    assert_eq!((column::<Int64Type>(&counted, "n"), is_cut), (vec![TICKS_OF_THE_DAY as i64], false));
}

#[test]
fn every_kind_of_value_stands_for_a_question_mark() {
    let running = Running::empty();
    let params = vec![
        Scalar::Null,
        Scalar::Bool(true),
        Scalar::Int64(i64::MIN),
        Scalar::UInt64(u64::MAX),
        Scalar::Float(0.1),
        Scalar::Text("€".into()),
    ];
    let query =
        SqlQuery { params: Some(params), ..asked("SELECT ? AS a, ? AS b, ? AS c, ? AS d, ? AS e, ? AS f") };
    let (found, _) = rows(&mut running.client(), &query);
    assert!(found.column(0).is_null(0) || found.column(0).data_type().is_null());
    assert!(found.column(1).as_boolean().value(0));
    assert_eq!(column::<Int64Type>(&found, "c"), [i64::MIN]);
    assert_eq!(column::<UInt64Type>(&found, "d"), [u64::MAX]);
    assert_eq!(found.column(5).as_string::<i32>().value(0), "€");
}

#[test]
fn no_more_rows_come_than_were_asked_for() {
    let running = Running::empty();
    let mut client = running.client();
    for (most, came, cut) in [
        (0, 0, true),
        (1, 1, true),
        (2_048, 2_048, true),
        (99_999, 99_999, true),
        (100_000, 100_000, false),
        (u64::MAX >> 11, 100_000, false),
    ] {
        let query = SqlQuery { max_rows: Some(most), ..asked("SELECT range AS n FROM range(100000)") };
        let (found, is_cut) = rows(&mut client, &query);
        assert_eq!((found.num_rows(), is_cut), (came, cut), "{most}");
        assert!(column::<Int64Type>(&found, "n").iter().copied().eq(0..came as i64), "{most}");
    }
}

#[test]
fn a_query_ends_with_its_time() {
    let running = Running::empty();
    let mut client = running.client();
    let begun = Instant::now();
    let late = SqlQuery { timeout: Some(0.2), ..asked(ENDLESS) };
    let refused = client.ask_in_parts::<Query>(&late).unwrap_err();
    assert_eq!(refused.code, "interrupted");
    assert!(refused.message.contains("0.2 s"), "{refused:?}");
    assert!(begun.elapsed() < Duration::from_secs(10));
    for timeout in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let wrong = SqlQuery { timeout: Some(timeout), ..asked("SELECT 1") };
        assert_eq!(
            client.ask_in_parts::<Query>(&wrong).unwrap_err().code,
            "protocol.bad_params",
            "{timeout}"
        );
    }
}

#[test]
fn a_cancel_interrupts_the_query_and_frees_its_connection() {
    let running = Running::empty();
    let mut client = running.client();
    // Four connections read at a time: if one were not freed, the fifth query would wait for half a minute.
    for _ in 0..6 {
        let asked = client.request("sql.query", &asked(ENDLESS));
        client.ask::<Ping>(&Empty {}).unwrap();
        client.cancel(asked);
        let Heard::Error { refused, .. } = client.hear() else { panic!("no error") };
        assert_eq!(refused.code, "protocol.cancelled");
    }
    assert_eq!(rows(&mut client, &asked("SELECT 1 AS n")).0.num_rows(), 1);
}

#[test]
fn what_is_no_question_is_refused() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    for (query, code) in [
        ("", "sql.refused"),
        ("DROP TABLE trades", "sql.refused"),
        ("SELECT 1; SELECT 2", "sql.refused"),
        ("SELECT * FROM read_csv('/etc/passwd')", "sql.refused"),
        ("SELECT * FROM nothing", "sql.failed"),
        ("SELECT ?", "sql.failed"),
        ("SELECT 1/0::INTEGER FROM ticks WHERE 'a'::INTEGER = 1", "sql.failed"),
    ] {
        assert_eq!(client.ask_in_parts::<Query>(&asked(query)).unwrap_err().code, code, "{query}");
    }
}
