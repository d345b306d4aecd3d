//! Where everything of a store lies: the one place that knows the folder's layout.

use std::path::{Path, PathBuf};

use tickloom_model::{Symbol, UtcDay};

use crate::{StoreError, partition::PartitionKey};

/// The folder of a store.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    root: PathBuf,
}

impl Home {
    pub(crate) const TICK_FILE: &str = "ticks.parquet";

    /// Makes the folder if needed and resolves its path.
    ///
    /// DuckDB reads the tick files by a glob pattern under this path and has no way to quote one.
    pub(crate) fn prepare(path: &Path) -> Result<Self, StoreError> {
        let invalid = |reason| StoreError::HomeInvalid { home: path.into(), reason };
        if path.exists() && !path.is_dir() {
            return Err(invalid("it is a file"));
        }
        let text = path.to_str().ok_or_else(|| invalid("its name is not Unicode"))?;
        if text.contains(['*', '?', '[', ']']) {
            return Err(invalid("its name holds one of * ? [ ]"));
        }
        create_dir(path)?;
        let root = std::path::absolute(path).map_err(|error| StoreError::io("resolving", path, error))?;
        let root = root.canonicalize().map(without_verbatim_prefix).unwrap_or(root);
        let home = Self { root };
        create_dir(&home.ticks())?;
        create_dir(&home.staging())?;
        Ok(home)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.root.join("tickloom.lock")
    }

    pub(crate) fn owner(&self) -> PathBuf {
        self.root.join("tickloom.pid")
    }

    pub(crate) fn catalogue(&self) -> PathBuf {
        self.root.join("catalogue.duckdb")
    }

    pub(crate) fn catalogue_log(&self) -> PathBuf {
        self.root.join("catalogue.duckdb.wal")
    }

    /// A copy of the catalogue's file as it was before its log began to be folded into it.
    pub(crate) fn catalogue_while_folding(&self) -> PathBuf {
        self.root.join("catalogue.duckdb.folding")
    }

    /// A copy of the catalogue's file as it was before its log was last folded into it.
    pub(crate) fn catalogue_before(&self) -> PathBuf {
        self.root.join("catalogue.duckdb.before")
    }

    /// A backup that is about to take the place of the store.
    pub(crate) fn restoring(&self) -> PathBuf {
        self.root.join("restoring")
    }

    /// The folder of a store that made way for a backup.
    pub(crate) fn before_restore(&self, seconds: i64) -> PathBuf {
        self.root.join(format!("before-restore-{seconds}"))
    }

    /// Half-written files; whatever lies here when a store opens is left from a crash.
    pub(crate) fn staging(&self) -> PathBuf {
        self.root.join("staging")
    }

    pub(crate) fn ticks(&self) -> PathBuf {
        self.root.join("ticks")
    }

    /// The folders of imports' reports.
    pub(crate) fn reports(&self) -> PathBuf {
        self.root.join("reports")
    }

    /// The folder of an import's report.
    pub(crate) fn report(&self, import_id: &str) -> PathBuf {
        self.reports().join(import_id)
    }

    /// Files of days that imports changed, as they were before.
    pub(crate) fn replaced(&self) -> PathBuf {
        self.root.join("replaced")
    }

    pub(crate) fn replaced_partition(&self, import_id: &str, key: &PartitionKey) -> PathBuf {
        let symbol = format!("symbol={}", key.symbol);
        self.replaced().join(import_id).join(symbol).join(format!("date={}.parquet", key.day))
    }

    pub(crate) fn ticks_glob(&self) -> PathBuf {
        self.ticks().join("symbol=*").join("date=*").join(Self::TICK_FILE)
    }

    pub(crate) fn partition(&self, key: &PartitionKey) -> PathBuf {
        let symbol = format!("symbol={}", key.symbol);
        let date = format!("date={}", key.day);
        self.ticks().join(symbol).join(date).join(Self::TICK_FILE)
    }

    /// The partition that lies in these two folders, if their names say so.
    pub(crate) fn key_of(symbol_folder: &str, date_folder: &str) -> Option<PartitionKey> {
        Some(PartitionKey { symbol: Self::symbol_of(symbol_folder)?, day: Self::day_of(date_folder)? })
    }

    /// The symbol of a folder's name. One that is only read like ours, as in small letters, is none: its files are not
    /// where they are looked for.
    pub(crate) fn symbol_of(folder: &str) -> Option<Symbol> {
        let symbol: Symbol = folder.strip_prefix("symbol=")?.parse().ok()?;
        (folder == format!("symbol={symbol}")).then_some(symbol)
    }

    /// The day of a folder's name.
    pub(crate) fn day_of(folder: &str) -> Option<UtcDay> {
        let day: UtcDay = folder.strip_prefix("date=")?.parse().ok()?;
        (folder == format!("date={day}")).then_some(day)
    }
}

/// Windows resolves paths to `\\?\C:\…`, which DuckDB's glob does not take.
fn without_verbatim_prefix(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(plain) if !plain.starts_with("UNC") => plain.into(),
        _ => path,
    }
}

pub(crate) fn create_dir(path: &Path) -> Result<(), StoreError> {
    std::fs::create_dir_all(path).map_err(|error| StoreError::io("creating", path, error))
}
