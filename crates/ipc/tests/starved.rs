//! A system that has no more files for connections: the server waits and goes on.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod engine;

use std::fs::File;

use engine::{Client, Engine, Heard, soon};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

#[test]
fn when_files_run_out_connections_wait_until_there_are_some() {
    let engine = Engine::new();
    let mut early = engine.client();
    let usual = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: Some(128), maximum: usual.maximum }).unwrap();
    let mut files = std::iter::from_fn(|| File::open("/dev/null").ok()).collect::<Vec<_>>();
    assert!(!files.is_empty());
    // Room for one end of a connection.
    files.pop();
    let stream = engine.connect();
    soon("it cannot be accepted", || engine.switch.counts().not_accepted > 0);
    assert!(early.is_well());
    drop(files);
    let mut late = Client::new(stream);
    late.hello(engine.nonce.reveal());
    assert_eq!(late.hear(), Heard::Welcome);
    assert!(late.is_well());
}
