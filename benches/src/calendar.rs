//! What does a calendar cost a tick: asking whether the market is open, to which day it belongs, and looking for gaps?

use tickloom_bars::{
    calendar::Calendar,
    gaps::{CoverageBuilder, GapRules, gaps},
};
use tickloom_model::{InstrumentKind, Timeframe, UnixNanos};

use crate::{
    market::Market,
    measure::{Failure, Run, race, timed},
    settings::Settings,
};

/// Two questions about each tick in order, beside comparing it with one boundary.
pub fn walk(settings: &Settings) -> Result<(), Failure> {
    let times = &Market::of(settings.ticks).joined()?.timestamp;
    let calendar = &Calendar::of(InstrumentKind::Fx)?;
    let n_ticks = times.len();
    let expected = times.iter().filter(|time| calendar.is_open(UnixNanos::new(**time))).count();
    let bare = move || {
        let (n_before, elapsed) = timed(|| times.iter().filter(|time| **time < i64::MAX).count());
        assert_eq!(n_before, n_ticks);
        Ok(elapsed)
    };
    let open = move || {
        let mut walk = calendar.walk();
        let (n_open, elapsed) =
            timed(|| times.iter().filter(|time| walk.is_open(UnixNanos::new(**time))).count());
        assert_eq!(n_open, expected);
        Ok(elapsed)
    };
    let day = move || {
        let mut walk = calendar.walk();
        let holds = |time: &&i64| {
            let time = UnixNanos::new(**time);
            walk.session_day(time).range.contains(time)
        };
        let (n_inside, elapsed) = timed(|| times.iter().filter(holds).count());
        assert_eq!(n_inside, n_ticks);
        Ok(elapsed)
    };
    let contenders: Vec<(&str, Run<'_>)> =
        vec![("bare-loop", Box::new(bare)), ("is-open", Box::new(open)), ("session-day", Box::new(day))];
    race("calendar/walk", settings.ticks, settings.repeat, contenders)
}

/// Gaps, and coverage by hour.
pub fn find_gaps(settings: &Settings) -> Result<(), Failure> {
    let times = &Market::of(settings.ticks).joined()?.timestamp;
    let calendar = &Calendar::of(InstrumentKind::Fx)?;
    let expected = &gaps([&times[..]], calendar, &GapRules::default());
    let find = move || {
        let (found, elapsed) = timed(|| gaps([&times[..]], calendar, &GapRules::default()));
        assert_eq!(&found, expected);
        Ok(elapsed)
    };
    let cover = move || {
        let (hours, elapsed) = timed(|| {
            let mut builder = CoverageBuilder::new(calendar, Timeframe::H1);
            builder.push(times);
            builder.finish(expected)
        });
        assert_eq!(hours.iter().map(|hour| hour.ticks).sum::<u64>(), times.len() as u64);
        Ok(elapsed)
    };
    let contenders: Vec<(&str, Run<'_>)> = vec![("gaps", Box::new(find)), ("coverage", Box::new(cover))];
    race("calendar/gaps", settings.ticks, settings.repeat, contenders)
}
