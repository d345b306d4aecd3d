//! The DuckDB file beside the ticks: what is stored where, and the tables of users' work.
//!
//! What it says of ticks can always be rebuilt from the tick files; it is never asked where a tick is if the files say
//! otherwise.

mod connect;
mod copies;
mod fold;
mod journal;
mod keys;
mod lost;
mod migrations;
mod minutes;
mod moment;
mod partitions;
mod pool;
mod reconcile;
mod views;

use std::{
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use duckdb::Connection;
use tickloom_model::{Side, Symbol, TimeRange};

use crate::{
    StoreError,
    home::Home,
    partition::{PartitionInfo, PartitionKey},
};

pub use journal::ImportedSource;
pub use lost::{LossReason, LostPartition};
pub(crate) use migrations::known as known_schema;
pub(crate) use minutes::DayOfMinutes;
pub(crate) use moment::{Moment, schema_of};
pub(crate) use pool::PooledConnection;
pub(crate) use reconcile::reconcile;

/// The open catalogue: one connection that writes, a bounded number that read.
pub(crate) struct Catalogue {
    writer: Mutex<Connection>,
    readers: pool::ReadPool,
    set_aside: Vec<PathBuf>,
    home: Home,
}

impl Catalogue {
    pub(crate) fn open(home: &Home) -> Result<Self, StoreError> {
        let connect::Opened { connection, set_aside } = up_to_date(home)?;
        connect::confine(&connection, home)?;
        let template = connection.try_clone().map_err(StoreError::catalogue("connecting to"))?;
        let readers = pool::ReadPool::new(template, home.ticks_glob());
        Ok(Self { writer: Mutex::new(connection), readers, set_aside, home: home.clone() })
    }

    /// The one connection that writes.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        // A panic elsewhere leaves no half-made change: every change is one statement or one transaction.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A connection that reads tables; waits for one if all are taken.
    pub(crate) fn reader(&self) -> Result<PooledConnection<'_>, StoreError> {
        self.readers.take()
    }

    /// The same with the views `ticks` and `bars`; `should_stop` is asked while it waits.
    pub(crate) fn reader_with_views(
        &self,
        should_stop: &mut dyn FnMut() -> bool,
    ) -> Result<PooledConnection<'_>, StoreError> {
        self.readers.take_with_views(should_stop)
    }

    /// Tells readers whether there is any tick file, without which DuckDB cannot make the views.
    pub(crate) fn set_has_ticks(&self, has_ticks: bool) {
        self.readers.set_has_ticks(has_ticks);
    }

    pub(crate) fn partitions(&self) -> Result<Vec<PartitionInfo>, StoreError> {
        partitions::list(&self.writer()).map_err(StoreError::catalogue("reading"))
    }

    /// Makes the catalogue speak of these partitions, and of sources that are all stored with them, in one transaction.
    pub(crate) fn record(
        &self,
        partitions: &[PartitionInfo],
        sources: &[ImportedSource],
    ) -> Result<(), StoreError> {
        self.write("recording partitions in", |connection| {
            lost::forget(connection, partitions.iter().map(|partition| &partition.key))?;
            partitions::record(connection, partitions)?;
            journal::record(connection, sources)
        })
    }

    /// Days of a range whose minutes were kept.
    pub(crate) fn minutes(
        &self,
        symbol: &Symbol,
        side: Side,
        range: TimeRange,
    ) -> Result<Vec<DayOfMinutes>, StoreError> {
        // None is waited for: whoever wants bars has the ticks.
        let Some(connection) = self.readers.take_if_idle()? else { return Ok(Vec::new()) };
        minutes::list(&connection, symbol, side, range).map_err(StoreError::catalogue("reading bars of"))
    }

    /// Keeps the minutes of those days that `is_current` once nobody else writes.
    pub(crate) fn keep_minutes(
        &self,
        symbol: &Symbol,
        side: Side,
        mut days: Vec<DayOfMinutes>,
        is_current: impl Fn(&DayOfMinutes) -> bool,
    ) -> Result<(), StoreError> {
        self.write("keeping bars in", |connection| {
            days.retain(is_current);
            minutes::replace(connection, symbol, side, &days)
        })
    }

    /// Forgets all minutes that were kept; returns how many.
    pub(crate) fn clear_minutes(&self) -> Result<u64, StoreError> {
        self.write("clearing bars of", minutes::clear)
    }

    /// How many minutes are kept.
    pub(crate) fn count_minutes(&self) -> Result<u64, StoreError> {
        minutes::count(&self.writer()).map_err(StoreError::catalogue("counting bars of"))
    }

    /// Sources of a symbol whose every tick is stored.
    pub(crate) fn imported_sources(&self, symbol: &Symbol) -> Result<Vec<ImportedSource>, StoreError> {
        journal::list(&self.writer(), symbol).map_err(StoreError::catalogue("reading"))
    }

    /// Imports that have not ended.
    pub(crate) fn running_imports(&self) -> Result<Vec<String>, StoreError> {
        let failed = || StoreError::catalogue("reading");
        let writer = self.writer();
        let mut query = writer.prepare("SELECT id FROM imports WHERE status = 'running'").map_err(failed())?;
        query.query_map([], |row| row.get(0)).and_then(Iterator::collect).map_err(failed())
    }

    /// Days that were stored and are not any more, by symbol and day.
    pub(crate) fn lost(&self) -> Result<Vec<LostPartition>, StoreError> {
        lost::list(&self.writer()).map_err(StoreError::catalogue("reading"))
    }

    /// Makes the catalogue forget days that somebody gave up.
    pub(crate) fn forget_lost(&self, keys: &[PartitionKey]) -> Result<(), StoreError> {
        self.write("forgetting lost partitions in", |connection| {
            lost::forget(connection, keys.iter()).map(drop)
        })
    }

    /// Makes the catalogue speak of partitions as lost, no more as stored.
    pub(crate) fn lose(&self, lost: &[LostPartition]) -> Result<(), StoreError> {
        self.write("noting lost partitions in", |connection| {
            partitions::forget(connection, lost.iter().map(|lost| &lost.key))?;
            journal::distrust(connection, lost.iter().map(|lost| &lost.key))?;
            lost::add(connection, lost)
        })
    }

    /// Carries out one change as a transaction: all of it or nothing.
    pub(crate) fn write<T>(
        &self,
        doing: &'static str,
        change: impl FnOnce(&Connection) -> duckdb::Result<T>,
    ) -> Result<T, StoreError> {
        let mut connection = self.writer();
        connection.execute_batch("BEGIN").map_err(StoreError::catalogue(doing))?;
        match change(&connection) {
            Ok(value) => {
                connection.execute_batch("COMMIT").map_err(StoreError::catalogue(doing))?;
                self.fold_if_due(&mut connection)?;
                Ok(value)
            }
            Err(error) => {
                // The first error is the one to tell; DuckDB may have rolled back by itself.
                let _ = connection.execute_batch("ROLLBACK");
                Err(StoreError::catalogue(doing)(error))
            }
        }
    }

    /// Folds a long log, unless somebody reads: then a later change does.
    fn fold_if_due(&self, writer: &mut Connection) -> Result<(), StoreError> {
        if !fold::is_due(&self.home, fold::WORTH_IN_USE) {
            return Ok(());
        }
        self.readers.renew(|| {
            let open = std::mem::replace(writer, pool::placeholder()?);
            let connect::Opened { connection, .. } = folded(&self.home, open)?;
            connect::confine(&connection, &self.home)?;
            *writer = connection;
            writer.try_clone().map_err(StoreError::catalogue("connecting to"))
        })
    }

    pub(crate) fn schema_version(&self) -> Result<u32, StoreError> {
        migrations::version(&self.writer()).map_err(StoreError::catalogue("reading"))
    }

    pub(crate) fn engine_version(&self) -> Result<String, StoreError> {
        self.writer().version().map_err(StoreError::catalogue("reading"))
    }

    /// Damaged files that were put aside when this catalogue was opened.
    pub(crate) fn set_aside(&self) -> &[PathBuf] {
        &self.set_aside
    }
}

/// The catalogue as this program wants it, with a short log.
fn up_to_date(home: &Home) -> Result<connect::Opened, StoreError> {
    let connect::Opened { connection, set_aside } = connect::open_or_recover(home)?;
    let now = if migrations::are_due(&connection)? {
        let connection = fold::fold(home, connection, migrations::migrate)?;
        connect::Opened { connection, set_aside: Vec::new() }
    } else if fold::is_due(home, fold::WORTH_AT_OPEN) {
        folded(home, connection)?
    } else {
        connect::Opened { connection, set_aside: Vec::new() }
    };
    Ok(connect::Opened { set_aside: [set_aside, now.set_aside].concat(), ..now })
}

/// The catalogue with its log folded, or as it was: where there is no space for that, a long log does no harm.
fn folded(home: &Home, connection: Connection) -> Result<connect::Opened, StoreError> {
    match fold::fold(home, connection, |_| Ok(())) {
        Ok(connection) => Ok(connect::Opened { connection, set_aside: Vec::new() }),
        Err(_) => connect::open_or_recover(home),
    }
}
