//! How a server stops: what is open is answered, nothing new begins, and a second call waits for nobody.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::{net::TcpStream, sync::atomic::Ordering::SeqCst, time::Duration};

use engine::{Engine, Heard, soon};
use serde_json::{Value, json};
use tickloom_ipc::Limits;

fn error(id: Option<u32>, code: &str) -> Heard {
    Heard::Error { id, code: code.into(), details: Value::Null }
}

fn is_told_goodbye(client: &mut engine::Client) {
    assert_eq!(client.hear(), error(None, "protocol.shutting_down"));
    assert_eq!(client.close_code(), 1001);
}

#[test]
fn requests_that_are_open_are_answered_and_no_others() {
    let mut engine = Engine::new();
    let (mut client, mut idle) = (engine.client(), engine.client());
    client.request(1, "later", json!({"ms": 2_000}));
    client.subscribe(2, "silent", json!({}));
    assert!(matches!(client.hear(), Heard::Reply { id: 2, .. }));
    engine.switch.stop();
    is_told_goodbye(&mut idle);
    assert_eq!(client.hear(), error(Some(2), "protocol.shutting_down"));
    assert_eq!(client.ask(3, "echo", json!({})), error(Some(3), "protocol.shutting_down"));
    assert_eq!(client.hear(), Heard::Reply { id: 1, more: false, result: json!("late") });
    is_told_goodbye(&mut client);
    drop((client, idle));
    engine.ended();
    assert!(TcpStream::connect(engine.address).is_err());
}

#[test]
fn a_large_reply_is_read_to_its_end() {
    let mut engine = Engine::new();
    let mut client = engine.client();
    client.request(1, "large", json!({"bytes": 8 << 20}));
    soon("it is begun", || engine.switch.counts().requests == 1);
    engine.switch.stop();
    std::thread::sleep(Duration::from_millis(100));
    let Heard::Reply { id: 1, result, .. } = client.hear() else { panic!("a reply") };
    assert_eq!(result.as_str().unwrap().len(), 8 << 20);
    is_told_goodbye(&mut client);
    engine.ended();
}

#[test]
fn what_takes_too_long_is_given_up() {
    let limits = Limits { drain: Duration::from_millis(200), ..Limits::default() };
    let mut engine = Engine::with(limits);
    let mut client = engine.client();
    client.request(1, "never", json!({}));
    soon("it is begun", || engine.switch.counts().requests == 1);
    engine.switch.stop();
    is_told_goodbye(&mut client);
    engine.ended();
    soon("it is dropped", || engine.given_up.load(SeqCst) == 1);
}

#[test]
fn the_second_call_waits_for_nobody() {
    let mut engine = Engine::with(Limits { drain: Duration::from_secs(600), ..Limits::default() });
    let mut client = engine.client();
    client.request(1, "never", json!({}));
    client.subscribe(2, "floods", json!({}));
    soon("both are begun", || engine.switch.counts().requests == 2);
    engine.switch.stop();
    engine.switch.stop();
    engine.ended();
    assert_eq!(client.end(), Heard::Gone);
    soon("both are dropped", || engine.given_up.load(SeqCst) == 2);
}

#[test]
fn those_who_have_not_said_who_they_are_hold_nothing_up() {
    let mut engine = Engine::with(Limits { handshake_time: Duration::from_secs(600), ..Limits::default() });
    let (bare, _stranger) = (engine.connect(), engine.stranger());
    soon("both are there", || engine.switch.counts().connections == 2);
    engine.switch.stop();
    engine.ended();
    drop(bare);
}
