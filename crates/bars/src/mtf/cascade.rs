//! Bars of time of many timeframes from one pass: what nine timeframes have in common is done once.

use tickloom_model::{Bar, Side, Tick, Timeframe, UnixNanos};

use crate::{BarSeries, CompletedBar, Days, Quotes, period::Period};

/// Bars in progress of many timeframes of one side.
///
/// A tick touches only the *bases*: the timeframes that no other of them divides, of the nine standard ones the minute.
/// Every timeframe takes the completed bars of a base that divides it, and its bar in progress is what it has taken so
/// far together with the base's bar in progress: exact, and one step away after every tick.
///
/// Completed bars are handed on with the position of their timeframe; those of one timeframe oldest first.
#[derive(Debug, Clone)]
pub(crate) struct Cascade {
    side: Side,
    bases: Vec<Period>,
    levels: Vec<Level>,
}

/// One timeframe: what the bars that its base has completed add up to. A base's own timeframe is a level too.
#[derive(Debug, Clone)]
struct Level {
    base: usize,
    period: Period,
}

impl Cascade {
    /// The timeframes before the first tick.
    pub(crate) fn new(side: Side, timeframes: &[Timeframe], days: &Days) -> Self {
        let bases = bases_of(timeframes, days);
        // Divisibility is transitive, so every timeframe is divided by a base; by itself if by no other.
        let base_of =
            |timeframe| bases.iter().position(|&base| days.divides(base, timeframe)).unwrap_or_default();
        let period = |timeframe| Period::new(timeframe, days.clone());
        let level = |&timeframe: &Timeframe| Level { base: base_of(timeframe), period: period(timeframe) };
        Self {
            side,
            levels: timeframes.iter().map(level).collect(),
            bases: bases.iter().copied().map(period).collect(),
        }
    }

    /// Adds a tick that is not older than what was added before.
    #[inline]
    pub(crate) fn on_tick(&mut self, tick: &Tick, completed: &mut impl FnMut(usize, CompletedBar)) {
        let bar = Bar::of_tick(tick, self.side);
        for base in 0..self.bases.len() {
            self.reach(base, bar.open_time.as_i64(), bar.open, completed);
            self.bases[base].add(&bar);
        }
    }

    /// Adds quotes in order of time that follow what was added before; the same as one by one, and faster.
    pub(crate) fn push_quotes(
        &mut self,
        quotes: Quotes<'_>,
        completed: &mut impl FnMut(usize, CompletedBar),
    ) {
        for base in 0..self.bases.len() {
            let mut rest = quotes;
            while let Some((time, price)) = rest.first() {
                self.reach(base, time, price, completed);
                rest = self.bases[base].absorb(rest);
            }
        }
    }

    /// Adds bars of every timeframe, made of the same ticks, which follow what was added before. Completed bars go to
    /// the series of their timeframe.
    pub(crate) fn push_series(&mut self, later: &[BarSeries], completed: &mut [BarSeries]) {
        for base in 0..self.bases.len() {
            let begun = self.bases[base].complete();
            begun.into_iter().for_each(|bar| self.hand_down(base, &bar.bar));
        }
        for ((level, later), completed) in self.levels.iter_mut().zip(later).zip(completed) {
            level.period.push_series(later, completed);
        }
    }

    /// Completes the bars that ended by that time: nothing older will be added.
    pub(crate) fn on_time(&mut self, time: i64, completed: &mut impl FnMut(usize, CompletedBar)) {
        for base in 0..self.bases.len() {
            let ended = self.bases[base].end_by(time);
            ended.into_iter().for_each(|bar| self.hand_down(base, &bar.bar));
        }
        for (position, level) in self.levels.iter_mut().enumerate() {
            level.period.end_by(time).into_iter().for_each(|bar| completed(position, bar));
        }
    }

