//! What does it cost a stored tick to look for gaps over all years, to count coverage, and to make a passport?

use tickloom_bars::gaps::GapRules;
use tickloom_model::TimeRange;
use tickloom_quality::{CoverageBy, Month, coverage, gaps, passport};
use tickloom_store::Store;

use crate::{
    market::{Market, symbol},
    measure::{Failure, Run, race, timed},
    settings::Settings,
};

const NEVER: fn() -> bool = || false;

/// Gaps and hourly coverage over all that is stored, and the passport of its first month.
pub fn questions(settings: &Settings) -> Result<(), Failure> {
    let folder = tempfile::tempdir()?;
    let store = &Store::open(folder.path())?;
    Market::of(settings.ticks).store(store)?;
    let (symbol, rules) = (&symbol()?, &GapRules::default());
    let find = move || {
        let (found, elapsed) = timed(|| gaps(store, symbol, TimeRange::ALL, rules, NEVER));
        assert!(!found?.gaps.is_empty());
        Ok(elapsed)
    };
    let cover = move || {
        let (found, elapsed) =
            timed(|| coverage(store, symbol, TimeRange::ALL, CoverageBy::Hour, rules, NEVER));
        let received: u64 = found?.iter().map(|hour| hour.ticks).sum();
        assert_eq!(received, settings.ticks as u64);
        Ok(elapsed)
    };
    let contenders: Vec<(&str, Run<'_>)> = vec![("gaps", Box::new(find)), ("coverage", Box::new(cover))];
    race("quality/stored", settings.ticks, settings.repeat, contenders)?;
    passport_of_a_month(settings, store)
}

fn passport_of_a_month(settings: &Settings, store: &Store) -> Result<(), Failure> {
    let (symbol, month) = (&symbol()?, "2018-01".parse::<Month>()?);
    let of_month = store.partitions(symbol, month.range())?;
    let ticks = of_month.iter().map(|day| day.ticks).sum::<u64>() as usize;
    let make = move || {
        let (made, elapsed) = timed(|| passport(store, symbol, month, NEVER).map(|made| made.to_json()));
        assert!(made?.contains(&ticks.to_string()));
        Ok(elapsed)
    };
    race("quality/stored", ticks, settings.repeat, vec![("passport", Box::new(make))])
}
