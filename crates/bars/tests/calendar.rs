//! Calendars against Python's zones, against the hours markets keep, and against themselves.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

use proptest::prelude::*;
use tickloom_bars::calendar::{
    Calendar, CalendarError, CalendarRules, DayTime, Holiday, HolidayDate, HolidayHours, Phase, SessionDay,
    Week, Weekday,
};
use tickloom_model::{InstrumentKind, NANOS_PER_DAY, NANOS_PER_SECOND, TimeRange, UnixNanos, UtcDay};

const HOUR: i64 = 3_600 * NANOS_PER_SECOND;

fn time(text: &str) -> UnixNanos {
    text.parse().unwrap()
}

fn day_time(text: &str) -> DayTime {
    text.parse().unwrap()
}

fn range(start: &str, end: &str) -> TimeRange {
    TimeRange::new(time(start), time(end)).unwrap()
}

fn of(kind: InstrumentKind) -> Calendar {
    Calendar::of(kind).unwrap()
}

fn in_zone(zone: &str, day_start: &str) -> Calendar {
    let rules =
        CalendarRules { zone: zone.into(), day_start: day_time(day_start), ..CalendarRules::always() };
    Calendar::new(rules).unwrap()
}

/// Tokyo's stock exchange: two sessions a day, closed at the turn of the year, a short last day.
fn exchange() -> Calendar {
    let weekdays = &Weekday::ALL[..5];
    let week = Week::daily(weekdays, day_time("09:00"), day_time("11:30")).and(Week::daily(
        weekdays,
        day_time("12:30"),
        day_time("15:00"),
    ));
    let yearly = |month, day| Holiday::closed("New Year", HolidayDate::Yearly { month, day });
    let short = HolidayDate::Yearly { month: 12, day: 30 };
    let late = HolidayDate::On("2019-01-04".parse().unwrap());
    let holidays = vec![
        yearly(12, 31),
        yearly(1, 1),
        yearly(1, 2),
        yearly(1, 3),
        Holiday { name: "Last day".into(), date: short, hours: HolidayHours::ClosesAt(day_time("11:30")) },
        Holiday { name: "First day".into(), date: late, hours: HolidayHours::OpensAt(day_time("10:00")) },
    ];
    let day_start = DayTime::MIDNIGHT;
    let (name, zone) = ("Tokyo".into(), "Asia/Tokyo".into());
    Calendar::new(CalendarRules { name, zone, week, day_start, holidays }).unwrap()
}

fn hours(range: TimeRange) -> f64 {
    (range.end.as_i64() - range.start.as_i64()) as f64 / HOUR as f64
}

fn sessions(calendar: &Calendar, start: &str, end: &str) -> Vec<(String, String)> {
    let short = |time: UnixNanos| time.to_string()[5..16].to_owned();
    calendar.sessions(range(start, end)).map(|open| (short(open.start), short(open.end))).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(start, end)| ((*start).into(), (*end).into())).collect()
}

/// Calls with the calendar, the Monday and the eight starts that bound the days of each week of the golden file.
fn for_each_golden_week(mut check: impl FnMut(&Calendar, UtcDay, &[UnixNanos])) {
    let golden = include_str!("golden/calendar.txt");
    let mut calendar = (String::new(), of(InstrumentKind::Other));
    for line in golden.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let name = words[..2].concat();
        if calendar.0 != name {
            calendar = (name, in_zone(words[0], words[1]));
        }
        let mut starts = vec![time(words[3])];
        for length in &words[4..] {
            let hours: i64 = length.parse().unwrap();
            starts.push(starts[starts.len() - 1].saturating_add(hours * HOUR));
        }
        check(&calendar.1, words[2].parse().unwrap(), &starts);
    }
    assert_eq!(golden.lines().count(), 448);
}

#[test]
fn days_of_every_change_of_clocks_are_those_of_python() {
    for_each_golden_week(|calendar, monday, starts| {
        for (n, bounds) in starts.windows(2).enumerate() {
            let date = UtcDay::from_days_since_epoch(monday.days_since_epoch() + n as i32);
            let expected = SessionDay { date, range: TimeRange { start: bounds[0], end: bounds[1] } };
            for inside in [bounds[0], bounds[0].saturating_add(HOUR), bounds[1].saturating_add(-1)] {
                assert_eq!(calendar.session_day(inside), expected);
            }
            assert_eq!(calendar.day(date), expected);
        }
    });
}

#[test]
fn weeks_of_every_change_of_clocks_are_those_of_python() {
    for_each_golden_week(|calendar, date, starts| {
        let expected = SessionDay { date, range: TimeRange { start: starts[0], end: starts[7] } };
        for inside in [starts[0], starts[3], starts[7].saturating_add(-1)] {
            assert_eq!(calendar.session_week(inside), expected);
        }
        assert_ne!(calendar.session_week(starts[7]).date, date);
    });
}

