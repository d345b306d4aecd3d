//! One owner of a home: shared within a process, refused to others, and homes that cannot be any.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use common::{open, put};
use tickloom_store::{Store, StoreError};

const HOME_OF_CHILD: &str = "TICKLOOM_TEST_HOME_OF_CHILD";

#[test]
fn a_second_open_in_the_same_process_shares_the_first() {
    let home = tempfile::tempdir().unwrap();
    let first = open(home.path());
    let second = open(&home.path().join("."));
    put(&first, "EURUSD", "2019-02-04", &[(1, 10)]).unwrap();
    assert_eq!(second.instruments().unwrap()[0].ticks, 1);
    drop(first);
    assert_eq!(second.instruments().unwrap()[0].ticks, 1);
}

#[test]
fn a_store_can_be_closed_and_opened_again_many_times() {
    let home = tempfile::tempdir().unwrap();
    for _ in 0..10 {
        drop(open(home.path()));
    }
    assert!(!home.path().join("tickloom.pid").exists());
}

/// The other process of the test below; without its variable there is nothing to do.
#[test]
fn child_that_holds_a_store_until_its_input_ends() {
    let Some(home) = env::var_os(HOME_OF_CHILD) else { return };
    let _store = Store::open(home.as_ref()).unwrap();
    println!("\nopened");
    std::io::stdout().flush().unwrap();
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

#[test]
fn another_process_is_refused_and_told_who_owns_the_home() {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["child_that_holds_a_store_until_its_input_ends", "--exact", "--nocapture"])
        .env(HOME_OF_CHILD, home.path())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line == "opened"));

    let error = Store::open(home.path()).err().unwrap();
    assert_eq!(error.code(), "store.owned");
    assert!(error.to_string().contains(&format!("process {}", child.id())), "{error}");

    child.kill().unwrap();
    child.wait().unwrap();
    open(home.path());
}

#[test]
fn a_home_that_can_be_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    for (path, reason) in
        [(file.clone(), "it is a file"), (folder.path().join("a*b"), "its name holds one of * ? [ ]")]
    {
        match Store::open(&path).err() {
            Some(StoreError::HomeInvalid { reason: found, .. }) => assert_eq!(found, reason),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_damaged_catalogue_is_put_aside_and_rebuilt_from_the_ticks() {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    put(&store, "EURUSD", "2019-02-04", &[(1, 10)]).unwrap();
    drop(store);
    fs::write(home.path().join("catalogue.duckdb"), vec![7_u8; 20_000]).unwrap();
    let store = open(home.path());
    assert_eq!(store.instruments().unwrap()[0].ticks, 1);
    let health = store.health().unwrap();
    assert_eq!(health.set_aside.len(), 2, "its log goes with it");
    assert!(health.set_aside.iter().all(|aside| aside.exists()));
    assert!(!health.is_good());
}

#[test]
fn a_home_whose_name_needs_quoting_works() {
    let folder = tempfile::tempdir().unwrap();
    let store = open(&folder.path().join("it's a 'home' with ünïcode"));
    put(&store, "EURUSD", "2019-02-04", &[(1, 10)]).unwrap();
    assert_eq!(store.sql("SELECT * FROM ticks", &[], || false).unwrap().num_rows(), 1);
}
