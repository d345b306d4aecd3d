//! What the suites of multi-timeframe states and their pieces are fed with.

use proptest::prelude::*;
use tickloom_bars::{Days, calendar::Calendar};
use tickloom_model::{BarKind, InstrumentKind, NANOS_PER_SECOND, Side, Tick, Timeframe, UnixNanos};

pub const SECOND: i64 = NANOS_PER_SECOND;

pub fn standard() -> Vec<BarKind> {
    Timeframe::STANDARD.map(BarKind::from).into()
}

pub fn session() -> Days {
    Days::Session(Calendar::of(InstrumentKind::Fx).unwrap())
}

pub fn tick(time: i64, bid: i64) -> Tick {
    Tick { timestamp: UnixNanos::new(time), bid, ask: bid + 2, bid_volume: 1.5, ask_volume: 0.25 }
}

pub fn sides() -> impl Strategy<Value = Side> {
    prop::sample::select(&Side::ALL[..])
}

pub fn days() -> impl Strategy<Value = Days> {
    prop_oneof![Just(Days::Utc), Just(session())]
}

/// Up to 96 ticks a few seconds apart, each up to 20 s late.
pub fn late_ticks() -> impl Strategy<Value = Vec<Tick>> {
    let step = (0_i64..9 * SECOND, 0_i64..20 * SECOND, -50_i64..50, any::<bool>());
    prop::collection::vec(step, 0..96).prop_map(|steps| {
        let mut clock = 0;
        let tick_of = |(gap, late, bid, is_late): (i64, i64, i64, bool)| {
            clock += gap;
            tick(clock - if is_late { late } else { 0 }, bid)
        };
        steps.into_iter().map(tick_of).collect()
    })
}
