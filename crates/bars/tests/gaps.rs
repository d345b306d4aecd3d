//! Gaps and coverage of small cases that can be checked by hand, and what holds for all.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

use proptest::prelude::*;
use tickloom_bars::{
    calendar::{Calendar, Phase},
    gaps::{Coverage, CoverageBuilder, CoverageClass, Gap, GapClass, GapFinder, GapRules, gaps},
};
use tickloom_model::{InstrumentKind, NANOS_PER_SECOND, TimeRange, Timeframe, UnixNanos};

const MINUTE: i64 = 60 * NANOS_PER_SECOND;
const HOUR: i64 = 60 * MINUTE;

fn time(text: &str) -> i64 {
    text.parse::<UnixNanos>().unwrap().as_i64()
}

fn fx() -> Calendar {
    Calendar::of(InstrumentKind::Fx).unwrap()
}

/// A tick each second of a range.
fn seconds(start: &str, end: &str) -> impl Iterator<Item = i64> + use<> {
    (time(start)..time(end)).step_by(NANOS_PER_SECOND as usize)
}

fn found(calendar: &Calendar, times: &[i64]) -> Vec<(String, String, GapClass)> {
    texts(&gaps([times], calendar, &GapRules::default()))
}

fn texts(gaps: &[Gap]) -> Vec<(String, String, GapClass)> {
    let short = |time: UnixNanos| time.to_string()[5..19].to_owned();
    gaps.iter().map(|gap| (short(gap.range.start), short(gap.range.end), gap.class)).collect()
}

fn expected(cases: &[(&str, &str, GapClass)]) -> Vec<(String, String, GapClass)> {
    cases.iter().map(|(start, end, class)| ((*start).into(), (*end).into(), *class)).collect()
}

#[test]
fn no_ticks_and_one_tick_have_no_gaps() {
    assert_eq!(found(&fx(), &[]), []);
    assert_eq!(found(&fx(), &[time("2024-01-10")]), []);
}

#[test]
fn a_silence_over_the_weekend_is_cut_where_the_market_closes_and_opens() {
    let times: Vec<i64> = seconds("2024-01-12T12:00", "2024-01-12T21:30")
        .chain(seconds("2024-01-14T22:02", "2024-01-15T09:00"))
        .collect();
    let cases = [
        ("01-12T21:29:59", "01-12T22:00:00", GapClass::Suspicious),
        ("01-12T22:00:00", "01-14T22:00:00", GapClass::Closed),
        ("01-14T22:00:00", "01-14T22:02:00", GapClass::Quiet),
    ];
    assert_eq!(found(&fx(), &times), expected(&cases));
}

#[test]
fn a_silent_christmas_is_a_holiday_and_the_days_around_it_are_not() {
    let times: Vec<i64> = seconds("2024-12-24T09:00", "2024-12-24T22:00")
        .chain(seconds("2024-12-25T23:00", "2024-12-26T09:00"))
        .collect();
    let cases = [
        ("12-24T22:00:00", "12-25T22:00:00", GapClass::Holiday),
        ("12-25T22:00:00", "12-25T23:00:00", GapClass::Suspicious),
    ];
    assert_eq!(found(&fx(), &times), expected(&cases));
}

#[test]
fn an_optional_holiday_excuses_a_whole_day_of_silence_and_no_less() {
    let before = || seconds("2024-03-28T09:00", "2024-03-28T21:00");
    let whole: Vec<i64> = before().chain(seconds("2024-03-31T21:00", "2024-04-01T09:00")).collect();
    let cases = [
        ("03-28T21:00:00", "03-29T21:00:00", GapClass::Holiday),
        ("03-29T21:00:00", "03-31T21:00:00", GapClass::Closed),
    ];
    assert_eq!(found(&fx(), &whole), expected(&cases));
    let part: Vec<i64> = before().chain(seconds("2024-03-29T08:00", "2024-03-29T21:00")).collect();
    let cases = [("03-28T21:00:00", "03-29T08:00:00", GapClass::Suspicious)];
    assert_eq!(found(&fx(), &part), expected(&cases));
}

#[test]
fn what_is_missing_at_the_ends_of_an_asked_range_is_a_gap() {
    let (calendar, rules) = (fx(), GapRules::default());
    let start = UnixNanos::new(time("2024-01-10T08:00"));
    let mut finder = GapFinder::starting_at(&calendar, &rules, start);
    finder.push(&seconds("2024-01-10T09:00", "2024-01-10T12:00").collect::<Vec<_>>());
    let cases = [
        ("01-10T08:00:00", "01-10T09:00:00", GapClass::Suspicious),
        ("01-10T11:59:59", "01-10T12:15:00", GapClass::Suspicious),
    ];
    assert_eq!(texts(&finder.finish_at(UnixNanos::new(time("2024-01-10T12:15")))), expected(&cases));
}

