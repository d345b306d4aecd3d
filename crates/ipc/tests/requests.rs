//! Requests: answered, failed, cancelled, too many, too late; and none that harms another.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::sync::atomic::Ordering::SeqCst;

use engine::{Engine, Heard, soon};
use serde_json::{Value, json};
use tickloom_ipc::Limits;
use tickloom_protocol::Frame;

fn reply(id: u32, result: Value) -> Heard {
    Heard::Reply { id, more: false, result }
}

fn error(id: u32, code: &str) -> Heard {
    Heard::Error { id: Some(id), code: code.into(), details: Value::Null }
}

#[test]
fn a_request_is_answered_with_its_result() {
    let engine = Engine::new();
    let mut client = engine.client();
    let params = json!({"largest": u64::MAX, "smallest": i64::MIN, "text": "é", "nested": [[[]]]});
    assert_eq!(client.ask(7, "echo", params.clone()), reply(7, params));
    assert_eq!(client.ask(8, "who", json!({})), reply(8, json!({"client": "test 1", "session": "c1"})));
}

#[test]
fn failures_keep_their_code_and_their_facts() {
    let engine = Engine::new();
    let mut client = engine.client();
    let failed = Heard::Error { id: Some(1), code: "test.failed".into(), details: json!({"row": 7}) };
    assert_eq!(client.ask(1, "fails", json!({})), failed);
    assert_eq!(client.ask(2, "no.such", json!({})), error(2, "protocol.unknown_method"));
    assert_eq!(client.ask(3, "typed", json!({"not": "a list"})), error(3, "protocol.bad_params"));
    let bytes = json!({"bytes": tickloom_protocol::MAX_FRAME_BYTES});
    assert_eq!(client.ask(4, "large", bytes), error(4, "protocol.result_too_large"));
}

#[test]
fn a_quick_request_overtakes_a_slow_one() {
    let engine = Engine::new();
    let mut client = engine.client();
    client.request(1, "later", json!({"ms": 2_000}));
    assert_eq!(client.ask(2, "echo", json!("quick")), reply(2, json!("quick")));
    assert_eq!(client.hear(), reply(1, json!("late")));
}

#[test]
fn a_handler_that_panics_hurts_only_its_request() {
    let engine = Engine::new();
    let mut client = engine.client();
    for (id, method) in (0..).zip(["panics.at_once", "panics", "panics.later"]) {
        assert_eq!(client.ask(id, method, json!({})), error(id, "protocol.internal"), "{method}");
    }
    assert_eq!(engine.switch.counts().panics, 3);
    assert!(client.is_well());
}

#[test]
fn a_handler_that_hangs_is_given_up_in_its_time() {
    let engine = Engine::new();
    let mut client = engine.client();
    assert_eq!(client.ask(1, "hangs", json!({})), error(1, "protocol.timed_out"));
    soon("the answer is dropped", || engine.given_up.load(SeqCst) == 1);
    assert_eq!(
        client.ask(1, "echo", json!("the number is free again")),
        reply(1, json!("the number is free again"))
    );
}

#[test]
fn a_cancelled_request_is_dropped_and_answered() {
    let engine = Engine::new();
    let mut client = engine.client();
    for method in ["never", "blocks"] {
        client.request(1, method, json!({}));
        client.send(Frame::Cancel { id: 1 });
        assert_eq!(client.hear(), error(1, "protocol.cancelled"));
    }
    soon("the answer is dropped", || engine.given_up.load(SeqCst) == 2);
    assert!(client.is_well());
}

#[test]
fn cancelling_what_is_not_open_is_no_error() {
    let engine = Engine::new();
    let mut client = engine.client();
    client.send(Frame::Cancel { id: 99 });
    assert!(client.is_well());
}

#[test]
fn a_client_that_leaves_takes_its_requests_and_subscriptions_along() {
    let engine = Engine::new();
    let (mut client, mut other) = (engine.client(), engine.client());
    for id in 0..10 {
        client.request(id, "never", json!({}));
    }
    client.subscribe(10, "silent", json!({}));
    other.request(1, "never", json!({}));
    assert!(matches!(client.hear(), Heard::Reply { id: 10, .. }));
    drop(client);
    soon("its ten answers are dropped", || engine.given_up.load(SeqCst) >= 10);
    soon("its connection is gone", || engine.switch.counts().connections == 1);
    assert!(other.is_well());
    assert!(engine.given_up.load(SeqCst) <= 11);
}

#[test]
fn a_number_is_used_once_at_a_time() {
    let engine = Engine::new();
    let mut client = engine.client();
    client.request(1, "never", json!({}));
    assert_eq!(client.ask(1, "echo", json!({})), error(1, "protocol.id_in_use"));
    client.send(Frame::Cancel { id: 1 });
    assert_eq!(client.hear(), error(1, "protocol.cancelled"));
    assert_eq!(client.ask(1, "echo", json!(2)), reply(1, json!(2)));
}

#[test]
fn more_requests_than_a_connection_may_have_are_refused_and_the_others_go_on() {
    let engine = Engine::with(Limits { requests: 3, ..Limits::default() });
    let (mut client, mut other) = (engine.client(), engine.client());
    for id in 0..3 {
        client.request(id, "never", json!({}));
    }
    assert_eq!(client.ask(3, "echo", json!({})), error(3, "protocol.too_many_requests"));
    assert!(other.is_well());
    client.send(Frame::Cancel { id: 0 });
    assert_eq!(client.hear(), error(0, "protocol.cancelled"));
    assert_eq!(client.ask(3, "echo", json!(1)), reply(3, json!(1)));
}

#[test]
fn a_result_in_parts_comes_whole_and_in_order_whatever_its_size() {
    let engine = Engine::new();
    let mut client = engine.client();
    let (parts, bytes) = (64, 1 << 20);
    client.request(1, "parts", json!({"parts": parts, "bytes": bytes}));
    for part in 0..parts {
        let Heard::Reply { id: 1, more: true, result } = client.hear() else { panic!("part {part}") };
        assert_eq!((&result[0], result[1].as_str().unwrap().len()), (&json!(part), bytes));
    }
    assert_eq!(client.hear(), reply(1, json!("all")));
}

#[test]
fn while_a_large_result_waits_nothing_new_is_begun() {
    let engine = Engine::with(Limits { unread_bytes: 100_000, ..Limits::default() });
    let mut client = engine.client();
    // More than sockets take by themselves.
    client.request(1, "large", json!({"bytes": 12 << 20}));
    client.request(2, "large", json!({"bytes": 12 << 20}));
    client.request(3, "echo", json!({}));
    let mut answers = (0..3).map(|_| client.hear()).collect::<Vec<_>>();
    answers.sort_by_key(|answer| match answer {
        Heard::Reply { id, .. } => *id,
        _ => 3,
    });
    assert_eq!(answers[2], error(3, "protocol.too_many_requests"));
    assert!(client.is_well());
}
