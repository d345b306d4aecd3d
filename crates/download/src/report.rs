//! What a download did, for people and for machines.

use std::time::Duration;

use tickloom_model::{Symbol, UnixNanos};

/// What a download did. Every hour of the range is counted in exactly one of `fetched`, `reused`, `missing`, `lost` and `not_asked`.
#[derive(Debug, Clone, PartialEq)]
pub struct DownloadReport {
    /// The symbol.
    pub symbol: Symbol,
    /// Hours of the range.
    pub hours: u64,
    /// Hours that came from the server.
    pub fetched: u64,
    /// Hours that were in the folder already, and good.
    pub reused: u64,
    /// How many of these two hold no ticks.
    pub empty: u64,
    /// Hours that the server says it does not have, by their starts, in order.
    pub missing: Vec<UnixNanos>,
    /// Hours that could not be had, in order.
    pub lost: Vec<LostHour>,
    /// Hours that were not come to, because the download was asked to stop.
    pub not_asked: u64,
    /// Ticks in the hours that are there.
    pub ticks: u64,
    /// Bytes of the hours that came from the server.
    pub bytes: u64,
    /// Requests that were sent.
    pub requests: u64,
    /// The starts of the hours that lie in the folder now and can be imported, in order.
    pub kept: Vec<UnixNanos>,
    /// How long it took.
    pub elapsed: Duration,
}

impl DownloadReport {
    /// Whether every hour is there, or is known not to exist.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.lost.is_empty() && self.not_asked == 0
    }
}

/// An hour that could not be had. What is there of it, if anything, is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LostHour {
    /// Its start.
    pub hour: UnixNanos,
    /// The stable code of the reason.
    pub code: &'static str,
    /// What happened at the last attempt.
    pub message: String,
}
