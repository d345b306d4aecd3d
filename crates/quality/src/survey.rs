//! One pass over the times of a symbol's ticks: what gaps, coverage and passports are told from.

use tickloom_bars::{
    calendar::{Calendar, Phase, Walk},
    gaps::{Coverage, CoverageBuilder, Gap, GapFinder, GapRules},
};
use tickloom_model::{Symbol, TimeRange, Timeframe, UnixNanos, UtcDay};
use tickloom_store::{Store, StoreError};

/// What is asked of a symbol's ticks.
pub(crate) struct Question<'a> {
    pub(crate) symbol: &'a Symbol,
    /// Where it begins and ends ticks are expected; an end that is the end of all time is that of the ticks.
    pub(crate) range: TimeRange,
    pub(crate) rules: &'a GapRules,
    /// The periods of the coverage, if it is wanted.
    pub(crate) periods: Option<Timeframe>,
}

/// What a pass found.
pub(crate) struct Survey {
    pub(crate) calendar: Calendar,
    pub(crate) gaps: Vec<Gap>,
    pub(crate) n_forgotten: u64,
    pub(crate) coverage: Vec<Coverage>,
    /// Session days without a tick on which the market was open as in any week, and whose middle lies in the range.
    pub(crate) missing_days: Vec<UtcDay>,
}

/// Looks at every time once; `stop` is asked for each day and ends it with [`StoreError::Interrupted`].
pub(crate) fn survey(
    store: &Store,
    question: &Question<'_>,
    mut stop: impl FnMut() -> bool,
) -> Result<Survey, StoreError> {
    let calendar = store.calendar(question.symbol)?;
    let extent = extent(store, question)?;
    let mut pass = Pass::new(&calendar, question);
    store.visit_times(question.symbol, question.range, |times| {
        pass.push(times);
        if stop() { Err(StoreError::Interrupted) } else { Ok(()) }
    })?;
    Ok(pass.finish(calendar, extent, question.range.end))
}

/// The range with the first and last tick in place of the ends of time.
pub(crate) fn extent(store: &Store, question: &Question<'_>) -> Result<TimeRange, StoreError> {
    let TimeRange { mut start, mut end } = question.range;
    let days = store.partitions(question.symbol, question.range)?;
    if start == UnixNanos::MIN {
        start = days.first().map_or(end, |day| day.first);
    }
    if end == UnixNanos::MAX {
        end = days.last().map_or(start, |day| day.last.saturating_add(1));
    }
    Ok(TimeRange { start, end: end.max(start) })
}

pub(crate) struct Pass {
    finder: GapFinder,
    coverage: Option<CoverageBuilder>,
    walk: Walk,
    /// Session days that have ticks, ascending.
    days: Vec<UtcDay>,
}

impl Pass {
    pub(crate) fn new(calendar: &Calendar, question: &Question<'_>) -> Self {
        let (rules, start) = (question.rules, question.range.start);
        let is_open_ended = start == UnixNanos::MIN;
        let finder = if is_open_ended {
            GapFinder::new(calendar, rules)
        } else {
            GapFinder::starting_at(calendar, rules, start)
        };
        let builder = |periods| {
            if is_open_ended {
                CoverageBuilder::new(calendar, periods)
            } else {
                CoverageBuilder::starting_at(calendar, periods, start)
            }
        };
        Self { finder, coverage: question.periods.map(builder), walk: calendar.walk(), days: Vec::new() }
    }

    pub(crate) fn push(&mut self, times: &[i64]) {
        self.finder.push(times);
        if let Some(coverage) = &mut self.coverage {
            coverage.push(times);
        }
        self.note_days(times);
    }

    fn note_days(&mut self, mut times: &[i64]) {
        while let Some(&first) = times.first() {
            let day = self.walk.session_day(UnixNanos::new(first));
            if self.days.last() != Some(&day.date) {
                self.days.push(day.date);
            }
            let rest = times.partition_point(|&time| time < day.range.end.as_i64());
            times = &times[rest.max(1)..];
        }
    }

    pub(crate) fn finish(self, calendar: Calendar, extent: TimeRange, end: UnixNanos) -> Survey {
        let n_forgotten = self.finder.n_forgotten();
        let (gaps, coverage) = if end == UnixNanos::MAX {
            let gaps = self.finder.finish();
            let coverage = self.coverage.map(|builder| builder.finish(&gaps));
            (gaps, coverage)
        } else {
            let gaps = self.finder.finish_at(end);
            let coverage = self.coverage.map(|builder| builder.finish_at(end, &gaps));
            (gaps, coverage)
        };
        let missing_days = missing_days(&calendar, extent, &self.days);
        Survey { calendar, gaps, n_forgotten, coverage: coverage.unwrap_or_default(), missing_days }
    }
}

fn missing_days(calendar: &Calendar, extent: TimeRange, seen: &[UtcDay]) -> Vec<UtcDay> {
    let (mut missing, mut walk, mut time) = (Vec::new(), calendar.walk(), extent.start);
    while time < extent.end {
        let day = walk.session_day(time);
        if seen.binary_search(&day.date).is_err()
            && extent.contains(middle(day.range))
            && is_expected(&mut walk, day.range)
        {
            missing.push(day.date);
        }
        time = day.range.end;
    }
    missing
}

fn middle(range: TimeRange) -> UnixNanos {
    range.start.saturating_add((range.end.as_i64() - range.start.as_i64()) / 2)
}

/// Whether ticks must come in a range: an optional holiday may pass without any.
fn is_expected(walk: &mut Walk, range: TimeRange) -> bool {
    let mut time = range.start;
    while time < range.end {
        let span = walk.span(time);
        if span.phase == Phase::Open {
            return true;
        }
        time = span.range.end;
    }
    false
}
