//! What is played, and in which order it is seen.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::ops::ControlFlow;

use common::{DAY, Numbers, SECOND, put, symbols, tick, time, walk};
use tickloom_model::{DayRule, TimeRange, UnixNanos};
use tickloom_replay::{Event, Replay, ReplayOptions, Step, Watch};
use tickloom_store::Store;

const NEVER: fn() -> bool = || false;

fn options(timeframes: &[&str]) -> ReplayOptions {
    let timeframes = timeframes.iter().map(|name| name.parse().unwrap()).collect();
    ReplayOptions { timeframes, ..ReplayOptions::default() }
}

fn events(replay: &mut Replay, until: UnixNanos, watch: Watch) -> Vec<Event> {
    let mut events = Vec::new();
    let see = &mut |event: &Event| {
        events.push(*event);
        ControlFlow::Continue(())
    };
    replay.play(until, watch, NEVER, see).unwrap();
    events
}

/// `A10` is a tick of the first symbol ten seconds after 1970 began, `A[0,60)` a bar of it.
fn in_words(event: &Event) -> String {
    let name = |symbol| ["A", "B", "C"][symbol];
    match event {
        Event::Tick { symbol, tick } => format!("{}{}", name(*symbol), tick.timestamp.as_i64() / SECOND),
        Event::Bar { symbol, bar, .. } => {
            let [open, known] = [bar.bar.open_time, bar.available_at].map(|time| time.as_i64() / SECOND);
            format!("{}[{open},{known})", name(*symbol))
        }
    }
}

fn put_seconds(store: &Store, name: &str, seconds: &[i64]) {
    let ticks: Vec<_> = seconds.iter().zip(100..).map(|(second, bid)| tick(second * SECOND, bid)).collect();
    put(store, name, &ticks);
}

#[test]
fn ticks_of_one_moment_come_by_symbol_and_bars_when_they_end() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    put_seconds(&store, "AAA", &[10, 60, 200]);
    put_seconds(&store, "BBB", &[10, 10, 70]);
    let open = |names: &[&str]| {
        Replay::open(&store, &symbols(names), TimeRange::ALL, options(&["1m", "2m", "2t"])).unwrap()
    };
    let found: Vec<_> =
        events(&mut open(&["AAA", "BBB"]), UnixNanos::MAX, Watch::ALL).iter().map(in_words).collect();
    // Bars that time ends come before the ticks of that moment, those that a tick ends after it.
    let first_minute = ["A10", "B10", "B10", "B[10,10)", "A[0,60)", "B[0,60)"];
    let second_minute = ["A60", "A[10,60)", "B70", "A[60,120)", "A[0,120)", "B[60,120)", "B[0,120)"];
    assert_eq!(found, [&first_minute[..], &second_minute, &["A200"]].concat());
    let swapped = events(&mut open(&["BBB", "AAA"]), UnixNanos::MAX, Watch::TICKS);
    assert_eq!(swapped.iter().map(in_words).collect::<Vec<_>>(), ["A10", "A10", "B10", "B60", "A70", "B200"]);
}

#[test]
fn bars_are_seen_alike_whether_ticks_are_watched_or_not() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let mut numbers = Numbers::new(1);
    put(&store, "EURUSD", &walk(&mut numbers, "2019-03-08", 4, 300));
    put(&store, "USDJPY", &walk(&mut numbers, "2019-03-09", 3, 50));
    for kinds in [&["1m", "1h", "1d", "1w"][..], &["5m", "10t", "1d", "8r"]] {
        for day in DayRule::ALL {
            let options = ReplayOptions { day, ..options(kinds) };
            let open = || {
                let pair = symbols(&["USDJPY", "EURUSD"]);
                Replay::open(&store, &pair, TimeRange::ALL, options.clone()).unwrap()
            };
            let all = events(&mut open(), UnixNanos::MAX, Watch::ALL);
            let (bars, ticks): (Vec<_>, Vec<_>) =
                all.iter().partition(|event| matches!(event, Event::Bar { .. }));
            assert_eq!(ticks.len(), 1350);
            assert!(bars.len() > 500);
            assert_eq!(events(&mut open(), UnixNanos::MAX, Watch::BARS), bars);
            assert_eq!(events(&mut open(), UnixNanos::MAX, Watch::TICKS), ticks);
        }
    }
}

