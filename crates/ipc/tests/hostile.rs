//! Bytes that mean harm: only the connection that sends them ends.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::io::{Read, Write};

use engine::{
    Engine, Heard,
    noise::{Dice, frames, good_frames, head},
    soon,
};
use serde_json::json;
use tickloom_protocol::{Frame, MAX_FRAME_BYTES, MAX_VALUES, Payload};
use tungstenite::Message;

#[test]
fn values_nested_a_million_deep_end_the_connection_alone() {
    let engine = Engine::new();
    let mut other = engine.client();
    for byte in [0x91, 0x81] {
        let mut client = engine.client();
        client.send_bytes(vec![byte; 1_000_000]);
        let Heard::Error { id: None, code, .. } = client.hear() else { panic!("it is told") };
        let close = client.close_code();
        assert!(matches!((code.as_str(), close), ("protocol.malformed", 4400) | ("protocol.too_deep", 4413)));
    }
    let mut client = engine.client();
    let mut frame = Frame::Cancel { id: 1 }.encode().unwrap();
    frame[0] += 1;
    frame.extend([0xa1, b'x']);
    frame.extend(vec![0x91; 1_000_000]);
    client.send_bytes(frame);
    assert_eq!(client.close_code(), 4413);
    assert!(other.is_well());
}

#[test]
fn more_values_than_a_frame_may_hold_end_the_connection() {
    let engine = Engine::new();
    let mut client = engine.client();
    client.send(Frame::Request {
        id: 1,
        method: "echo",
        params: Payload::of(&vec![0_u8; MAX_VALUES as usize]),
    });
    assert_eq!(client.close_code(), 4414);
}

#[test]
fn a_frame_larger_than_allowed_is_refused_by_its_head() {
    let engine = Engine::new();
    for claimed in [MAX_FRAME_BYTES as u64 + 1, u64::from(u32::MAX), u64::MAX >> 1, u64::MAX] {
        let mut client = engine.client();
        client.send_raw(&head(claimed));
        assert_eq!(client.close_code(), 1009, "{claimed}");
    }
}

#[test]
fn the_largest_frame_is_taken_in_one_piece_or_in_many() {
    let engine = Engine::new();
    let mut client = engine.client();
    let text = "x".repeat(MAX_FRAME_BYTES - 100);
    let Heard::Reply { result, .. } = client.ask(1, "echo", json!(text)) else { panic!("a reply") };
    assert_eq!(result.as_str().unwrap().len(), text.len());
    let mut begin = head(5);
    begin[0] = 0x02;
    client.send_raw(&begin);
    client.send_raw(&Frame::Cancel { id: 1 }.encode().unwrap()[..5]);
    let mut more = head(MAX_FRAME_BYTES as u64);
    more[0] = 0x00;
    client.send_raw(&more);
    client.send_raw(&vec![0; MAX_FRAME_BYTES]);
    assert_eq!(client.close_code(), 1009, "pieces count together");
}

#[test]
fn what_only_the_engine_says_and_a_second_hello_end_the_connection() {
    let engine = Engine::new();
    let nonce = engine.nonce.reveal();
    for frame in [
        Frame::Hello { protocol: 1, nonce, client: "again" },
        Frame::Welcome { protocol: 1, api_level: 1, engine: "mine", session: "c1" },
        Frame::Reply { id: 1, more: None, result: Payload::EMPTY },
        Frame::Error { id: None, code: "x", message: "", details: None, retryable: None },
        Frame::Event { subscription: 1, sequence: 0, last: None, data: Payload::EMPTY },
    ] {
        let mut client = engine.client();
        client.send(frame);
        assert_eq!(client.close_code(), 4405, "{frame:?}");
    }
}

#[test]
fn a_websocket_that_breaks_its_rules_ends() {
    let engine = Engine::new();
    for (name, bytes) in [
        ("no mask", vec![0x82, 0x01, 0x80]),
        ("a reserved bit", vec![0xc2, 0x80, 0, 0, 0, 0]),
        ("a reserved kind", vec![0x83, 0x80, 0, 0, 0, 0]),
        ("a long ping", [&[0x89, 0xfe, 0, 126, 0, 0, 0, 0][..], &[0; 126]].concat()),
        ("a ping in pieces", vec![0x09, 0x80, 0, 0, 0, 0]),
        ("the middle of nothing", vec![0x80, 0x80, 0, 0, 0, 0]),
    ] {
        let mut client = engine.client();
        client.send_raw(&bytes);
        assert_eq!(client.close_code(), 4400, "{name}");
    }
    let mut client = engine.client();
    client.socket.send(Message::text("{}")).unwrap();
    assert_eq!(client.close_code(), 4400, "text");
}

#[test]
fn a_frame_that_never_ends_hurts_nobody() {
    let engine = Engine::new();
    let mut other = engine.client();
    let frame = Frame::Request { id: 1, method: "echo", params: Payload::EMPTY }.encode().unwrap();
    for length in 0..frame.len() {
        let mut client = engine.client();
        let mut bytes = head(frame.len() as u64);
        bytes.extend(&frame[..length]);
        client.send_raw(&bytes);
    }
    assert!(other.is_well());
    soon("all are gone", || engine.switch.counts().connections == 1);
}

#[test]
fn mutated_bytes_below_the_frames_end_their_connection_at_most() {
    let engine = Engine::new();
    let mut other = engine.client();
    let (good, mut dice) = (good_frames(), Dice(7));
    for _ in 0..frames() / 3 {
        let payload = &good[dice.below(good.len())];
        let mut bytes = head(payload.len() as u64);
        bytes.extend(payload);
        (0..=dice.below(3)).for_each(|_| dice.mutate(&mut bytes));
        let mut client = engine.client();
        client.send_raw(&bytes);
    }
    assert!(other.is_well());
    soon("all are gone", || engine.switch.counts().connections == 1);
}

#[test]
fn mutated_heads_are_refused_or_wait_for_more() {
    let engine = Engine::new();
    let mut dice = Dice(8);
    let good = format!(
        "GET / HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        engine.address
    );
    for _ in 0..frames() / 3 {
        let mut bytes = good.clone().into_bytes();
        (0..=dice.below(3)).for_each(|_| dice.mutate(&mut bytes));
        let mut stream = engine.connect();
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 "), "{answer:?}");
    }
    assert!(engine.client().is_well());
}
