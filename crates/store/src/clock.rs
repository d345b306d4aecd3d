//! The one place where the time of day is read.

use std::time::{SystemTime, UNIX_EPOCH};

use tickloom_model::UnixNanos;

/// The present moment by the system's clock.
#[must_use]
pub fn now() -> UnixNanos {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    UnixNanos::new(i64::try_from(elapsed.as_nanos()).unwrap_or(i64::MAX))
}
