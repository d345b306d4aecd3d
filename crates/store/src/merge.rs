//! What the ticks of a day are when they come from several places: order and repeats.
//!
//! Rules, version [`RULES`]:
//! 1. Ticks are ordered by time; ticks of equal time stay in the order of their file.
//! 2. A tick that repeats one of the same time (same bid, ask and volumes) is dropped. A tick without volumes
//!    (both 0) repeats any tick of the same time, bid and ask; the volumes are kept.
//! 3. Where two files disagree on a moment with several ticks, the longer account wins if it holds the shorter in
//!    the same order; otherwise that moment's ticks are united and ordered by bid, ask and volumes.
//!
//! So importing a file again changes nothing, and the order of two imports does not matter.

use std::cmp::Ordering;

use tickloom_model::{Tick, Ticks};

use crate::Repeats;

/// The version of the rules above, written into every partition.
pub(crate) const RULES: u32 = 1;

/// Ticks in order and without repeats, which are counted. Rule 1 and 2.
pub(crate) fn normalise(ticks: Ticks, repeats: &mut Repeats) -> Ticks {
    if is_strictly_ascending(&ticks.timestamp) {
        return ticks;
    }
    let sorted = if ticks.is_sorted() { ticks } else { sort_by_time(&ticks) };
    let mut normal = Ticks::with_capacity(sorted.len());
    for moment in moments(&sorted) {
        let (time, given) = (sorted.timestamp[moment.start], moment.len());
        let kept = without_repeats(moment.map(|index| sorted.get(index)));
        repeats.note(time, given - kept.len());
        kept.into_iter().for_each(|tick| normal.push(tick));
    }
    normal
}

/// The union of two normalised sequences; what both hold is counted. Rule 3.
pub(crate) fn merge(stored: &Ticks, incoming: &Ticks, repeats: &mut Repeats) -> Ticks {
    let mut merged = Ticks::with_capacity(stored.len() + incoming.len());
    let (mut left, mut right) = (0, 0);
    while left < stored.len() && right < incoming.len() {
        match stored.timestamp[left].cmp(&incoming.timestamp[right]) {
            Ordering::Less => left = copy_before(&mut merged, stored, left, incoming.timestamp[right]),
            Ordering::Greater => right = copy_before(&mut merged, incoming, right, stored.timestamp[left]),
            Ordering::Equal => {
                let (left_end, right_end) = (end_of_moment(stored, left), end_of_moment(incoming, right));
                let ours: Vec<Tick> = (left..left_end).map(|index| stored.get(index)).collect();
                let theirs: Vec<Tick> = (right..right_end).map(|index| incoming.get(index)).collect();
                let given = ours.len() + theirs.len();
                let united = unite(ours, theirs);
                repeats.note(stored.timestamp[left], given - united.len());
                united.into_iter().for_each(|tick| merged.push(tick));
                (left, right) = (left_end, right_end);
            }
        }
    }
    merged.extend_from(stored, left..stored.len());
    merged.extend_from(incoming, right..incoming.len());
    merged
}

fn is_strictly_ascending(timestamps: &[i64]) -> bool {
    timestamps.is_sorted_by(|earlier, later| earlier < later)
}

fn sort_by_time(ticks: &Ticks) -> Ticks {
    let mut order: Vec<usize> = (0..ticks.len()).collect();
    order.sort_by_key(|&index| ticks.timestamp[index]);
    order.into_iter().map(|index| ticks.get(index)).collect()
}

fn end_of_moment(ticks: &Ticks, start: usize) -> usize {
    let time = ticks.timestamp[start];
    start + ticks.timestamp[start..].iter().take_while(|&&other| other == time).count()
}

fn moments(ticks: &Ticks) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut start = 0;
    std::iter::from_fn(move || {
        (start < ticks.len()).then(|| {
            let end = end_of_moment(ticks, start);
            std::mem::replace(&mut start, end)..end
        })
    })
}

fn copy_before(merged: &mut Ticks, from: &Ticks, start: usize, time: i64) -> usize {
    let end = start + from.timestamp[start..].partition_point(|&other| other < time);
    merged.extend_from(from, start..end);
    end
}

fn has_volumes(tick: &Tick) -> bool {
    tick.bid_volume != 0.0 || tick.ask_volume != 0.0
}

fn same_quote(left: &Tick, right: &Tick) -> bool {
    left.bid == right.bid && left.ask == right.ask
}

fn repeats(left: &Tick, right: &Tick) -> bool {
    same_quote(left, right)
        && (!has_volumes(left) || !has_volumes(right) || order_of_values(left, right).is_eq())
}

fn order_of_values(left: &Tick, right: &Tick) -> Ordering {
    (left.bid.cmp(&right.bid))
        .then(left.ask.cmp(&right.ask))
        .then(left.bid_volume.total_cmp(&right.bid_volume))
        .then(left.ask_volume.total_cmp(&right.ask_volume))
}

/// The ticks of one moment, each once.
fn without_repeats(moment: impl Iterator<Item = Tick>) -> Vec<Tick> {
    let mut kept: Vec<Tick> = Vec::new();
    for tick in moment {
        match kept.iter_mut().find(|earlier| repeats(earlier, &tick)) {
            Some(earlier) if has_volumes(&tick) => *earlier = tick,
            Some(_) => {}
            None => kept.push(tick),
        }
    }
    kept
}

