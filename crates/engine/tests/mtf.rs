//! States of bars over a socket: fed by a client, told to many, the same as without an engine, and gone with their connection.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;
mod work;

use std::sync::Arc;

use arrow::{
    array::AsArray,
    datatypes::{Float64Type, TimestampNanosecondType},
};
use engine::{
    Client, Heard, Running,
    market::{column, table},
    soon,
};
use serde_bytes::ByteBuf;
use tickloom_bars::{MtfConfig, MtfState};
use tickloom_model::{BarKind, Digits, Instrument, Tick, Ticks, Timeframe, UnixNanos, points_to_f64};
use tickloom_protocol::methods::{
    common::Empty,
    mtf::{
        Advance, BarColumns, Close, MtfEvent, MtfMoment, MtfOrder, MtfPosition, MtfStateQuery,
        MtfSubscription, MtfSymbol, MtfTicks, Open, Push, SessionName, State,
    },
    system::{Restart, ServiceName, Services},
};
use tickloom_store::{ArrowTable, ExportFormat, TickTable};
use tickloom_synthetic::Generator;
use work::next;

const DAY: &str = "2024-01-08";

fn ticks() -> Ticks {
    Generator::new(7).day(DAY.parse().unwrap()).iter().step_by(20).collect()
}

fn stream(ticks: &Ticks) -> ByteBuf {
    let table = TickTable { digits: Digits::new(5).unwrap(), days: vec![ticks.clone()] };
    let mut bytes = Vec::new();
    ArrowTable::from(&table).write(ExportFormat::Arrow, &mut bytes).unwrap();
    ByteBuf::from(bytes)
}

fn pieces(ticks: &Ticks, length: usize) -> Vec<Ticks> {
    let all: Vec<_> = ticks.iter().collect();
    all.chunks(length).map(|piece| piece.iter().copied().collect()).collect()
}

fn order(symbols: &[&str]) -> MtfOrder {
    let symbol = |&name: &&str| MtfSymbol { symbol: name.into(), digits: Some(5) };
    MtfOrder { symbols: symbols.iter().map(symbol).collect(), capacity: Some(2_000), ..MtfOrder::default() }
}

fn open(client: &mut Client, order: &MtfOrder) -> String {
    client.ask::<Open>(order).unwrap().session
}

fn push(client: &mut Client, session: &str, ticks: &Ticks) -> MtfPosition {
    let (session, symbol) = (session.to_owned(), "EURUSD".to_owned());
    client.ask::<Push>(&MtfTicks { session, symbol, columns: stream(ticks) }).unwrap()
}

fn push_all(client: &mut Client, session: &str, pieces: &[Ticks]) {
    for piece in pieces {
        push(client, session, piece);
    }
}

fn subscription(session: &str) -> MtfSubscription {
    MtfSubscription { session: session.into(), ..MtfSubscription::default() }
}

fn completed_only(session: &str) -> MtfSubscription {
    MtfSubscription { forming: Some(false), ..subscription(session) }
}

/// A bar as it was told: symbol, timeframe, open time, close, ticks.
type Bar = (u32, u32, i64, f64, u64);

fn bars(event: &MtfEvent) -> Vec<Bar> {
    let all = &event.bars;
    (0..all.open_time.len())
        .map(|row| (all.symbol[row], all.timeframe[row], all.open_time[row], all.close[row], all.ticks[row]))
        .collect()
}

/// What a state without an engine completes of the same ticks.
fn embedded(ticks: &Ticks) -> (MtfState, Vec<Bar>) {
    let eurusd = Instrument::builtin(&"EURUSD".parse().unwrap()).unwrap();
    let kinds: Vec<BarKind> = Timeframe::STANDARD.map(BarKind::from).into();
    let mut state =
        MtfState::new(MtfConfig { capacity: 2_000, ..MtfConfig::new(vec![eurusd.into()], kinds.clone()) })
            .unwrap();
    let (id, mut found) = (state.symbols().next().unwrap(), Vec::new());
    state.push_ticks_with(id, ticks, |change| {
        let timeframe = kinds.iter().position(|kind| *kind == change.timeframe).unwrap() as u32;
        let bar = change.completed.bar;
        let close = points_to_f64(bar.close, 100_000);
        found.push((
            change.completed.available_at,
            (0, timeframe, bar.open_time.as_i64(), close, bar.ticks.into()),
        ));
    });
    found.sort_by_key(|(known, bar): &(_, Bar)| (*known, bar.1));
    (state, found.into_iter().map(|(_, bar)| bar).collect())
}

