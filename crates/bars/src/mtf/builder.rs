//! Every bar of many timeframes, from ticks in pieces: what a batch gives.

use tickloom_model::{BarKind, Side, Ticks};

use super::{
    MtfConfig, MtfError,
    condensed::{Condensed, Condenser},
    slots::Slots,
    stream::Stream,
};
use crate::{BarSeries, Days, Sequencer};

/// Bars of many timeframes of one symbol, all of them kept: the same bars that an [`MtfState`](super::MtfState) shows.
///
/// Ticks may come late as there; without lateness those older than the latest are dropped and counted. However the
/// ticks are cut into pieces, the bars are the same.
///
/// ```
/// use tickloom_bars::{Days, MtfBuilder};
/// use tickloom_model::{Side, Tick, Ticks, UnixNanos};
///
/// let tick = |time, bid| Tick { timestamp: UnixNanos::new(time), bid, ask: bid, bid_volume: 1.0, ask_volume: 1.0 };
/// let ticks: Ticks = (0..100).map(|n| tick(n * 7_000_000_000, n)).collect();
///
/// let mut builder = MtfBuilder::new(&["1m".parse()?, "25t".parse()?], Side::Bid, &Days::Utc);
/// builder.push_ticks(&ticks);
/// let series = builder.finish();
/// assert_eq!((series[0].len(), series[1].len()), (12, 4));
/// # Ok::<(), tickloom_model::ModelError>(())
/// ```
#[derive(Debug, Clone)]
pub struct MtfBuilder {
    side: Side,
    days: Days,
    slots: Slots,
    stream: Stream,
    completed: Vec<BarSeries>,
}

impl MtfBuilder {
    /// A builder that has seen nothing, without lateness.
    #[must_use]
    pub fn new(timeframes: &[BarKind], side: Side, days: &Days) -> Self {
        Self::of(timeframes, side, days, Sequencer::new(0, 1))
    }

    /// A builder for the first symbol of a state's configuration, with its lateness; the capacity does not matter.
    ///
    /// # Errors
    /// As [`MtfState::new`](super::MtfState::new).
    pub fn with_config(config: &MtfConfig) -> Result<Self, MtfError> {
        config.check()?;
        let days = config.symbols.first().map_or(&Days::Utc, |symbol| &symbol.days);
        let sequencer = Sequencer::new(config.lateness, config.held);
        Ok(Self::of(&config.timeframes, config.side, days, sequencer))
    }

    fn of(timeframes: &[BarKind], side: Side, days: &Days, sequencer: Sequencer) -> Self {
        let slots = Slots::of(timeframes);
        let stream = Stream::new(&slots, side, days, sequencer);
        let days = days.clone();
        Self { side, days, completed: vec![BarSeries::default(); slots.len()], stream, slots }
    }

    /// Adds ticks that follow what was added before.
    ///
    /// # Panics
    /// If the columns differ in length.
    pub fn push_ticks(&mut self, ticks: &Ticks) {
        self.stream.push_ticks(ticks, self.side, &mut |slot, bar| self.completed[slot].push(bar));
    }

    /// What condenses ticks for this builder; `None` if that cannot be, with lateness or with bars that time does not end.
    ///
    /// ```
    /// # use tickloom_bars::{Days, MtfBuilder, Prices, TickColumns};
    /// # use tickloom_model::{Digits, Side};
    /// let (times, bids, asks) = ([0, 40_000_000_000, 70_000_000_000], [10, 12, 9], [11, 13, 10]);
    /// let columns = TickColumns {
    ///     timestamp: &times,
    ///     bid: Prices::Points(&bids),
    ///     ask: Prices::Points(&asks),
    ///     bid_volume: None,
    ///     ask_volume: None,
    /// };
    /// let mut builder = MtfBuilder::new(&["1m".parse()?, "1h".parse()?], Side::Bid, &Days::Utc);
    /// let condenser = builder.condenser().expect("bars of time");
    /// for rows in [0..1, 1..3] {
    ///     assert!(builder.push_condensed(&condenser.condense(columns, rows, Digits::new(5)?)?));
    /// }
    /// let [minutes, hours] = builder.finish().try_into().expect("two timeframes");
    /// assert_eq!((minutes.bars.high, hours.bars.close), (vec![12, 9], vec![9]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn condenser(&self) -> Option<Condenser> {
        let condenser = || Condenser::new(self.slots.timeframes(), self.side, &self.days);
        self.stream.takes_condensed().then(condenser)
    }

    /// Adds ticks that its condenser condensed, and that follow what was added before. `false` if some of them are older
    /// than others before them: then nothing was done, and the ticks themselves have to be pushed.
    pub fn push_condensed(&mut self, condensed: &Condensed) -> bool {
        self.stream.push_condensed(condensed, &mut self.completed)
    }

    /// How many ticks came too late and are in no bar.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.stream.sequencer.dropped()
    }

    /// The bars of every timeframe, in the order asked for, oldest first, ticks that were held included; the last of each
    /// may be in progress.
    #[must_use]
    pub fn finish(mut self) -> Vec<BarSeries> {
        self.stream.release_all(&mut |slot, bar| self.completed[slot].push(bar));
        for (slot, series) in self.completed.iter_mut().enumerate() {
            let forming = self.stream.forming(slot).into_iter();
            forming.for_each(|bar| series.push_forming(bar, self.stream.latest_end(slot)));
        }
        let of_position = |position| std::mem::take(&mut self.completed[self.slots.slot(position)]);
        (0..self.slots.len()).map(of_position).collect()
    }
}
