//! What do bars cost: all nine timeframes tick by tick, beside a bare loop, and minutes from columns?

use std::{hint::black_box, time::Duration};

use tickloom_bars::{MtfConfig, MtfState, SymbolId, build};
use tickloom_model::{BarKind, Bars, Instrument, Side, Ticks, Timeframe};

use crate::{
    bare_bars::{Boundaries, nine},
    market::{Market, symbol},
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
    let empty = &empty(expected)?;
    let contenders: Vec<(&str, Run<'_>)> = vec![
        ("bare-loop", equal(expected, || nine(ticks, boundaries))),
        ("none-read", shown(expected, empty, ticks, |_, _| {})),
        ("one-forming-read", shown(expected, empty, ticks, read_one)),
        ("all-forming-read", shown(expected, empty, ticks, read_all)),
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

/// A state before the first tick, of room for all bars.
fn empty(expected: &[Bars]) -> Result<MtfState, Failure> {
    let instrument = Instrument::builtin(&symbol()?).ok_or("not built in")?;
    let timeframes = Timeframe::STANDARD.map(BarKind::from).into();
    let capacity = expected.iter().map(Bars::len).max().unwrap_or_default();
    Ok(MtfState::new(MtfConfig { capacity, ..MtfConfig::new(vec![instrument.into()], timeframes) })?)
}

fn shown<'a>(
    expected: &'a [Bars],
    empty: &'a MtfState,
    ticks: &'a Ticks,
    read: impl Fn(&MtfState, SymbolId) + 'a,
) -> Run<'a> {
    Box::new(move || {
        let mut state = empty.clone();
        let id = state.symbol(&symbol()?)?;
        let ((), elapsed) = timed(|| live(&mut state, id, ticks, &read));
        for (position, expected) in expected.iter().enumerate() {
            let shown = state.state(id, position).series(usize::MAX).bars;
            assert!(shown == *expected, "bars differ from the bare loop's");
        }
        Ok(elapsed)
    })
}

fn live(state: &mut MtfState, id: SymbolId, ticks: &Ticks, read: impl Fn(&MtfState, SymbolId)) {
    for tick in ticks.iter() {
        state.on_tick(id, &tick);
        read(state, id);
    }
}

fn read_one(state: &MtfState, id: SymbolId) {
    black_box(state.forming(id, ONE));
}

fn read_all(state: &MtfState, id: SymbolId) {
    for position in 0..Timeframe::STANDARD.len() {
        black_box(state.forming(id, position));
    }
}
