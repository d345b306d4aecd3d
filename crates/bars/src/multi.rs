//! Many timeframes in one pass, each with its bar in progress readable after every tick.

use tickloom_model::{Bar, Bars, Side, Tick, Ticks, Timeframe};

use crate::{Days, Quotes, period::Period};

/// Bars of many timeframes of one side, kept tick by tick.
///
/// A tick touches only the *bases*: the timeframes that no other of them divides, of the nine standard ones the minute.
/// Every timeframe takes the completed bars of a base that divides it, and its bar in progress is what it has taken so
/// far together with the base's bar in progress: exact, and one step away after every tick.
///
/// Completed bars are kept until [taken](Self::take_completed). Timeframes keep the order in which they were given.
///
/// ```
/// use tickloom_bars::MultiTimeframe;
/// use tickloom_model::{Side, Tick, Timeframe, UnixNanos};
///
/// let tick = |second: i64, bid| Tick {
///     timestamp: UnixNanos::new(second * 1_000_000_000),
///     bid,
///     ask: bid + 2,
///     bid_volume: 1.5,
///     ask_volume: 0.75,
/// };
/// let mut timeframes = MultiTimeframe::new(Side::Bid, &Timeframe::STANDARD);
/// timeframes.on_tick(&tick(0, 114_352));
/// timeframes.on_tick(&tick(60, 114_360));
/// assert_eq!(timeframes.take_completed(0).close, [114_352]);
/// assert_eq!(timeframes.forming(1).map(|bar| (bar.close, bar.ticks)), Some((114_360, 2)));
/// ```
#[derive(Debug, Clone)]
pub struct MultiTimeframe {
    side: Side,
    timeframes: Vec<Timeframe>,
    bases: Vec<Period>,
    levels: Vec<Level>,
}

/// One timeframe: what the bars that its base has completed add up to. A base's own timeframe is a level too.
#[derive(Debug, Clone)]
struct Level {
    base: usize,
    period: Period,
    completed: Bars,
}

impl MultiTimeframe {
    /// The state of these timeframes before the first tick, of days in UTC.
    #[must_use]
    pub fn new(side: Side, timeframes: &[Timeframe]) -> Self {
        Self::with_days(side, timeframes, &Days::Utc)
    }

    /// The state of these timeframes before the first tick, of days as given.
    #[must_use]
    pub fn with_days(side: Side, timeframes: &[Timeframe], days: &Days) -> Self {
        let bases = bases_of(timeframes, days);
        // Divisibility is transitive, so every timeframe is divided by a base; by itself if by no other.
        let base_of =
            |timeframe| bases.iter().position(|&base| days.divides(base, timeframe)).unwrap_or_default();
        let period = |timeframe| Period::new(timeframe, days.clone());
        let level = |&timeframe: &Timeframe| Level {
            base: base_of(timeframe),
            period: period(timeframe),
            completed: Bars::default(),
        };
        Self {
            side,
            timeframes: timeframes.to_vec(),
            levels: timeframes.iter().map(level).collect(),
            bases: bases.iter().copied().map(period).collect(),
        }
    }

    /// The timeframes, in the order given: their positions are the indexes below.
    #[must_use]
    pub fn timeframes(&self) -> &[Timeframe] {
        &self.timeframes
    }

    /// Adds one tick.
    #[inline]
    pub fn on_tick(&mut self, tick: &Tick) {
        let bar = Bar::of_tick(tick, self.side);
        for base in 0..self.bases.len() {
            self.reach(base, bar.open_time.as_i64(), bar.open);
            self.bases[base].add(&bar);
        }
    }

    /// Adds the side's part of many ticks; the same as one by one, and faster.
    ///
    /// # Panics
    /// If the columns of the side differ in length.
    pub fn push_ticks(&mut self, ticks: &Ticks) {
        for base in 0..self.bases.len() {
            let mut rest = Quotes::of(ticks, self.side);
            while let Some((time, price)) = rest.first() {
                self.reach(base, time, price);
                rest = self.bases[base].absorb(rest);
            }
        }
    }

    /// The bar in progress of the timeframe at a position. `None` before the first tick.
    ///
    /// # Panics
    /// If there are not that many timeframes.
    #[must_use]
    #[inline]
    pub fn forming(&self, index: usize) -> Option<Bar> {
        self.forming_of(&self.levels[index])
    }

    /// The bars in progress of all timeframes, in their order. None before the first tick.
    pub fn forming_bars(&self) -> impl Iterator<Item = Bar> + '_ {
        self.levels.iter().filter_map(|level| self.forming_of(level))
    }

    /// The bars of the timeframe at a position that were completed since this was last asked, oldest first.
    ///
    /// # Panics
    /// If there are not that many timeframes.
    pub fn take_completed(&mut self, index: usize) -> Bars {
        std::mem::take(&mut self.levels[index].completed)
    }

    /// The bars not taken yet of every timeframe, oldest first; the last of each is the one in progress.
    #[must_use]
    pub fn finish(mut self) -> Vec<Bars> {
        let forming: Vec<_> = self.forming_bars().collect();
        for (level, bar) in self.levels.iter_mut().zip(forming) {
            level.completed.push(bar);
        }
        self.levels.into_iter().map(|level| level.completed).collect()
    }

    #[inline]
    fn forming_of(&self, level: &Level) -> Option<Bar> {
        self.bases[level.base].bar().map(|bar| level.period.with(&bar))
    }

    #[inline]
    fn reach(&mut self, base: usize, timestamp: i64, price: i64) {
        if !self.bases[base].covers(timestamp) {
            self.begin(base, timestamp, price);
        }
    }

    /// Goes on to the base's next period and hands the completed bar to its levels. None of their periods ends inside
    /// one of the base's, so no other moment needs a look at them.
    fn begin(&mut self, base: usize, timestamp: i64, price: i64) {
        let completed = self.bases[base].begin(timestamp, price);
        for level in self.levels.iter_mut().filter(|level| level.base == base) {
            completed.iter().for_each(|bar| level.period.add(bar));
            level.reach(timestamp, price);
        }
    }
}

impl Level {
    fn reach(&mut self, timestamp: i64, price: i64) {
        if !self.period.covers(timestamp) {
            let completed = self.period.begin(timestamp, price);
            completed.into_iter().for_each(|bar| self.completed.push(bar));
        }
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
