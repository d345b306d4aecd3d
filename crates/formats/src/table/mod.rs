//! Ticks as columns of Arrow, from wherever they come: bound by name as CSV is, then checked row by row.
//!
//! Foreign columns are of many types; `time`, `price` and `volume` each turn one into plain values of which those that
//! cannot be are marked, and `layout` tells the rows of those marks. This module sees record batches, never a file.

mod binding;
mod layout;
mod price;
mod time;
mod volume;

pub use arrow::array::RecordBatch;
pub use binding::TickColumns;
pub use layout::TableLayout;