    /// How many timeframes.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.levels.len()
    }

    /// When the bar in progress of the timeframe at a position ends; [`UnixNanos::MAX`] if there is none.
    pub(crate) fn latest_end(&self, position: usize) -> UnixNanos {
        self.levels[position].period.end()
    }

    /// The bar in progress of the timeframe at a position.
    #[inline]
    pub(crate) fn forming(&self, position: usize) -> Option<Bar> {
        let level = &self.levels[position];
        level.period.with(&self.bases[level.base])
    }

    /// What bases and timeframes have in progress: all that has to be remembered.
    pub(crate) fn progress(&self) -> impl Iterator<Item = Option<Bar>> + '_ {
        self.bases.iter().chain(self.levels.iter().map(|level| &level.period)).map(Period::bar)
    }

    /// Goes on from what was remembered of a cascade of the same timeframes; `None` if a bar is missing.
    pub(crate) fn resume(&mut self, mut bars: impl FnMut() -> Option<Option<Bar>>) -> Option<()> {
        let levels = self.levels.iter_mut().map(|level| &mut level.period);
        for period in self.bases.iter_mut().chain(levels) {
            period.resume(bars()?);
        }
        Some(())
    }

    #[inline]
    fn reach(&mut self, base: usize, time: i64, price: i64, completed: &mut impl FnMut(usize, CompletedBar)) {
        if !self.bases[base].covers(time) {
            self.begin(base, time, price, completed);
        }
    }

    /// Goes on to the base's next period and hands the completed bar to its levels. None of their periods ends inside
    /// one of the base's, so no other moment needs a look at them.
    fn begin(&mut self, base: usize, time: i64, price: i64, completed: &mut impl FnMut(usize, CompletedBar)) {
        let ended = self.bases[base].begin(time, price);
        ended.into_iter().for_each(|bar| self.hand_down(base, &bar.bar));
        for (position, level) in self.levels.iter_mut().enumerate().filter(|(_, level)| level.base == base) {
            if !level.period.covers(time) {
                level.period.begin(time, price).into_iter().for_each(|bar| completed(position, bar));
            }
        }
    }

    fn hand_down(&mut self, base: usize, bar: &Bar) {
        let of_base = self.levels.iter_mut().filter(|level| level.base == base);
        of_base.for_each(|level| level.period.add(bar));
    }
}

/// The timeframes that no other of them divides, each once.
fn bases_of(timeframes: &[Timeframe], days: &Days) -> Vec<Timeframe> {
    let mut bases = Vec::new();
    for &timeframe in timeframes {
        let divided = timeframes.iter().any(|&other| other != timeframe && days.divides(other, timeframe));
        if !divided && !bases.contains(&timeframe) {
            bases.push(timeframe);
        }
    }
    bases
}

#[cfg(test)]
mod tests {
    use tickloom_model::InstrumentKind;

    use super::*;
    use crate::calendar::Calendar;

    fn timeframes(names: &[&str]) -> Vec<Timeframe> {
        names.iter().map(|name| name.parse().unwrap()).collect()
    }

    #[test]
    fn session_days_are_bases_of_their_own() {
        let session = Days::Session(Calendar::of(InstrumentKind::Fx).unwrap());
        assert_eq!(bases_of(&Timeframe::STANDARD, &session), timeframes(&["1m", "1d"]));
    }

    #[test]
    fn bases_are_what_no_other_divides() {
        let cases: [(&[&str], &[&str]); 5] = [
            (&["1m", "5m", "15m", "30m", "1h", "4h", "1d", "1w", "1mo"], &["1m"]),
            (&["1mo", "1h", "7m", "4h"], &["1h", "7m"]),
            (&["7d", "1w", "31d", "1mo"], &["7d", "1w", "31d", "1mo"]),
            (&["5m", "5m", "M5"], &["5m"]),
            (&[], &[]),
        ];
        for (names, bases) in cases {
            assert_eq!(bases_of(&timeframes(names), &Days::Utc), timeframes(bases), "{names:?}");
        }
    }
}