/// Hears completed bars until so many have come.
fn hear_completed(client: &mut Client, count: usize) -> Vec<Bar> {
    let mut heard = Vec::new();
    while heard.len() < count {
        let event: MtfEvent = next(client);
        assert!(event.bars.complete.iter().all(|complete| *complete));
        heard.extend(bars(&event));
    }
    heard
}

#[test]
fn a_state_that_is_fed_over_the_wire_is_the_same_as_one_without_an_engine() {
    let running = Running::empty();
    let (mut feeding, mut watching) = (running.client(), running.client());
    let (ticks, session) = (ticks(), open(&mut feeding, &order(&["EURUSD"])));
    watching.subscribe("mtf.subscribe", &completed_only(&session)).unwrap();
    for piece in pieces(&ticks, 500) {
        push(&mut feeding, &session, &piece);
    }
    let (state, expected) = embedded(&ticks);
    let mut late = running.client();
    let all = MtfSubscription { after: Some(i64::MIN), ..completed_only(&session) };
    late.subscribe("mtf.subscribe", &all).unwrap();
    assert_eq!(hear_completed(&mut late, expected.len()), expected);
    let heard = hear_completed(&mut watching, 1);
    assert!(expected.windows(heard.len()).any(|stretch| stretch == heard));

    let id = state.symbols().next().unwrap();
    for (position, kind) in state.config().timeframes.iter().enumerate() {
        let query = MtfStateQuery {
            session: session.clone(),
            symbol: "EURUSD".into(),
            timeframe: kind.to_string(),
            ..MtfStateQuery::default()
        };
        let parts = feeding.ask_in_parts::<State>(&query).unwrap();
        assert_eq!(parts[0].price_digits, Some(5));
        let shown = table(parts.into_iter().flat_map(|part| part.columns.into_vec()).collect());
        let series = state.state(id, position).series(usize::MAX);
        assert_eq!(column::<TimestampNanosecondType>(&shown, "open_time"), series.bars.open_time, "{kind}");
        let complete = shown.column_by_name("complete").unwrap().as_boolean();
        assert_eq!(complete.false_count(), usize::from(series.is_forming), "{kind}");
    }
}

#[test]
fn who_subscribes_before_the_first_tick_misses_nothing_and_hears_nothing_twice() {
    let running = Running::empty();
    let mut client = running.client();
    let (ticks, session) = (ticks(), open(&mut client, &order(&["EURUSD"])));
    let mut watching = running.client();
    let all = MtfSubscription { after: Some(i64::MIN), ..completed_only(&session) };
    watching.subscribe("mtf.subscribe", &all).unwrap();
    push_all(&mut client, &session, &pieces(&ticks, 300));
    let expected = embedded(&ticks).1;
    assert_eq!(hear_completed(&mut watching, expected.len()), expected);
    // The next thing that is said is about the next bar.
    client.ask::<Advance>(&MtfMoment { session, time: 1_704_758_400_000_000_000 + 1_000_000_000 }).unwrap();
    assert!(hear_completed(&mut watching, 1).iter().all(|bar| !expected.contains(bar)));
}

#[test]
fn who_is_told_that_a_subscription_has_begun_hears_of_the_very_next_bar() {
    let running = Running::empty();
    let (mut client, ticks) = (running.client(), ticks());
    let session = open(&mut client, &order(&["EURUSD"]));
    let mut watching = running.client();
    let minutes = MtfSubscription { timeframes: Some(vec!["1m".into()]), ..completed_only(&session) };
    let first = ticks.iter().next().unwrap();
    for minute in 0..500 {
        let subscription = watching.subscribe("mtf.subscribe", &minutes).unwrap();
        let timestamp = UnixNanos::new(first.timestamp.as_i64() + minute * 60_000_000_000);
        push(&mut client, &session, &std::iter::once(Tick { timestamp, ..first }).collect());
        if minute > 0 {
            assert_eq!(hear_completed(&mut watching, 1).len(), 1, "{minute}");
        }
        watching.unsubscribe(subscription);
        assert!(matches!(watching.hear(), Heard::Reply { .. }));
    }
}

