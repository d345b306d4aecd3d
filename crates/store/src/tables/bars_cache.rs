//! Bars that users keep for reuse, with the hash of the ticks they were built from. The store's own minutes lie in the same table.

use tickloom_model::{Side, Symbol, Timeframe};

use super::record::{finite, invalid, record};
use crate::{Store, StoreError};

record! {
    /// A bar that was computed before. Prices are units of its side: points, half points for mid.
    CachedBar in "bars_cache", key of 4, check check, rows "built IS NOT TRUE";
    /// The symbol.
    symbol: String,
    /// The timeframe's name.
    timeframe: String,
    /// `bid`, `ask` or `mid`.
    side: String,
    /// First moment of the bar, UTC nanoseconds.
    open_time: i64,
    /// First price.
    open: i64,
    /// Highest price.
    high: i64,
    /// Lowest price.
    low: i64,
    /// Last price.
    close: i64,
    /// Sum of volumes.
    volume: f64,
    /// Number of ticks.
    ticks: u32,
    /// Content hash of the partitions it was built from; another hash makes the bar stale.
    content_hash: String,
}

fn check(record: &CachedBar, _: &Store) -> Result<(), StoreError> {
    record.symbol.parse::<Symbol>()?;
    record.timeframe.parse::<Timeframe>()?;
    record.side.parse::<Side>()?;
    finite("bars_cache", &[("volume", record.volume)])?;
    let highest = record.open.max(record.close);
    let lowest = record.open.min(record.close);
    if record.high < highest || record.low > lowest {
        return Err(invalid("bars_cache", "open and close do not lie between low and high"));
    }
    Ok(())
}
