//! An open store: one owner of a home, shared by everyone in the process.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak},
    time::{Duration, Instant},
};

use tickloom_model::{Digits, Instrument, Symbol, UtcDay};
use tracing::{debug, info};

use crate::{
    AnyTable, Backtest, CachedBar, CalendarRecord, FindingRecord, ImportRecord, ImportedSource,
    InstrumentRecord, PartitionInfo, PartitionKey, Position, StoreError, Table, Trade, backup,
    catalogue::{Catalogue, reconcile},
    health::Check,
    home::Home,
    lock::{Ownership, owner},
    tables::Record,
};

/// An open store. Cheap to clone; the home is released when the last clone is dropped.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    // The catalogue closes before the ownership ends: fields are dropped in this order.
    catalogue: Catalogue,
    index: RwLock<BTreeMap<PartitionKey, PartitionInfo>>,
    in_flight: Mutex<HashSet<PartitionKey>>,
    /// Shared by those who change single tick files, alone to who looks at all of them.
    files: RwLock<()>,
    landed: Condvar,
    last_check: Mutex<Check>,
    restoring: Mutex<()>,
    home: Home,
    _ownership: Ownership,
}

/// Every store that is open in this process: a second open of the same home shares the first.
static OPEN: Mutex<BTreeMap<PathBuf, Weak<Inner>>> = Mutex::new(BTreeMap::new());

/// How long a store that is closing in this process may take.
const CLOSING: Duration = Duration::from_secs(5);

impl Store {
    /// Opens the store in a folder, and makes it there if the folder is new.
    ///
    /// Leftovers of a crash are cleared away and the catalogue is brought in line with the tick files.
    ///
    /// # Errors
    /// [`StoreError::Owned`] if another process has it open, [`StoreError::ReadOnly`], [`StoreError::Full`],
    /// [`StoreError::CatalogueNewer`], or another failure of the file system or the catalogue.
    pub fn open(home: &Path) -> Result<Self, StoreError> {
        let home = Home::prepare(home)?;
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(inner) = open.get(home.root()).and_then(Weak::upgrade) {
            return Ok(Self { inner });
        }
        let closing_here = open.remove(home.root()).is_some();
        let inner = Arc::new(Inner::open(home, closing_here)?);
        open.insert(inner.home.root().into(), Arc::downgrade(&inner));
        Ok(Self { inner })
    }

    /// The folder of this store, as an absolute path.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.inner.home.root()
    }

    /// The decimals with which a symbol's ticks are stored; none while it has no ticks.
    #[must_use]
    pub fn stored_digits(&self, symbol: &Symbol) -> Option<Digits> {
        let index = self.index();
        index.values().find(|partition| &partition.key.symbol == symbol).map(|partition| partition.digits)
    }

    /// The day with ticks of a symbol that lies closest to a day; of two as close, the earlier.
    #[must_use]
    pub fn nearest_day(&self, symbol: &Symbol, day: UtcDay) -> Option<UtcDay> {
        let index = self.index();
        let key = |day| PartitionKey { symbol: symbol.clone(), day };
        let before = index.range(..=key(day)).next_back();
        let after = index.range(key(day)..).next();
        let distance = |other: &UtcDay| other.days_since_epoch().abs_diff(day.days_since_epoch());
        let days = [before, after].into_iter().flatten().map(|(key, _)| key);
        days.filter(|key| &key.symbol == symbol).map(|key| key.day).min_by_key(distance)
    }

    /// What is stored of a day of a symbol, if anything is.
    #[must_use]
    pub fn partition(&self, key: &PartitionKey) -> Option<PartitionInfo> {
        self.index().get(key).cloned()
    }

    /// What is known of a symbol: from its ticks, the table of instruments, or the built-in list, in this order.
    ///
    /// # Errors
    /// A failure of the catalogue.
    pub fn instrument(&self, symbol: &Symbol) -> Result<Option<Instrument>, StoreError> {
        let known = match self.table::<InstrumentRecord>().get(&[symbol.to_string()])? {
            Some(record) => Some(Instrument {
                symbol: symbol.clone(),
                digits: Digits::new(record.digits.into())?,
                kind: record.kind.parse()?,
            }),
            None => Instrument::builtin(symbol),
        };
        let Some(stored) = self.stored_digits(symbol) else { return Ok(known) };
        let kind = known.map_or(tickloom_model::InstrumentKind::Other, |known| known.kind);
        Ok(Some(Instrument { symbol: symbol.clone(), digits: stored, kind }))
    }

    /// Makes the catalogue speak of committed partitions, all in one transaction.
    ///
    /// What is committed but not yet recorded when the process dies is found again at the next open.
    ///
    /// # Errors
    /// A failure of the catalogue.
    pub fn record(&self, partitions: &[PartitionInfo]) -> Result<(), StoreError> {
        self.record_with_sources(partitions, &[])
    }

    /// As [`record`](Self::record), together with sources whose every tick is stored now.
    ///
    /// They are trusted until a day that they gave ticks to is lost, set aside, or changed by somebody else.
    ///
    /// # Errors
    /// A failure of the catalogue.
    pub fn record_with_sources(
        &self,
        partitions: &[PartitionInfo],
        sources: &[ImportedSource],
    ) -> Result<(), StoreError> {
        self.inner.catalogue.record(partitions, sources)
    }

    /// Sources of a symbol whose every tick is stored, in no order.
    ///
    /// # Errors
    /// A failure of the catalogue.
    pub fn imported_sources(&self, symbol: &Symbol) -> Result<Vec<ImportedSource>, StoreError> {
        self.inner.catalogue.imported_sources(symbol)
    }

    /// The records of one kind.
    #[must_use]
    pub fn table<R: Record>(&self) -> Table<'_, R> {
        Table::new(self)
    }

    /// The table with this name, for callers that speak JSON.
    ///
    /// # Errors
    /// [`StoreError::RecordInvalid`] if there is no such table.
    pub fn table_by_name(&self, name: &str) -> Result<Box<dyn AnyTable + '_>, StoreError> {
        Ok(match name {
            InstrumentRecord::TABLE => Box::new(self.table::<InstrumentRecord>()),
            ImportRecord::TABLE => Box::new(self.table::<ImportRecord>()),
            FindingRecord::TABLE => Box::new(self.table::<FindingRecord>()),
            CalendarRecord::TABLE => Box::new(self.table::<CalendarRecord>()),
            CachedBar::TABLE => Box::new(self.table::<CachedBar>()),
            Backtest::TABLE => Box::new(self.table::<Backtest>()),
            Trade::TABLE => Box::new(self.table::<Trade>()),
            Position::TABLE => Box::new(self.table::<Position>()),
            _ => {
                let reason = "there is no such table".into();
                return Err(StoreError::RecordInvalid { table: name.into(), reason });
            }
        })
    }

    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.inner.catalogue
    }

    pub(crate) fn index(&self) -> RwLockReadGuard<'_, BTreeMap<PartitionKey, PartitionInfo>> {
        self.inner.index.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks at all files again and repairs what the catalogue and this process believe of them.
    pub(crate) fn check(&self) -> Result<Check, StoreError> {
        let _files = self.inner.keeping_files();
        let found = reconcile(&self.inner.catalogue, &self.inner.home)?;
        let check = Check::new(found.damaged, found.repaired);
        self.inner.catalogue.set_has_ticks(!found.partitions.is_empty());
        *self.inner.index.write().unwrap_or_else(PoisonError::into_inner) = found.partitions;
        *self.inner.last_check.lock().unwrap_or_else(PoisonError::into_inner) = check.clone();
        Ok(check)
    }
}