#[test]
fn who_asks_for_details_is_told_the_spreads_of_completed_bars_and_of_those_in_progress() {
    let running = Running::empty();
    let (mut client, mut watching) = (running.client(), running.client());
    let (ticks, session) = (ticks(), open(&mut client, &order(&["EURUSD"])));
    push_all(&mut client, &session, &pieces(&ticks, 500));
    let all = MtfSubscription {
        timeframes: Some(vec!["1h".into()]),
        after: Some(i64::MIN),
        detail: Some(true),
        ..subscription(&session)
    };
    watching.subscribe("mtf.subscribe", &all).unwrap();
    let mut told = [next::<MtfEvent>(&mut watching).bars, next::<MtfEvent>(&mut watching).bars];
    // What must not be dropped and the latest of what may be take turns.
    told.sort_by_key(|bars| bars.complete.contains(&false));
    assert_eq!(told[1].complete, [false]);

    let query = MtfStateQuery {
        session,
        symbol: "EURUSD".into(),
        timeframe: "1h".into(),
        ..MtfStateQuery::default()
    };
    let parts = client.ask_in_parts::<State>(&query).unwrap();
    let shown = table(parts.into_iter().flat_map(|part| part.columns.into_vec()).collect());
    type Column = fn(&BarColumns) -> &Option<Vec<f64>>;
    let columns: [(&str, Column); 4] = [
        ("spread_min", |bars| &bars.spread_min),
        ("spread_mean", |bars| &bars.spread_mean),
        ("spread_max", |bars| &bars.spread_max),
        ("spread_close", |bars| &bars.spread_close),
    ];
    for (name, of) in columns {
        let told: Vec<f64> = told.iter().flat_map(|bars| of(bars).clone().unwrap()).collect();
        assert_eq!(told, column::<Float64Type>(&shown, name), "{name}");
        assert!(told.iter().any(|spread| *spread > 0.0), "{name}");
    }
}

#[test]
fn bars_in_progress_are_told_as_they_stand_and_never_after_their_end() {
    let running = Running::empty();
    let mut client = running.client();
    let (ticks, session) = (ticks(), open(&mut client, &order(&["EURUSD"])));
    let mut watching = running.client();
    watching.subscribe("mtf.subscribe", &subscription(&session)).unwrap();
    push_all(&mut client, &session, &pieces(&ticks, 50));
    let mut ended = std::collections::HashSet::new();
    let (state, expected) = embedded(&ticks);
    let mut last = Vec::new();
    let last_minute = *expected.last().unwrap();
    loop {
        let event: MtfEvent = next(&mut watching);
        for (row, bar) in bars(&event).into_iter().enumerate() {
            let is_complete = event.bars.complete[row];
            assert!(is_complete || !ended.contains(&(bar.1, bar.2)), "{bar:?} was complete before");
            if is_complete {
                ended.insert((bar.1, bar.2));
            }
        }
        if !event.bars.complete[0] {
            last = bars(&event);
        }
        if ended.contains(&(last_minute.1, last_minute.2)) && last.first().is_some_and(|bar| bar.4 > 0) {
            let id = state.symbols().next().unwrap();
            let forming = state.forming(id, 0).unwrap();
            if last[0].2 == forming.open_time.as_i64() && last[0].4 == u64::from(forming.ticks) {
                break;
            }
        }
    }
}

#[test]
fn who_does_not_read_gets_every_completed_bar_and_the_latest_in_progress() {
    let running = Running::empty();
    let mut client = running.client();
    let (ticks, session) = (ticks(), open(&mut client, &order(&["EURUSD"])));
    let mut slow = running.client();
    let all = MtfSubscription { after: Some(i64::MIN), ..subscription(&session) };
    slow.subscribe("mtf.subscribe", &all).unwrap();
    push_all(&mut client, &session, &pieces(&ticks, 100));
    let expected = embedded(&ticks).1;
    let mut heard = Vec::new();
    while heard.len() < expected.len() {
        let event: MtfEvent = next(&mut slow);
        heard.extend(
            bars(&event)
                .into_iter()
                .zip(&event.bars.complete)
                .filter(|(_, complete)| **complete)
                .map(|(bar, _)| bar),
        );
    }
    assert_eq!(heard, expected);
}

