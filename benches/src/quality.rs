//! What do the checks cost a tick of clean data, a piece of a file and a merged day at a time?

use std::time::Duration;

use tickloom_model::Ticks;
use tickloom_quality::checks::{self, Keep, Marks};

use crate::{
    market::{Market, digits},
    measure::{Failure, Run, race, timed},
    settings::Settings,
};

/// Ticks in a piece of 4 MiB of CSV.
const PIECE: usize = 80_000;

/// Both kinds of checks, beside reading two columns once.
pub fn checks(settings: &Settings) -> Result<(), Failure> {
    let days: Vec<Ticks> = Market::of(settings.ticks).days()?.map(|(_, ticks)| ticks).collect();
    let (days, pieces) = (&days, &pieces(&Market::of(settings.ticks).joined()?));
    let digits = digits()?;
    let bare = move || Ok(pieces.iter().map(|piece| fresh(piece, bare)).sum());
    let batch = move || {
        Ok(pieces.iter().map(|piece| fresh(piece, |ticks| checks::batch(ticks, digits, Keep::First))).sum())
    };
    let day =
        move || Ok(days.iter().map(|ticks| fresh(ticks, |ticks| checks::day(ticks, Keep::First))).sum());
    let contenders: Vec<(&str, Run<'_>)> =
        vec![("bare-sum", Box::new(bare)), ("batch", Box::new(batch)), ("day", Box::new(day))];
    race("quality/checks", settings.ticks, settings.repeat, contenders)
}

fn bare(ticks: &Ticks) -> Marks {
    let sum: i64 = ticks.bid.iter().zip(&ticks.ask).map(|(bid, ask)| ask - bid).sum();
    assert!(sum > 0);
    Marks::default()
}

/// The time that checks take right after the ticks were made, as in an import: they are still near the processor.
fn fresh(ticks: &Ticks, check: impl FnOnce(&Ticks) -> Marks) -> Duration {
    let fresh = ticks.clone();
    let (marks, elapsed) = timed(|| check(&fresh));
    assert!(marks.is_empty(), "a false alarm: {marks:?}");
    elapsed
}

fn pieces(ticks: &Ticks) -> Vec<Ticks> {
    let piece = |start: usize| {
        let mut piece = Ticks::default();
        piece.extend_from(ticks, start..(start + PIECE).min(ticks.len()));
        piece
    };
    (0..ticks.len()).step_by(PIECE).map(piece).collect()
}
