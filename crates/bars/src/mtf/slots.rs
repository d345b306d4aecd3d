//! Where each timeframe's bars are built: those of time side by side, because they are built together.

use tickloom_model::{BarKind, Timeframe};

/// Timeframes in the order asked for, and in the order in which they are built: their *slots*.
#[derive(Debug, Clone)]
pub(crate) struct Slots {
    of_position: Vec<usize>,
    timeframes: Vec<Timeframe>,
    others: Vec<BarKind>,
}

impl Slots {
    pub(crate) fn of(kinds: &[BarKind]) -> Self {
        let timeframes: Vec<_> = kinds.iter().filter_map(|kind| kind.timeframe()).collect();
        let others: Vec<_> = kinds.iter().copied().filter(|kind| kind.timeframe().is_none()).collect();
        let (mut next_time, mut next_other) = (0.., timeframes.len()..);
        let slot = |kind: &BarKind| match kind.timeframe() {
            Some(_) => next_time.next(),
            None => next_other.next(),
        };
        Self { of_position: kinds.iter().filter_map(slot).collect(), timeframes, others }
    }

    /// The slot of the timeframe at a position.
    #[inline]
    pub(crate) fn slot(&self, position: usize) -> usize {
        self.of_position[position]
    }

    /// What is built in a slot.
    pub(crate) fn kind(&self, slot: usize) -> BarKind {
        match slot.checked_sub(self.timeframes.len()) {
            None => self.timeframes[slot].into(),
            Some(other) => self.others[other],
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.of_position.len()
    }

    pub(crate) fn timeframes(&self) -> &[Timeframe] {
        &self.timeframes
    }

    pub(crate) fn others(&self) -> &[BarKind] {
        &self.others
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_position_finds_its_kind() {
        let kinds: Vec<BarKind> = ["10r", "5m", "100t", "1m"].map(|name| name.parse().unwrap()).into();
        let slots = Slots::of(&kinds);
        let found: Vec<_> = (0..slots.len()).map(|position| slots.kind(slots.slot(position))).collect();
        assert_eq!(found, kinds);
        assert_eq!((slots.slot(1), slots.slot(3), slots.slot(0)), (0, 1, 2));
    }
}