#[test]
fn a_session_ends_with_its_connection_and_its_subscriptions_with_it() {
    let running = Running::empty();
    let mut watching = running.client();
    let session = {
        let mut leaving = running.client();
        let session = open(&mut leaving, &order(&["EURUSD"]));
        watching.subscribe("mtf.subscribe", &subscription(&session)).unwrap();
        session
    };
    assert!(matches!(watching.hear(), Heard::Event { last: true, .. }));
    let query = SessionName { session };
    soon("the session is gone", || running.client().ask::<Close>(&query).is_err());
    assert_eq!(watching.ask::<Close>(&query).unwrap_err().code, "session.unknown");
}

#[test]
fn who_listens_to_a_session_learns_that_its_service_was_stopped() {
    let running = Running::empty();
    let (mut client, mut watching) = (running.client(), running.client());
    let session = open(&mut client, &order(&["EURUSD"]));
    watching.subscribe("mtf.subscribe", &subscription(&session)).unwrap();
    client.ask::<Restart>(&ServiceName { name: "mtf".into() }).unwrap();
    let Heard::Error { refused, .. } = watching.hear() else { panic!("no error") };
    assert_eq!(refused.code, "service.unavailable");
    assert_eq!(client.ask::<Close>(&SessionName { session }).unwrap_err().code, "session.unknown");
}

#[test]
fn sessions_are_bounded_in_number_and_memory() {
    let running = Running::empty();
    let mut client = running.client();
    let sessions: Vec<_> = (0..16).map(|_| open(&mut client, &order(&["EURUSD"]))).collect();
    assert_eq!(client.ask::<Open>(&order(&["EURUSD"])).unwrap_err().code, "service.unavailable");
    client.ask::<Close>(&SessionName { session: sessions[3].clone() }).unwrap();
    let large = MtfOrder { capacity: Some(10_000_000), ..order(&["EURUSD"]) };
    assert_eq!(client.ask::<Open>(&large).unwrap_err().code, "mtf.too_large");
    open(&mut client, &order(&["EURUSD"]));
}

#[test]
fn what_makes_no_state_or_no_tick_is_refused() {
    let running = Running::empty();
    let mut client = running.client();
    let twice = order(&["EURUSD", "EURUSD"]);
    let unknown = MtfOrder {
        symbols: vec![MtfSymbol { symbol: "MYFUND".into(), digits: None }],
        ..MtfOrder::default()
    };
    for (order, code) in [
        (MtfOrder::default(), "mtf.empty"),
        (twice, "mtf.repeated"),
        (unknown, "mtf.digits_needed"),
        (MtfOrder { capacity: Some(0), ..order(&["EURUSD"]) }, "mtf.capacity_invalid"),
        (MtfOrder { lateness: Some(1e9), ..order(&["EURUSD"]) }, "mtf.lateness_invalid"),
        (MtfOrder { timeframes: Some(vec!["7x".into()]), ..order(&["EURUSD"]) }, "timeframe.invalid"),
        (MtfOrder { side: Some("last".into()), ..order(&["EURUSD"]) }, "side.invalid"),
        (MtfOrder { day: Some("moon".into()), ..order(&["EURUSD"]) }, "day.invalid"),
    ] {
        assert_eq!(client.ask::<Open>(&order).unwrap_err().code, code);
    }
    let session = open(&mut client, &order(&["EURUSD"]));
    let push = |symbol: &str, columns: Vec<u8>| MtfTicks {
        session: session.clone(),
        symbol: symbol.into(),
        columns: ByteBuf::from(columns),
    };
    assert_eq!(client.ask::<Push>(&push("GBPUSD", Vec::new())).unwrap_err().code, "mtf.symbol_unknown");
    assert_eq!(client.ask::<Push>(&push("EURUSD", b"noise".to_vec())).unwrap_err().code, "table.unreadable");
    let wrong = MtfSubscription { timeframes: Some(vec!["7m".into()]), ..subscription(&session) };
    assert_eq!(client.subscribe("mtf.subscribe", &wrong).unwrap_err().code, "mtf.timeframe_unknown");
    let nobody = subscription("mtf-99");
    assert_eq!(client.subscribe("mtf.subscribe", &nobody).unwrap_err().code, "session.unknown");
}

