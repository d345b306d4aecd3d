//! Where ticks are kept: one immutable Parquet file per symbol and UTC day, and a DuckDB catalogue beside them.
//!
//! The tick files are the truth; what the catalogue says of them can be rebuilt. This is the only crate that knows
//! DuckDB and Parquet. It does not know what formats ticks come in, nor any wire or language binding.
//!
//! ```
//! use tickloom_model::{Digits, Side, Ticks};
//! use tickloom_store::{BarQuery, PartitionKey, Store};
//!
//! # let home = tempfile::tempdir()?;
//! # let home = home.path();
//! let store = Store::open(home)?;
//! let key = PartitionKey { symbol: "EURUSD".parse()?, day: "2019-02-04".parse()? };
//! let ticks = Ticks {
//!     timestamp: vec![1_549_238_400_994_000_000],
//!     bid: vec![114_541],
//!     ask: vec![114_545],
//!     bid_volume: vec![0.75],
//!     ask_volume: vec![1.5],
//! };
//! let committed = store.commit(store.stage(key, Digits::new(5)?, vec![ticks], &[])?)?;
//! assert_eq!(committed.added, 1);
//!
//! let tables = store.bars(&BarQuery::new("EURUSD".parse()?, &["1m".parse()?], Side::Bid))?;
//! assert_eq!(tables[0].bars.open, [114_541]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod arrow_table;
mod aside;
mod backup;
mod bars;
mod catalogue;
mod claims;
mod clean;
mod clock;
mod commit;
mod days;
mod durable;
mod error;
mod export;
mod foreign;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod health;
mod home;
mod index;
mod keep;
mod lock;
mod merge;
mod parquet_pieces;
mod partition;
mod read;
mod reduce;
mod repeats;
mod reports;
mod restored;
mod sizes;
mod sql;
mod store;
mod tables;
mod threads;
mod verify;

pub use arrow_table::ArrowTable;
pub use aside::SetAside;
pub use backup::{BackupReport, CopyProgress, RestoreReport, restore};
pub use bars::{BarColumns, BarQuery, BarTable};
pub use catalogue::{ImportedSource, LossReason, LostPartition};
pub use clean::{CleanOptions, CleanReport, KeptFile, KeptKind};
pub use clock::now;
pub use commit::{Committed, Staged};
pub use days::StoredDay;
pub use error::StoreError;
pub use export::ExportFormat;
pub use foreign::{Batches, ForeignTable, LastColumns};
pub use health::{DamagedFile, Health};
pub use keep::Replaced;
pub use parquet_pieces::ParquetPieces;
pub use partition::{ContentHash, FileHash, PartitionInfo, PartitionKey, SourceRecord};
pub use read::{StoredInstrument, TickTable};
pub use reduce::ChartRange;
pub use repeats::Repeats;
pub use reports::ReportFile;
pub use sizes::{Sizes, SymbolSize};
pub use sql::{QueryBounds, SqlValue};
pub use store::Store;
pub use tables::{
    AnyTable, Backtest, CachedBar, CalendarRecord, FindingRecord, ImportRecord, InstrumentRecord, Position,
    Record, Table, Trade,
};
pub use verify::{Problem, ProblemKind, VerifyProgress, VerifyReport, VerifyScope};
