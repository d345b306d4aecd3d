//! Minutes of days that were built before: when they are used, and what is kept for the next time.
//!
//! They are an aid and never an answer: each is held against the hash of the ticks that are stored now, and without them
//! a read gives the same bars.

use std::collections::BTreeMap;

use tickloom_model::{Bars, TimeRange, Timeframe, UtcDay};

use super::reading::{DayToRead, Reading};
use crate::{ContentHash, PartitionInfo, Store, catalogue::DayOfMinutes};

/// From how many days on minutes are kept and looked for: fewer are built as fast as they are found.
const PAYS_FROM: usize = 32;

/// Days whose minutes are asked for at once: bounds what is in memory beside the result.
pub(super) const AT_ONCE: usize = 128;

/// What is kept of some days.
#[derive(Default)]
pub(super) struct Kept(BTreeMap<UtcDay, (ContentHash, Bars)>);

impl Kept {
    /// The minutes of a day, if they are those of the ticks that are stored.
    pub(super) fn of(&self, partition: &PartitionInfo) -> Option<&Bars> {
        let (content_hash, minutes) = self.0.get(&partition.key.day)?;
        let ticks: u64 = minutes.ticks.iter().map(|&ticks| u64::from(ticks)).sum();
        // Rows that somebody else added or removed show in the number of ticks.
        (*content_hash == partition.content_hash && ticks == partition.ticks).then_some(minutes)
    }
}

/// Whether minutes of a day are of use: all of its bars are made of them, and all of its ticks are known.
pub(super) fn are_of_use(reading: &Reading<'_>, day: &DayToRead) -> bool {
    let pays = reading.to_read.len() >= PAYS_FROM && !reading.needs.ticks;
    pays && Timeframe::M1.divides(day.grid) && day.partition.last <= reading.known
}

impl Store {
    /// What is kept of some days, oldest first.
    pub(super) fn kept_minutes(&self, reading: &Reading<'_>, days: &[DayToRead]) -> Kept {
        let of_use = |day: &&DayToRead| are_of_use(reading, day);
        let (Some(first), Some(last)) = (days.iter().find(of_use), days.iter().rfind(of_use)) else {
            return Kept::default();
        };
        let range =
            TimeRange { start: first.partition.key.day.start(), end: last.partition.key.day.next().start() };
        let query = reading.query;
        // Whatever is wrong with them, the ticks are there.
        let found = self.catalogue().minutes(&query.symbol, query.side, range).unwrap_or_default();
        Kept(found.into_iter().map(|day| (day.day, (day.content_hash, day.minutes))).collect())
    }

    /// Keeps what was built of days that are still stored so.
    pub(super) fn keep_minutes(&self, reading: &Reading<'_>, days: Vec<DayOfMinutes>) {
        let (symbol, side) = (&reading.query.symbol, reading.query.side);
        let is_current = |day: &DayOfMinutes| {
            let stored = self.partition(&day.key(symbol));
            stored.is_some_and(|stored| stored.content_hash == day.content_hash)
        };
        if !days.is_empty() {
            // A disk that is full must not keep anyone from reading.
            let _ = self.catalogue().keep_minutes(symbol, side, days, is_current);
        }
    }
}
