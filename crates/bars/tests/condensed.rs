//! Stretches of ticks condensed apart, as several cores do it, give the bars of the whole.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod reference;

use proptest::{prelude::*, test_runner::TestCaseResult};
use reference::{
    fed::{SECOND, days, late_ticks, sides, standard},
    ticks,
};
use tickloom_bars::{Days, MtfBuilder, Prices, TickColumns};
use tickloom_model::{Digits, Side, Tick, Ticks, UnixNanos};

const FIVE: u64 = 5;

/// Ticks as other programs hold them.
struct Floats {
    prices: [Vec<f64>; 2],
    volumes: [Vec<f32>; 2],
}

impl Floats {
    fn of(ticks: &Ticks) -> Self {
        let prices = [&ticks.bid, &ticks.ask];
        Self {
            prices: prices.map(|points| points.iter().map(|&points| points as f64 / 1e5).collect()),
            volumes: [ticks.bid_volume.clone(), ticks.ask_volume.clone()],
        }
    }

    fn columns<'a>(&'a self, timestamp: &'a [i64]) -> TickColumns<'a> {
        let ([bid, ask], [bid_volume, ask_volume]) = (&self.prices, &self.volumes);
        let (bid, ask) = (Prices::Floats(bid), Prices::Floats(ask));
        TickColumns { timestamp, bid, ask, bid_volume: Some(bid_volume), ask_volume: Some(ask_volume) }
    }
}

/// What a row may hold that is read another way, or just not.
#[derive(Debug, Clone, Copy)]
enum Oddity {
    None,
    NoisyPrice,
    FarPrice,
    NoVolume,
}

impl Oddity {
    fn put(self, ticks: &mut Ticks, floats: &mut Floats, row: usize) {
        match self {
            Self::None => (),
            Self::NoisyPrice => floats.prices[0][row] += 1.9e-7,
            Self::FarPrice => {
                ticks.ask[row] = 1 << 46;
                floats.prices[1][row] = ticks.ask[row] as f64 / 1e5;
            }
            Self::NoVolume => {
                ticks.bid_volume[row] = 0.0;
                floats.volumes[0][row] = f32::NAN;
            }
        }
    }
}

fn oddities() -> impl Strategy<Value = Oddity> {
    prop::sample::select(&[Oddity::None, Oddity::NoisyPrice, Oddity::FarPrice, Oddity::NoVolume][..])
}

fn points(ticks: &Ticks) -> TickColumns<'_> {
    TickColumns {
        timestamp: &ticks.timestamp,
        bid: Prices::Points(&ticks.bid),
        ask: Prices::Points(&ticks.ask),
        bid_volume: Some(&ticks.bid_volume),
        ask_volume: Some(&ticks.ask_volume),
    }
}

/// Stretches of this length, each condensed where it can be, beside all ticks one by one.
fn in_stretches_as_whole(
    builder: &MtfBuilder,
    ticks: &Ticks,
    columns: TickColumns<'_>,
    length: usize,
) -> TestCaseResult {
    let (mut builder, mut whole) = (builder.clone(), builder.clone());
    whole.push_ticks(ticks);
    let condenser = builder.condenser().unwrap();
    for start in (0..ticks.len()).step_by(length) {
        let rows = start..ticks.len().min(start + length);
        let condensed = condenser.condense(columns, rows.clone(), Digits::new(FIVE).unwrap()).unwrap();
        if !builder.push_condensed(&condensed) {
            let mut piece = Ticks::default();
            piece.extend_from(ticks, rows);
            builder.push_ticks(&piece);
        }
    }
    prop_assert_eq!(builder.dropped(), whole.dropped());
    prop_assert_eq!(builder.finish(), whole.finish());
    Ok(())
}

fn arrived() -> impl Strategy<Value = Ticks> {
    prop_oneof![late_ticks().prop_map(|ticks| ticks.into_iter().collect()), ticks()]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn stretches_condensed_apart_give_the_bars_of_the_whole(
        all in arrived(), side in sides(), days in days(), length in 1_usize..40,
    ) {
        in_stretches_as_whole(&MtfBuilder::new(&standard(), side, &days), &all, points(&all), length)?;
    }

    #[test]
    fn floats_where_they_lie_give_the_bars_of_their_points(
        arrived in arrived(), side in sides(), days in days(), length in 1_usize..40,
        odd in oddities(), place in any::<prop::sample::Index>(),
    ) {
        let mut all = arrived;
        let mut floats = Floats::of(&all);
        if !all.is_empty() {
            let row = place.index(all.len());
            odd.put(&mut all, &mut floats, row);
        }
        let builder = MtfBuilder::new(&standard(), side, &days);
        in_stretches_as_whole(&builder, &all, floats.columns(&all.timestamp), length)?;
    }
}

#[test]
fn a_step_back_in_time_is_seen_wherever_it_is_in_a_long_stretch() {
    for row in [1, 1_999, 2_047, 2_048, 2_049, 4_095, 4_096, 4_999] {
        let tick = |n: i64| Tick {
            timestamp: UnixNanos::new(n * SECOND / 100 - if n == row { SECOND } else { 0 }),
            bid: 110_000 + n % 7,
            ask: 110_010,
            bid_volume: 1.0,
            ask_volume: 1.0,
        };
        let all: Ticks = (0..5_000).map(tick).collect();
        let floats = Floats::of(&all);
        let mut builder = MtfBuilder::new(&standard(), Side::Bid, &Days::Utc);
        let condenser = builder.condenser().unwrap();
        let digits = Digits::new(FIVE).unwrap();
        let condensed = condenser.condense(floats.columns(&all.timestamp), 0..5_000, digits).unwrap();
        assert!(!builder.push_condensed(&condensed), "row {row}");
    }
}
