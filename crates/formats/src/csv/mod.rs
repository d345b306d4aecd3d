//! CSV of ticks: columns bound by the header, the time's format told from the first rows, then rows at memory speed.
//!
//! What differs between sources stands in tables: the names of columns (`header`), the formats of times (`time`), the
//! columns, zones and units of dialects (`dialects`). `parse` walks the rows; usual ones are read by `fast`, all others by `row`,
//! which alone decides what a good row is.

mod bars;
mod bind;
mod carry;
mod cells;
mod clock;
mod dialects;
mod fast;
mod guess;
mod header;
mod layout;
mod line;
mod lines;
mod marks;
mod moment;
mod mould;
mod number;
mod options;
mod parse;
mod row;
mod sample;
mod symbol;
mod time;
mod word;
mod write;
mod zone;

pub(crate) use header::{NamedZone, Names};
pub(crate) use number::{A_VOLUME, decimals};
pub(crate) use row::THIS_SYMBOL;
pub(crate) use symbol::SymbolRule;
pub(crate) use zone::LocalWalk;

pub use bars::{BAR_HEADER, PriceText, write_bar};
pub use carry::Carry;
pub use dialects::{Dialect, VolumeUnit};
pub use layout::{Layout, ZoneSource};
pub use lines::{LineCutter, Piece};
pub use options::{ReadOptions, date_of_name};
pub use write::{write_dukascopy_header, write_dukascopy_ticks, write_header, write_ticks};
pub use zone::Zone;
