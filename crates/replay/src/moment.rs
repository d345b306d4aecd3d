//! All that changes as ticks are played: the clock, and the bars that are known.

use std::sync::Arc;

use tickloom_bars::{MtfConfig, MtfState, StateChange, SymbolId};
use tickloom_model::UnixNanos;

use crate::{Event, deadlines::Deadlines, merge::Run};

/// From so many ticks on it pays to hand a run to the state as columns.
const LONG_RUN: usize = 64;

/// A moment of a replay: with it, the rest can be played again.
#[derive(Debug, Clone)]
pub(crate) struct Moment {
    pub(crate) now: UnixNanos,
    pub(crate) played: u64,
    state: MtfState,
    deadlines: Deadlines,
    ids: Vec<SymbolId>,
    /// Of the state, to be read while it changes.
    config: Arc<MtfConfig>,
}

impl Moment {
    /// Before the first tick.
    pub(crate) fn new(now: UnixNanos, state: MtfState) -> Self {
        let config = Arc::new(state.config().clone());
        Self {
            now,
            played: 0,
            deadlines: Deadlines::new(&config),
            ids: state.symbols().collect(),
            state,
            config,
        }
    }

    pub(crate) const fn state(&self) -> &MtfState {
        &self.state
    }

    pub(crate) fn config(&self) -> &MtfConfig {
        &self.config
    }

    /// The last moment before a bar ends, the symbol's next tick being of that time.
    pub(crate) fn last_before_end(&mut self, symbol: usize, time: i64) -> i64 {
        self.deadlines.play(symbol, time);
        self.deadlines.earliest().map_or(i64::MAX, |end| end - 1)
    }

    /// When the next bar ends, if one does by that time.
    pub(crate) fn next_end(&self, last: i64) -> Option<i64> {
        self.deadlines.earliest().filter(|end| *end <= last)
    }

    /// Plays ticks whose bars nobody watches.
    pub(crate) fn rush(&mut self, run: &Run<'_>) {
        let id = self.ids[run.symbol];
        if run.positions.len() >= LONG_RUN {
            self.state.push_ticks(id, &run.columns());
        } else {
            for position in run.positions.clone() {
                self.state.on_tick(id, &run.ticks.get(position));
            }
        }
        self.went_over(run);
    }

    /// Plays ticks, and tells of the bars that they complete.
    pub(crate) fn play(&mut self, run: &Run<'_>, events: &mut Vec<Event>) {
        let Self { state, ids, config, .. } = self;
        for position in run.positions.clone() {
            state.on_tick_with(ids[run.symbol], &run.ticks.get(position), |change| {
                events.extend(event(config, run.symbol, &change));
            });
        }
        self.went_over(run);
    }

    /// Moves the clock to a time that no tick was later than, and tells of the bars that end by then.
    pub(crate) fn reach(&mut self, time: i64, events: &mut Vec<Event>) {
        let config = &self.config;
        self.state.advance_with(UnixNanos::new(time), |change| {
            let symbol = config.symbols.iter().position(|symbol| &symbol.symbol == change.symbol);
            events.extend(symbol.and_then(|symbol| event(config, symbol, &change)));
        });
        self.deadlines.reach(time);
        self.now = self.now.max(UnixNanos::new(time));
    }

    fn went_over(&mut self, run: &Run<'_>) {
        self.played += run.positions.len() as u64;
        if let Some(&last) = run.ticks.timestamp[run.positions.clone()].last() {
            self.deadlines.play(run.symbol, last);
            self.now = self.now.max(UnixNanos::new(last));
        }
    }
}

fn event(config: &MtfConfig, symbol: usize, change: &StateChange<'_>) -> Option<Event> {
    let timeframe = config.timeframes.iter().position(|kind| *kind == change.timeframe)?;
    Some(Event::Bar { symbol, timeframe, bar: change.completed })
}