#[test]
fn silences_up_to_the_floor_are_quiet_and_short_ones_not_mentioned() {
    let mut times: Vec<i64> = seconds("2024-01-10T09:00", "2024-01-10T11:00").collect();
    times
        .extend(["11:00:58", "11:02:00", "11:06:30", "11:12:00"].map(|at| time(&format!("2024-01-10T{at}"))));
    let cases = [
        ("01-10T11:00:58", "01-10T11:02:00", GapClass::Quiet),
        ("01-10T11:02:00", "01-10T11:06:30", GapClass::Quiet),
        ("01-10T11:06:30", "01-10T11:12:00", GapClass::Suspicious),
    ];
    assert_eq!(found(&fx(), &times), expected(&cases));
}

#[test]
fn times_that_go_back_or_stand_still_are_passed_over() {
    let mut times: Vec<i64> = seconds("2024-01-10T09:00", "2024-01-10T10:00").collect();
    let in_order = found(&fx(), &times);
    times.insert(2_000, times[0]);
    times.insert(1_000, times[999]);
    assert_eq!(found(&fx(), &times), in_order);
}

#[test]
fn of_too_many_gaps_the_least_worrying_are_forgotten_and_counted() {
    let mut times: Vec<i64> = seconds("2024-01-10T09:00", "2024-01-10T11:00").collect();
    let start = time("2024-01-10T11:00");
    times.extend((1..40).map(|n| start + n * 2 * MINUTE + if n > 20 { 17 * MINUTE } else { 0 }));
    let rules = GapRules { most: 5, ..GapRules::default() };
    let mut finder = GapFinder::new(&fx(), &rules);
    finder.push(&times);
    let forgotten = finder.n_forgotten();
    let kept = finder.finish();
    assert_eq!((forgotten + kept.len() as u64, kept.len() <= 10), (39, true));
    assert!(kept.iter().any(|gap| gap.class == GapClass::Suspicious));
    assert!(kept.is_sorted_by(|a, b| a.range.end <= b.range.start));
}

fn coverage(times: &[i64], timeframe: Timeframe) -> Vec<Coverage> {
    let (calendar, rules) = (fx(), GapRules::default());
    let mut builder = CoverageBuilder::new(&calendar, timeframe);
    builder.push(times);
    builder.finish(&gaps([times], &calendar, &rules))
}

#[test]
fn coverage_says_what_came_of_each_hour() {
    let times: Vec<i64> = seconds("2024-01-12T20:00", "2024-01-12T21:20")
        .chain(seconds("2024-01-12T21:40", "2024-01-12T22:00"))
        .chain(seconds("2024-01-14T22:00", "2024-01-14T23:00"))
        .collect();
    let hours = coverage(&times, Timeframe::H1);
    assert_eq!(hours.len(), 51);
    let row = |hour: &Coverage| {
        (hour.ticks, hour.open_seconds, hour.longest_silence / NANOS_PER_SECOND, hour.class)
    };
    assert_eq!(row(&hours[0]), (3_600, 3_600, 1, CoverageClass::Full));
    assert_eq!(row(&hours[1]), (2_400, 3_600, 1_201, CoverageClass::Suspicious));
    assert!(hours[2..50].iter().all(|hour| row(hour) == (0, 0, 0, CoverageClass::Closed)));
    assert_eq!(row(&hours[50]), (3_600, 3_600, 1, CoverageClass::Full));
    assert_eq!(hours[1].first, Some(UnixNanos::new(time("2024-01-12T21:00"))));
    assert_eq!(hours[1].last, Some(UnixNanos::new(time("2024-01-12T21:59:59"))));
    assert_eq!((hours[2].first, hours[2].last), (None, None));
}

#[test]
fn coverage_by_day_expects_nothing_of_saturdays_and_holidays() {
    let times: Vec<i64> = seconds("2024-12-20T00:00", "2024-12-20T22:00")
        .chain(seconds("2024-12-22T22:00", "2024-12-24T22:00"))
        .chain(seconds("2024-12-25T22:00", "2024-12-26T12:00"))
        .collect();
    let days = coverage(&times, Timeframe::D1);
    let rows: Vec<_> = days.iter().map(|day| (day.open_seconds / 3_600, day.class)).collect();
    assert_eq!(
        rows,
        [
            (22, CoverageClass::Full),
            (0, CoverageClass::Closed),
            (2, CoverageClass::Full),
            (24, CoverageClass::Full),
            (22, CoverageClass::Full),
            (2, CoverageClass::Full),
            (24, CoverageClass::Full),
        ]
    );
    let christmas_noon = &coverage(&times, Timeframe::H1)[5 * 24 + 12];
    assert_eq!((christmas_noon.ticks, christmas_noon.class), (0, CoverageClass::Holiday));
}