fn unite(ours: Vec<Tick>, theirs: Vec<Tick>) -> Vec<Tick> {
    let in_order = if holds_in_order(&ours, &theirs) {
        Some((ours.clone(), theirs.clone()))
    } else if holds_in_order(&theirs, &ours) {
        Some((theirs.clone(), ours.clone()))
    } else {
        None
    };
    let all = |first: Vec<Tick>, second: Vec<Tick>| without_repeats(first.into_iter().chain(second));
    match in_order {
        Some((longer, shorter)) => all(longer, shorter),
        None => {
            let mut united = all(ours, theirs);
            united.sort_by(order_of_values);
            united
        }
    }
}

fn holds_in_order(longer: &[Tick], shorter: &[Tick]) -> bool {
    let mut rest = longer.iter();
    shorter.iter().all(|wanted| rest.any(|tick| repeats(tick, wanted)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tickloom_model::UnixNanos;

    use super::*;

    fn normalise(ticks: Ticks) -> Ticks {
        super::normalise(ticks, &mut Repeats::default())
    }

    fn merge(stored: &Ticks, incoming: &Ticks) -> Ticks {
        super::merge(stored, incoming, &mut Repeats::default())
    }

    fn tick(time: i64, bid: i64, volume: f32) -> Tick {
        Tick { timestamp: UnixNanos::new(time), bid, ask: bid + 1, bid_volume: volume, ask_volume: volume }
    }

    fn ticks(rows: &[(i64, i64, f32)]) -> Ticks {
        rows.iter().map(|&(time, bid, volume)| tick(time, bid, volume)).collect()
    }

    #[test]
    fn ticks_of_equal_time_keep_the_order_of_their_file() {
        let given = ticks(&[(2, 9, 1.0), (1, 5, 1.0), (2, 7, 1.0)]);
        assert_eq!(normalise(given), ticks(&[(1, 5, 1.0), (2, 9, 1.0), (2, 7, 1.0)]));
    }

    #[test]
    fn a_repeated_tick_is_dropped_and_equal_quotes_at_other_times_are_kept() {
        let given = ticks(&[(1, 5, 1.0), (1, 5, 1.0), (2, 5, 1.0), (2, 5, 2.0)]);
        assert_eq!(normalise(given), ticks(&[(1, 5, 1.0), (2, 5, 1.0), (2, 5, 2.0)]));
    }

    #[test]
    fn a_tick_without_volumes_takes_those_of_its_repeat() {
        let without = ticks(&[(1, 5, 0.0), (2, 6, 0.0)]);
        let with = ticks(&[(1, 5, 3.0), (2, 6, 4.0)]);
        assert_eq!(merge(&without, &with), with);
        assert_eq!(merge(&with, &without), with);
    }

    #[test]
    fn the_longer_account_of_a_moment_wins() {
        let longer = ticks(&[(1, 9, 1.0), (1, 3, 1.0), (1, 5, 1.0)]);
        let shorter = ticks(&[(1, 9, 1.0), (1, 5, 1.0)]);
        assert_eq!(merge(&longer, &shorter), longer);
        assert_eq!(merge(&shorter, &longer), longer);
    }

    #[test]
    fn accounts_that_contradict_each_other_are_ordered_by_value() {
        let united = ticks(&[(1, 3, 1.0), (1, 9, 1.0)]);
        assert_eq!(merge(&ticks(&[(1, 9, 1.0)]), &ticks(&[(1, 3, 1.0)])), united);
        assert_eq!(merge(&ticks(&[(1, 3, 1.0)]), &ticks(&[(1, 9, 1.0)])), united);
    }

    #[test]
    fn what_is_dropped_is_counted_at_its_time() {
        let mut repeats = Repeats::default();
        let given = ticks(&[(2, 5, 1.0), (1, 5, 1.0), (2, 5, 1.0), (2, 6, 1.0), (2, 5, 0.0)]);
        let first = super::normalise(given, &mut repeats);
        assert_eq!((repeats.count, repeats.first.as_slice()), (2, &[UnixNanos::new(2)][..]));
        super::merge(&first, &ticks(&[(1, 5, 1.0), (2, 9, 1.0)]), &mut repeats);
        assert_eq!((repeats.count, repeats.first), (3, vec![UnixNanos::new(1), UnixNanos::new(2)]));
    }

    fn any_ticks() -> impl Strategy<Value = Ticks> {
        let row = (0_i64..12, 1_i64..4, 0_u8..3);
        prop::collection::vec(row, 0..24).prop_map(|rows| {
            rows.into_iter().map(|(time, bid, volume)| tick(time, bid, f32::from(volume))).collect()
        })
    }

    proptest! {
        #[test]
        fn merging_what_is_there_changes_nothing(given in any_ticks()) {
            let stored = normalise(given);
            prop_assert_eq!(&merge(&stored, &stored), &stored);
            prop_assert_eq!(&normalise(stored.clone()), &stored);
        }

        #[test]
        fn the_order_of_two_imports_does_not_matter(first in any_ticks(), second in any_ticks()) {
            let (first, second) = (normalise(first), normalise(second));
            prop_assert_eq!(merge(&first, &second), merge(&second, &first));
        }

        #[test]
        fn nothing_is_lost_and_nothing_invented(first in any_ticks(), second in any_ticks()) {
            let (first, second) = (normalise(first), normalise(second));
            let merged = merge(&first, &second);
            prop_assert!(merged.is_sorted());
            for tick in first.iter().chain(second.iter()) {
                let found = merged.iter().any(|kept| kept.timestamp == tick.timestamp && repeats(&kept, &tick));
                prop_assert!(found, "lost {:?}", tick);
            }
            for tick in merged.iter() {
                prop_assert!(first.iter().chain(second.iter()).any(|given| given == tick), "invented {:?}", tick);
            }
        }
    }
}
