//! The phases of all time, worked out a stretch at a time when first asked for.

use std::{ops::Range, sync::OnceLock};

use tickloom_model::{TimeRange, UnixNanos, UtcDay};

use super::{
    HolidayHours, Phase, Shared, Span,
    civil::{DAY, days_since_monday, plus_days, to_jiff},
    days::day_range,
};

/// Chunks are 2^55 nanoseconds, 417 days, so that 512 of them are exactly all moments that there are.
const CHUNK_BITS: u32 = 55;
const N_CHUNKS: usize = 512;

/// Starts of phases in order, no two alike in a row; the first is the start of the chunk.
type Chunk = Box<[(i64, Phase)]>;

#[derive(Debug)]
pub(crate) struct Timeline {
    chunks: Box<[OnceLock<Chunk>]>,
}

impl Timeline {
    pub(crate) fn new() -> Self {
        Self { chunks: (0..N_CHUNKS).map(|_| OnceLock::new()).collect() }
    }

    fn chunk(&self, shared: &Shared, index: usize) -> &Chunk {
        self.chunks[index].get_or_init(|| phases_of(shared, chunk_start(index)))
    }
}

impl Shared {
    pub(crate) fn phase(&self, time: UnixNanos) -> Phase {
        let (chunk, position) = self.locate(time.as_i64());
        self.timeline.chunk(self, chunk)[position].1
    }

    /// The whole of the phase in which a moment lies, however many chunks it takes.
    pub(crate) fn span(&self, time: UnixNanos) -> Span {
        let (chunk, position) = self.locate(time.as_i64());
        let phases = self.timeline.chunk(self, chunk);
        let phase = phases[position].1;
        let start = if position > 0 { phases[position].0 } else { self.start_of_phase(chunk, phase) };
        let end = phases.get(position + 1).map_or_else(|| self.end_of_phase(chunk, phase), |next| next.0);
        Span { range: TimeRange { start: UnixNanos::new(start), end: UnixNanos::new(end) }, phase }
    }

    fn locate(&self, time: i64) -> (usize, usize) {
        let chunk = ((time >> CHUNK_BITS) + N_CHUNKS as i64 / 2) as usize;
        let later = self.timeline.chunk(self, chunk).partition_point(|(start, _)| *start <= time);
        (chunk, later - 1)
    }

    /// Where a phase began that lasts at the start of a chunk.
    fn start_of_phase(&self, chunk: usize, phase: Phase) -> i64 {
        for index in (0..chunk).rev() {
            match self.timeline.chunk(self, index)[..] {
                [.., (_, last)] if last != phase => return chunk_start(index + 1),
                [_, .., (start, _)] => return start,
                _ => {}
            }
        }
        i64::MIN
    }

    /// Where a phase ends that lasts at the end of a chunk.
    fn end_of_phase(&self, chunk: usize, phase: Phase) -> i64 {
        for index in chunk + 1..N_CHUNKS {
            match self.timeline.chunk(self, index)[..] {
                [(start, first), ..] if first != phase => return start,
                [_, (end, _), ..] => return end,
                _ => {}
            }
        }
        i64::MAX
    }
}

fn chunk_start(index: usize) -> i64 {
    (index as i64 - N_CHUNKS as i64 / 2) << CHUNK_BITS
}

fn phases_of(shared: &Shared, start: i64) -> Chunk {
    let last_moment = start + ((1 << CHUNK_BITS) - 1);
    let dates = dates_around(start, last_moment);
    let open = open_ranges(shared, dates.clone());
    let (optional, holidays) = holiday_ranges(shared, dates);
    let edges =
        [&open, &optional, &holidays].into_iter().flatten().flat_map(|range| [range.start, range.end]);
    let mut starts: Vec<i64> =
        edges.filter(|edge| (start..=last_moment).contains(edge)).chain([start]).collect();
    starts.sort_unstable();
    let always = shared.rules.week.is_always();
    let phase_at = |time: i64| match (always || holds(&open, time), holds(&holidays, time)) {
        (false, _) => Phase::Closed,
        (true, true) => Phase::Holiday,
        (true, false) if holds(&optional, time) => Phase::OpenOptional,
        (true, false) => Phase::Open,
    };
    let mut phases: Vec<_> = starts.into_iter().map(|time| (time, phase_at(time))).collect();
    phases.dedup_by_key(|(_, phase)| *phase);
    phases.into()
}

/// Dates whose week, session day or holiday may reach into a chunk, from a Monday on.
fn dates_around(start: i64, last_moment: i64) -> Range<UtcDay> {
    let (first, last) = (UtcDay::of(UnixNanos::new(start)), UtcDay::of(UnixNanos::new(last_moment)));
    let first = plus_days(first, -3);
    plus_days(first, -days_since_monday(first))..plus_days(last, 4)
}

/// In order, for ranges of a usual week are.
fn open_ranges(shared: &Shared, dates: Range<UtcDay>) -> Vec<Range<i64>> {
    if shared.rules.week.is_always() {
        return Vec::new();
    }
    let mondays = (dates.start.days_since_epoch()..dates.end.days_since_epoch()).step_by(7);
    let moment = |monday: i32, second: u32| {
        let date = UtcDay::from_days_since_epoch(monday + (second / DAY) as i32);
        shared.zone.moment(date, second % DAY).as_i64()
    };
    let week = shared.rules.week.ranges();
    mondays
        .flat_map(|monday| {
            week.iter().map(move |range| moment(monday, range.start)..moment(monday, range.end))
        })
        .collect()
}

/// The ranges of optional holidays, and of those that are closed.
fn holiday_ranges(shared: &Shared, dates: Range<UtcDay>) -> (Vec<Range<i64>>, Vec<Range<i64>>) {
    let (mut optional, mut closed) = (Vec::new(), Vec::new());
    for year in to_jiff(dates.start).year() - 1..=to_jiff(dates.end).year() + 1 {
        for holiday in &shared.rules.holidays {
            let Some(date) = holiday.date.in_year(year).filter(|date| dates.contains(date)) else { continue };
            let range = holiday_range(shared, date, holiday.hours);
            if holiday.hours == HolidayHours::Optional { &mut optional } else { &mut closed }.push(range);
        }
    }
    (in_order(optional), in_order(closed))
}

fn holiday_range(shared: &Shared, date: UtcDay, hours: HolidayHours) -> Range<i64> {
    let day = day_range(shared, date);
    let (start, end) = (day.start.as_i64(), day.end.as_i64());
    match hours {
        HolidayHours::Closed | HolidayHours::Optional => start..end,
        HolidayHours::ClosesAt(time) => shared.zone.moment(date, time.seconds()).as_i64().max(start)..end,
        HolidayHours::OpensAt(time) => start..shared.zone.moment(date, time.seconds()).as_i64().min(end),
    }
}

/// Sorted, those that touch made one, so that one search finds the range of a moment.
fn in_order(mut ranges: Vec<Range<i64>>) -> Vec<Range<i64>> {
    ranges.retain(|range| range.start < range.end);
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|next, range| {
        let touches = next.start <= range.end;
        range.end = if touches { range.end.max(next.end) } else { range.end };
        touches
    });
    ranges
}

fn holds(ranges: &[Range<i64>], time: i64) -> bool {
    let later = ranges.partition_point(|range| range.start <= time);
    ranges[..later].last().is_some_and(|range| range.contains(&time))
}
