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
use tracing::warn;

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
    /// None while it is closed, because it could not be opened after its log was folded: whoever needs it next tries again.
    writer: Mutex<Option<Connection>>,
    readers: pool::ReadPool,
    set_aside: Vec<PathBuf>,
    home: Home,
}

impl Catalogue {
    pub(crate) fn open(home: &Home) -> Result<Self, StoreError> {
        let connect::Opened { connection, set_aside } = up_to_date(home)?;
        let (writer, template) = confined(home, connection)?;
        let readers = pool::ReadPool::new(template, home.ticks_glob());
        Ok(Self { writer: Mutex::new(Some(writer)), readers, set_aside, home: home.clone() })
    }

    /// A connection that reads tables; waits for one if all are taken.
    pub(crate) fn reader(&self) -> Result<PooledConnection<'_>, StoreError> {
        self.readers()?.take()
    }

    /// The same with the views `ticks` and `bars`; `should_stop` is asked while it waits.
    pub(crate) fn reader_with_views(
        &self,
        should_stop: &mut dyn FnMut() -> bool,
    ) -> Result<PooledConnection<'_>, StoreError> {
        self.readers()?.take_with_views(should_stop)
    }

    /// Tells readers whether there is any tick file, without which DuckDB cannot make the views.
    pub(crate) fn set_has_ticks(&self, has_ticks: bool) {
        self.readers.set_has_ticks(has_ticks);
    }

    pub(crate) fn partitions(&self) -> Result<Vec<PartitionInfo>, StoreError> {
        self.read("reading", partitions::list)
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
        let Some(connection) = self.readers()?.take_if_idle()? else { return Ok(Vec::new()) };
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
        self.read("counting bars of", minutes::count)
    }

    /// Sources of a symbol whose every tick is stored.
    pub(crate) fn imported_sources(&self, symbol: &Symbol) -> Result<Vec<ImportedSource>, StoreError> {
        self.read("reading", |connection| journal::list(connection, symbol))
    }

    /// Imports that have not ended.
    pub(crate) fn running_imports(&self) -> Result<Vec<String>, StoreError> {
        self.read("reading", |connection| {
            let mut query = connection.prepare("SELECT id FROM imports WHERE status = 'running'")?;
            query.query_map([], |row| row.get(0))?.collect()
        })
    }

    /// Days that were stored and are not any more, by symbol and day.
    pub(crate) fn lost(&self) -> Result<Vec<LostPartition>, StoreError> {
        self.read("reading", lost::list)
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
        let mut writer = self.writer();
        let connection = self.opened(&mut writer)?;
        connection.execute_batch("BEGIN").map_err(StoreError::catalogue(doing))?;
        match change(connection) {
            Ok(value) => {
                connection.execute_batch("COMMIT").map_err(StoreError::catalogue(doing))?;
                self.fold_if_due(&mut writer);
                Ok(value)
            }
            Err(error) => {
                // The first error is the one to tell; DuckDB may have rolled back by itself.
                let _ = connection.execute_batch("ROLLBACK");
                Err(StoreError::catalogue(doing)(error))
            }
        }
    }

    /// Answers a question by the connection that writes, which sees the last change.
    fn read<T>(
        &self,
        doing: &'static str,
        question: impl FnOnce(&Connection) -> duckdb::Result<T>,
    ) -> Result<T, StoreError> {
        question(self.opened(&mut self.writer())?).map_err(StoreError::catalogue(doing))
    }

    fn writer(&self) -> MutexGuard<'_, Option<Connection>> {
        // A panic elsewhere leaves no half-made change: every change is one statement or one transaction.
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn readers(&self) -> Result<&pool::ReadPool, StoreError> {
        if self.readers.is_closed() {
            self.opened(&mut self.writer())?;
        }
        Ok(&self.readers)
    }

    /// The connection that writes; the catalogue is opened for it if it is closed.
    fn opened<'w>(&self, writer: &'w mut Option<Connection>) -> Result<&'w Connection, StoreError> {
        let connection = match writer.take() {
            Some(connection) => connection,
            None => self.open_again()?,
        };
        Ok(writer.insert(connection))
    }

    fn open_again(&self) -> Result<Connection, StoreError> {
        let found = connect::open_or_recover(&self.home)?;
        let (writer, template) = confined(&self.home, found.connection)?;
        self.readers.open(template);
        Ok(writer)
    }

    /// Folds a long log, unless somebody reads: then a later change does. If that fails, what was written is safe all the same.
    fn fold_if_due(&self, writer: &mut Option<Connection>) {
        if !fold::is_due(&self.home, fold::WORTH_IN_USE) {
            return;
        }
        let outcome = self.readers.renew(|| {
            let open_or_recover = || connect::open_or_recover(&self.home);
            let found = writer.take().map_or_else(open_or_recover, |open| folded(&self.home, open))?;
            let (connection, template) = confined(&self.home, found.connection)?;
            *writer = Some(connection);
            Ok(template)
        });
        if let Err(error) = outcome {
            warn!(path = %self.home.catalogue().display(), %error, "catalogue could not be opened again");
        }
    }

    pub(crate) fn schema_version(&self) -> Result<u32, StoreError> {
        self.read("reading", migrations::version)
    }

    pub(crate) fn engine_version(&self) -> Result<String, StoreError> {
        self.read("reading", Connection::version)
    }

    /// Damaged files that were put aside when this catalogue was opened.
    pub(crate) fn set_aside(&self) -> &[PathBuf] {
        &self.set_aside
    }
}

/// The connection that writes, held to this home, and the one that those who read are cloned from.
fn confined(home: &Home, connection: Connection) -> Result<(Connection, Connection), StoreError> {
    connect::confine(&connection, home)?;
    let template = connection.try_clone().map_err(StoreError::catalogue("connecting to"))?;
    Ok((connection, template))
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

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_catalogue_that_could_not_be_opened_again_is_opened_by_whoever_needs_it_next() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::prepare(folder.path()).unwrap();
        let catalogue = Catalogue::open(&home).unwrap();
        let key = PartitionKey { symbol: "EURUSD".parse().unwrap(), day: "2024-01-08".parse().unwrap() };
        catalogue.lose(&[LostPartition::new(key, None, None, crate::now())]).unwrap();
        let close = || {
            let renewed = catalogue.readers.renew(|| {
                catalogue.writer().take();
                Err(StoreError::Interrupted)
            });
            assert!(matches!(renewed, Err(StoreError::Interrupted)));
            assert!(catalogue.readers.is_closed());
        };

        close();
        let count = "SELECT count(*) FROM lost_partitions";
        let found: u64 = catalogue.reader().unwrap().query_row(count, [], |row| row.get(0)).unwrap();
        assert_eq!(found, 1);
        close();
        assert_eq!(catalogue.lost().unwrap().len(), 1);

        close();
        let aside = folder.path().join("aside");
        fs::rename(home.catalogue(), &aside).unwrap();
        fs::create_dir(home.catalogue()).unwrap();
        assert!(matches!(catalogue.lost(), Err(StoreError::Catalogue { .. })));
        assert!(matches!(catalogue.reader().map(drop), Err(StoreError::Catalogue { .. })));
        fs::remove_dir(home.catalogue()).unwrap();
        fs::rename(&aside, home.catalogue()).unwrap();
        assert_eq!(catalogue.lost().unwrap().len(), 1);
    }
}
