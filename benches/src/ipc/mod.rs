//! What does a connection cost: a small request beside an echo of bare bytes, and one client among a thousand?

pub mod client;
pub mod servers;

use std::time::Duration;

use client::Asker;
use servers::Servers;

use crate::{
    measure::{Failure, print, timed},
    settings::Settings,
};

/// Requests of one run.
const REQUESTS: usize = 20_000;

/// Connections of which some read nothing.
const CONNECTIONS: usize = 1_000;
const STALLED: usize = 20;

/// A small request and its reply, beside the same bytes sent back by a bare loop on the same runtime.
pub fn round_trip(settings: &Settings) -> Result<(), Failure> {
    let servers = Servers::start()?;
    let askers = [("bare-tcp-echo", Asker::bare(&servers)?), ("tickloom", Asker::welcomed(&servers)?)];
    side_by_side("ipc/round-trip", askers, settings)
}

/// Lets two ask in turn, and prints what half and 99 of a hundred requests of each took.
pub fn side_by_side(topic: &str, mut askers: [(&str, Asker); 2], settings: &Settings) -> Result<(), Failure> {
    let mut found = [Percentiles::default(), Percentiles::default()];
    for _ in 0..=settings.repeat {
        for ((_, asker), percentiles) in askers.iter_mut().zip(&mut found) {
            percentiles.add(&mut asker.ask(REQUESTS)?);
        }
    }
    for ((name, _), percentiles) in askers.iter().zip(found) {
        percentiles.print(&format!("{topic}/{name}"));
    }
    Ok(())
}

/// The same of healthy clients among many, some of which read nothing of their market data, beside a single client. Each that is
/// measured asks often enough that what is measured is no cache that has gone cold.
pub fn thousand(settings: &Settings) -> Result<(), Failure> {
    client::allow_many_files()?;
    let servers = Servers::start()?;
    let mut alone = Percentiles::default();
    let mut single = Asker::welcomed(&servers)?;
    for _ in 0..=settings.repeat {
        alone.add(&mut single.ask(REQUESTS)?);
    }
    let stalled = (0..STALLED).map(|_| Asker::stalled(&servers)).collect::<Result<Vec<_>, _>>()?;
    let healthy = (STALLED..CONNECTIONS).map(|_| Asker::welcomed(&servers));
    let mut healthy = healthy.collect::<Result<Vec<_>, _>>()?;
    let mut among = Percentiles::default();
    for _ in 0..=settings.repeat {
        let mut times = Vec::with_capacity(REQUESTS);
        for asker in healthy.iter_mut().step_by(10) {
            times.append(&mut asker.ask(REQUESTS / 100)?);
        }
        among.add(&mut times);
    }
    assert_eq!(servers.connections(), (CONNECTIONS + 1) as u64, "{} are there", stalled.len());
    alone.print("ipc/thousand/single-client");
    among.print("ipc/thousand/healthy-of-1000");
    Ok(())
}

/// Half of all and 99 of 100 were quicker, in each run but the first.
#[derive(Default)]
struct Percentiles {
    runs: Vec<[f64; 2]>,
}

impl Percentiles {
    fn add(&mut self, times: &mut [Duration]) {
        times.sort_unstable();
        let at = |share: usize| times[(times.len() - 1) * share / 100].as_secs_f64() * 1e6;
        self.runs.push([at(50), at(99)]);
    }

    fn print(self, name: &str) {
        for (place, percentile) in ["p50", "p99"].into_iter().enumerate() {
            let values = self.runs.iter().skip(1).map(|run| run[place]).collect();
            print(&format!("{name}/{percentile}"), REQUESTS, "us", values);
        }
    }
}

impl Asker {
    /// How long each of so many requests took, one after the other.
    fn ask(&mut self, requests: usize) -> Result<Vec<Duration>, Failure> {
        (0..requests)
            .map(|_| {
                let (answered, elapsed) = timed(|| self.ask_once());
                answered.map(|()| elapsed)
            })
            .collect()
    }
}
