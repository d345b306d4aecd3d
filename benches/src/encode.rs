//! How many bytes does a stored tick take, and how fast is it put there by one thread?

use tickloom_formats::csv;
use tickloom_model::{Ticks, UtcDay};
use tickloom_store::Store;

use crate::{
    market::{Market, digits, key},
    measure::{Failure, Run, print, race, timed},
    settings::Settings,
};

type Days = Vec<(UtcDay, Ticks)>;

/// Encodes days in memory, commits them to the disk, and weighs the files beside the same ticks as CSV.
pub fn partitions(settings: &Settings) -> Result<(), Failure> {
    let days = &Market::of(settings.ticks).days()?.collect::<Days>();
    let mut stored_bytes = 0;
    let staging: Run<'_> = Box::new(|| {
        let folder = tempfile::tempdir()?;
        let store = Store::open(folder.path())?;
        let copy = days.clone();
        let (outcome, elapsed) = timed(|| stage(&store, copy));
        outcome?;
        assert_eq!(store.health()?.ticks, 0);
        Ok(elapsed)
    });
    let committing: Run<'_> = Box::new(|| {
        let folder = tempfile::tempdir()?;
        let store = Store::open(folder.path())?;
        let copy = days.clone();
        let (outcome, elapsed) = timed(|| commit(&store, copy));
        outcome?;
        let health = store.health()?;
        assert_eq!(health.ticks, settings.ticks as u64);
        stored_bytes = health.tick_bytes;
        Ok(elapsed)
    });
    race(
        "encode",
        settings.ticks,
        settings.repeat,
        vec![("stage-one-thread", staging), ("commit-one-thread", committing)],
    )?;
    let per_tick = |bytes: u64| vec![bytes as f64 / settings.ticks as f64];
    print("encode/bytes-per-tick/tickloom", settings.ticks, "bytes/tick", per_tick(stored_bytes));
    print("encode/bytes-per-tick/csv", settings.ticks, "bytes/tick", per_tick(csv_bytes(days)?));
    Ok(())
}

fn stage(store: &Store, days: Days) -> Result<(), Failure> {
    for (day, ticks) in days {
        drop(store.stage(key(day)?, digits()?, vec![ticks], &[])?);
    }
    Ok(())
}

fn commit(store: &Store, days: Days) -> Result<(), Failure> {
    for (day, ticks) in days {
        store.commit(store.stage(key(day)?, digits()?, vec![ticks], &[])?)?;
    }
    Ok(())
}

fn csv_bytes(days: &Days) -> Result<u64, Failure> {
    let (mut bytes, mut text) = (0, Vec::new());
    csv::write_dukascopy_header(&mut text);
    for (_, ticks) in days {
        csv::write_dukascopy_ticks(ticks, digits()?, &mut text);
        bytes += text.len() as u64;
        text.clear();
    }
    Ok(bytes)
}
