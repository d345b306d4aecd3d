//! A replay knows what live ticks would have told, wherever it was before.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::ops::ControlFlow;

use common::{DAY, Numbers, live, put, shown, shown_of, symbols, time, walk};
use tickloom_model::{DayRule, Tick, TimeRange, UnixNanos};
use tickloom_replay::{Replay, ReplayError, ReplayOptions, Step, Watch};
use tickloom_store::{Store, StoreError};

const NEVER: fn() -> bool = || false;
const KINDS: [&str; 9] = ["1m", "15m", "1h", "1d", "1w", "7t", "9v", "12r", "10b"];

struct Market {
    store: Store,
    ticks: Vec<(usize, Tick)>,
    _home: tempfile::TempDir,
}

/// Two symbols over the weekend on which New York's clocks change, with moments that both have.
fn market(numbers: &mut Numbers) -> Market {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let mut ticks = Vec::new();
    for (symbol, name) in ["EURUSD", "XAUUSD"].into_iter().enumerate() {
        let walked = walk(numbers, "2019-03-07", 7, 400 - 200 * symbol as i64);
        put(&store, name, &walked);
        let stored = store.ticks(&name.parse().unwrap(), TimeRange::ALL).unwrap();
        ticks.extend(
            stored.days.iter().flat_map(|day| day.iter().map(|tick| (symbol, tick)).collect::<Vec<_>>()),
        );
    }
    ticks.sort_by_key(|(symbol, tick)| (tick.timestamp, *symbol));
    Market { store, ticks, _home: home }
}

/// Two symbols whose ticks all come at the same moments.
fn twins(numbers: &mut Numbers) -> Market {
    let home = tempfile::tempdir().unwrap();
    let store = Store::open(home.path()).unwrap();
    let walked = walk(numbers, "2019-03-07", 3, 200);
    ["EURUSD", "XAUUSD"].iter().for_each(|name| put(&store, name, &walked));
    Market { store, ticks: Vec::new(), _home: home }
}

fn open(market: &Market, day: DayRule, capacity: usize) -> Replay {
    let timeframes = KINDS.map(|name| name.parse().unwrap()).to_vec();
    let options = ReplayOptions { timeframes, day, capacity, ..ReplayOptions::default() };
    Replay::open(&market.store, &symbols(&["EURUSD", "XAUUSD"]), TimeRange::ALL, options).unwrap()
}

#[test]
fn after_any_way_of_getting_there_the_state_is_the_live_one() {
    let mut numbers = Numbers::new(7);
    let market = market(&mut numbers);
    for day in DayRule::ALL {
        let mut replay = open(&market, day, 50);
        for _ in 0..120 {
            let target = UnixNanos::new(time("2019-03-07").as_i64() + numbers.below(7 * DAY));
            go(&mut replay, numbers.below(4), target);
            let expected = live(&replay, &market.ticks, replay.now());
            assert_eq!(shown(&replay), shown_of(&expected), "{day} {}", replay.now());
            let played = market.ticks.iter().filter(|(_, tick)| tick.timestamp <= replay.now()).count();
            assert_eq!(replay.position().played, played as u64);
        }
    }
}

/// Seeks, or seeks back and goes on in one of three ways.
fn go(replay: &mut Replay, way: i64, target: UnixNanos) {
    replay.seek(if way == 0 { target } else { target.saturating_add(-DAY) }, NEVER).unwrap();
    match way {
        1 => replay.run_until(target).unwrap(),
        2 => replay.play(target, Watch::BARS, NEVER, |_| ControlFlow::Continue(())).unwrap(),
        3 => replay.play(target, Watch::ALL, NEVER, |_| ControlFlow::Continue(())).unwrap(),
        _ => {}
    }
}

#[test]
fn at_every_tick_the_state_is_the_live_one() {
    let mut numbers = Numbers::new(8);
    let market = market(&mut numbers);
    let mut replay = open(&market, DayRule::Session, 5);
    for count in 1..=300 {
        let next = replay.next_tick().unwrap();
        assert_eq!(next, Some(market.ticks[count - 1]));
        let so_far = live(&replay, &market.ticks[..count], replay.now());
        assert_eq!(shown(&replay), shown_of(&so_far), "{count}");
    }
}

#[test]
fn steps_and_stops_leave_nothing_out() {
    let mut numbers = Numbers::new(9);
    let market = market(&mut numbers);
    let mut replay = open(&market, DayRule::Utc, 20);
    for _ in 0..150 {
        let step =
            [Step::Tick, Step::Session, Step::Bar("1h".parse().unwrap()), Step::Bar("9v".parse().unwrap())];
        if !replay.step(step[numbers.below(4) as usize], NEVER).unwrap() {
            replay.seek(time("2019-03-07"), NEVER).unwrap();
            continue;
        }
        let played = replay.position().played as usize;
        let so_far = live(&replay, &market.ticks[..played], replay.now());
        assert_eq!(shown(&replay), shown_of(&so_far), "{}", replay.now());
    }
}

#[test]
fn seeking_outside_the_range_is_seeking_its_ends() {
    let mut numbers = Numbers::new(10);
    let market = market(&mut numbers);
    let mut replay = open(&market, DayRule::Utc, 5);
    let untouched = shown(&replay);
    replay.seek(UnixNanos::MAX, NEVER).unwrap();
    assert_eq!(replay.position().progress(), 1.0);
    replay.seek(UnixNanos::MIN, NEVER).unwrap();
    // The first tick is of the moment at which the range starts.
    assert_eq!((replay.position().played, replay.now()), (1, replay.start()));
    assert_ne!(shown(&replay), untouched);
}

#[test]
fn who_stops_a_seek_finds_a_replay_that_goes_on() {
    let mut numbers = Numbers::new(11);
    let market = market(&mut numbers);
    let mut replay = open(&market, DayRule::Utc, 5);
    let mut asked = 0;
    let stopped = replay.seek(UnixNanos::MAX, || {
        asked += 1;
        asked > 3
    });
    assert!(matches!(stopped, Err(ReplayError::Store(StoreError::Interrupted))));
    let expected = live(&replay, &market.ticks, replay.now());
    assert_eq!(shown(&replay), shown_of(&expected));
    replay.run_until(UnixNanos::MAX).unwrap();
    assert_eq!(shown(&replay), shown_of(&live(&replay, &market.ticks, replay.now())));
}

#[test]
fn wherever_it_stood_within_a_moment_it_can_go_back_to() {
    let mut numbers = Numbers::new(12);
    let market = twins(&mut numbers);
    let mut replay = open(&market, DayRule::Utc, 20);
    let mut stood = Vec::new();
    for _ in 0..700 {
        let watch = [Watch::TICKS, Watch::ALL][numbers.below(2) as usize];
        replay.play(UnixNanos::MAX, watch, NEVER, |_| ControlFlow::Break(())).unwrap();
        stood.push((replay.position(), shown(&replay)));
    }
    let of_one_moment = stood.windows(2).filter(|pair| pair[0].0.now == pair[1].0.now).count();
    assert!(of_one_moment > 100, "{of_one_moment} times it stood within a moment");
    for _ in 0..200 {
        let (position, expected) = &stood[numbers.below(stood.len() as i64) as usize];
        replay.seek_within(position.now, position.played, NEVER).unwrap();
        assert_eq!((replay.position(), &shown(&replay)), (*position, expected));
    }
    replay.seek_within(UnixNanos::MAX, 3, NEVER).unwrap();
    assert_eq!(replay.now(), replay.end(), "ticks of earlier moments have all been played");
}
