//! What a store takes on the disk, symbol by symbol and beside the ticks.

use tickloom_model::Symbol;

use crate::{Store, StoreError, health::size};

/// What is stored of a symbol.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymbolSize {
    /// Its name.
    pub symbol: Symbol,
    /// Tick files: UTC days.
    pub partitions: u64,
    /// Ticks in them.
    pub ticks: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// What a store takes on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    /// By symbol, in the order of their names.
    pub symbols: Vec<SymbolSize>,
    /// Bytes of the catalogue, of its log, and of the copy of before its log was last folded.
    pub catalogue_bytes: u64,
    /// Bytes of files that are kept for caution only, which [`clean`](Store::clean) removes.
    pub kept_bytes: u64,
    /// Bytes that can still be written to the disk.
    pub free_bytes: u64,
}

impl Store {
    /// What the store takes on the disk; no tick file is read.
    ///
    /// # Errors
    /// A failure of the file system.
    pub fn sizes(&self) -> Result<Sizes, StoreError> {
        let home = self.inner.home();
        let free = |error| StoreError::io("asking for the free space of", home.root(), error);
        let catalogue =
            [home.catalogue(), home.catalogue_log(), home.catalogue_before(), home.catalogue_while_folding()];
        Ok(Sizes {
            symbols: self.symbol_sizes(),
            catalogue_bytes: catalogue.iter().map(|path| size(path)).sum(),
            kept_bytes: self.kept_files()?.iter().map(|file| file.bytes).sum(),
            free_bytes: fs4::available_space(home.root()).map_err(free)?,
        })
    }

    fn symbol_sizes(&self) -> Vec<SymbolSize> {
        let mut sizes: Vec<SymbolSize> = Vec::new();
        for info in self.index().values() {
            if sizes.last().is_none_or(|last| last.symbol != info.key.symbol) {
                sizes.push(SymbolSize { symbol: info.key.symbol.clone(), partitions: 0, ticks: 0, bytes: 0 });
            }
            if let Some(last) = sizes.last_mut() {
                last.partitions += 1;
                last.ticks += info.ticks;
                last.bytes += info.file_bytes;
            }
        }
        sizes
    }
}
