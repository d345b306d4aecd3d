//! How a store is: sizes, counts, free space and what the last look at its files found.

use std::{
    fs,
    path::{Path, PathBuf},
};

use tickloom_model::UnixNanos;

use crate::{LostPartition, Store, StoreError, clock::now};

/// A tick file that cannot be read, under the name by which it was put aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DamagedFile {
    /// Where it is.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

/// The state of a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// The store's folder.
    pub home: PathBuf,
    /// Symbols with ticks.
    pub symbols: u64,
    /// Partitions: days of symbols.
    pub partitions: u64,
    /// Ticks in them.
    pub ticks: u64,
    /// Bytes of the tick files.
    pub tick_bytes: u64,
    /// Bytes of the catalogue and its log.
    pub catalogue_bytes: u64,
    /// Bars that are kept for reuse, in the catalogue.
    pub cached_bars: u64,
    /// Bytes that can still be written to the disk.
    pub free_bytes: u64,
    /// The catalogue's schema.
    pub schema_version: u32,
    /// The SQL engine's version.
    pub engine_version: String,
    /// When the files were last looked at: now.
    pub checked: UnixNanos,
    /// Entries of the catalogue that this look corrected from the files.
    pub repaired: u64,
    /// Tick files that could not be read and were put aside, also those whose day has been stored again since.
    pub damaged: Vec<DamagedFile>,
    /// Days that were stored and are not any more: their files vanished or were damaged. Import them again.
    pub lost: Vec<LostPartition>,
    /// Damaged catalogue files that were put aside when the store was opened.
    pub set_aside: Vec<PathBuf>,
}

impl Health {
    /// Whether nothing needs a user's attention.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.lost.is_empty() && self.set_aside.is_empty()
    }
}

/// What a look at all files found.
#[derive(Debug, Clone)]
pub(crate) struct Check {
    time: UnixNanos,
    damaged: Vec<DamagedFile>,
    repaired: usize,
}

impl Check {
    pub(crate) fn new(damaged: Vec<(PathBuf, String)>, repaired: usize) -> Self {
        let damaged = damaged.into_iter().map(|(path, reason)| DamagedFile { path, reason }).collect();
        Self { time: now(), damaged, repaired }
    }
}

impl Store {
    /// Days that were stored and are not any more, by symbol and day: known until they are stored again.
    ///
    /// # Errors
    /// A failure of the catalogue.
    pub fn lost(&self) -> Result<Vec<LostPartition>, StoreError> {
        self.catalogue().lost()
    }

    /// Looks at every tick file's name, size and time, repairs the catalogue where it differs, and tells how the store is.
    ///
    /// # Errors
    /// A failure of the file system or the catalogue.
    pub fn health(&self) -> Result<Health, StoreError> {
        let check = self.check()?;
        let home = self.inner.home();
        let free = |error| StoreError::io("asking for the free space of", home.root(), error);
        let catalogue_bytes = size(&home.catalogue()) + size(&home.catalogue_log());
        let instruments = self.instruments()?;
        Ok(Health {
            home: home.root().into(),
            symbols: instruments.len() as u64,
            partitions: instruments.iter().map(|instrument| instrument.days).sum(),
            ticks: instruments.iter().map(|instrument| instrument.ticks).sum(),
            tick_bytes: instruments.iter().map(|instrument| instrument.bytes).sum(),
            catalogue_bytes,
            cached_bars: self.catalogue().count_minutes()?,
            free_bytes: fs4::available_space(home.root()).map_err(free)?,
            schema_version: self.catalogue().schema_version()?,
            engine_version: self.catalogue().engine_version()?,
            checked: check.time,
            repaired: check.repaired as u64,
            damaged: check.damaged,
            lost: self.catalogue().lost()?,
            set_aside: self.catalogue().set_aside().to_vec(),
        })
    }
}

/// A file that is not there takes no space.
pub(crate) fn size(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |metadata| metadata.len())
}
