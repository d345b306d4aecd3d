//! Users' SQL: one SELECT that changes nothing and reaches nothing but this store.
//!
//! Three walls stand behind each other: the statement must serialise as a single SELECT, it runs in a
//! read-only transaction, and the engine's file access and settings are locked when the catalogue opens.

use std::{sync::mpsc, thread, time::Duration};

use arrow::array::RecordBatch;
use duckdb::{Connection, ToSql, params_from_iter, types::Value};
use tickloom_model::UnixNanos;

use crate::{ArrowTable, Store, StoreError};

/// A value bound to a `?` or `$1` of a query.
#[derive(Debug, Clone, PartialEq)]
pub enum SqlValue {
    /// No value.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// A text.
    Text(String),
    /// A moment; SQL keeps microseconds.
    Time(UnixNanos),
}

/// The most that a result may take in memory.
const MAX_RESULT_BYTES: usize = 2 << 30;

/// How often a caller that may want to stop is asked.
const POLL: Duration = Duration::from_millis(50);

impl Store {
    /// The result of one SELECT (or EXPLAIN of one) over the views `ticks` and `bars` and the store's tables.
    ///
    /// `should_stop` is asked about twenty times a second, on the calling thread; `true` ends the query.
    ///
    /// # Errors
    /// [`StoreError::SqlRefused`] for anything but one SELECT, [`StoreError::SqlFailed`] if it cannot be carried out,
    /// [`StoreError::SqlTooLarge`], [`StoreError::Interrupted`], or [`StoreError::Busy`].
    pub fn sql(
        &self,
        query: &str,
        parameters: &[SqlValue],
        mut should_stop: impl FnMut() -> bool,
    ) -> Result<ArrowTable, StoreError> {
        let connection = self.catalogue().reader_with_views()?;
        check_is_select(&connection, query)?;
        let interrupt = connection.interrupt_handle();
        thread::scope(|scope| {
            let (done, result) = mpsc::sync_channel(1);
            scope.spawn(move || done.send(run_read_only(&connection, query, parameters)));
            loop {
                match result.recv_timeout(POLL) {
                    Ok(outcome) => return outcome,
                    Err(mpsc::RecvTimeoutError::Timeout) if should_stop() => {
                        interrupt.interrupt();
                        return result.recv().ok().and_then(Result::ok).ok_or(StoreError::Interrupted);
                    }
                    Err(mpsc::RecvTimeoutError::Timeout) => {}
                    Err(mpsc::RecvTimeoutError::Disconnected) => return Err(StoreError::Interrupted),
                }
            }
        })
    }
}

/// The engine's own parser decides: it can write a SELECT as JSON, and nothing else.
fn check_is_select(connection: &Connection, query: &str) -> Result<(), StoreError> {
    let parsed = "SELECT coalesce(j->>'error_type', ''), coalesce(j->>'error_message', ''), json_array_length(j->'statements')
                  FROM (SELECT json_serialize_sql(?::VARCHAR)::JSON AS j)";
    let (error, message, statements): (String, String, Option<u64>) = connection
        .query_row(parsed, [without_explain(query)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .map_err(|error| StoreError::SqlRefused { reason: error.to_string() })?;
    let refused = |reason| Err(StoreError::SqlRefused { reason });
    match (error.as_str(), statements) {
        ("", Some(1)) => Ok(()),
        ("", count) => refused(format!("it holds {} statements", count.unwrap_or(0))),
        ("not implemented", _) => refused("it is no SELECT".into()),
        _ => refused(message),
    }
}

fn without_explain(query: &str) -> &str {
    let query = query.trim_start();
    let after = |word: &str| {
        let (start, rest) = query.split_at_checked(word.len())?;
        (start.eq_ignore_ascii_case(word) && rest.starts_with(char::is_whitespace)).then_some(rest)
    };
    after("EXPLAIN ANALYZE").or_else(|| after("EXPLAIN")).unwrap_or(query)
}

fn run_read_only(
    connection: &Connection,
    query: &str,
    parameters: &[SqlValue],
) -> Result<ArrowTable, StoreError> {
    let failed = |error: duckdb::Error| StoreError::SqlFailed { reason: error.to_string() };
    connection.execute_batch("BEGIN TRANSACTION READ ONLY").map_err(failed)?;
    let outcome = run(connection, query, parameters);
    connection.execute_batch("ROLLBACK").map_err(failed)?;
    outcome
}

fn run(connection: &Connection, query: &str, parameters: &[SqlValue]) -> Result<ArrowTable, StoreError> {
    let failed = |error: duckdb::Error| StoreError::SqlFailed { reason: error.to_string() };
    let mut statement = connection.prepare(query).map_err(failed)?;
    let bound: Vec<Value> = parameters.iter().map(to_engine).collect();
    let references: Vec<&dyn ToSql> = bound.iter().map(|value| value as &dyn ToSql).collect();
    let result = statement.query_arrow(params_from_iter(references)).map_err(failed)?;
    let schema = result.get_schema();
    let (mut batches, mut bytes) = (Vec::new(), 0);
    for batch in result {
        bytes += RecordBatch::get_array_memory_size(&batch);
        if bytes > MAX_RESULT_BYTES {
            return Err(StoreError::SqlTooLarge { limit_bytes: MAX_RESULT_BYTES });
        }
        batches.push(batch);
    }
    Ok(ArrowTable { schema, batches })
}

fn to_engine(value: &SqlValue) -> Value {
    match value {
        SqlValue::Null => Value::Null,
        SqlValue::Bool(value) => Value::Boolean(*value),
        SqlValue::Int(value) => Value::BigInt(*value),
        SqlValue::Float(value) => Value::Double(*value),
        SqlValue::Text(value) => Value::Text(value.clone()),
        SqlValue::Time(time) => Value::Text(time.to_string()),
    }
}
