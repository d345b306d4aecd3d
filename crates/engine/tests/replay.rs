//! Replays over a socket: the same ticks and bars as without an engine, played, stepped and sought, told to those who subscribed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;
mod work;

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use engine::{
    Client, Heard, Running,
    market::{TICKS_OF_THE_DAY, a_real_day},
    soon,
};
use tickloom_model::{TimeRange, UnixNanos, points_to_f64};
use tickloom_protocol::methods::{
    mtf::{Close, MtfEvent, MtfSubscription, SessionName},
    replay::{
        Advance, Open, Pause, Play, Position, ReplayAdvance, ReplayOrder, ReplayPlay, ReplaySeek,
        ReplaySession, ReplayStep, Seek, Step,
    },
};
use tickloom_replay::{Event, Replay, ReplayOptions, Watch};
use tickloom_store::Store;
use work::next;

const START: &str = "2019-02-04T08:00";
const END: &str = "2019-02-04T12:00";

fn moment(text: &str) -> i64 {
    text.parse::<UnixNanos>().unwrap().as_i64()
}

fn order() -> ReplayOrder {
    ReplayOrder {
        symbols: vec!["EURUSD".into()],
        start: Some(moment(START)),
        end: Some(moment(END)),
        timeframes: Some(vec!["1m".into(), "1h".into(), "100t".into()]),
        ..ReplayOrder::default()
    }
}

fn open(client: &mut Client) -> ReplaySession {
    client.ask::<Open>(&order()).unwrap()
}

fn named(session: &ReplaySession) -> SessionName {
    SessionName { session: session.session.clone() }
}

/// The same replay without an engine.
fn embedded(running: &Running) -> Replay {
    let store = Store::open(running.home()).unwrap();
    let timeframes = ["1m", "1h", "100t"].map(|name| name.parse().unwrap()).into();
    let range = TimeRange::new(START.parse().unwrap(), END.parse().unwrap()).unwrap();
    let options = ReplayOptions { timeframes, ..ReplayOptions::default() };
    Replay::open(&store, &["EURUSD".parse().unwrap()], range, options).unwrap()
}

/// A bar as it is told: timeframe, open time, close, when it was known.
type Bar = (u32, i64, f64, i64);

fn expected_bars(running: &Running) -> Vec<Bar> {
    let mut bars = Vec::new();
    embedded(running)
        .play(
            UnixNanos::MAX,
            Watch::BARS,
            || false,
            |event| {
                if let Event::Bar { timeframe, bar, .. } = event {
                    let close = points_to_f64(bar.bar.close, 100_000);
                    let (opened, known) = (bar.bar.open_time.as_i64(), bar.available_at.as_i64());
                    bars.push((*timeframe as u32, opened, close, known));
                }
                ControlFlow::Continue(())
            },
        )
        .unwrap();
    bars
}

fn bars(all: &tickloom_protocol::methods::mtf::BarColumns) -> Vec<Bar> {
    (0..all.open_time.len())
        .map(|row| (all.timeframe[row], all.open_time[row], all.close[row], all.available_at[row]))
        .collect()
}

fn watch(client: &mut Client, session: &ReplaySession) {
    let (session, forming) = (session.session.clone(), Some(false));
    let all = MtfSubscription { session, forming, after: Some(i64::MIN), ..MtfSubscription::default() };
    client.subscribe("mtf.subscribe", &all).unwrap();
}

fn hear(client: &mut Client, count: usize) -> Vec<Bar> {
    let mut heard = Vec::new();
    while heard.len() < count {
        heard.extend(bars(&next::<MtfEvent>(client).bars));
    }
    heard
}

#[test]
fn a_replay_that_plays_by_itself_tells_the_bars_of_one_without_an_engine() {
    let running = Running::over(a_real_day);
    let (mut client, mut watching) = (running.client(), running.client());
    let expected = expected_bars(&running);
    let session = open(&mut client);
    watch(&mut watching, &session);
    client.ask::<Play>(&ReplayPlay { session: session.session.clone(), ..ReplayPlay::default() }).unwrap();
    assert_eq!(hear(&mut watching, expected.len()), expected);
    soon("it is at its end", || running.client().ask::<Position>(&named(&session)).unwrap().next.is_none());
    let position = client.ask::<Pause>(&named(&session)).unwrap();
    assert_eq!((position.now, position.played), (session.end, position.ticks));
}

#[test]
fn advancing_gives_every_tick_and_bar_in_the_order_in_which_they_were_known() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    let session = open(&mut client);
    let mut expected = Vec::new();
    let mut whole = embedded(&running);
    let see = |event: &Event| {
        expected.push(match *event {
            Event::Tick { tick, .. } => (None, tick.timestamp.as_i64()),
            Event::Bar { timeframe, bar, .. } => (Some(timeframe as u32), bar.available_at.as_i64()),
        });
        ControlFlow::Continue(())
    };
    whole.play(UnixNanos::MAX, Watch { ticks: true, bars: true }, || false, see).unwrap();
    let (mut found, mut watching) = (Vec::new(), running.client());
    watch(&mut watching, &session);
    loop {
        let wanted = ReplayAdvance {
            session: session.session.clone(),
            until: i64::MAX,
            ticks: Some(true),
            bars: Some(true),
            most: Some(10_000),
            detail: Some(true),
        };
        let played = client.ask::<Advance>(&wanted).unwrap();
        let (ticks, rows) = (played.ticks.unwrap_or_default(), played.bars.unwrap_or_default());
        let before = played.ticks_before.unwrap_or_default();
        let lines = rows.text.clone().unwrap_or_default();
        assert!(lines.len() == before.len() && lines.iter().all(|line| line.starts_with("EURUSD ")));
        assert!(rows.spread_min.unwrap_or_default() <= rows.spread_max.unwrap_or_default());
        let mut bar = 0;
        for tick in 0..=ticks.timestamp.len() {
            while bar < before.len() && before[bar] as usize == tick {
                found.push((Some(rows.timeframe[bar]), rows.available_at[bar]));
                bar += 1;
            }
            found.extend(ticks.timestamp.get(tick).map(|time| (None, *time)));
        }
        if played.position.next.is_none() && ticks.timestamp.is_empty() {
            break;
        }
    }
    assert_eq!(found, expected);
    let all = expected_bars(&running);
    assert_eq!(hear(&mut watching, all.len()), all, "those who listen hear the same");
}

