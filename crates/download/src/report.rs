//! What a download did, for people and for machines.

use std::time::Duration;

use tickloom_model::{Symbol, UnixNanos};

use crate::{failure::Failure, worker::Outcome};

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

impl DownloadReport {
    /// Counts an hour, which comes after those before it.
    pub(crate) fn add(&mut self, hour: UnixNanos, outcome: Outcome) {
        let verified = match outcome {
            Outcome::Missing => return self.missing.push(hour),
            Outcome::Lost(Failure { code, message, .. }) => {
                return self.lost.push(LostHour { hour, code, message });
            }
            Outcome::Reused(verified) => {
                self.reused += 1;
                verified
            }
            Outcome::Fetched(verified) => {
                self.fetched += 1;
                self.bytes += verified.bytes;
                verified
            }
        };
        self.ticks += verified.ticks;
        self.empty += u64::from(verified.ticks == 0);
        self.kept.push(hour);
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

impl LostHour {
    /// Every code that is a download's own; those of damaged hours begin with `bi5.` and are the format's.
    pub const CODES: &[&str] = &[
        "download.gave_up",
        "download.incomplete",
        "download.network",
        "download.not_over",
        "download.redirect",
        "download.repeated",
        "download.status",
        "download.timeout",
        "download.tls",
        "download.too_large",
        "download.wrong_hour",
    ];
}

#[cfg(test)]
mod tests {
    use super::LostHour;

    #[test]
    fn the_list_of_codes_is_what_failures_are_made_with() {
        let sources = [
            include_str!("client.rs"),
            include_str!("download.rs"),
            include_str!("failure.rs"),
            include_str!("tally.rs"),
            include_str!("verify.rs"),
            include_str!("worker.rs"),
        ];
        let words = sources.iter().flat_map(|source| source.split('"'));
        let mut codes: Vec<_> = words.filter(|word| word.starts_with("download.")).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes, LostHour::CODES);
    }
}
