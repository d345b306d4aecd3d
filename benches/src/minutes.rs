//! What do months of bars take the first time, and again, when their minutes are kept? (docs/adr/0019-minutes-beside-the-ticks.md)

use std::time::Duration;

use tickloom_model::{BarKind, Side, Timeframe};
use tickloom_store::{BarQuery, CleanOptions, Store};

use crate::{
    market::{Market, symbol},
    measure::{Failure, Run, race, timed},
    settings::Settings,
};

/// So many that they fill the days from which on minutes are kept.
const FEWEST_TICKS: usize = 4_000_000;

/// Hours, and all nine timeframes, of all that is stored.
pub fn first_and_again(settings: &Settings) -> Result<(), Failure> {
    let ticks = settings.ticks.max(FEWEST_TICKS);
    let folder = tempfile::tempdir()?;
    let store = &Store::open(folder.path())?;
    Market::of(ticks).store(store)?;
    let (hours, nine) = (&[BarKind::from(Timeframe::H1)], &Timeframe::STANDARD.map(BarKind::from));
    let contenders: Vec<(&str, Run<'_>)> = vec![
        ("hours-first", Box::new(move || first(store, hours, ticks))),
        ("hours-again", Box::new(move || again(store, hours, ticks))),
        ("nine-first", Box::new(move || first(store, nine, ticks))),
        ("nine-again", Box::new(move || again(store, nine, ticks))),
    ];
    race("read/minutes", ticks, settings.repeat, contenders)
}

/// From the ticks; keeps their minutes.
fn first(store: &Store, kinds: &[BarKind], ticks: usize) -> Result<Duration, Failure> {
    store.clean(&CleanOptions { cached_bars: true, ..CleanOptions::default() })?;
    read(store, kinds, ticks)
}

/// From the minutes that are kept.
fn again(store: &Store, kinds: &[BarKind], ticks: usize) -> Result<Duration, Failure> {
    let look = CleanOptions { cached_bars: true, dry_run: true, ..CleanOptions::default() };
    assert!(store.clean(&look)?.cached_bars > 0, "no minutes are kept");
    read(store, kinds, ticks)
}

fn read(store: &Store, kinds: &[BarKind], ticks: usize) -> Result<Duration, Failure> {
    let query = BarQuery::new(symbol()?, kinds, Side::Bid);
    let (tables, elapsed) = timed(|| store.bars(&query));
    for table in tables? {
        assert_eq!(table.bars.ticks.iter().map(|&ticks| ticks as usize).sum::<usize>(), ticks);
    }
    Ok(elapsed)
}