impl Inner {
    fn open(home: Home, closing_here: bool) -> Result<Self, StoreError> {
        let ownership = take_ownership(&home, closing_here)?;
        clear_staging(&home)?;
        backup::finish_restore(&home)?;
        let catalogue = Catalogue::open(&home)?;
        abandon_running_imports(&catalogue)?;
        let found = reconcile(&catalogue, &home)?;
        catalogue.set_has_ticks(!found.partitions.is_empty());
        let (partitions, damaged, repaired) = (found.partitions.len(), found.damaged.len(), found.repaired);
        info!(home = %home.root().display(), partitions, damaged, repaired, "store opened");
        Ok(Self {
            catalogue,
            index: RwLock::new(found.partitions),
            in_flight: Mutex::default(),
            files: RwLock::default(),
            landed: Condvar::new(),
            last_check: Mutex::new(Check::new(found.damaged, found.repaired)),
            restoring: Mutex::default(),
            home,
            _ownership: ownership,
        })
    }

    pub(crate) fn home(&self) -> &Home {
        &self.home
    }

    pub(crate) fn insert(&self, partition: PartitionInfo) {
        self.index.write().unwrap_or_else(PoisonError::into_inner).insert(partition.key.clone(), partition);
        self.catalogue.set_has_ticks(true);
    }

    pub(crate) fn remove(&self, key: &PartitionKey) {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        index.remove(key);
        self.catalogue.set_has_ticks(!index.is_empty());
    }

    /// Held while a tick file is put in place and the index learns of it.
    pub(crate) fn changing_files(&self) -> RwLockReadGuard<'_, ()> {
        self.files.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held by who brings a backup beside the store.
    pub(crate) fn restoring(&self) -> MutexGuard<'_, ()> {
        self.restoring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held while no tick file may be put in place or taken away.
    pub(crate) fn keeping_files(&self) -> RwLockWriteGuard<'_, ()> {
        self.files.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until nobody else is changing this partition, then claims it.
    pub(crate) fn claim(&self, key: &PartitionKey) {
        let taken = |in_flight: &mut HashSet<PartitionKey>| in_flight.contains(key);
        let claimed = self.landed.wait_while(self.in_flight(), taken);
        claimed.unwrap_or_else(PoisonError::into_inner).insert(key.clone());
    }

    pub(crate) fn release(&self, key: &PartitionKey) {
        self.in_flight().remove(key);
        self.landed.notify_all();
    }

    fn in_flight(&self) -> MutexGuard<'_, HashSet<PartitionKey>> {
        self.in_flight.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        debug!(home = %self.home.root().display(), "store closes");
    }
}

/// A store that another thread of this process is just closing is waited for.
fn take_ownership(home: &Home, closing_here: bool) -> Result<Ownership, StoreError> {
    let deadline = Instant::now() + CLOSING;
    loop {
        match Ownership::take(home) {
            Err(StoreError::Owned { .. })
                if closing_here
                    && owner(home).is_none_or(|pid| pid == std::process::id())
                    && Instant::now() < deadline =>
            {
                std::thread::sleep(Duration::from_millis(5));
            }
            outcome => return outcome,
        }
    }
}

/// What lies here was being written when a process died; nothing refers to it.
pub(crate) fn clear_staging(home: &Home) -> Result<(), StoreError> {
    let staging = home.staging();
    let failed = |error| StoreError::io("clearing", &staging, error);
    for entry in fs::read_dir(&staging).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) }.map_err(failed)?;
    }
    Ok(())
}

/// An import that the catalogue calls running belongs to a process that is gone.
fn abandon_running_imports(catalogue: &Catalogue) -> Result<(), StoreError> {
    catalogue.write("closing imports in", |connection| {
        connection.execute("UPDATE imports SET status = 'interrupted' WHERE status = 'running'", []).map(drop)
    })
}
