//! Bars of one timeframe, from columns of ticks or from shorter bars.

use tickloom_model::{Bar, Bars, Side, Ticks, Timeframe};

use crate::{Quotes, accumulator::Accumulator};

/// Every bar of the ticks, oldest first; the last is the one in progress. No ticks, no bars.
///
/// Only the times and the side's own columns are read. See the [rules](crate#rules).
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
/// However the input is cut, the bars are the same. Shorter bars and ticks may be mixed, as long as time goes
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
    accumulator: Accumulator,
}

impl BarBuilder {
    /// A builder that has seen nothing.
    #[must_use]
    pub fn new(timeframe: Timeframe, side: Side) -> Self {
        Self { side, accumulator: Accumulator::new(timeframe) }
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
        while let Some(time) = rest.first_time() {
            self.reach(time);
            rest = self.accumulator.absorb(rest);
        }
    }

    /// Adds bars, of the builder's side and of a timeframe that [divides](Timeframe::divides) its own, that follow
    /// what was added before. A bar goes whole into the bar that holds its open time.
    pub fn push_bars(&mut self, bars: &Bars) {
        for bar in bars.iter() {
            self.reach(bar.open_time.as_i64());
            self.accumulator.add(&bar);
        }
    }

    /// The bar in progress. `None` before the first tick.
    #[must_use]
    pub fn forming(&self) -> Option<Bar> {
        self.accumulator.forming(None)
    }

    /// The bars completed since this was last asked, oldest first.
    pub fn take_completed(&mut self) -> Bars {
        self.accumulator.take_completed()
    }

    /// The bars not taken yet, oldest first; the last is the one in progress.
    #[must_use]
    pub fn finish(mut self) -> Bars {
        let mut bars = self.take_completed();
        self.forming().into_iter().for_each(|bar| bars.push(bar));
        bars
    }

    fn reach(&mut self, timestamp: i64) {
        if !self.accumulator.covers(timestamp) {
            self.accumulator.begin(timestamp);
        }
    }
}
