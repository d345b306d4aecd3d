//! How fast are stored ticks played into nine timeframes, unwatched, with every bar seen, and with every tick seen?

use std::ops::ControlFlow;

use tickloom_model::{Symbol, TimeRange, UnixNanos};
use tickloom_replay::{Event, Replay, ReplayOptions, Watch};
use tickloom_store::{PartitionKey, Store};

use crate::{
    market::{Market, digits, symbol},
    measure::{Failure, Run, race, timed},
    settings::Settings,
};

/// One symbol; then two that take turns, each with half of the ticks.
pub fn from_the_store(settings: &Settings) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let store = &Store::open(folder.path())?;
    Market::of(settings.ticks).store(store)?;
    let pair = &[("GBPUSD".parse()?, 0), ("USDCHF".parse()?, 1)];
    store_in_turns(store, settings.ticks, pair)?;
    let (one, two) = (&vec![symbol()?], &pair.iter().map(|(symbol, _)| symbol.clone()).collect());
    let run = |symbols: &'static str, named: &'_ Vec<Symbol>, watch| (symbols, named.clone(), watch);
    let cases = [
        run("one-symbol", one, Watch::NOTHING),
        run("one-symbol-bars-seen", one, Watch::BARS),
        run("one-symbol-ticks-seen", one, Watch::ALL),
        run("two-symbols", two, Watch::NOTHING),
        run("two-symbols-ticks-seen", two, Watch::ALL),
    ];
    let contenders = cases.into_iter().map(|(name, symbols, watch)| -> (&str, Run<'_>) {
        (name, Box::new(move || play(store, &symbols, watch, settings.ticks as u64)))
    });
    race("replay/nine-timeframes", settings.ticks, settings.repeat, contenders.collect())
}

fn play(store: &Store, symbols: &[Symbol], watch: Watch, ticks: u64) -> Result<std::time::Duration, Failure> {
    let (mut seen_ticks, mut seen_bars) = (0_u64, 0_u64);
    let see = |event: &Event| {
        match event {
            Event::Tick { .. } => seen_ticks += 1,
            Event::Bar { .. } => seen_bars += 1,
        }
        ControlFlow::Continue(())
    };
    let (played, elapsed) = timed(|| -> Result<_, Failure> {
        let mut replay = Replay::open(store, symbols, TimeRange::ALL, ReplayOptions::default())?;
        replay.play(UnixNanos::MAX, watch, || false, see)?;
        Ok(replay.position().played)
    });
    assert_eq!(played?, ticks);
    assert_eq!((seen_ticks == ticks, seen_bars > 0), (watch.ticks, watch.bars));
    Ok(elapsed)
}

/// Gives every other tick of the market to another symbol, so that runs are as short as they can be.
fn store_in_turns(store: &Store, ticks: usize, symbols: &[(Symbol, usize); 2]) -> Result<(), Failure> {
    for (day, ticks) in Market::of(ticks).days()? {
        for (symbol, turn) in symbols {
            let key = PartitionKey { symbol: symbol.clone(), day };
            let theirs = ticks.iter().skip(*turn).step_by(symbols.len()).collect();
            store.commit(store.stage(key, digits()?, vec![theirs], &[])?)?;
        }
    }
    Ok(())
}
