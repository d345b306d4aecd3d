//! One import, from paths to partitions: find the files, parse them on several threads, commit day by day, report.
//!
//! Memory is bounded whatever the files' sizes, a bad row or file never stops the rest, and an import that is interrupted or killed is
//! finished by running it again: what was committed is recognised and changes nothing.
//!
//! This crate knows no byte of any format (`tickloom-formats` does) and nothing of Parquet or SQL (`tickloom-store` does).
//!
//! ```
//! use tickloom_importer::{Control, ImportOptions, import};
//! use tickloom_store::Store;
//!
//! # let folder = tempfile::tempdir()?;
//! # let (home, file) = (folder.path().join("home"), folder.path().join("day.csv"));
//! std::fs::write(&file, "timestamp,bid,ask\n2019-02-04T00:00:00.994Z,1.14541,1.14545\n")?;
//! let store = Store::open(&home)?;
//! let report = import(&store, &"EURUSD".parse()?, &[file], &ImportOptions::default(), &mut |_| Control::Continue)?;
//! assert_eq!((report.rows, report.stored, report.refused), (1, 1, 0));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod assemble;
mod commit;
mod document;
mod edges;
mod error;
mod examine;
mod feed;
mod identity;
mod import;
mod in_memory;
mod inspect;
mod job;
mod journal;
mod kind;
mod noticed;
mod options;
mod parse;
mod pause;
mod pipeline;
mod plan;
mod progress;
mod quarantine;
mod reference;
mod refusal;
mod repair;
mod report;
mod rows;
mod source;
mod stitch;
mod table;
mod unpack;
mod write;

pub use error::ImportError;
pub use import::{import, import_from};
pub use in_memory::{TickStreams, ticks_of_table};
pub use inspect::{FileInspection, Inspected, KindCount, TreeInspection, inspect};
pub use options::ImportOptions;
pub use progress::{Control, Progress};
pub use repair::{RepairProgress, RepairReport, RepairedDay, UnrepairedSymbol, repair};
pub use report::{ImportReport, Outcome, RefusedFile, RefusedRow, SkippedFile};
pub use source::{BytesFile, Files, Listing, Mixed, TickFile, TickSource};
pub use tickloom_quality::{Finding, FindingCode, Place, Severity};
pub use tickloom_store::Replaced;
pub use write::write_ticks;

/// Runs the examples of the page on sources.
#[cfg(doctest)]
#[doc = include_str!("../../../docs/sources.md")]
struct SourcesPage;
