//! What a client holds while a server says more than anybody takes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;
mod held;

use std::net::TcpStream;

use engine::{
    PATIENCE,
    liar::{EMPTY_MAP, liar, say},
    soon,
};
use held::most_held_by;
use serde_json::json;
use tickloom_ipc::client::WhenBroken;
use tickloom_protocol::{Frame, Payload};
use tungstenite::WebSocket;

#[test]
fn a_flood_of_events_takes_no_more_memory_than_it_may() {
    let data = json!("x".repeat(100_000));
    let flood = move |socket: &mut WebSocket<TcpStream>| {
        say(socket, &Frame::Reply { id: 1, more: None, result: Payload::EMPTY });
        for sequence in 0..10_000 {
            let data = Payload::of(&data);
            say(socket, &Frame::Event { subscription: 1, sequence, last: None, data });
        }
        // What nobody asked for ends it, after all before it was heard; until then nothing is closed.
        say(socket, &Frame::Reply { id: 77, more: None, result: Payload::EMPTY });
        while socket.read().is_ok() {}
    };
    let client = liar(flood);
    let held = most_held_by(|| {
        let events = client.listen("mtf.subscribe", EMPTY_MAP, WhenBroken::End).unwrap();
        soon("all have come", || client.engine().is_none());
        let (mut seen, mut missed) = (0, 0);
        while let Some(Some(Ok(event))) = events.next_within(PATIENCE) {
            (seen, missed) = (seen + 1, missed + event.missed.unwrap());
        }
        assert!(seen <= 11 && seen + missed == 10_000, "{seen} seen, {missed} missed");
    });
    assert!(held < 8 << 20, "{held} bytes of a gigabyte");
}
