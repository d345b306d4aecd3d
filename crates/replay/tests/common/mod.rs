//! A store in a temporary home with ticks of a few symbols, and live states to hold a replay against.

#![allow(dead_code, reason = "each suite uses its part")]

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use tickloom_bars::{MtfState, State};
use tickloom_model::{Digits, Symbol, Tick, Ticks, UnixNanos, UtcDay};
use tickloom_replay::Replay;
use tickloom_store::{PartitionKey, Store};

pub const SECOND: i64 = 1_000_000_000;
pub const DAY: i64 = 86_400 * SECOND;

pub fn symbol(name: &str) -> Symbol {
    name.parse().unwrap()
}

pub fn symbols(names: &[&str]) -> Vec<Symbol> {
    names.iter().map(|name| symbol(name)).collect()
}

pub fn time(text: &str) -> UnixNanos {
    text.parse().unwrap()
}

pub fn tick(time: i64, bid: i64) -> Tick {
    let timestamp = UnixNanos::new(time);
    Tick { timestamp, bid, ask: bid + 2, bid_volume: 1.5, ask_volume: 0.75 }
}

/// Stores ticks, which may lie on many days; those of a day replace nothing and are merged.
pub fn put(store: &Store, name: &str, ticks: &[Tick]) {
    let day = |tick: &Tick| UtcDay::of(tick.timestamp);
    for ticks in ticks.chunk_by(|left, right| day(left) == day(right)) {
        let key = PartitionKey { symbol: symbol(name), day: day(&ticks[0]) };
        let account: Ticks = ticks.iter().copied().collect();
        let staged = store.stage(key, Digits::new(5).unwrap(), vec![account], &[]).unwrap();
        let committed = store.commit(staged).unwrap();
        store.record(committed.partition.as_slice()).unwrap();
    }
}

/// Numbers that are the same in every run.
pub struct Numbers(TestRunner);

impl Numbers {
    pub fn new(seed: u8) -> Self {
        let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
        Self(TestRunner::new_with_rng(Config::default(), rng))
    }

    pub fn below(&mut self, limit: i64) -> i64 {
        use proptest::{prelude::*, strategy::ValueTree};
        (0..limit).new_tree(&mut self.0).unwrap().current()
    }
}

/// Ticks of some days from one on: seconds to hours apart, some at one moment, on whole milliseconds.
pub fn walk(numbers: &mut Numbers, first_day: &str, n_days: i64, per_day: i64) -> Vec<Tick> {
    let start = first_day.parse::<UtcDay>().unwrap().start().as_i64();
    let mut times: Vec<i64> =
        (0..n_days * per_day).map(|_| numbers.below(n_days * DAY / SECOND) * SECOND).collect();
    times.sort_unstable();
    let mut bid = 100_000;
    let mut next = |time: i64| {
        bid += numbers.below(21) - 10;
        tick(start + time, bid)
    };
    times.into_iter().map(&mut next).collect()
}

/// The state that live ticks up to a time give, of the same symbols and timeframes.
pub fn live(replay: &Replay, ticks: &[(usize, Tick)], until: UnixNanos) -> MtfState {
    let mut state = MtfState::new(replay.config().clone()).unwrap();
    let ids: Vec<_> = state.symbols().collect();
    for (symbol, tick) in ticks.iter().filter(|(_, tick)| tick.timestamp <= until) {
        state.advance(tick.timestamp);
        state.on_tick(ids[*symbol], tick);
    }
    state.advance(until);
    state
}

/// All that is shown of a replay's state, to be compared.
pub fn shown(replay: &Replay) -> Vec<String> {
    let all = replay
        .symbols()
        .iter()
        .flat_map(|symbol| replay.timeframes().iter().map(move |kind| (symbol, *kind)));
    all.map(|(symbol, kind)| in_words(&replay.state(symbol, kind).unwrap())).collect()
}

/// The same of a state that was fed otherwise.
pub fn shown_of(state: &MtfState) -> Vec<String> {
    let n_timeframes = state.config().timeframes.len();
    let all = state.symbols().flat_map(|symbol| (0..n_timeframes).map(move |position| (symbol, position)));
    all.map(|(symbol, position)| in_words(&state.state(symbol, position))).collect()
}

fn in_words(state: &State<'_>) -> String {
    format!("{} {:?} {:?}", state.timeframe, state.history.iter().collect::<Vec<_>>(), state.forming)
}
