//! Periods without ticks filled with flat bars: by hand, and held to every period there is.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod reference;

use proptest::prelude::*;
use reference::ticks;
use tickloom_bars::{BarSeries, Days, FillError, FlatFill, build_kind, calendar::Calendar};
use tickloom_model::{BarKind, InstrumentKind, Side, Tick, TimeRange, Timeframe, UnixNanos};

/// One tick at each time, the first at 10, the next at 11 and so on, each with a spread one wider than the last.
fn series(timeframe: &str, times: &[&str], days: &Days) -> BarSeries {
    let tick = |(count, time): (usize, &&str)| {
        let (bid, spread) = (10 + count as i64, 1 + count as i64);
        let (bid_volume, ask_volume) = (1.0, 1.0);
        Tick { timestamp: time.parse().unwrap(), bid, ask: bid + spread, bid_volume, ask_volume }
    };
    build_kind(&times.iter().enumerate().map(tick).collect(), kind(timeframe), Side::Bid, days)
}

fn kind(name: &str) -> BarKind {
    name.parse().unwrap()
}

fn currencies() -> Calendar {
    Calendar::of(InstrumentKind::Fx).unwrap()
}

/// `open time, price, ticks, known at` of each bar.
fn lines(series: &BarSeries) -> Vec<String> {
    let short = |time: UnixNanos| time.to_string()[5..16].to_owned();
    let bars = series.iter().map(|known| (known.bar, known.available_at));
    bars.map(|(bar, known)| format!("{} {} {} {}", short(bar.open_time), bar.close, bar.ticks, short(known)))
        .collect()
}

#[test]
fn periods_between_the_first_bar_and_the_last_are_filled() {
    let minutes = series("1m", &["2024-03-04T10:00:30", "2024-03-04T10:03:10"], &Days::Utc);
    let filled = FlatFill::new(kind("1m"), &Days::Utc, None).unwrap().fill(&minutes, None).unwrap();
    let expected = [
        "03-04T10:00 10 1 03-04T10:01",
        "03-04T10:01 10 0 03-04T10:02",
        "03-04T10:02 10 0 03-04T10:03",
        "03-04T10:03 11 1 03-04T10:04",
    ];
    assert_eq!(lines(&filled), expected);
    assert!(filled.is_forming);
    let bar = filled.bars.get(1);
    assert_eq!((bar.open, bar.high, bar.low, bar.volume), (10, 10, 10, 0.0));
    assert_eq!((bar.spread.min, bar.spread.max, bar.spread.close, bar.mean_spread()), (1, 1, 1, None));
}

#[test]
fn what_is_no_longer_in_progress_is_followed_by_the_periods_that_ended_too() {
    let mut minutes = series("1m", &["2024-03-04T10:00:30"], &Days::Utc);
    minutes.is_forming = false;
    let fill = FlatFill::new(kind("1m"), &Days::Utc, None).unwrap();
    for (until, count) in [("2024-03-04T10:01", 1), ("2024-03-04T10:02:59", 2), ("2024-03-04T10:03", 3)] {
        assert_eq!(fill.fill(&minutes, Some(until.parse().unwrap())).unwrap().len(), count, "{until}");
    }
}

#[test]
fn with_a_calendar_only_periods_with_open_time_are_filled() {
    let session = Days::Session(currencies());
    for (name, timeframe, days, first, last, expected) in [
        // Friday 17:00 in New York is 22:00 UTC, and so is Sunday's.
        (
            "hours over a weekend",
            "1h",
            &Days::Utc,
            "2024-03-01T20:00",
            "2024-03-03T23:00",
            vec!["03-01T21:00", "03-03T22:00"],
        ),
        (
            "a period that is open in part",
            "4h",
            &Days::Utc,
            "2024-03-01T16:00",
            "2024-03-04T00:00",
            vec!["03-01T20:00", "03-03T20:00"],
        ),
        (
            "days in UTC",
            "1d",
            &Days::Utc,
            "2024-02-29T12:00",
            "2024-03-04T12:00",
            vec!["03-01T00:00", "03-03T00:00"],
        ),
        (
            "days of the session",
            "1d",
            &session,
            "2024-02-29T12:00",
            "2024-03-05T12:00",
            vec!["02-29T22:00", "03-03T22:00"],
        ),
        ("a holiday", "1d", &session, "2024-12-24T12:00", "2024-12-26T12:00", vec![]),
    ] {
        let bars = series(timeframe, &[first, last], days);
        let filled =
            FlatFill::new(kind(timeframe), days, Some(&currencies())).unwrap().fill(&bars, None).unwrap();
        let flat = filled.iter().filter(|known| known.bar.ticks == 0);
        let opens: Vec<_> = flat.map(|known| known.bar.open_time.to_string()[5..16].to_owned()).collect();
        assert_eq!(opens, expected, "{name}");
    }
}