#[test]
fn a_range_begins_and_ends_where_it_says_or_with_its_ticks() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    put_seconds(&store, "AAA", &[10, 60, 200, 90_000]);
    let open = |start: i64, end: i64| {
        let range = TimeRange { start: UnixNanos::new(start), end: UnixNanos::new(end) };
        Replay::open(&store, &symbols(&["AAA"]), range, options(&["1m"])).unwrap()
    };
    for (start, end, clock, ticks) in [
        (i64::MIN, i64::MAX, (10 * SECOND, 90_000 * SECOND), 4),
        (60 * SECOND, 200 * SECOND, (60 * SECOND, 200 * SECOND), 1),
        (0, 2 * DAY, (0, 2 * DAY), 4),
        (11 * SECOND, i64::MAX, (11 * SECOND, 90_000 * SECOND), 3),
    ] {
        let mut replay = open(start, end);
        assert_eq!((replay.now().as_i64(), replay.position().played), (clock.0, 0));
        assert_eq!((replay.position().ticks, replay.position().progress()), (ticks, 0.0));
        assert_eq!(events(&mut replay, UnixNanos::MAX, Watch::TICKS).len() as u64, ticks);
        assert_eq!((replay.now().as_i64(), replay.position().progress()), (clock.1, 1.0));
        assert_eq!(replay.next_tick().unwrap(), None);
    }
}

#[test]
fn steps_end_with_a_tick_a_bar_or_a_session() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    // Friday evening in New York, and Sunday's opening: 17:00 there is 22:00 UTC in winter.
    let at = |text: &str| tick(time(text).as_i64(), 100);
    let ticks = [
        "2019-02-01T21:30:10",
        "2019-02-01T21:30:20",
        "2019-02-01T21:36",
        "2019-02-03T22:00",
        "2019-02-04T23:00",
    ];
    put(&store, "EURUSD", &ticks.map(at));
    let open = |day| {
        let options = ReplayOptions { day, ..options(&["5m", "1d", "3t"]) };
        let range = TimeRange { start: UnixNanos::MIN, end: time("2019-02-06") };
        Replay::open(&store, &symbols(&["EURUSD"]), range, options).unwrap()
    };
    let stops = |name: &str, day| {
        let mut replay = open(day);
        let step = Step::named(name, replay.timeframes()).unwrap();
        let mut stops = Vec::new();
        while replay.step(step, NEVER).unwrap() {
            stops.push(replay.now().to_string()[5..19].to_owned());
        }
        assert_eq!(replay.now(), time("2019-02-06"));
        stops.join(" ")
    };
    let all = events(&mut open(DayRule::Utc), UnixNanos::MAX, Watch::BARS);
    for name in ["tick", "5m", "3t", "1d", "session"] {
        let (mut replay, mut seen) = (open(DayRule::Utc), Vec::new());
        let step = Step::named(name, replay.timeframes()).unwrap();
        while replay.step_watched(step, NEVER, |event| seen.push(*event)).unwrap() {}
        assert_eq!(seen, all, "steps by {name} leave no bar out");
    }
    assert_eq!(
        stops("tick", DayRule::Utc),
        "02-01T21:30:10 02-01T21:30:20 02-01T21:36:00 02-03T22:00:00 02-04T23:00:00"
    );
    assert_eq!(stops("5m", DayRule::Utc), "02-01T21:35:00 02-01T21:40:00 02-03T22:05:00 02-04T23:05:00");
    assert_eq!(stops("3t", DayRule::Utc), "02-01T21:36:00 02-04T00:00:00 02-05T00:00:00");
    assert_eq!(stops("1d", DayRule::Utc), "02-02T00:00:00 02-04T00:00:00 02-05T00:00:00");
    assert_eq!(stops("1d", DayRule::Session), "02-01T22:00:00 02-04T22:00:00 02-05T22:00:00");
    assert_eq!(stops("session", DayRule::Utc), "02-01T22:00:00 02-04T22:00:00 02-05T22:00:00");
}

#[test]
fn a_step_by_bars_that_are_not_kept_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    put_seconds(&store, "AAA", &[10]);
    let mut replay = Replay::open(&store, &symbols(&["AAA"]), TimeRange::ALL, options(&["1m"])).unwrap();
    let refused = replay.step(Step::Bar("5m".parse().unwrap()), NEVER);
    assert_eq!(refused.map_err(|error| error.code()), Err("replay.step_invalid"));
}

#[test]
fn what_cannot_be_played_says_why() {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    put_seconds(&store, "AAA", &[10]);
    let later = TimeRange { start: UnixNanos::new(20 * SECOND), end: UnixNanos::new(DAY) };
    let nothing = TimeRange { start: later.start, end: later.start };
    for (names, range, kinds, code) in [
        (&["AAA"][..], later, &["1m"][..], "replay.no_ticks"),
        (&["AAA"], nothing, &["1m"], "replay.no_ticks"),
        (&["AAA", "ZZZ"], TimeRange::ALL, &["1m"], "symbol.unknown"),
        (&["AAA", "AAA"], TimeRange::ALL, &["1m"], "mtf.repeated"),
        (&[], TimeRange::ALL, &["1m"], "mtf.empty"),
        (&["AAA"], TimeRange::ALL, &[], "mtf.empty"),
    ] {
        let refused = Replay::open(&store, &symbols(names), range, options(kinds));
        assert_eq!(refused.map(drop).map_err(|error| error.code()), Err(code), "{names:?}");
    }
}
