//! The way from times of ticks to coverage, in one pass.

use tickloom_model::{NANOS_PER_SECOND, TimeRange, Timeframe, UnixNanos};

use crate::calendar::{Calendar, Phase, Walk};

use super::{Coverage, CoverageClass, Gap, GapClass, habits::length};

/// Counts what comes, period by period: UTC hours or days, or any other timeframe.
///
/// Periods run without a break from that of the first moment to that of the last. Times are UTC nanoseconds; one
/// that is earlier than the latest before it counts as if it came then.
#[derive(Debug, Clone)]
pub struct CoverageBuilder {
    timeframe: Timeframe,
    walk: Walk,
    periods: Vec<Coverage>,
    /// The last moment that is accounted for.
    latest: UnixNanos,
    /// Up to this moment, nothing changes but counts.
    plain_until: UnixNanos,
    is_open: bool,
}

impl CoverageBuilder {
    /// A builder that has seen nothing; its first period is that of the first tick.
    #[must_use]
    pub fn new(calendar: &Calendar, timeframe: Timeframe) -> Self {
        Self {
            timeframe,
            walk: calendar.walk(),
            periods: Vec::new(),
            latest: UnixNanos::MIN,
            plain_until: UnixNanos::MIN,
            is_open: false,
        }
    }

    /// A builder for which ticks are expected from a moment on.
    #[must_use]
    pub fn starting_at(calendar: &Calendar, timeframe: Timeframe, start: UnixNanos) -> Self {
        let mut builder = Self::new(calendar, timeframe);
        builder.begin(start);
        builder
    }

    /// Adds times that follow those added before.
    pub fn push(&mut self, times: &[i64]) {
        times.iter().for_each(|time| self.on_time(UnixNanos::new(*time)));
    }

    /// The periods, oldest first, classed by the gaps that were found in the same times, oldest first.
    #[must_use]
    pub fn finish(mut self, gaps: &[Gap]) -> Vec<Coverage> {
        let mut rest = gaps;
        for index in 0..self.periods.len() {
            let range = self.periods[index].range;
            rest = &rest[rest.partition_point(|gap| gap.range.end <= range.start)..];
            let touching = &rest[..rest.partition_point(|gap| gap.range.start < range.end)];
            self.periods[index].class = self.class(index, touching);
        }
        self.periods
    }

    /// The same where ticks are expected up to a moment.
    #[must_use]
    pub fn finish_at(mut self, end: UnixNanos, gaps: &[Gap]) -> Vec<Coverage> {
        if !self.periods.is_empty() && self.latest < end {
            self.pass_to(end.saturating_add(-1));
            self.note_silence(end);
        }
        self.finish(gaps)
    }

    #[inline]
    fn on_time(&mut self, time: UnixNanos) {
        let time = time.max(self.latest);
        if time >= self.plain_until {
            self.pass_to(time);
        }
        if let Some(period) = self.periods.last_mut() {
            if self.is_open {
                let silence = time.as_i64().wrapping_sub(self.latest.as_i64());
                period.longest_silence = period.longest_silence.max(silence);
            }
            period.ticks += 1;
            period.first = period.first.or(Some(time));
            period.last = Some(time);
        }
        self.latest = time;
    }

    /// Accounts for a silence up to a moment, period by period and phase by phase.
    #[cold]
    fn pass_to(&mut self, time: UnixNanos) {
        if self.periods.is_empty() {
            self.begin(time);
        }
        while self.plain_until <= time && self.plain_until < UnixNanos::MAX {
            let next = self.plain_until;
            self.note_silence(next);
            self.begin(next);
        }
    }

    /// Goes on to a moment at which a period or a phase begins, or the first tick comes.
    fn begin(&mut self, time: UnixNanos) {
        let bounds = self.timeframe.bounds(time);
        if self.periods.last().is_none_or(|period| period.range != bounds) {
            let period = self.empty(bounds);
            self.periods.push(period);
        }
        let span = self.walk.span(time);
        self.is_open = span.phase.is_open();
        self.plain_until = span.range.end.min(bounds.end);
        self.latest = time;
    }

    fn note_silence(&mut self, until: UnixNanos) {
        let silence = length(TimeRange { start: self.latest, end: until });
        if let Some(period) = self.periods.last_mut().filter(|_| self.is_open) {
            period.longest_silence = period.longest_silence.max(silence);
        }
    }

    fn empty(&mut self, range: TimeRange) -> Coverage {
        Coverage {
            range,
            ticks: 0,
            first: None,
            last: None,
            open_seconds: self.walk.open_time_in(range) / NANOS_PER_SECOND as u64,
            longest_silence: 0,
            class: CoverageClass::Full,
        }
    }

    fn class(&self, index: usize, gaps: &[Gap]) -> CoverageClass {
        let period = &self.periods[index];
        if period.open_seconds == 0 {
            return self.class_of_closed(period.range);
        }
        let worst = gaps.iter().map(|gap| gap.class).max();
        match worst {
            Some(GapClass::Suspicious) => CoverageClass::Suspicious,
            Some(GapClass::Quiet) => CoverageClass::Quiet,
            Some(GapClass::Holiday) if period.ticks == 0 => CoverageClass::Holiday,
            _ => CoverageClass::Full,
        }
    }

    fn class_of_closed(&self, range: TimeRange) -> CoverageClass {
        let mut time = range.start;
        while time < range.end {
            let span = self.walk.calendar().span(time);
            if span.phase == Phase::Holiday {
                return CoverageClass::Holiday;
            }
            time = span.range.end;
        }
        CoverageClass::Closed
    }
}
