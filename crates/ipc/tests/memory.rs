//! Memory stays flat whatever is sent. Each test has the process to itself, for the system counts all of it together.
//!
//! `TICKLOOM_FRAMES=100000 cargo test -p tickloom-ipc --test memory` sends that many mutated frames instead of a few thousand.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::{
    io::Write,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use engine::{
    Client, Engine, Heard,
    noise::{Dice, frames, good_frames, head},
    soon, system,
};
use serde_json::json;
use tickloom_ipc::Limits;
use tickloom_protocol::{Frame, MAX_FRAME_BYTES, Payload};
use tungstenite::Message;

fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
fn claims_of_much_take_little() {
    let _alone = alone();
    let engine = Engine::new();
    let before = system::resident();
    let clients: Vec<Client> = (0..200)
        .map(|_| {
            let mut client = engine.client();
            client.send_raw(&head(MAX_FRAME_BYTES as u64));
            client.send_raw(&[0; 1_000]);
            client
        })
        .collect();
    assert!(engine.client().is_well());
    system::assert_flat(before, 64 << 20, "200 claims of 16 MiB");
    drop(clients);
    soon("all are gone", || engine.switch.counts().connections <= 1);
}

#[test]
fn pings_without_end_are_answered_within_bounds() {
    let _alone = alone();
    let engine = Engine::new();
    let before = system::resident();
    let mut client = engine.client();
    let ping = [0x89, 0x84, 0, 0, 0, 0, 1, 2, 3, 4].repeat(10_000);
    client.socket.get_mut().set_nonblocking(true).unwrap();
    for _ in 0..200 {
        // Not one answer is read; whether the server still reads is its affair.
        let _ = client.socket.get_mut().write(&ping);
    }
    assert!(engine.client().is_well());
    system::assert_flat(before, 64 << 20, "two million pings");
}

#[test]
fn events_that_must_not_be_lost_are_not_kept_without_end() {
    let _alone = alone();
    let engine = Engine::with(Limits { farewell: Duration::from_secs(10), ..Limits::default() });
    let before = system::resident();
    let mut client = engine.client();
    client.subscribe(1, "urgent", json!({}));
    soon("it is closed", || engine.switch.counts().slow == 1);
    system::assert_flat(before, 64 << 20, "urgent events");
    assert_eq!(client.close_code(), 4429);
}

#[test]
fn mutated_frames_end_their_connection_at_most() {
    let _alone = alone();
    let engine = Engine::new();
    let mut other = engine.client();
    let (good, mut dice) = (good_frames(), Dice(6));
    let (mut client, mut before) = (engine.client(), None);
    for number in 0..frames() {
        let mut bytes = good[dice.below(good.len())].clone();
        (0..=dice.below(3)).for_each(|_| dice.mutate(&mut bytes));
        client.send_bytes(bytes);
        if !survives(&mut client) {
            client = engine.client();
        }
        if number == frames() / 3 {
            before = system::resident();
        }
    }
    assert!(other.is_well());
    system::assert_flat(before, 32 << 20, "mutated frames");
}

/// Whether the connection goes on, as an echo tells that comes back.
fn survives(client: &mut Client) -> bool {
    let frame = Frame::Request { id: 99, method: "echo", params: Payload::EMPTY }.encode().unwrap();
    if client.socket.send(Message::binary(frame)).is_err() {
        return false;
    }
    loop {
        match client.hear() {
            Heard::Reply { id: 99, .. } => return true,
            Heard::Closed { code, .. } => {
                assert!(matches!(code, 4400 | 4405 | 4413 | 4414), "{code}");
                return false;
            }
            Heard::Gone => return false,
            _ => {}
        }
    }
}
