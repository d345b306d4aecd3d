//! Every bar of many timeframes, from ticks in pieces: what a batch gives.

use tickloom_model::{BarKind, Side, Ticks};

use super::{MtfConfig, MtfError, slots::Slots, stream::Stream};
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
        Self { side, completed: vec![BarSeries::default(); slots.len()], stream, slots }
    }

    /// Adds ticks that follow what was added before.
    ///
    /// # Panics
    /// If the columns differ in length.
    pub fn push_ticks(&mut self, ticks: &Ticks) {
        self.stream.push_ticks(ticks, self.side, &mut |slot, bar| self.completed[slot].push(bar));
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