#[test]
fn currencies_are_open_from_mondays_start_to_saturdays() {
    let mut rules = CalendarRules::of(InstrumentKind::Fx);
    rules.holidays.clear();
    let currencies = Calendar::new(rules).unwrap();
    for_each_golden_week(|calendar, _, starts| {
        if (&*calendar.rules().zone, calendar.rules().day_start) == ("America/New_York", day_time("17:00")) {
            let expected = TimeRange { start: starts[0], end: starts[5] };
            assert_eq!(currencies.session(starts[2]), Some(expected));
            assert_eq!(currencies.session(starts[5]), None);
            assert_eq!(currencies.next_open(starts[0]), Some(starts[7]));
        }
    });
}

#[test]
fn metals_rest_an_hour_each_day() {
    let expected = [
        ("03-08T00:00", "03-08T22:00"),
        ("03-10T22:00", "03-11T21:00"), // summer time since the morning
        ("03-11T22:00", "03-12T00:00"),
    ];
    assert_eq!(sessions(&of(InstrumentKind::Metal), "2024-03-08", "2024-03-12"), pairs(&expected));
}

#[test]
fn christmas_and_new_year_close_currencies_for_a_session_day_each() {
    let expected = [
        ("12-22T22:00", "12-24T22:00"),
        ("12-25T22:00", "12-27T22:00"),
        ("12-29T22:00", "12-31T22:00"),
        ("01-01T22:00", "01-03T22:00"),
    ];
    assert_eq!(sessions(&of(InstrumentKind::Fx), "2019-12-21", "2020-01-04"), pairs(&expected));
}

#[test]
fn good_friday_closes_metals_and_is_optional_for_currencies() {
    let friday = time("2019-04-19T12:00");
    assert_eq!(of(InstrumentKind::Metal).phase(friday), Phase::Holiday);
    assert_eq!(of(InstrumentKind::Fx).phase(friday), Phase::OpenOptional);
    assert_eq!(hours(of(InstrumentKind::Fx).session(friday).unwrap()), 120.0);
}

#[test]
fn an_exchange_keeps_its_lunch_its_holidays_and_its_short_days() {
    let expected = [
        ("12-28T00:00", "12-28T02:30"),
        ("12-28T03:30", "12-28T06:00"), // the 30th is a Sunday
        ("01-04T01:00", "01-04T02:30"), // opened late
        ("01-04T03:30", "01-04T06:00"),
        ("01-07T00:00", "01-07T02:30"),
    ];
    assert_eq!(sessions(&exchange(), "2018-12-28", "2019-01-07T03:00"), pairs(&expected));
    assert_eq!(sessions(&exchange(), "2019-12-30", "2020-01-05"), pairs(&[("12-30T00:00", "12-30T02:30")]));
}

#[test]
fn what_is_always_open_never_opens_nor_closes() {
    let crypto = of(InstrumentKind::Crypto);
    for moment in [UnixNanos::MIN, time("2024-01-06"), UnixNanos::MAX] {
        assert!(crypto.is_open(moment));
        assert_eq!((crypto.next_open(moment), crypto.next_close(moment)), (None, None));
        assert_eq!(crypto.session(moment), Some(TimeRange::ALL));
    }
    assert_eq!(crypto.open_time_in(TimeRange::ALL), u64::MAX);
}

#[test]
fn a_single_closed_day_cuts_an_open_market_in_two() {
    let day: UtcDay = "2022-05-12".parse().unwrap();
    let holidays = vec![Holiday::closed("Outage", HolidayDate::On(day))];
    let market = Calendar::new(CalendarRules { holidays, ..CalendarRules::always() }).unwrap();
    assert_eq!(market.session(UnixNanos::new(0)).unwrap().end, day.start());
    assert_eq!(market.next_open(UnixNanos::MIN), Some(day.next().start()));
    assert_eq!(market.next_close(day.start()), None);
    assert_eq!(market.open_time_in(day.range()), 0);
}

#[test]
fn days_that_clocks_jump_over_are_empty_and_their_neighbours_whole() {
    let samoa = in_zone("Pacific/Apia", "00:00");
    let skipped = samoa.day("2011-12-30".parse().unwrap());
    assert_eq!(skipped.range.start, skipped.range.end);
    let after = samoa.session_day(skipped.range.start);
    assert_eq!((after.date.to_string(), hours(after.range)), ("2011-12-31".into(), 24.0));
    let before = samoa.session_day(skipped.range.start.saturating_add(-1));
    assert_eq!((before.date.to_string(), hours(before.range)), ("2011-12-29".into(), 24.0));
}

#[test]
fn a_day_whose_midnight_is_skipped_begins_an_hour_late() {
    let cairo = in_zone("Africa/Cairo", "00:00");
    let day = cairo.session_day(time("2024-04-26T10:00"));
    assert_eq!((day.range.start, hours(day.range)), (time("2024-04-25T22:00"), 23.0));
}

#[test]
fn months_hold_the_evening_before_their_first_day() {
    let month = of(InstrumentKind::Fx).session_month(time("2024-03-31T21:30"));
    assert_eq!(month.date.to_string(), "2024-04-01");
    assert_eq!(month.range, range("2024-03-31T21:00", "2024-04-30T21:00"));
}

