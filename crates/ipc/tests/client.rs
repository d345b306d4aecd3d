//! A client of ours and a real server: answers, events, breaks, and coming back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::{
    sync::{Arc, Mutex, atomic::Ordering::SeqCst},
    time::Duration,
};

use engine::{Engine, PATIENCE, soon};
use serde_json::{Value, json};
use tickloom_ipc::{
    Failure, Limits,
    client::{Client, ClientConfig, ClientLimits, Endpoint, EventStream, WhenBroken},
};
use tickloom_protocol::Payload;

/// Where the engine is now; a test may let another one take its place.
#[derive(Clone)]
struct Place(Arc<Mutex<Result<Endpoint, Failure>>>);

impl Place {
    fn of(engine: &Engine) -> Self {
        Self(Arc::new(Mutex::new(Ok(endpoint(engine)))))
    }

    fn now(&self, engine: &Engine) {
        *self.0.lock().unwrap() = Ok(endpoint(engine));
    }
}

fn endpoint(engine: &Engine) -> Endpoint {
    Endpoint { address: engine.address, nonce: engine.nonce.reveal().to_owned() }
}

fn limits() -> ClientLimits {
    let (first_pause, longest_pause) = (Duration::from_millis(5), Duration::from_millis(50));
    ClientLimits { first_pause, longest_pause, ..ClientLimits::default() }
}

fn connect_with(place: &Place, limits: ClientLimits) -> Result<Client, Failure> {
    let place = place.clone();
    let mut config = ClientConfig::new("test 1", move || place.0.lock().unwrap().clone());
    config.limits = limits;
    Client::connect(config)
}

fn connect(engine: &Engine) -> Client {
    connect_with(&Place::of(engine), limits()).unwrap()
}

fn packed(value: &Value) -> Vec<u8> {
    Payload::of(value).to_bytes().unwrap()
}

fn unpacked(bytes: &[u8]) -> Value {
    Payload::received(bytes).decode().unwrap()
}

fn ask(client: &Client, method: &str, params: Value) -> Result<Vec<Value>, Failure> {
    let parts = client.ask(method, packed(&params))?.wait(PATIENCE)?;
    Ok(parts.iter().map(|part| unpacked(part)).collect())
}

fn code(outcome: Result<Vec<Value>, Failure>) -> String {
    outcome.unwrap_err().code().to_owned()
}

fn listen(client: &Client, method: &str, params: Value, when_broken: WhenBroken) -> EventStream {
    let events = client.listen(method, packed(&params), when_broken).unwrap();
    let begun = events.begun_within(PATIENCE).unwrap().unwrap();
    assert_eq!(unpacked(&begun), json!({"begins": method}));
    events
}

/// The next event and how many are missing before it; none after the last.
fn next(events: &EventStream) -> Option<Result<(Value, Option<u64>), String>> {
    let next = events.next_within(PATIENCE).expect("something in time")?;
    Some(next.map(|event| (unpacked(&event.data), event.missed)).map_err(|failure| failure.code().to_owned()))
}

fn counting_on() -> WhenBroken {
    WhenBroken::Resume(Box::new(|newest| {
        let from = unpacked(newest).as_u64().unwrap() + 1;
        Ok(packed(&json!({"from": from, "to": u64::MAX})))
    }))
}

#[test]
fn answers_come_to_those_who_asked_whole_and_in_any_order() {
    let engine = Engine::new();
    let client = connect(&engine);
    let late = client.ask("later", packed(&json!({"ms": 50}))).unwrap();
    assert_eq!(ask(&client, "echo", json!({"a": [1, null]})).unwrap(), [json!({"a": [1, null]})]);
    let parts = ask(&client, "parts", json!({"parts": 30, "bytes": 100_000})).unwrap();
    assert_eq!(parts.len(), 31);
    assert!(parts.iter().take(30).enumerate().all(|(place, part)| part[0] == place));
    assert_eq!(parts[30], "all");
    assert_eq!(unpacked(&late.wait(PATIENCE).unwrap()[0]), "late");
    let Value::Object(who) = &ask(&client, "who", json!({})).unwrap()[0] else { panic!("a map") };
    assert_eq!(who["client"], "test 1");
    assert_eq!(who["session"], client.engine().unwrap().session);
}

#[test]
fn failures_keep_their_code_and_their_facts() {
    let engine = Engine::new();
    let client = connect(&engine);
    let failure = ask(&client, "fails", json!({})).unwrap_err();
    assert_eq!((failure.code(), failure.message()), ("test.failed", "it cannot"));
    assert_eq!(unpacked(failure.details().unwrap()), json!({"row": 7}));
    assert_eq!(code(ask(&client, "unheard_of", json!({}))), "protocol.unknown_method");
    assert_eq!(code(ask(&client, "hangs", json!({}))), "protocol.timed_out");
    assert_eq!(client.ask("echo", vec![0x91; 40]).err().unwrap().code(), "protocol.too_deep");
}

