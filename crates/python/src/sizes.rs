//! What a store takes on the disk, as plain values.

use pyo3::prelude::*;
use tickloom_store::{Sizes, SymbolSize};

/// What a store takes on the disk.
#[derive(IntoPyObject)]
pub(crate) struct SizesFields {
    symbols: Vec<SymbolSizeFields>,
    catalogue_bytes: u64,
    kept_bytes: u64,
    free_bytes: u64,
}

/// What is stored of a symbol.
#[derive(IntoPyObject)]
struct SymbolSizeFields {
    symbol: String,
    partitions: u64,
    ticks: u64,
    bytes: u64,
}

impl From<Sizes> for SizesFields {
    fn from(sizes: Sizes) -> Self {
        let Sizes { symbols, catalogue_bytes, kept_bytes, free_bytes } = sizes;
        let symbols = symbols.into_iter().map(SymbolSizeFields::from).collect();
        Self { symbols, catalogue_bytes, kept_bytes, free_bytes }
    }
}

impl From<SymbolSize> for SymbolSizeFields {
    fn from(size: SymbolSize) -> Self {
        let SymbolSize { symbol, partitions, ticks, bytes } = size;
        Self { symbol: symbol.to_string(), partitions, ticks, bytes }
    }
}
