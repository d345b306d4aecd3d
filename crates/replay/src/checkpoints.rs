//! Moments of a replay to go back to: few, and as far apart as the length of what is played allows.

/// Moments in the order in which they are played, each with how many ticks were played before it.
#[derive(Debug)]
pub(crate) struct Checkpoints<T> {
    /// The first is always there.
    kept: Vec<(u64, T)>,
    /// Ticks between two moments, at least.
    spacing: u64,
}

impl<T> Checkpoints<T> {
    /// The moment before the first of so many ticks, and room for so many more.
    pub(crate) fn new(first: T, ticks: u64, room: u64) -> Self {
        Self { kept: vec![(0, first)], spacing: ticks.div_ceil(room.max(1)).max(1) }
    }

    /// Keeps a moment if it lies far enough behind the last one.
    pub(crate) fn offer(&mut self, played: u64, moment: impl FnOnce() -> T) {
        let last = self.kept.last().map_or(0, |(played, _)| *played);
        if played >= last.saturating_add(self.spacing) {
            self.kept.push((played, moment()));
        }
    }

    /// The last moment of which something is true that is true of all before it too; the first if it is true of none.
    pub(crate) fn last(&self, is_before: impl Fn(&T) -> bool) -> (u64, &T) {
        let count = self.kept.partition_point(|(_, moment)| is_before(moment));
        let (played, moment) = &self.kept[count.saturating_sub(1)];
        (*played, moment)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_few_and_spread_over_all_ticks() {
        for (ticks, step) in [(1_000, 7), (1_000, 100), (1_000, 999), (3, 1), (1, 1)] {
            let mut checkpoints = Checkpoints::new(0, ticks, 8);
            for played in (0..=ticks).step_by(step) {
                checkpoints.offer(played, || played);
                let (last, _) = checkpoints.last(|_| true);
                assert!(played - last < ticks.div_ceil(8).max(1), "{played} of {ticks}");
            }
            assert!(checkpoints.kept.len() <= 9);
            assert_eq!(checkpoints.last(|_| false), (0, &0));
        }
    }

    #[test]
    fn what_was_played_before_is_not_kept_twice() {
        let mut checkpoints = Checkpoints::new("start", 80, 8);
        checkpoints.offer(10, || "once");
        checkpoints.offer(10, || "again");
        checkpoints.offer(0, || "before");
        assert_eq!(checkpoints.last(|_| true), (10, &"once"));
        assert_eq!(checkpoints.last(|moment| *moment == "start"), (0, &"start"));
    }
}
