//! What do the checks cost a tick of clean data, a piece of a file and a merged day at a time?

use tickloom_model::Ticks;
use tickloom_quality::checks::{self, Keep};

use crate::{
    market::{Market, digits},
    measure::{Failure, Run, race, timed},
    settings::Settings,
};

/// Ticks in a piece of 4 MiB of CSV.
const PIECE: usize = 80_000;

/// Both kinds of checks, beside reading the bids once.
pub fn checks(settings: &Settings) -> Result<(), Failure> {
    let days: Vec<Ticks> = Market::of(settings.ticks).days()?.map(|(_, ticks)| ticks).collect();
    let (days, pieces) = (&days, &pieces(&Market::of(settings.ticks).joined()?));
    let digits = digits()?;
    let bare = move || {
        let (sum, elapsed) = timed(|| pieces.iter().flat_map(|piece| &piece.bid).sum::<i64>());
        assert!(sum > 0);
        Ok(elapsed)
    };
    let batch = move || {
        let work = || pieces.iter().all(|piece| checks::batch(piece, digits, Keep::First).is_empty());
        let (clean, elapsed) = timed(work);
        assert!(clean, "a false alarm in a piece");
        Ok(elapsed)
    };
    let day = move || {
        let (clean, elapsed) = timed(|| days.iter().all(|ticks| checks::day(ticks, Keep::First).is_empty()));
        assert!(clean, "a false alarm in a day");
        Ok(elapsed)
    };
    let contenders: Vec<(&str, Run<'_>)> =
        vec![("bare-sum", Box::new(bare)), ("batch", Box::new(batch)), ("day", Box::new(day))];
    race("quality/checks", settings.ticks, settings.repeat, contenders)
}

fn pieces(ticks: &Ticks) -> Vec<Ticks> {
    let piece = |start: usize| {
        let mut piece = Ticks::default();
        piece.extend_from(ticks, start..(start + PIECE).min(ticks.len()));
        piece
    };
    (0..ticks.len()).step_by(PIECE).map(piece).collect()
}