#[test]
fn many_clients_watch_one_state() {
    let running = Running::empty();
    let mut client = running.client();
    let (ticks, session) = (ticks(), open(&mut client, &order(&["EURUSD"])));
    let expected = Arc::new(embedded(&ticks).1);
    let watchers: Vec<_> = (0..50)
        .map(|_| {
            let mut watching = running.client();
            let all = MtfSubscription { after: Some(i64::MIN), ..completed_only(&session) };
            watching.subscribe("mtf.subscribe", &all).unwrap();
            let expected = expected.clone();
            std::thread::spawn(move || assert_eq!(hear_completed(&mut watching, expected.len()), *expected))
        })
        .collect();
    push_all(&mut client, &session, &pieces(&ticks, 400));
    watchers.into_iter().for_each(|watcher| watcher.join().unwrap());
}

#[test]
fn a_position_says_what_came_too_late() {
    let running = Running::empty();
    let mut client = running.client();
    let session = open(&mut client, &order(&["EURUSD"]));
    let (ticks, all) = (ticks(), pieces(&ticks(), 100));
    push(&mut client, &session, &all[1]);
    let position = push(&mut client, &session, &all[0]);
    assert_eq!((position.dropped, position.waiting), (100, 0));
    assert_eq!(position.watermark, Some(ticks.timestamp[199]));
}

#[test]
fn how_long_events_took_from_their_push_is_counted() {
    let running = Running::empty();
    let mut client = running.client();
    let shown = || {
        let services = running.client().ask::<Services>(&Empty {}).unwrap().services;
        let mut methods = services.into_iter().flat_map(|service| service.methods);
        methods.find(|method| method.method == "mtf.subscribe").unwrap().events
    };
    let session = open(&mut client, &order(&["EURUSD"]));
    let mut watching = running.client();
    watching.subscribe("mtf.subscribe", &subscription(&session)).unwrap();
    assert_eq!(shown(), None);
    for piece in pieces(&ticks(), 1).iter().take(20) {
        push(&mut client, &session, piece);
        next::<MtfEvent>(&mut watching);
    }
    soon("all are counted", || shown().is_some_and(|counts| counts.events >= 20));
    let counts = shown().unwrap();
    let order = [0.0, counts.p50, counts.p99, counts.p999, counts.longest];
    assert!(order.is_sorted() && counts.p50 > 0.0, "{counts:?}");
    let page = running.metrics();
    assert!(page.contains("tickloom_event_seconds_count{method=\"mtf.subscribe\"}"), "{page}");
}

#[test]
fn few_ticks_and_many_make_the_same_bars_whatever_the_session_is_made_for() {
    let ticks = ticks();
    let made_for = [
        ("bars of time", order(&["EURUSD"])),
        (
            "bars of prices",
            MtfOrder { timeframes: Some(vec!["1m".into(), "5r".into()]), ..order(&["EURUSD"]) },
        ),
        ("late ticks", MtfOrder { lateness: Some(2.0), ..order(&["EURUSD"]) }),
    ];
    for (name, order) in made_for {
        let running = Running::empty();
        let mut client = running.client();
        let mut heard = |length: usize| {
            let session = open(&mut client, &order);
            push_all(&mut client, &session, &pieces(&ticks, length));
            let mut watching = running.client();
            let all = MtfSubscription { after: Some(i64::MIN), ..completed_only(&session) };
            watching.subscribe("mtf.subscribe", &all).unwrap();
            bars(&next::<MtfEvent>(&mut watching))
        };
        let (by_two, all_at_once) = (heard(2), heard(ticks.len()));
        assert!(by_two == all_at_once && !by_two.is_empty(), "{name}");
    }
}