#[test]
fn whoever_does_not_wait_any_more_cancels() {
    let engine = Engine::new();
    let client = connect(&engine);
    let never = client.ask("never", packed(&json!({}))).unwrap();
    soon("it is begun", || engine.switch.counts().requests == 1);
    assert_eq!(never.wait(Duration::from_millis(20)).unwrap_err().code(), "protocol.timed_out");
    soon("the answer is dropped", || engine.given_up.load(SeqCst) == 1);
    let events = listen(&client, "floods", json!({}), WhenBroken::End);
    assert!(next(&events).unwrap().is_ok());
    drop(events);
    soon("the feed is dropped", || engine.given_up.load(SeqCst) == 2);
    assert!(ask(&client, "echo", json!({})).is_ok());
}

#[test]
fn a_thousand_requests_at_once_wait_for_their_turn() {
    let engine = Engine::with(Limits { requests: 8, ..Limits::default() });
    let limits = ClientLimits { open: 8, waiting: 1_000, ..limits() };
    let client = connect_with(&Place::of(&engine), limits).unwrap();
    let asked: Vec<_> = (0..1_000).map(|id| client.ask("echo", packed(&json!(id))).unwrap()).collect();
    for (id, answer) in asked.into_iter().enumerate() {
        assert_eq!(unpacked(&answer.wait(PATIENCE).unwrap()[0]), json!(id));
    }
}

#[test]
fn more_than_may_wait_is_refused() {
    let engine = Engine::new();
    let client =
        connect_with(&Place::of(&engine), ClientLimits { open: 1, waiting: 10, ..limits() }).unwrap();
    let _first = client.ask("never", packed(&json!({}))).unwrap();
    let asked: Vec<_> = (0..20).map(|_| client.ask("echo", packed(&json!({})))).collect();
    let refused: Vec<_> = asked.iter().filter_map(|asked| asked.as_ref().err()).collect();
    assert!(
        refused.len() >= 9 && refused.iter().all(|failure| failure.code() == "protocol.too_many_requests")
    );
}

#[test]
fn a_result_that_is_too_large_is_given_up() {
    let engine = Engine::new();
    let limits = ClientLimits { result_bytes: 1 << 20, ..limits() };
    let client = connect_with(&Place::of(&engine), limits).unwrap();
    let endless = json!({"parts": u32::MAX, "bytes": 100_000});
    assert_eq!(code(ask(&client, "parts", endless)), "ipc.result_too_large");
    soon("the answer is dropped", || engine.given_up.load(SeqCst) == 1);
    assert!(ask(&client, "echo", json!({})).is_ok());
}

#[test]
fn events_come_in_order_and_end() {
    let engine = Engine::new();
    let client = connect(&engine);
    let events = listen(&client, "every", json!({"events": 2_000, "bytes": 100}), WhenBroken::End);
    for place in 0..2_000 {
        let (data, missed) = next(&events).unwrap().unwrap();
        assert_eq!((&data[0], missed), (&json!(place), Some(0)));
    }
    assert_eq!(next(&events), Some(Ok((json!("last"), Some(0)))));
    assert_eq!((next(&events), next(&events)), (None, None));
    let fails = listen(&client, "fails", json!({}), WhenBroken::End);
    assert_eq!(next(&fails), Some(Err("test.failed".into())));
    let refuses = client.listen("refuses", packed(&json!({})), WhenBroken::End).unwrap();
    assert_eq!(refuses.begun_within(PATIENCE).unwrap().unwrap_err().code(), "test.refused");
}

#[test]
fn events_that_nobody_takes_hold_no_answer_up_and_what_is_missing_is_told() {
    let engine = Engine::new();
    let client = connect_with(&Place::of(&engine), ClientLimits { events: 100, ..limits() }).unwrap();
    let events = listen(&client, "every", json!({"events": 5_000, "bytes": 1_000}), WhenBroken::End);
    for _ in 0..20 {
        assert!(ask(&client, "echo", json!({})).is_ok());
    }
    std::thread::sleep(Duration::from_millis(200));
    let (mut seen, mut last) = (0, Value::Null);
    while let Some(event) = next(&events) {
        let (data, missed) = event.unwrap();
        (seen, last) = (seen + 1 + missed.unwrap(), data);
    }
    assert_eq!((seen, last), (5_001, json!("last")));
}

