//! Which ticks a merge dropped because they were there already: counted, the first of them by their time.

use tickloom_model::UnixNanos;

/// Ticks that repeat another of the same import: how many, and when the first of them were.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeats {
    /// How many were dropped.
    pub count: u64,
    /// The times of the first [`Repeats::KEPT`] moments that had any, oldest first.
    pub first: Vec<UnixNanos>,
}

impl Repeats {
    /// How many times are kept.
    pub const KEPT: usize = 5;

    /// Counts ticks that were dropped at one moment, if there were any.
    pub(crate) fn note(&mut self, time: i64, dropped: usize) {
        if dropped == 0 {
            return;
        }
        self.count += dropped as u64;
        let time = UnixNanos::new(time);
        if let Err(place) = self.first.binary_search(&time) {
            self.first.insert(place, time);
            self.first.truncate(Self::KEPT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_counted_and_the_first_moments_kept_in_order() {
        let mut repeats = Repeats::default();
        for (time, dropped) in [(9, 1), (3, 0), (8, 2), (2, 1), (8, 1), (7, 1), (6, 1), (5, 1)] {
            repeats.note(time, dropped);
        }
        assert_eq!(repeats.count, 8);
        assert_eq!(repeats.first, [2, 5, 6, 7, 8].map(UnixNanos::new));
    }
}
