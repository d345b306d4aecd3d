//! What a Parquet file claims of its size, held against what is there before its decoder takes memory for it.
//!
//! The decoder believes every count in a file. A flipped bit, or a hostile file of some hundred bytes, could so make it ask
//! for more memory than there is, which ends the process: neither an error nor a panic that could be caught.

mod columns;
mod footer;
mod format;
mod pages;
mod thrift;

pub(crate) use footer::look_over as look_over_footer;
pub(crate) use pages::look_over as look_over_pages;