#[test]
fn coverage_of_an_asked_range_begins_and_ends_with_it() {
    let calendar = fx();
    let mut builder =
        CoverageBuilder::starting_at(&calendar, Timeframe::H1, UnixNanos::new(time("2024-01-10T07:00")));
    builder.push(&[time("2024-01-10T09:30")]);
    let hours = builder.finish_at(UnixNanos::new(time("2024-01-10T12:00")), &[]);
    let minutes: Vec<i64> = hours.iter().map(|hour| hour.longest_silence / MINUTE).collect();
    assert_eq!(minutes, [60, 60, 30, 60, 60]);
}

fn times() -> impl Strategy<Value = Vec<i64>> {
    let step = prop_oneof![
        8 => 0..10 * NANOS_PER_SECOND,
        2 => 0..20 * MINUTE,
        1 => 0..60 * HOUR,
        1 => -HOUR..0,
    ];
    (0..400_i64, prop::collection::vec(step, 0..300)).prop_map(|(days, steps)| {
        let start = time("2023-10-01") + days * 24 * HOUR;
        let walk = steps.into_iter().scan(start, |time, step| {
            *time += step;
            Some(*time)
        });
        walk.collect()
    })
}

fn classes(phase: Phase) -> &'static [GapClass] {
    match phase {
        Phase::Closed => &[GapClass::Closed],
        Phase::Holiday => &[GapClass::Holiday],
        Phase::Open => &[GapClass::Quiet, GapClass::Suspicious],
        Phase::OpenOptional => &[GapClass::Holiday, GapClass::Quiet, GapClass::Suspicious],
    }
}

proptest! {
    #[test]
    fn however_times_are_cut_the_gaps_and_the_coverage_are_the_same(times in times(), length in 1_usize..50) {
        let (calendar, rules) = (fx(), GapRules::default());
        let whole = gaps([&times[..]], &calendar, &rules);
        prop_assert_eq!(&gaps(times.chunks(length), &calendar, &rules), &whole);
        let mut pieces = CoverageBuilder::new(&calendar, Timeframe::H1);
        times.chunks(length).for_each(|piece| pieces.push(piece));
        prop_assert_eq!(pieces.finish(&whole), coverage(&times, Timeframe::H1));
    }

    #[test]
    fn gaps_ascend_hold_no_tick_and_lie_in_one_phase(times in times()) {
        let (calendar, mut times) = (fx(), times);
        times.sort_unstable();
        let found = gaps([&times[..]], &calendar, &GapRules::default());
        prop_assert!(found.is_sorted_by(|a, b| a.range.end <= b.range.start));
        for Gap { range, class } in found {
            let span = calendar.span(range.start);
            prop_assert!(span.range.end >= range.end);
            prop_assert!(classes(span.phase).contains(&class));
            let (start, end) = (range.start.as_i64(), range.end.as_i64());
            prop_assert!(end - start >= MINUTE);
            let next = times.partition_point(|time| *time <= start);
            prop_assert!(times.get(next).is_none_or(|time| *time >= end));
        }
    }

    #[test]
    fn coverage_counts_every_tick_and_all_open_time(times in times(), daily: bool) {
        let timeframe = if daily { Timeframe::D1 } else { Timeframe::H1 };
        let periods = coverage(&times, timeframe);
        prop_assert_eq!(periods.iter().map(|period| period.ticks).sum::<u64>(), times.len() as u64);
        prop_assert!(periods.windows(2).all(|pair| pair[0].range.end == pair[1].range.start));
        if let ([first, ..], [.., last]) = (&periods[..], &periods[..]) {
            let range = TimeRange { start: first.range.start, end: last.range.end };
            let open = periods.iter().map(|period| period.open_seconds).sum::<u64>();
            prop_assert_eq!(open * NANOS_PER_SECOND as u64, fx().open_time_in(range));
        }
        for period in &periods {
            prop_assert!(period.longest_silence as u64 <= period.open_seconds * NANOS_PER_SECOND as u64);
        }
    }
}