#[test]
fn the_ends_of_time_have_sessions_and_days() {
    for kind in [InstrumentKind::Fx, InstrumentKind::Metal, InstrumentKind::Crypto] {
        for end in [UnixNanos::MIN, UnixNanos::MAX] {
            let calendar = of(kind);
            let day = calendar.session_day(end);
            assert!(day.range.start <= end && end <= day.range.end, "{kind} {end}");
            assert_eq!(calendar.is_open(end), calendar.session(end).is_some());
        }
    }
}

#[test]
fn rules_that_make_no_calendar_are_refused() {
    let zone = CalendarRules { zone: "Europe/Atlantis".into(), ..CalendarRules::always() };
    assert_eq!(
        Calendar::new(zone).unwrap_err(),
        CalendarError::UnknownZone { found: "Europe/Atlantis".into() }
    );
    let never = Holiday::closed("Never", HolidayDate::Yearly { month: 2, day: 30 });
    let holidays = CalendarRules { holidays: vec![never], ..CalendarRules::always() };
    assert_eq!(Calendar::new(holidays).unwrap_err().code(), "calendar.holiday_invalid");
}

fn calendars() -> impl Strategy<Value = Calendar> {
    let lord_howe = in_zone("Australia/Lord_Howe", "17:00");
    prop::sample::select(vec![
        of(InstrumentKind::Fx),
        of(InstrumentKind::Metal),
        of(InstrumentKind::Crypto),
        exchange(),
        lord_howe,
        in_zone("America/Sao_Paulo", "00:00"),
    ])
}

fn moments() -> impl Strategy<Value = UnixNanos> {
    let year = 365 * NANOS_PER_DAY;
    prop_oneof![-70 * year..130 * year, any::<i64>()].prop_map(UnixNanos::new)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn sessions_ascend_apart_from_each_other_and_agree_with_is_open(
        calendar in calendars(), start in moments(), days in 0_i64..60,
    ) {
        let range = TimeRange { start, end: start.saturating_add(days * NANOS_PER_DAY) };
        let found: Vec<TimeRange> = calendar.sessions(range).collect();
        prop_assert!(found.windows(2).all(|pair| pair[0].end < pair[1].start));
        for session in &found {
            prop_assert!(range.start <= session.start && session.start < session.end && session.end <= range.end);
            prop_assert!(calendar.is_open(session.start));
            prop_assert!(calendar.is_open(session.end.saturating_add(-1)));
            prop_assert!(session.end == range.end || !calendar.is_open(session.end));
        }
        let open: u64 = found.iter().map(|session| session.end.as_i64().abs_diff(session.start.as_i64())).sum();
        prop_assert_eq!(calendar.open_time_in(range), open);
    }

    #[test]
    fn is_open_means_lying_in_a_session(calendar in calendars(), time in moments(), hours in 0_i64..500) {
        let range = TimeRange { start: time, end: time.saturating_add(hours * HOUR) };
        let inside = time.saturating_add(hours * HOUR / 3);
        let in_session = calendar.sessions(range).any(|session| session.contains(inside));
        prop_assert_eq!(in_session, range.contains(inside) && calendar.is_open(inside));
        prop_assert_eq!(calendar.session(inside).is_some(), calendar.is_open(inside));
    }

    #[test]
    fn days_tile_time(calendar in calendars(), time in moments()) {
        let day = calendar.session_day(time);
        prop_assert!(day.range.start <= time && (time < day.range.end || time == UnixNanos::MAX));
        let before = calendar.session_day(day.range.start.saturating_add(-1));
        prop_assert!(before.range.end == day.range.start || day.range.start == UnixNanos::MIN);
        prop_assert!(before.date < day.date || day.range.start == UnixNanos::MIN);
        let week = calendar.session_week(time);
        prop_assert!(week.range.start <= day.range.start && day.range.end <= week.range.end);
        let month = calendar.session_month(time);
        prop_assert!(month.range.start <= day.range.start && day.range.end <= month.range.end);
    }

    #[test]
    fn the_next_change_is_one_and_there_is_none_before(calendar in calendars(), time in moments()) {
        for (next, opens) in [(calendar.next_open(time), true), (calendar.next_close(time), false)] {
            if let Some(next) = next {
                prop_assert!(next > time);
                prop_assert_eq!(calendar.is_open(next), opens);
                prop_assert_eq!(calendar.is_open(next.saturating_add(-1)), !opens);
                let until = TimeRange { start: time, end: next };
                prop_assert!(calendar.sessions(until).count() <= 2);
            }
        }
    }

    #[test]
    fn a_walk_answers_like_the_calendar(
        calendar in calendars(), start in moments(), steps in prop::collection::vec(-HOUR..90 * HOUR, 1..80),
    ) {
        let (mut walk, mut time) = (calendar.walk(), start);
        for step in steps {
            time = time.saturating_add(step);
            prop_assert_eq!(walk.is_open(time), calendar.is_open(time));
            prop_assert_eq!(walk.span(time), calendar.span(time));
            prop_assert_eq!(walk.session_day(time), calendar.session_day(time));
        }
    }
}