#[test]
fn a_series_of_none_or_one_stays_what_it_is() {
    let fill = FlatFill::new(kind("1d"), &Days::Utc, None).unwrap();
    for times in [&[][..], &["2262-04-11T23:47:16.854775807"], &["1677-09-21T00:12:43.145224192"]] {
        let bars = series("1d", times, &Days::Utc);
        assert_eq!(fill.fill(&bars, Some(UnixNanos::MAX)).unwrap(), bars);
    }
}

#[test]
fn bars_that_no_time_ends_are_refused() {
    for name in ["100t", "500v", "10r", "10b"] {
        let refused = FlatFill::new(kind(name), &Days::Utc, None).unwrap_err();
        assert_eq!(
            (refused.code(), refused),
            ("fill.not_of_time", FillError::NotOfTime { kind: kind(name) })
        );
    }
}

#[test]
fn more_bars_than_allowed_are_refused_before_they_are_made() {
    let centuries = series("1s", &["1970-01-01", "2262-01-01"], &Days::Utc);
    let fill = FlatFill::new(kind("1s"), &Days::Utc, None).unwrap();
    assert_eq!(fill.clone().at_most(9).fill(&centuries, None), Err(FillError::TooMany { most: 9 }));
    let hour = series("1m", &["2024-03-04T10:00", "2024-03-04T10:59"], &Days::Utc);
    let minutes = FlatFill::new(kind("1m"), &Days::Utc, None).unwrap();
    assert_eq!(minutes.clone().at_most(60).fill(&hour, None).unwrap().len(), 60);
    assert_eq!(minutes.at_most(59).fill(&hour, None), Err(FillError::TooMany { most: 59 }));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn every_open_period_has_one_bar_and_those_with_ticks_are_untouched(
        ticks in ticks(), name in prop::sample::select(&["1h", "4h", "1d", "1w", "1mo"][..]), in_session: bool, with_calendar: bool,
    ) {
        let days = if in_session { Days::Session(currencies()) } else { Days::Utc };
        let calendar = with_calendar.then(currencies);
        let bars = build_kind(&ticks, kind(name), Side::Bid, &days);
        let filled = FlatFill::new(kind(name), &days, calendar.as_ref()).unwrap().fill(&bars, None).unwrap();
        let with_ticks: Vec<_> = filled.iter().filter(|known| known.bar.ticks > 0).collect();
        prop_assert!(bars.iter().eq(with_ticks));
        let expected = all_periods(&bars, kind(name).timeframe().unwrap(), &days, calendar.as_ref());
        prop_assert_eq!(filled.bars.open_time, expected);
    }
}

/// One period after the other, each asked of the calendar from scratch.
fn all_periods(bars: &BarSeries, timeframe: Timeframe, days: &Days, calendar: Option<&Calendar>) -> Vec<i64> {
    let times = &bars.bars.open_time;
    let Some((&first, &last)) = times.first().zip(times.last()) else { return Vec::new() };
    let is_open = |period: TimeRange| calendar.is_none_or(|calendar| calendar.open_time_in(period) > 0);
    let mut periods = Vec::new();
    let mut at = UnixNanos::new(first);
    while at.as_i64() <= last {
        let period = days.bounds(timeframe, at);
        if times.binary_search(&period.start.as_i64()).is_ok() || is_open(period) {
            periods.push(period.start.as_i64());
        }
        if period.end == UnixNanos::MAX {
            break;
        }
        at = period.end;
    }
    periods
}