#[test]
fn a_subscription_that_can_go_on_loses_nothing_when_nobody_takes_its_events() {
    let engine = Engine::new();
    let client = connect_with(&Place::of(&engine), ClientLimits { events: 50, ..limits() }).unwrap();
    let events = listen(&client, "counts", json!({"from": 0, "to": u64::MAX}), counting_on());
    for number in 0..2_000 {
        if number % 500 == 0 {
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(next(&events), Some(Ok((json!(number), Some(0)))));
    }
}

#[test]
fn an_engine_that_is_killed_and_back_at_another_port_costs_no_event_and_doubles_none() {
    let engine = Engine::new();
    let place = Place::of(&engine);
    let client = connect_with(&place, limits()).unwrap();
    let events = listen(&client, "counts", json!({"from": 0, "to": u64::MAX}), counting_on());
    let mut engine = Some(engine);
    for number in 0..5_000 {
        if number % 1_000 == 500 {
            drop(engine.take());
            let another = Engine::new();
            place.now(&another);
            engine = Some(another);
        }
        assert_eq!(next(&events), Some(Ok((json!(number), Some(0)))));
    }
    assert!(ask(&client, "echo", json!({})).is_ok());
}

#[test]
fn an_engine_that_ends_gently_ends_no_subscription_that_can_go_on() {
    let mut engine = Engine::new();
    let place = Place::of(&engine);
    let client = connect_with(&place, limits()).unwrap();
    let events = listen(&client, "counts", json!({"from": 0, "to": u64::MAX}), counting_on());
    let another = Engine::new();
    for number in 0..2_000 {
        if number == 1_000 {
            place.now(&another);
            engine.switch.stop();
        }
        assert_eq!(next(&events), Some(Ok((json!(number), Some(0)))));
    }
    engine.ended();
}

#[test]
fn after_a_break_each_subscription_does_what_was_asked() {
    let engine = Engine::new();
    let place = Place::of(&engine);
    let client = connect_with(&place, limits()).unwrap();
    let ends = listen(&client, "silent", json!({}), WhenBroken::End);
    let again = listen(&client, "counts", json!({"from": 7, "to": u64::MAX}), WhenBroken::Again);
    assert_eq!(next(&again), Some(Ok((json!(7), Some(0)))));
    let another = Engine::new();
    place.now(&another);
    drop(engine);
    assert_eq!(next(&ends), Some(Err("ipc.disconnected".into())));
    let begins_anew =
        std::iter::repeat_with(|| next(&again).unwrap().unwrap()).find(|(_, missed)| *missed != Some(0));
    assert_eq!(begins_anew, Some((json!(7), None)));
    assert_eq!(next(&again), Some(Ok((json!(8), Some(0)))));
}

#[test]
fn a_request_in_flight_fails_when_the_connection_breaks_and_is_not_asked_again() {
    let engine = Engine::new();
    let place = Place::of(&engine);
    let client = connect_with(&place, limits()).unwrap();
    let never = client.ask("never", packed(&json!({}))).unwrap();
    soon("it is begun", || engine.switch.counts().requests == 1);
    let another = Engine::new();
    place.now(&another);
    drop(engine);
    assert_eq!(never.wait(PATIENCE).unwrap_err().code(), "ipc.disconnected");
    assert_eq!(ask(&client, "echo", json!(1)).unwrap(), [json!(1)]);
    assert_eq!(another.switch.counts().requests, 1);
}

#[test]
fn while_there_is_no_engine_requests_wait_for_as_long_as_they_may() {
    let engine = Engine::new();
    let place = Place::of(&engine);
    let limits = ClientLimits { patience: Duration::from_millis(100), ..limits() };
    let client = connect_with(&place, limits).unwrap();
    drop(engine);
    assert_eq!(code(ask(&client, "echo", json!({}))), "ipc.disconnected");
    soon("the break is noticed", || client.engine().is_none());
    assert_eq!(code(ask(&client, "echo", json!({}))), "ipc.disconnected");
    let another = Engine::new();
    place.now(&another);
    soon("it is back", || ask(&client, "echo", json!(1)).is_ok());
}

#[test]
fn who_is_let_in_nowhere_is_told_why_at_once() {
    let engine = Engine::new();
    let place = Place::of(&engine);
    let connected = |endpoint| {
        *place.0.lock().unwrap() = endpoint;
        connect_with(&place, limits()).err().unwrap().code().to_owned()
    };
    let wrong = Endpoint { nonce: "0".repeat(64), ..endpoint(&engine) };
    assert_eq!(connected(Ok(wrong)), "protocol.unauthorized");
    assert_eq!(connected(Err(Failure::new("test.nowhere", "no engine"))), "test.nowhere");
    let gone = endpoint(&engine);
    drop(engine);
    assert_eq!(connected(Ok(gone)), "ipc.unreachable");
}

#[test]
fn what_is_open_when_a_client_is_closed_fails_and_nothing_more_can_be_asked() {
    let engine = Engine::new();
    let client = connect(&engine);
    let never = client.ask("never", packed(&json!({}))).unwrap();
    let events = listen(&client, "silent", json!({}), WhenBroken::Again);
    client.close();
    client.close();
    assert_eq!(never.wait(PATIENCE).unwrap_err().code(), "ipc.closed");
    assert_eq!(next(&events), Some(Err("ipc.closed".into())));
    assert_eq!(code(ask(&client, "echo", json!({}))), "ipc.closed");
    assert!(client.is_closed() && client.engine().is_none());
    soon("the engine is left alone", || engine.switch.counts().connections == 0);
}
