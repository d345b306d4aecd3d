//! How a store is, as plain values.

use pyo3::prelude::*;
use tickloom_store::{DamagedFile, Health};

use crate::clean::LostFields;

/// The state of a store.
#[derive(IntoPyObject)]
pub(crate) struct HealthFields {
    home: String,
    symbols: u64,
    partitions: u64,
    ticks: u64,
    tick_bytes: u64,
    catalogue_bytes: u64,
    cached_bars: u64,
    free_bytes: u64,
    schema_version: u32,
    engine_version: String,
    checked: i64,
    repaired: u64,
    damaged: Vec<DamagedFields>,
    lost: Vec<LostFields>,
    set_aside: Vec<String>,
}

/// A tick file that cannot be read.
#[derive(IntoPyObject)]
pub(crate) struct DamagedFields {
    path: String,
    reason: String,
}

impl From<Health> for HealthFields {
    fn from(health: Health) -> Self {
        Self {
            home: health.home.display().to_string(),
            symbols: health.symbols,
            partitions: health.partitions,
            ticks: health.ticks,
            tick_bytes: health.tick_bytes,
            catalogue_bytes: health.catalogue_bytes,
            cached_bars: health.cached_bars,
            free_bytes: health.free_bytes,
            schema_version: health.schema_version,
            engine_version: health.engine_version,
            checked: health.checked.as_i64(),
            repaired: health.repaired,
            damaged: health.damaged.into_iter().map(DamagedFields::from).collect(),
            lost: health.lost.iter().map(LostFields::from).collect(),
            set_aside: health.set_aside.iter().map(|path| path.display().to_string()).collect(),
        }
    }
}

impl From<DamagedFile> for DamagedFields {
    fn from(file: DamagedFile) -> Self {
        Self { path: file.path.display().to_string(), reason: file.reason }
    }
}
