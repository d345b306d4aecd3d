//! The way from times of ticks to gaps, in one pass.

use tickloom_model::{TimeRange, UnixNanos};

use crate::calendar::{Calendar, Phase, Walk};

use super::{
    Gap, GapClass, GapRules,
    habits::{Habits, Limits, Surprise, length},
    hours::WeekHour,
    silence::{Edge, Silence},
};

/// The gaps between times that come in pieces, oldest first. See [`GapFinder`].
#[must_use]
pub fn gaps<'a>(
    pieces: impl IntoIterator<Item = &'a [i64]>,
    calendar: &Calendar,
    rules: &GapRules,
) -> Vec<Gap> {
    let mut finder = GapFinder::new(calendar, rules);
    pieces.into_iter().for_each(|times| finder.push(times));
    finder.finish()
}

/// Finds gaps in times that come in pieces, such as days.
///
/// Memory does not grow with the number of ticks: it is 350 kB, and at most 48 bytes for each gap that may be kept. However
/// the times are cut into pieces, the gaps are the same. Times are UTC nanoseconds; one that is not later than the latest before it
/// is passed over.
#[derive(Debug, Clone)]
pub struct GapFinder {
    rules: GapRules,
    walk: Walk,
    habits: Habits,
    silences: Vec<Silence>,
    n_forgotten: u64,
    latest: Option<UnixNanos>,
    hour: WeekHour,
    /// Up to this moment, a tick can only end a silence of the hour and the open phase at hand.
    plain_until: UnixNanos,
}

impl GapFinder {
    /// A finder that has seen nothing. What lies before the first tick and after the last is no gap.
    #[must_use]
    pub fn new(calendar: &Calendar, rules: &GapRules) -> Self {
        Self {
            rules: *rules,
            walk: calendar.walk(),
            habits: Habits::new(),
            silences: Vec::new(),
            n_forgotten: 0,
            latest: None,
            hour: WeekHour::NONE,
            plain_until: UnixNanos::MIN,
        }
    }

    /// A finder for which ticks are expected from a moment on: silence before the first is a gap.
    #[must_use]
    pub fn starting_at(calendar: &Calendar, rules: &GapRules, start: UnixNanos) -> Self {
        let mut finder = Self::new(calendar, rules);
        finder.reach(start);
        finder
    }

    /// Adds times that follow those added before.
    pub fn push(&mut self, times: &[i64]) {
        times.iter().for_each(|time| self.on_time(UnixNanos::new(*time)));
    }

    /// How many of the least worrying gaps were forgotten because there were too many.
    #[must_use]
    pub fn n_forgotten(&self) -> u64 {
        self.n_forgotten
    }

    /// The gaps, oldest first.
    #[must_use]
    pub fn finish(self) -> Vec<Gap> {
        let limits = self.habits.limits(&self.rules);
        let judged = |silence: &Silence| Gap { range: silence.range, class: self.class(silence, &limits) };
        self.silences.iter().map(judged).collect()
    }

    /// The gaps, oldest first, where ticks are expected up to a moment: silence after the last is a gap.
    #[must_use]
    pub fn finish_at(mut self, end: UnixNanos) -> Vec<Gap> {
        if let Some(latest) = self.latest.filter(|latest| *latest < end) {
            self.end_silence(TimeRange { start: latest, end });
        }
        self.finish()
    }

    #[inline]
    fn on_time(&mut self, time: UnixNanos) {
        let Some(latest) = self.latest else { return self.reach(time) };
        let silence = time.as_i64().wrapping_sub(latest.as_i64());
        if time < self.plain_until && latest < time && silence < self.rules.shortest {
            self.habits.learn(self.hour.index, silence);
            self.latest = Some(time);
        } else if latest < time {
            self.end_silence(TimeRange { start: latest, end: time });
            self.reach(time);
        }
    }

    #[cold]
    fn reach(&mut self, time: UnixNanos) {
        self.latest = Some(time);
        let span = self.walk.span(time);
        self.hour.reach(self.walk.calendar(), time);
        let is_plain = span.phase.is_open();
        self.plain_until = if is_plain { span.range.end.min(self.hour.range.end) } else { UnixNanos::MIN };
    }

    /// Cuts a silence where phases change.
    fn end_silence(&mut self, range: TimeRange) {
        let mut start = range.start;
        while start < range.end {
            let span = self.walk.span(start);
            let piece = TimeRange { start, end: span.range.end.min(range.end) };
            self.note(Silence { range: piece, phase: span.phase, edge: Edge::of(piece, span) });
            start = piece.end;
        }
    }

    fn note(&mut self, silence: Silence) {
        if silence.phase.is_open() {
            self.learn(&silence);
        }
        if length(silence.range) >= self.rules.shortest {
            self.silences.push(silence);
            self.forget_least();
        }
    }

    fn learn(&mut self, silence: &Silence) {
        let (calendar, length) = (self.walk.calendar(), length(silence.range));
        self.habits.learn(WeekHour::of(calendar, silence.range.start).index, length);
        if silence.edge.kind().is_some() {
            let edge = WeekHour::of(calendar, silence.edge.inside(silence.range));
            self.habits.learn_edge(edge.index, silence.edge, length);
        }
    }

    /// Keeps the more worrying half of twice as many gaps as may be kept.
    fn forget_least(&mut self) {
        let most = self.rules.most;
        if self.silences.len() <= most.saturating_mul(2) {
            return;
        }
        let limits = self.habits.limits(&self.rules);
        let mut ranked: Vec<_> =
            self.silences.iter().map(|silence| (self.surprise(silence, &limits), *silence)).collect();
        ranked.sort_by_key(|(surprise, silence)| std::cmp::Reverse((*surprise, length(silence.range))));
        self.n_forgotten += (ranked.len() - most) as u64;
        ranked.truncate(most);
        ranked.sort_by_key(|(_, silence)| silence.range.start);
        self.silences = ranked.into_iter().map(|(_, silence)| silence).collect();
    }

    fn class(&self, silence: &Silence, limits: &Limits) -> GapClass {
        match (silence.phase, silence.edge) {
            (Phase::Closed, _) => GapClass::Closed,
            (Phase::Holiday, _) | (Phase::OpenOptional, Edge::Both) => GapClass::Holiday,
            _ if self.surprise(silence, limits).is_suspicious() => GapClass::Suspicious,
            _ => GapClass::Quiet,
        }
    }

    fn surprise(&self, silence: &Silence, limits: &Limits) -> Surprise {
        match silence.phase {
            Phase::Closed | Phase::Holiday => Surprise::NONE,
            Phase::Open | Phase::OpenOptional => {
                limits.surprise(self.walk.calendar(), silence.range, silence.edge)
            }
        }
    }
}
