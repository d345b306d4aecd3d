//! How a store is, what it takes, and copies of it.

use std::time::Duration;

use tickloom_ipc::Failure;
use tickloom_protocol::methods::{storage, work};
use tickloom_store as core;

use super::given;

pub(crate) fn health(health: core::Health) -> storage::StorageHealth {
    storage::StorageHealth {
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
        damaged: health.damaged.into_iter().map(damaged).collect(),
        lost: health.lost.into_iter().map(lost).collect(),
        set_aside: health.set_aside.iter().map(|path| path.display().to_string()).collect(),
    }
}

fn damaged(core::DamagedFile { path, reason }: core::DamagedFile) -> storage::DamagedFile {
    storage::DamagedFile { path: path.display().to_string(), reason }
}

fn lost(day: core::LostPartition) -> storage::LostDay {
    storage::LostDay {
        symbol: day.key.symbol.to_string(),
        day: day.key.day.to_string(),
        ticks: day.ticks,
        content_hash: day.content_hash.map(|hash| hash.to_string()),
        reason: day.reason.name().into(),
        path: day.path.map(|path| path.display().to_string()),
        noticed: day.noticed.as_i64(),
    }
}

pub(crate) fn sizes(sizes: core::Sizes) -> storage::StorageSizes {
    let core::Sizes { symbols, catalogue_bytes, kept_bytes, free_bytes } = sizes;
    let symbols = symbols.into_iter().map(symbol_size).collect();
    storage::StorageSizes { symbols, catalogue_bytes, kept_bytes, free_bytes }
}

fn symbol_size(size: core::SymbolSize) -> storage::SymbolSize {
    let core::SymbolSize { symbol, partitions, ticks, bytes } = size;
    storage::SymbolSize { symbol: symbol.to_string(), partitions, ticks, bytes }
}

pub(crate) fn clean_options(order: storage::CleanOrder) -> Result<core::CleanOptions, Failure> {
    let storage::CleanOrder { older_than, lost, cached_bars, dry_run } = order;
    Ok(core::CleanOptions {
        older_than: older_than.map_or(Ok(Duration::ZERO), given::seconds)?,
        lost: lost.unwrap_or_default(),
        cached_bars: cached_bars.unwrap_or_default(),
        dry_run: dry_run.unwrap_or_default(),
    })
}

pub(crate) fn clean_report(report: core::CleanReport) -> storage::CleanReport {
    let core::CleanReport { files, bytes, forgotten, cached_bars, dry_run } = report;
    let files = files.into_iter().map(kept).collect();
    let forgotten = forgotten.into_iter().map(lost).collect();
    storage::CleanReport { files, bytes, forgotten, cached_bars, dry_run }
}

fn kept(file: core::KeptFile) -> storage::KeptFile {
    let core::KeptFile { path, kind, bytes, since } = file;
    let path = path.display().to_string();
    storage::KeptFile { path, kind: kind.name().into(), bytes, since: since.as_i64() }
}

pub(crate) fn copy_progress(progress: &core::CopyProgress) -> work::CopyProgress {
    let core::CopyProgress { files_done, files_total, bytes_done, bytes_total, elapsed } = *progress;
    let elapsed = elapsed.as_secs_f64();
    work::CopyProgress { files_done, files_total, bytes_done, bytes_total, elapsed, taken: None }
}
