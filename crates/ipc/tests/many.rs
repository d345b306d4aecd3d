//! A thousand connections, twenty of which read nothing: all others are served, and memory is bounded.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::time::Duration;

use engine::{Client, Engine, soon, system};
use serde_json::json;
use tickloom_ipc::Limits;

#[test]
fn a_thousand_connections_of_which_twenty_are_stalled() {
    system::allow_many_files();
    let limits =
        Limits { stall: Duration::from_secs(2), farewell: Duration::from_millis(100), ..Limits::default() };
    let engine = Engine::with(limits);
    let mut healthy: Vec<Client> = (0..980).map(|_| engine.client()).collect();
    let before = system::resident();
    let mut stalled: Vec<Client> = (0..20).map(|_| engine.client()).collect();
    for client in &mut stalled {
        client.subscribe(1, "floods", json!({}));
        client.request(2, "parts", json!({"parts": 1_000, "bytes": 1 << 20}));
    }
    assert!(healthy.iter_mut().all(Client::is_well), "while they are stalled");
    // What each may have: results that wait for room, one part more, quotes, and what is on its way.
    system::assert_flat(before, 20 * (16 << 20), "twenty stalled clients");
    soon("they are closed", || engine.switch.counts().slow == 20);
    assert!(healthy.iter_mut().all(Client::is_well), "after they were closed");
    soon("they are gone", || engine.switch.counts().connections == 980);
}