#[test]
fn steps_and_jumps_lead_where_they_lead_without_an_engine() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    let session = open(&mut client);
    let mut same = embedded(&running);
    let step = |step: &str| ReplayStep { session: session.session.clone(), step: step.into() };
    for name in ["tick", "1m", "tick", "1h", "100t", "1m"] {
        let moved = client.ask::<Step>(&step(name)).unwrap();
        let kind = tickloom_replay::Step::named(name, same.timeframes()).unwrap();
        assert_eq!(moved.moved, same.step(kind, || false).unwrap(), "{name}");
        assert_eq!(
            (moved.position.now, moved.position.played),
            (same.now().as_i64(), same.position().played),
            "{name}"
        );
    }
    for time in ["2019-02-04T11:00", "2019-02-04T08:30", "2020-01-01T00:00"] {
        let time = moment(time);
        let seek = ReplaySeek { session: session.session.clone(), time, played: None };
        let position = client.ask::<Seek>(&seek).unwrap();
        same.seek(UnixNanos::new(time), || false).unwrap();
        assert_eq!((position.now, position.played), (same.now().as_i64(), same.position().played));
    }
    assert!(!client.ask::<Step>(&step("session")).unwrap().moved, "it stands at its end");
    assert_eq!(client.ask::<Step>(&step("7m")).unwrap_err().code, "replay.step_invalid");
}

#[test]
fn it_plays_at_a_pace_stands_still_and_goes_on() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    let session = open(&mut client);
    let play = |speed| ReplayPlay { session: session.session.clone(), speed: Some(speed), until: None };
    let went = |now: i64| Duration::from_nanos(u64::try_from(now - session.start).unwrap());
    let begun = Instant::now();
    client.ask::<Play>(&play(600.0)).unwrap();
    std::thread::sleep(Duration::from_secs(1));
    let paused = client.ask::<Pause>(&named(&session)).unwrap();
    let most = 600 * begun.elapsed();
    let least = most * 2 / 3;
    assert!((least..=most).contains(&went(paused.now)), "{:?} of at most {most:?}", went(paused.now));
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(client.ask::<Position>(&named(&session)).unwrap(), paused);
    let until = paused.now + 1_000_000_000;
    let little = ReplayPlay { until: Some(until), ..play(f64::INFINITY) };
    client.ask::<Play>(&little).unwrap();
    soon("it has come to where it should stop", || {
        running.client().ask::<Position>(&named(&session)).unwrap().now == until
    });
    assert_eq!(client.ask::<Play>(&play(0.0)).unwrap_err().code, "replay.speed_invalid");
}

#[test]
fn what_cannot_be_played_is_refused_and_a_closed_replay_is_gone() {
    let running = Running::over(a_real_day);
    let mut client = running.client();
    for (order, code) in [
        (ReplayOrder { symbols: vec!["GBPUSD".into()], ..order() }, "symbol.unknown"),
        (ReplayOrder { start: Some(0), end: Some(1), ..order() }, "replay.no_ticks"),
        (ReplayOrder { start: Some(2), end: Some(1), ..order() }, "time.range_invalid"),
        (ReplayOrder { symbols: Vec::new(), ..order() }, "mtf.empty"),
        (ReplayOrder { capacity: Some(0), ..order() }, "mtf.capacity_invalid"),
        (ReplayOrder { capacity: Some(10_000_000), ..order() }, "mtf.too_large"),
    ] {
        assert_eq!(client.ask::<Open>(&order).unwrap_err().code, code);
    }
    let session = open(&mut client);
    watch(&mut client, &session);
    client
        .ask::<Play>(&ReplayPlay { session: session.session.clone(), speed: Some(1.0), until: None })
        .unwrap();
    running.client().ask::<Close>(&named(&session)).unwrap();
    assert!(matches!(client.hear(), Heard::Event { last: true, .. }));
    assert_eq!(client.ask::<Position>(&named(&session)).unwrap_err().code, "session.unknown");
}

#[test]
fn a_replay_ends_with_its_connection_and_an_engine_that_ends_while_it_plays() {
    let running = Running::over(a_real_day);
    let play = |session: &ReplaySession| ReplayPlay {
        session: session.session.clone(),
        speed: Some(1.0),
        until: None,
    };
    let session = {
        let mut leaving = running.client();
        let session = open(&mut leaving);
        leaving.ask::<Play>(&play(&session)).unwrap();
        session
    };
    soon("it is gone", || running.client().ask::<Position>(&named(&session)).is_err());
    let mut client = running.client();
    let session = open(&mut client);
    assert!(session.position.ticks < TICKS_OF_THE_DAY as u64);
    client.ask::<Play>(&play(&session)).unwrap();
    running.engine.stop();
    running.engine.wait();
    assert!(running.engine.has_ended());
}
