//! How long an instrument usually falls silent, learnt hour of the week by hour of the week.

use tickloom_model::{NANOS_PER_SECOND, TimeRange};

use crate::calendar::Calendar;

use super::{
    GapRules,
    histogram::Histogram,
    hours::{N_HOURS, WeekHour},
    silence::Edge,
};

/// Below this many silences an hour of the week says less than all hours together.
const ENOUGH: u64 = 200;
/// Sessions whose ends must have been seen before their silences count as a habit.
const ENOUGH_SESSIONS: u64 = 4;
/// Sums of hours are kept in parts of this.
const WHOLE: i128 = 1 << 32;

/// What has been learnt so far.
#[derive(Debug, Clone)]
pub(crate) struct Habits {
    /// Silences by the hour of the week in which they began.
    hours: Vec<Histogram>,
    /// From a session's start to its first tick, by hour of the week; then the same from its last tick to its end.
    edges: Vec<Histogram>,
}

impl Habits {
    pub(crate) fn new() -> Self {
        Self { hours: vec![Histogram::EMPTY; N_HOURS], edges: vec![Histogram::EMPTY; 2 * N_HOURS] }
    }

    #[inline]
    pub(crate) fn learn(&mut self, hour: usize, length: i64) {
        self.hours[hour].add(length);
    }

    pub(crate) fn learn_edge(&mut self, hour: usize, edge: Edge, length: i64) {
        if let Some(kind) = edge.kind() {
            self.edges[kind * N_HOURS + hour].add(length);
        }
    }

    /// What is learnt, in the form in which silences are compared with it.
    pub(crate) fn limits(&self, rules: &GapRules) -> Limits {
        let mut all = Histogram::EMPTY;
        self.hours.iter().for_each(|hour| all.add_all(hour));
        let limit = |hour: &Histogram| {
            let known = if hour.count() < ENOUGH { &all } else { hour };
            let usual = known.quantile(rules.usual_per_mille);
            usual.saturating_mul(rules.times_usual).max(rules.floor).max(NANOS_PER_SECOND)
        };
        let edge = |edge: &Histogram| if edge.count() < ENOUGH_SESSIONS { 0 } else { edge.quantile(500) };
        Limits { hours: self.hours.iter().map(limit).collect(), edges: self.edges.iter().map(edge).collect() }
    }
}

/// From which length on silences are suspicious.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    hours: Vec<i64>,
    /// The median silences at the edges of sessions.
    edges: Vec<i64>,
}

impl Limits {
    /// How worrying a silence in open time is: the sum over hours of its part in the hour by the hour's limit. From
    /// one whole on it is suspicious, and not looked at any further.
    pub(crate) fn surprise(&self, calendar: &Calendar, range: TimeRange, edge: Edge) -> Surprise {
        if self.is_usual_edge(calendar, range, edge) {
            return Surprise(0);
        }
        let (mut sum, mut time) = (0, range.start);
        while time < range.end && sum < WHOLE {
            let hour = WeekHour::of(calendar, time);
            let end = hour.range.end.min(range.end);
            sum += i128::from(end.as_i64() - time.as_i64()) * WHOLE / i128::from(self.hours[hour.index]);
            time = end;
        }
        Surprise(sum)
    }

    fn is_usual_edge(&self, calendar: &Calendar, range: TimeRange, edge: Edge) -> bool {
        let Some(kind) = edge.kind() else { return false };
        let hour = WeekHour::of(calendar, edge.inside(range)).index;
        length(range) <= self.edges[kind * N_HOURS + hour].saturating_mul(2)
    }
}

/// How worrying a silence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Surprise(i128);

impl Surprise {
    pub(crate) const NONE: Self = Self(0);

    pub(crate) fn is_suspicious(self) -> bool {
        self.0 >= WHOLE
    }
}

pub(crate) fn length(range: TimeRange) -> i64 {
    range.end.as_i64().saturating_sub(range.start.as_i64())
}
