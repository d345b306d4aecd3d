//! A bounded number of connections that read, handed out one user at a time.

use std::{
    path::PathBuf,
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use duckdb::Connection;

use super::views;
use crate::StoreError;

/// Queries that may run at once; DuckDB spreads each one over the cores by itself.
const MAX_CONNECTIONS: usize = 4;
const MAX_WAIT: Duration = Duration::from_secs(30);
/// How often somebody who waits is asked whether to go on.
const ASK: Duration = Duration::from_millis(50);

pub(super) struct ReadPool {
    state: Mutex<State>,
    returned: Condvar,
    ticks_glob: PathBuf,
}

struct State {
    /// Never handed out; every other connection is cloned from it. None while the database is closed.
    template: Option<Connection>,
    idle: Vec<Reader>,
    opened: usize,
    has_ticks: bool,
}

impl State {
    fn all_taken(&self) -> bool {
        self.idle.is_empty() && (self.opened == MAX_CONNECTIONS || self.template.is_none())
    }

    /// One that came back, else a new one; none while the database is closed.
    fn hand_out(&mut self) -> Result<Option<Reader>, StoreError> {
        if let Some(reader) = self.idle.pop() {
            return Ok(Some(reader));
        }
        let Some(template) = &self.template else { return Ok(None) };
        let connection = template.try_clone().map_err(StoreError::catalogue("connecting to"))?;
        self.opened += 1;
        Ok(Some(Reader { connection, views: Views::None }))
    }
}

struct Reader {
    connection: Connection,
    views: Views,
}

/// What the views of a connection are over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Views {
    /// There are none yet.
    None,
    /// Nothing: there are no tick files, and DuckDB makes no view over none.
    NoTicks,
    Ticks,
}

impl ReadPool {
    pub(super) fn new(template: Connection, ticks_glob: PathBuf) -> Self {
        let state = State { template: Some(template), idle: Vec::new(), opened: 0, has_ticks: false };
        Self { state: Mutex::new(state), returned: Condvar::new(), ticks_glob }
    }

    pub(super) fn set_has_ticks(&self, has_ticks: bool) {
        self.state().has_ticks = has_ticks;
    }

    pub(super) fn take(&self) -> Result<PooledConnection<'_>, StoreError> {
        self.take_unless(&mut || false)
    }

    /// Waits for a connection, and asks meanwhile whether to stop.
    fn take_unless(&self, should_stop: &mut dyn FnMut() -> bool) -> Result<PooledConnection<'_>, StoreError> {
        let until = Instant::now() + MAX_WAIT;
        loop {
            if let Some(connection) = self.take_within(ASK)? {
                return Ok(connection);
            }
            if should_stop() {
                return Err(StoreError::Interrupted);
            }
            if Instant::now() >= until {
                return Err(StoreError::Busy { connections: MAX_CONNECTIONS, seconds: MAX_WAIT.as_secs() });
            }
        }
    }

    fn take_within(&self, limit: Duration) -> Result<Option<PooledConnection<'_>>, StoreError> {
        let waited = self.returned.wait_timeout_while(self.state(), limit, |state| state.all_taken());
        let (mut state, waited) = waited.unwrap_or_else(PoisonError::into_inner);
        if waited.timed_out() {
            return Ok(None);
        }
        let reader = state.hand_out()?;
        Ok(reader.map(|reader| PooledConnection { pool: self, reader: Some(reader) }))
    }

    /// A connection if one is free now.
    pub(super) fn take_if_idle(&self) -> Result<Option<PooledConnection<'_>>, StoreError> {
        self.take_within(Duration::ZERO)
    }

    /// A connection with the views `ticks` and `bars`; `should_stop` is asked while all are taken.
    pub(super) fn take_with_views(
        &self,
        should_stop: &mut dyn FnMut() -> bool,
    ) -> Result<PooledConnection<'_>, StoreError> {
        let mut pooled = self.take_unless(should_stop)?;
        let wanted = if self.state().has_ticks { Views::Ticks } else { Views::NoTicks };
        pooled.make_views(wanted).map_err(StoreError::catalogue("making views of"))?;
        Ok(pooled)
    }

    /// Lets go of the database for a moment, unless a connection is on loan. `renew` gives the one to clone from then on; if it
    /// fails, the database [is closed](Self::is_closed) until it is [opened](Self::open).
    pub(super) fn renew(
        &self,
        renew: impl FnOnce() -> Result<Connection, StoreError>,
    ) -> Result<(), StoreError> {
        let mut state = self.state();
        if state.opened > state.idle.len() {
            return Ok(());
        }
        state.idle.clear();
        state.opened = 0;
        state.template = None;
        state.template = Some(renew()?);
        Ok(())
    }

    pub(super) fn is_closed(&self) -> bool {
        self.state().template.is_none()
    }

    /// Gives a closed database the connection to clone from then on.
    pub(super) fn open(&self, template: Connection) {
        self.state().template = Some(template);
        self.returned.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put_back(&self, reader: Reader) {
        self.state().idle.push(reader);
        self.returned.notify_one();
    }
}

/// A connection on loan; it goes back to the pool when dropped.
pub(crate) struct PooledConnection<'pool> {
    pool: &'pool ReadPool,
    reader: Option<Reader>,
}

impl PooledConnection<'_> {
    fn make_views(&mut self, wanted: Views) -> duckdb::Result<()> {
        let Some(reader) = self.reader.as_mut().filter(|reader| reader.views != wanted) else {
            return Ok(());
        };
        let glob = (wanted == Views::Ticks).then_some(self.pool.ticks_glob.as_path());
        views::create(&reader.connection, glob)?;
        reader.views = wanted;
        Ok(())
    }
}

impl std::ops::Deref for PooledConnection<'_> {
    type Target = Connection;

    #[expect(clippy::expect_used, reason = "the reader is taken only in drop")]
    fn deref(&self) -> &Connection {
        &self.reader.as_ref().expect("a connection on loan").connection
    }
}

impl Drop for PooledConnection<'_> {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take() {
            self.pool.put_back(reader);
        }
    }
}
