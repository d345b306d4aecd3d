//! The store as a whole: how it is, how large, whether it is as it was written; copies of it.

use super::{
    common::{Empty, WRITE},
    imports::{READING, UNREADABLE},
    verification::{RepairEvent, RepairOrder, StoreSelection, VerifyEvent},
    work::CopyProgress,
};
use crate::{method::methods, record::records};

const SELECTION: &[&str] = &["symbol.invalid", "time.range_invalid", "interrupted"];

const COPYING: &[&str] = &["store.copy_differs", "interrupted"];

records! {
    /// A tick file that cannot be read.
    DamagedFile {
        /// Where.
        path: String,
        /// What is wrong with it.
        reason: String,
    }

    /// A day that was stored and is not any more.
    LostDay {
        /// Whose.
        symbol: String,
        /// Such as `2019-02-04`.
        day: String,
        /// Its ticks; missing if only a damaged file tells of it.
        ticks: Option<u64>,
        /// Their hash; missing if only a damaged file tells of it.
        content_hash: Option<String>,
        /// What became of it.
        reason: String => words(&["missing", "damaged"]),
        /// Where the damaged file lies.
        path: Option<String>,
        /// When that was noticed.
        noticed: i64 => time(),
    }

    /// How a store is.
    StorageHealth {
        /// Its folder.
        home: String,
        /// Symbols that have ticks.
        symbols: u64,
        /// Tick files.
        partitions: u64,
        /// Ticks.
        ticks: u64,
        /// The size of tick files.
        tick_bytes: u64 => unit("bytes"),
        /// The size of the catalogue.
        catalogue_bytes: u64 => unit("bytes"),
        /// Bars that are kept for reuse.
        cached_bars: u64,
        /// What is left on the disk.
        free_bytes: u64 => unit("bytes"),
        /// The version of the catalogue's tables.
        schema_version: u32,
        /// The version of the database.
        engine_version: String,
        /// When it was looked at.
        checked: i64 => time(),
        /// Entries of the catalogue that this look corrected.
        repaired: u64,
        /// Files that cannot be read.
        damaged: Vec<DamagedFile>,
        /// Days that are not there any more.
        lost: Vec<LostDay>,
        /// Damaged catalogues that were put aside.
        set_aside: Vec<String>,
    }

    /// The size of what is stored of a symbol.
    SymbolSize {
        /// Its name.
        symbol: String,
        /// Tick files.
        partitions: u64,
        /// Ticks in them.
        ticks: u64,
        /// Their size.
        bytes: u64 => unit("bytes"),
    }

    /// What a store takes on the disk.
    StorageSizes {
        /// By symbol.
        symbols: Vec<SymbolSize>,
        /// The size of the catalogue.
        catalogue_bytes: u64 => unit("bytes"),
        /// Files that are kept for caution only.
        kept_bytes: u64 => unit("bytes"),
        /// What is left on the disk.
        free_bytes: u64 => unit("bytes"),
    }

    /// What to remove.
    CleanOrder {
        /// Only what is older.
        older_than: Option<f64> => unit("s") range("0 or more") default("0"),
        /// Whether days are forgotten that were stored and are not any more.
        lost: Option<bool> => default("false"),
        /// Whether bars are removed that are kept for reuse.
        cached_bars: Option<bool> => default("false"),
        /// Whether it is only told.
        dry_run: Option<bool> => default("false"),
    }

    /// A file that was kept for caution only.
    KeptFile {
        /// Where.
        path: String,
        /// Why it was kept.
        kind: String => words(&["replaced", "damaged"]),
        /// Its size.
        bytes: u64 => unit("bytes"),
        /// Since when.
        since: i64 => time(),
    }

    /// What was removed, or would be.
    CleanReport {
        /// Files.
        files: Vec<KeptFile>,
        /// Their size.
        bytes: u64 => unit("bytes"),
        /// Days that were forgotten.
        forgotten: Vec<LostDay>,
        /// Bars that were kept for reuse.
        cached_bars: u64,
        /// Whether it was only told.
        dry_run: bool,
    }

    /// Where a copy goes, or comes from.
    CopyPlace {
        /// A folder, absolute, as the engine's machine names it.
        path: String,
    }
}

methods! {
    /// How the store is; looks at every tick file and repairs what the catalogue says of them.
    Health = Once "storage.health"(Empty) -> StorageHealth, [WRITE];
    /// What the store takes on the disk.
    Sizes = Once "storage.sizes"(Empty) -> StorageSizes, [&["store.io"]];
    /// Reads every stored file and holds it against what was written; ends when nobody listens any more.
    Verify = Events "storage.verify"(StoreSelection) -> VerifyEvent, [SELECTION, &["store.io", "store.catalogue"]];
    /// Verifies, brings damaged and missing days back from sources, and verifies these again.
    Repair = Events "storage.repair"(RepairOrder) -> RepairEvent, [SELECTION, READING, UNREADABLE, WRITE];
    /// Removes what is kept for caution only; never stored ticks.
    Clean = Once "storage.clean"(CleanOrder) -> CleanReport, [WRITE];
    /// Copies the store, whole and of one moment, to an empty folder; ends when nobody listens any more.
    Backup = Events "storage.backup"(CopyPlace) -> CopyProgress, [WRITE, COPYING, &["store.backup_folder_invalid", "store.partition_damaged"]];
    /// Puts what a copy holds in place of the store, which is kept beside it. After the last event the engine ends; started again, it has what the copy holds.
    Restore = Events "storage.restore"(CopyPlace) -> CopyProgress,
        [WRITE, COPYING, &["store.backup_incomplete", "store.catalogue_newer", "store.home_invalid", "store.busy"]];
}
