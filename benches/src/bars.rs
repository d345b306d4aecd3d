//! What do bars cost: all nine timeframes tick by tick, beside a bare loop, and minutes from columns?

use std::{hint::black_box, time::Duration};

use tickloom_bars::{MultiTimeframe, build};
use tickloom_model::{Bars, Side, Ticks, Timeframe};

use crate::{
    bare_bars::{Boundaries, nine},
    market::Market,
    measure::{Failure, Run, race, timed},
    settings::Settings,
};

/// The timeframe that is read where one is: the hour.
const ONE: usize = 4;

/// Nine timeframes kept tick by tick, with nothing, one or all nine bars in progress read after each tick.
pub fn nine_timeframes_live(settings: &Settings) -> Result<(), Failure> {
    let ticks = &Market::of(settings.ticks).joined()?;
    let boundaries = &Boundaries::of(ticks);
    let expected = &nine(ticks, boundaries);
    let contenders: Vec<(&str, Run<'_>)> = vec![
        ("bare-loop", equal(expected, || nine(ticks, boundaries))),
        ("none-read", equal(expected, || live(ticks, |_| {}))),
        ("one-forming-read", equal(expected, || live(ticks, read_one))),
        ("all-forming-read", equal(expected, || live(ticks, read_all))),
    ];
    race("bars/nine-timeframes-live", settings.ticks, settings.repeat, contenders)
}

/// One timeframe from columns.
pub fn build_minutes(settings: &Settings) -> Result<(), Failure> {
    let ticks = &Market::of(settings.ticks).joined()?;
    let expected = nine(ticks, &Boundaries::of(ticks)).swap_remove(0);
    let expected = &[expected];
    let run = equal(expected, || vec![build(ticks, Timeframe::M1, Side::Bid)]);
    race("bars/build-1m", settings.ticks, settings.repeat, vec![("tickloom", run)])
}

fn equal<'a>(expected: &'a [Bars], mut work: impl FnMut() -> Vec<Bars> + 'a) -> Run<'a> {
    Box::new(move || -> Result<Duration, Failure> {
        let (bars, elapsed) = timed(&mut work);
        assert!(bars == expected, "bars differ from the bare loop's");
        Ok(elapsed)
    })
}

fn live(ticks: &Ticks, read: impl Fn(&MultiTimeframe)) -> Vec<Bars> {
    let mut state = MultiTimeframe::new(Side::Bid, &Timeframe::STANDARD);
    for tick in ticks.iter() {
        state.on_tick(&tick);
        read(&state);
    }
    state.finish()
}

fn read_one(state: &MultiTimeframe) {
    black_box(state.forming(ONE));
}

fn read_all(state: &MultiTimeframe) {
    for bar in state.forming_bars() {
        black_box(&bar);
    }
}
