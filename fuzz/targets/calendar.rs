//! Any text as the rules of a calendar: what is read prints as what reads the same, and answers for any time.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_bars::calendar::{Calendar, CalendarRules};
use tickloom_model::{TimeRange, UnixNanos};

const DAY: i64 = 86_400_000_000_000;
/// Hours before both nights on which New York changes its clocks in 2019, and one far away.
const TIMES: [i64; 3] = [1_552_190_400_000_000_000, 1_572_739_200_000_000_000, -2_000_000_000_000_000_000];

fuzz_target!(|text: &str| {
    let Ok(rules) = text.parse::<CalendarRules>() else { return };
    assert_eq!(rules.to_string().parse(), Ok(rules.clone()));
    let Ok(calendar) = Calendar::new(rules) else { return };
    TIMES.iter().for_each(|start| answers(&calendar, *start));
});

/// Sessions are in order and open, and each way of asking says the same.
fn answers(calendar: &Calendar, start: i64) {
    let range = TimeRange { start: UnixNanos::new(start), end: UnixNanos::new(start + 9 * DAY) };
    let (mut walk, mut before) = (calendar.walk(), range.start);
    for session in calendar.sessions(range) {
        assert!(before <= session.start && session.start < session.end && session.end <= range.end);
        assert!(calendar.is_open(session.start) && walk.is_open(session.start));
        assert!(calendar.session(session.start).is_some_and(|whole| whole.contains(session.start)));
        before = session.end;
    }
    assert_eq!(calendar.open_time_in(range), calendar.walk().open_time_in(range));
    let day = calendar.session_day(range.start);
    assert_eq!(day, calendar.day(day.date));
}
