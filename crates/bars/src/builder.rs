//! Bars of one timeframe, from columns of ticks or from shorter bars.

use tickloom_model::{Bar, Bars, Side, Ticks, Timeframe};

use crate::{BarSeries, Days, FloatQuotes, Quotes, period::Period};

/// Every bar of the ticks, days in UTC, oldest first; the last is the one in progress. No ticks, no bars.
///
/// The volumes of the other side are not read. See the [rules](crate#rules).
///
/// # Panics
/// If those columns differ in length.
#[must_use]
pub fn build(ticks: &Ticks, timeframe: Timeframe, side: Side) -> Bars {
    let mut builder = BarBuilder::new(timeframe, side);
    builder.push_ticks(ticks);
    builder.finish()
}

/// Bars of one timeframe and one side, from input that comes in pieces.
///
/// However the input is cut, the bars are the same. Ticks that are older than the latest are dropped and counted. Shorter bars and ticks may be mixed, as long as time goes
/// forward: cached minutes first, then the ticks since the last of them.
///
/// ```
/// use tickloom_bars::{BarBuilder, build};
/// use tickloom_model::{Side, Tick, Ticks, Timeframe, UnixNanos};
///
/// let tick = |time, bid| Tick { timestamp: UnixNanos::new(time), bid, ask: bid, bid_volume: 1.0, ask_volume: 1.0 };
/// let ticks: Ticks = (0..100).map(|n| tick(n * 7_000_000_000, n)).collect();
///
/// let mut hours = BarBuilder::new(Timeframe::H1, Side::Bid);
/// hours.push_bars(&build(&ticks, Timeframe::M1, Side::Bid));
/// assert_eq!(hours.finish(), build(&ticks, Timeframe::H1, Side::Bid));
/// ```
#[derive(Debug, Clone)]
pub struct BarBuilder {
    side: Side,
    period: Period,
    latest: i64,
    dropped: u64,
    completed: BarSeries,
}

impl BarBuilder {
    /// A builder that has seen nothing, of days in UTC.
    #[must_use]
    pub fn new(timeframe: Timeframe, side: Side) -> Self {
        Self::with_days(timeframe, side, Days::Utc)
    }

    /// A builder that has seen nothing, of days as given.
    #[must_use]
    pub fn with_days(timeframe: Timeframe, side: Side, days: Days) -> Self {
        let period = Period::new(timeframe, days);
        Self { side, period, latest: i64::MIN, dropped: 0, completed: BarSeries::default() }
    }

    /// The same with memory for so many bars, which would else be taken a few at a time.
    pub(crate) fn with_capacity(mut self, bars: usize) -> Self {
        self.completed = BarSeries::with_capacity(bars);
        self
    }

    /// Adds the builder's side of ticks that follow what was added before.
    ///
    /// # Panics
    /// If the columns of the side differ in length.
    pub fn push_ticks(&mut self, ticks: &Ticks) {
        self.push_quotes(Quotes::of(ticks, self.side));
    }

    /// Adds quotes, taken to be of the builder's side, that follow what was added before.
    pub fn push_quotes(&mut self, quotes: Quotes<'_>) {
        let mut rest = quotes;
        while !rest.is_empty() {
            let (late, in_order, after) = rest.split_in_order(self.latest);
            self.dropped += late as u64;
            self.push_in_order(in_order);
            rest = after;
        }
    }

    /// The same for quotes whose prices are floats. `false` if one of them needs a closer look: then the builder is of no
    /// use any more.
    pub(crate) fn push_floats(&mut self, quotes: FloatQuotes<'_>) -> bool {
        quotes.pieces().all(|piece| piece.is_plain(self.latest) && self.push_plain(piece))
    }

    fn push_plain(&mut self, quotes: FloatQuotes<'_>) -> bool {
        let mut rest = quotes;
        while let Some((time, price)) = rest.first() {
            self.reach(time, price);
            let (run, later) = rest.split_after(self.period.last_moment());
            let Some(bar) = run.summary() else { return false };
            self.period.add(&bar);
            rest = later;
        }
        self.latest = quotes.last_time().unwrap_or(self.latest);
        true
    }

    /// Adds bars, of the builder's side and of a timeframe that [divides](Days::divides) its own, that follow
    /// what was added before. A bar goes whole into the bar that holds its open time.
    pub fn push_bars(&mut self, bars: &Bars) {
        for bar in bars.iter() {
            self.reach(bar.open_time.as_i64(), bar.open);
            self.period.add(&bar);
            self.latest = self.latest.max(bar.open_time.as_i64());
        }
    }

    /// How many ticks were older than the latest before them, and are in no bar.
    #[must_use]
    pub const fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The bar in progress. `None` before the first tick.
    #[must_use]
    pub fn forming(&self) -> Option<Bar> {
        self.period.bar()
    }

    /// The bars completed since this was last asked, oldest first.
    pub fn take_completed(&mut self) -> Bars {
        std::mem::take(&mut self.completed).bars
    }

    /// The bars not taken yet, oldest first; the last is the one in progress.
    #[must_use]
    pub fn finish(self) -> Bars {
        self.finish_series().bars
    }

    /// The same, with when each was known.
    pub(crate) fn finish_series(mut self) -> BarSeries {
        let (forming, latest_end) = (self.forming(), self.period.end());
        forming.into_iter().for_each(|bar| self.completed.push_forming(bar, latest_end));
        self.completed
    }

    fn push_in_order(&mut self, quotes: Quotes<'_>) {
        self.latest = quotes.last_time().unwrap_or(self.latest);
        let mut rest = quotes;
        while let Some((time, price)) = rest.first() {
            self.reach(time, price);
            rest = self.period.absorb(rest);
        }
    }

    #[inline]
    fn reach(&mut self, timestamp: i64, price: i64) {
        if !self.period.covers(timestamp) {
            let completed = self.period.begin(timestamp, price);
            completed.into_iter().for_each(|completed| self.completed.push(completed));
        }
    }
}
