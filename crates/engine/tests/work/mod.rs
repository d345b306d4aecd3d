//! Long work as a client follows it, and files that take a while to import.

#![allow(dead_code, reason = "each file of tests uses another part of it")]

use std::{fs, path::Path};

use serde::de::DeserializeOwned;
use tickloom_formats::csv;
use tickloom_model::{Digits, UtcDay};
use tickloom_protocol::{Method, Payload};
use tickloom_synthetic::Generator;

use crate::engine::{Client, Heard, Refused};

/// All events of a subscription to its end; the error that ended it, if one did.
pub fn follow<M: Method>(client: &mut Client, params: &M::Params) -> (Vec<M::Result>, Option<Refused>)
where
    M::Params: Sync,
{
    match client.subscribe(M::INFO.name, params) {
        Ok(subscription) => to_the_end(client, subscription),
        Err(refused) => (Vec::new(), Some(refused)),
    }
}

/// The events of a subscription that has begun.
pub fn to_the_end<T: DeserializeOwned>(client: &mut Client, wanted: u32) -> (Vec<T>, Option<Refused>) {
    let mut events = Vec::new();
    loop {
        match client.hear() {
            Heard::Event { subscription, last, data, .. } if subscription == wanted => {
                events.push(Payload::received(&data).decode().unwrap());
                if last {
                    return (events, None);
                }
            }
            Heard::Error { id, refused } if id == Some(wanted) => return (events, Some(refused)),
            other => panic!("{other:?}"),
        }
    }
}

/// The next event of a subscription.
pub fn next<T: DeserializeOwned>(client: &mut Client) -> T {
    match client.hear() {
        Heard::Event { data, .. } => Payload::received(&data).decode().unwrap(),
        other => panic!("{other:?}"),
    }
}

/// Days of synthetic ticks as CSV, every so many of them.
pub fn write_csv(path: &Path, from: &str, days: i32, step: usize) {
    let first: UtcDay = from.parse().unwrap();
    let mut bytes = Vec::new();
    csv::write_header(&mut bytes);
    for number in 0..days {
        let day = UtcDay::from_days_since_epoch(first.days_since_epoch() + number);
        let ticks = Generator::new(1).day(day).iter().step_by(step).collect();
        csv::write_ticks(&ticks, Digits::new(5).unwrap(), &mut bytes);
    }
    fs::write(path, bytes).unwrap();
}
