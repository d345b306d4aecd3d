//! Users' SQL: one SELECT that changes nothing and reaches nothing but this store.
//!
//! Three walls stand behind each other: the statement must serialise as a single SELECT from tables, it runs in a
//! read-only transaction, and the engine's file access and settings are locked when the catalogue opens.

use std::{
    panic::resume_unwind,
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use arrow::array::RecordBatch;
use duckdb::{Connection, ToSql, params_from_iter, types::Value};
use tickloom_model::UnixNanos;

use crate::{ArrowTable, Store, StoreError, catalogue::PooledConnection};

/// A value bound to a `?` or `$1` of a query.
#[derive(Debug, Clone, PartialEq)]
pub enum SqlValue {
    /// No value.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number that may be above 2^63 - 1.
    UInt(u64),
    /// A number.
    Float(f64),
    /// A text.
    Text(String),
    /// A moment; SQL keeps microseconds.
    Time(UnixNanos),
}

/// How much of an answer is wanted, and what a query may take to give it. Without any of them it is all, for as long as it takes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct QueryBounds {
    /// Rows that are wanted; there may be more.
    pub first: Option<u64>,
    /// Rows beyond which the query is refused, unless fewer are wanted.
    pub most: Option<u64>,
    /// How long it may take.
    pub time: Option<Duration>,
}

impl QueryBounds {
    /// Rows that are made at most, but for one that shows that there are more.
    fn rows(&self) -> usize {
        let rows = self.first.unwrap_or(u64::MAX).min(self.most.unwrap_or(u64::MAX));
        usize::try_from(rows).unwrap_or(usize::MAX)
    }

    /// An answer in these bounds, or why it is none.
    fn hold(&self, answer: (ArrowTable, bool)) -> Result<(ArrowTable, bool), StoreError> {
        match self.most {
            Some(most) if answer.1 && self.first.is_none_or(|first| first > most) => {
                Err(StoreError::SqlTooManyRows { most })
            }
            _ => Ok(answer),
        }
    }
}

/// The most that a result may take in memory.
const MAX_RESULT_BYTES: usize = 2 << 30;

/// How often a caller that may want to stop is asked.
const POLL: Duration = Duration::from_millis(50);

impl Store {
    /// The result of one SELECT (or EXPLAIN of one) over the views `ticks` and `bars` and the store's tables.
    ///
    /// `should_stop` is asked about twenty times a second, on the calling thread; `true` ends the query, and the wait for one of four
    /// connections.
    ///
    /// # Errors
    /// [`StoreError::SqlRefused`] for anything but one SELECT, [`StoreError::SqlFailed`] if it cannot be carried out,
    /// [`StoreError::SqlTooLarge`], [`StoreError::Interrupted`], or [`StoreError::Busy`].
    pub fn sql(
        &self,
        query: &str,
        parameters: &[SqlValue],
        should_stop: impl FnMut() -> bool,
    ) -> Result<ArrowTable, StoreError> {
        Ok(self.sql_within(query, parameters, &QueryBounds::default(), should_stop)?.0)
    }

    /// The same within bounds, and whether there are more rows than are wanted.
    ///
    /// No more is made than is asked for. Of columns with the same name, those behind the first get a number.
    ///
    /// # Errors
    /// As [`sql`](Self::sql), [`StoreError::SqlTooManyRows`] and [`StoreError::SqlTookTooLong`] beyond the bounds.
    pub fn sql_within(
        &self,
        query: &str,
        parameters: &[SqlValue],
        bounds: &QueryBounds,
        mut should_stop: impl FnMut() -> bool,
    ) -> Result<(ArrowTable, bool), StoreError> {
        let until = bounds.time.and_then(|time| Instant::now().checked_add(time));
        let is_late = || until.is_some_and(|until| Instant::now() >= until);
        let ended = || bounds.time.filter(|_| is_late()).map_or(StoreError::Interrupted, too_long);
        let mut should_stop = || should_stop() || is_late();
        let rows = bounds.rows();
        let connection = self.catalogue().reader_with_views(&mut should_stop);
        let connection = connection.map_err(|error| match error {
            StoreError::Interrupted => ended(),
            other => other,
        })?;
        check_is_select(&connection, query)?;
        let query = &limited(&connection, query, rows);
        let work = |connection: &Connection| run_read_only(connection, query, parameters, rows);
        let (connection, outcome, is_stopped) = interruptible(connection, work, should_stop);
        // Nobody interrupts it any more: it goes back to the others without a transaction.
        let closed = connection.execute_batch("ROLLBACK").map_err(failed);
        match outcome {
            Err(_) if is_stopped => Err(ended()),
            outcome => bounds.hold(outcome.and_then(|answer| closed.map(|()| answer))?),
        }
    }
}

