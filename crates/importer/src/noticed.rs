//! Everything noticed so far in an import, gathered from threads that finish in any order.

use std::collections::{BTreeMap, HashMap};

use tickloom_model::{UnixNanos, UtcDay};
use tickloom_quality::{Finding, FindingCode, Findings, Place};
use tickloom_store::Repeats;

/// How many rows are remembered in case a day finds something at their time.
const MOMENTS: usize = 1_000;

/// What was noticed: in pieces, in the order of the sources; in whole days, by their time.
#[derive(Default)]
pub(crate) struct Noticed {
    of_pieces: Findings,
    of_days: BTreeMap<UtcDay, Findings>,
    repeats: u64,
    repeated: BTreeMap<UnixNanos, Place>,
    moments: HashMap<UnixNanos, Place>,
}

impl Noticed {
    /// How many findings there are.
    pub(crate) fn total(&self) -> u64 {
        let of_days: u64 = self.of_days.values().map(Findings::total).sum();
        self.of_pieces.total() + of_days + self.repeats
    }

    /// Adds what a piece showed; pieces come in the order of their sources.
    pub(crate) fn add_piece(&mut self, found: Findings) {
        self.of_pieces.merge(found);
    }

    /// Adds one finding of a source.
    pub(crate) fn add(&mut self, code: FindingCode, place: Place) {
        self.of_pieces.add(code, 1, [place]);
    }

    /// Remembers where a tick of the same time as the one before it stands.
    pub(crate) fn remember(&mut self, place: Place) {
        if self.moments.len() < MOMENTS {
            self.moments.entry(place.time).or_insert(place);
        }
    }

    /// What a day shows as it is now, which replaces what it showed before.
    pub(crate) fn set_day(&mut self, day: UtcDay, found: Findings) {
        if found.is_empty() {
            self.of_days.remove(&day);
        } else {
            self.of_days.insert(day, found);
        }
    }

    /// Adds rows that were dropped because they came twice.
    pub(crate) fn add_repeats(&mut self, repeats: &Repeats) {
        self.repeats += repeats.count;
        let place = |time: &UnixNanos| Place {
            source: None,
            line: None,
            byte: None,
            time: *time,
            what: "the same time, prices and volumes as another row".into(),
        };
        self.repeated.extend(repeats.first.iter().map(|time| (*time, place(time))));
        while self.repeated.len() > Finding::PLACES {
            self.repeated.pop_last();
        }
    }

    /// All of it, in the order of reports.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        let Self { of_pieces: mut all, of_days, repeats, repeated, moments } = self;
        let located = |place: Place| match moments.get(&place.time) {
            Some(known) => {
                Place { source: known.source.clone(), line: known.line, byte: known.byte, ..place }
            }
            None => place,
        };
        all.add(FindingCode::Repeated, repeats, repeated.into_values().map(located));
        for found in of_days.into_values() {
            for Finding { code, count, first } in found.into_vec() {
                all.add(code, count, first.into_iter().map(located));
            }
        }
        all.into_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(time: i64, line: Option<u64>) -> Place {
        Place { source: None, line, byte: None, time: UnixNanos::new(time), what: String::new() }
    }

    fn one(code: FindingCode, time: i64) -> Findings {
        let mut found = Findings::default();
        found.add(code, 1, [place(time, None)]);
        found
    }

    #[test]
    fn days_that_come_in_any_order_are_told_by_time_and_only_as_they_are_last() {
        let mut noticed = Noticed::default();
        for (day, time) in [(2, 20), (1, 10), (2, 21)] {
            noticed.set_day(UtcDay::from_days_since_epoch(day), one(FindingCode::EqualTimes, time));
        }
        noticed.remember(place(10, Some(7)));
        assert_eq!(noticed.total(), 2);
        let [finding] = noticed.into_findings().try_into().unwrap();
        assert_eq!((finding.code, finding.count), (FindingCode::EqualTimes, 2));
        assert_eq!(finding.first, [place(10, Some(7)), place(21, None)]);
    }
}
