//! Queries over ticks, bars and records: as many rows and as much time as was asked for.

use std::time::{Duration, Instant};

use tickloom_ipc::Failure;
use tickloom_protocol::methods::sql::{Query, SqlPart, SqlQuery};
use tickloom_store::{ArrowTable, QueryBounds, SqlValue, Store, StoreError};

use crate::{
    Methods, Parts, Request, Service, failed,
    tuning::Tuned,
    wire::{
        columns,
        sql::{until, value},
    },
};

/// A query without a limit of its own.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) struct Sql {
    pub(super) store: Store,
    pub(super) tuned: Tuned,
}

impl Service for Sql {
    fn name(&self) -> &str {
        "sql"
    }

    fn methods(&self) -> Methods {
        let (store, tuned) = (self.store.clone(), self.tuned.clone());
        Methods::new()
            .parts::<Query>(move |request, asked, parts| query(&store, &tuned, request, asked, parts))
            .within(DAY)
    }
}

fn query(
    store: &Store,
    tuned: &Tuned,
    request: &Request,
    asked: SqlQuery,
    parts: &Parts<SqlPart>,
) -> Result<SqlPart, Failure> {
    let (table, is_cut) = result(store, tuned, request, asked)?;
    let part = |columns, is_cut| SqlPart { columns, is_cut };
    let last = columns::write(&table, |piece| parts.send(&part(piece, None)))?;
    Ok(part(last, Some(is_cut)))
}

/// The rows, and whether there were more.
fn result(
    store: &Store,
    tuned: &Tuned,
    request: &Request,
    asked: SqlQuery,
) -> Result<(ArrowTable, bool), Failure> {
    let SqlQuery { query, params, max_rows, timeout } = asked;
    let until = until(timeout)?;
    let is_late = || until.is_some_and(|until| Instant::now() >= until);
    let values: Vec<SqlValue> = params.unwrap_or_default().into_iter().map(value).collect();
    let should_stop = || request.is_cancelled() || is_late();
    let bounds = QueryBounds { first: max_rows, ..tuned.get().queries };
    store.sql_within(&query, &values, &bounds, should_stop).map_err(|error| match error {
        StoreError::Interrupted if is_late() => took_too_long(timeout.unwrap_or_default()),
        error => failed(error),
    })
}

fn took_too_long(seconds: f64) -> Failure {
    let advice = "ask for less, or give it more time";
    Failure::new("interrupted", format!("the query took longer than its {seconds} s: {advice}"))
}