/// What a connection does on a thread of its own, and whether it was to stop before its end.
///
/// Then it is interrupted again and again: what comes before or between statements is forgotten by the next one.
fn interruptible<'pool, T: Send>(
    connection: PooledConnection<'pool>,
    work: impl FnOnce(&Connection) -> T + Send,
    mut should_stop: impl FnMut() -> bool,
) -> (PooledConnection<'pool>, T, bool) {
    let (interrupt, mut is_stopped) = (connection.interrupt_handle(), false);
    let (running, ended) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let worker = scope.spawn(move || {
            let _running = running;
            let outcome = work(&connection);
            (connection, outcome)
        });
        while ended.recv_timeout(POLL) == Err(mpsc::RecvTimeoutError::Timeout) {
            is_stopped = is_stopped || should_stop();
            if is_stopped {
                interrupt.interrupt();
            }
        }
        let (connection, outcome) = worker.join().unwrap_or_else(|panic| resume_unwind(panic));
        (connection, outcome, is_stopped)
    })
}

fn failed(error: duckdb::Error) -> StoreError {
    StoreError::SqlFailed { reason: error.to_string() }
}

const fn too_long(time: Duration) -> StoreError {
    StoreError::SqlTookTooLong { time }
}

/// A query that makes one row more than is wanted, so that it is known whether there are more. Where a text cannot stand inside
/// another, as that of an EXPLAIN, it stays as it is.
fn limited(connection: &Connection, query: &str, rows: usize) -> String {
    let inside = query.trim_end_matches(|end: char| end == ';' || end.is_whitespace());
    let limited = format!("SELECT * FROM (\n{inside}\n) LIMIT {}", rows.saturating_add(1));
    // Of more rows than these no result fits.
    let is_limited = rows < u32::MAX as usize && check_is_select(connection, &limited).is_ok();
    if is_limited { limited } else { query.into() }
}

/// The engine's own parser decides: it can write a SELECT as JSON, and nothing else.
fn check_is_select(connection: &Connection, query: &str) -> Result<(), StoreError> {
    let refused = |reason: String| StoreError::SqlRefused { reason };
    let parsed: String = connection
        .query_row("SELECT json_serialize_sql(?::VARCHAR)", [without_explain(query)], |row| row.get(0))
        .map_err(|error| refused(error.to_string()))?;
    let parsed: serde_json::Value =
        serde_json::from_str(&parsed).map_err(|_| refused("it is nested too deeply".into()))?;
    let statements = parsed["statements"].as_array().map_or(0, Vec::len);
    match (parsed["error_type"].as_str(), statements) {
        (None, 1) => only_tables_and_views(&parsed).map_err(refused),
        (None, count) => Err(refused(format!("it holds {count} statements"))),
        (Some("not implemented"), _) => Err(refused("it is no SELECT".into())),
        _ => Err(refused(parsed["error_message"].as_str().unwrap_or_default().into())),
    }
}

/// Functions in FROM that make rows out of nothing but their arguments.
const TABLE_FUNCTIONS: [&str; 5] = ["generate_series", "generate_subscripts", "range", "repeat", "unnest"];

