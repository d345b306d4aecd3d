//! Clients that read slowly, or not at all: closed with a reason, and nobody else notices.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::time::{Duration, Instant};

use engine::{Engine, Heard, soon};
use serde_json::json;
use tickloom_ipc::Limits;
use tickloom_protocol::Frame;

fn impatient() -> Limits {
    Limits { stall: Duration::from_millis(300), ..Limits::default() }
}

#[test]
fn who_reads_nothing_is_closed_as_too_slow() {
    let engine = Engine::with(Limits { farewell: Duration::from_secs(10), ..impatient() });
    let mut other = engine.client();
    for (closed, method) in [(1, "every"), (2, "floods")] {
        let mut client = engine.client();
        client.subscribe(1, method, json!({"events": 10_000, "bytes": 100_000}));
        soon("it is noticed", || engine.switch.counts().slow == closed);
        assert!(other.is_well());
        assert_eq!(client.close_code(), 4429, "{method}");
    }
}

#[test]
fn who_reads_nothing_to_the_end_is_left_behind() {
    let engine = Engine::with(Limits { farewell: Duration::from_millis(100), ..impatient() });
    let mut client = engine.client();
    client.request(1, "parts", json!({"parts": 1_000, "bytes": 1 << 20}));
    soon("it is gone", || engine.switch.counts().connections == 0);
    assert!(engine.client().is_well());
}

#[test]
fn who_asks_nonsense_and_never_reads_is_closed() {
    let engine = Engine::with(Limits { farewell: Duration::from_secs(10), ..Limits::default() });
    let mut client = engine.client();
    let frame = Frame::Unsubscribe { id: 1, subscription: 1 }.encode().unwrap();
    let mut sent = 0;
    while engine.switch.counts().slow == 0 {
        assert!(sent < 1_000_000, "answers have filled no queue");
        if client.socket.send(tungstenite::Message::binary(frame.clone())).is_err() {
            break;
        }
        sent += 1;
    }
    soon("it is closed", || engine.switch.counts().slow == 1);
    assert!(engine.client().is_well());
}

#[test]
fn who_reads_slowly_but_reads_is_kept() {
    let (stall, heartbeat) = (Duration::from_millis(1_500), Duration::from_millis(700));
    let engine = Engine::with(Limits { stall, heartbeat, ..Limits::default() });
    let mut client = engine.client();
    client.request(1, "parts", json!({"parts": 20, "bytes": 1 << 20}));
    for _ in 0..20 {
        std::thread::sleep(Duration::from_millis(150));
        assert!(matches!(client.hear(), Heard::Reply { id: 1, more: true, .. }));
    }
    assert!(matches!(client.hear(), Heard::Reply { id: 1, more: false, .. }));
    assert!(client.is_well());
}

#[test]
fn who_answers_no_ping_is_closed_and_who_does_is_kept() {
    let limits = Limits { heartbeat: Duration::from_millis(500), ..Limits::default() };
    let engine = Engine::with(limits);
    let (mut silent, mut answering) = (engine.client(), engine.client());
    answering.socket.get_mut().set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(2) {
        // Reading is what answers pings.
        let _ = answering.socket.read();
    }
    assert_eq!(silent.close_code(), 4410);
    answering.socket.get_mut().set_read_timeout(Some(engine::PATIENCE)).unwrap();
    assert!(answering.is_well());
}
