//! CSV of ticks: columns bound by the header, the time's format told from the first rows, then rows at memory speed.
//!
//! What differs between sources stands in tables: the names of columns (`header`), the formats of times (`time`), the
//! names of dialects (`layout`). `parse` walks the rows; usual ones are read by `fast`, all others by `row`,
//! which alone decides what a good row is.

mod bars;
mod cells;
mod clock;
mod fast;
mod header;
mod layout;
mod line;
mod lines;
mod number;
mod parse;
mod row;
mod time;
mod word;
mod write;

pub use bars::{write_bars, write_bars_header};
pub use layout::Layout;
pub use lines::{LineCutter, Piece};
pub use write::{write_dukascopy_header, write_dukascopy_ticks, write_header, write_ticks};

/// The byte between the fields of a row.
const SEPARATOR: u8 = b',';