/// Whether a query reads nothing but tables, views and made-up rows. The engine refuses files outside the ticks by itself, but not its
/// own file, and reading that one would drop the lock on it.
fn only_tables_and_views(query: &serde_json::Value) -> Result<(), String> {
    let mut rest = vec![query];
    while let Some(node) = rest.pop() {
        match node {
            serde_json::Value::Array(items) => rest.extend(items),
            serde_json::Value::Object(fields) => {
                let text = |key| fields.get(key).and_then(serde_json::Value::as_str).unwrap_or_default();
                let function = fields
                    .get("function")
                    .map_or("", |function| function["function_name"].as_str().unwrap_or_default());
                if text("type") == "TABLE_FUNCTION" && !TABLE_FUNCTIONS.contains(&function) {
                    return Err(format!("{function}() cannot be read from"));
                }
                if text("table_name").contains(['/', '\\', '.', ':', '*']) {
                    return Err(format!("{:?} is a file, not a table", text("table_name")));
                }
                rest.extend(fields.values());
            }
            _ => {}
        }
    }
    Ok(())
}

fn without_explain(query: &str) -> &str {
    let query = query.trim_start();
    let after = |word: &str| {
        let (start, rest) = query.split_at_checked(word.len())?;
        (start.eq_ignore_ascii_case(word) && rest.starts_with(char::is_whitespace)).then_some(rest)
    };
    after("EXPLAIN ANALYZE").or_else(|| after("EXPLAIN")).unwrap_or(query)
}

/// Begins a transaction, which the caller ends.
fn run_read_only(
    connection: &Connection,
    query: &str,
    parameters: &[SqlValue],
    rows: usize,
) -> Result<(ArrowTable, bool), StoreError> {
    connection.execute_batch("BEGIN TRANSACTION READ ONLY").map_err(failed)?;
    run(connection, query, parameters, rows)
}

fn run(
    connection: &Connection,
    query: &str,
    parameters: &[SqlValue],
    rows: usize,
) -> Result<(ArrowTable, bool), StoreError> {
    let mut statement = connection.prepare(query).map_err(failed)?;
    let bound: Vec<Value> = parameters.iter().map(to_engine).collect();
    let references: Vec<&dyn ToSql> = bound.iter().map(|value| value as &dyn ToSql).collect();
    let result = statement.query_arrow(params_from_iter(references)).map_err(failed)?;
    let (schema, mut left) = (result.get_schema(), rows);
    let (mut batches, mut bytes) = (Vec::new(), 0);
    for batch in result {
        if batch.num_rows() > left {
            batches.push(batch.slice(0, left));
            return Ok((ArrowTable { schema, batches }, true));
        }
        left -= batch.num_rows();
        bytes += RecordBatch::get_array_memory_size(&batch);
        if bytes > MAX_RESULT_BYTES {
            return Err(StoreError::SqlTooLarge { limit_bytes: MAX_RESULT_BYTES });
        }
        batches.push(batch);
    }
    Ok((ArrowTable { schema, batches }, false))
}

fn to_engine(value: &SqlValue) -> Value {
    match value {
        SqlValue::Null => Value::Null,
        SqlValue::Bool(value) => Value::Boolean(*value),
        SqlValue::Int(value) => Value::BigInt(*value),
        SqlValue::UInt(value) => Value::UBigInt(*value),
        SqlValue::Float(value) => Value::Double(*value),
        SqlValue::Text(value) => Value::Text(value.clone()),
        SqlValue::Time(time) => Value::Text(time.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::interruptible;
    use crate::Store;

    const ENDLESS: &str =
        "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range + b.range = -1";

    #[test]
    fn a_statement_after_one_that_was_interrupted_is_interrupted_too() {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(home.path()).unwrap();
        let connection = store.catalogue().reader_with_views(&mut || false).unwrap();
        let twice = |connection: &duckdb::Connection| [(); 2].map(|()| connection.execute_batch(ENDLESS));
        let (connection, outcomes, is_stopped) = interruptible(connection, twice, || true);
        assert!(is_stopped && outcomes.iter().all(Result::is_err));
        drop(connection);
        assert_eq!(store.sql("SELECT 1", &[], || false).unwrap().num_rows(), 1);
    }
}
