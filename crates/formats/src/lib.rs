//! Bytes to ticks and back: Dukascopy's .bi5 files and JSON, and CSV in the dialects that exist in the wild.
//!
//! Everything here works on byte slices. This crate opens no file, starts no thread and knows no storage; it
//! does not judge ticks either: crossed quotes and disorder are kept as given.
//!
//! A file that cannot be read at all is a [`FormatError`]; a row that is not a tick is a [`BadRow`] beside the
//! ticks of the other rows.
//!
//! ```
//! use tickloom_formats::csv::Layout;
//! use tickloom_model::Digits;
//!
//! let rows = b"04.02.2019 00:00:00.994,1.14545,1.14541,0.75,1.5\r\n";
//! let layout = Layout::bind(b"Gmt time,Ask,Bid,AskVolume,BidVolume\r\n", rows)?;
//! let parsed = layout.parse(rows, Digits::new(5)?);
//! assert_eq!((parsed.ticks.bid[0], parsed.ticks.ask[0]), (114_541, 114_545));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod bi5;
pub mod csv;
mod error;
mod gzip;
mod inspect;
pub mod json;
mod parsed;
mod places;
pub mod table;
mod text;

pub use error::FormatError;
pub use gzip::Gunzip;
pub use inspect::{CsvInspection, INSPECTED_BYTES, Inspection, inspect};
pub use parsed::{BadRow, Field, Parsed, Refused};
pub use places::Places;
pub use text::row_text;
