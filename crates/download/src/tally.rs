//! What became of the hours of a download: counted, shown, and held against each other.

use std::{
    collections::{BTreeMap, HashMap},
    time::Instant,
};

use tickloom_formats::bi5;
use tickloom_importer::Progress;
use tickloom_model::{Symbol, UnixNanos};

use crate::{DownloadError, DownloadReport, failure::Failure, spool::Spool, worker::Outcome};

/// What became of the hours so far.
pub(crate) struct Tally {
    started: Instant,
    hours: u64,
    outcomes: BTreeMap<UnixNanos, Outcome>,
    fetched: u64,
    bytes: u64,
    ticks: u64,
    lost: u64,
    current: Option<UnixNanos>,
}

impl Tally {
    pub(crate) fn new(hours: u64) -> Self {
        let (started, outcomes) = (Instant::now(), BTreeMap::new());
        Self { started, hours, outcomes, fetched: 0, bytes: 0, ticks: 0, lost: 0, current: None }
    }

    pub(crate) fn take(&mut self, hour: UnixNanos, outcome: Outcome) {
        match &outcome {
            Outcome::Fetched(verified) => {
                self.fetched += 1;
                self.bytes += verified.bytes;
                self.ticks += verified.ticks;
            }
            Outcome::Reused(verified) => self.ticks += verified.ticks,
            Outcome::Missing => {}
            Outcome::Lost(_) => self.lost += 1,
        }
        self.current = Some(hour);
        self.outcomes.insert(hour, outcome);
    }

    pub(crate) fn progress(&self, symbol: &Symbol) -> Progress {
        let (done, elapsed) = (self.outcomes.len() as u64, self.started.elapsed());
        let share = if done == 0 { 0.0 } else { self.hours as f64 / done as f64 };
        Progress {
            id: String::new(),
            files_done: done,
            files_total: self.hours,
            bytes_done: self.bytes,
            // No server says beforehand how much there is: the hours so far tell.
            bytes_total: (self.bytes as f64 * share) as u64,
            rows: self.ticks,
            stored: 0,
            refused: self.lost,
            findings: 0,
            current: self.current.map(|hour| bi5::path_of_hour(symbol, hour)).unwrap_or_default(),
            elapsed,
            remaining: (done > 0).then(|| elapsed.mul_f64(share - 1.0)),
        }
    }

    /// Two hours with the same bytes: one of them at least is not what it is called, and nobody can say which.
    pub(crate) fn set_repeats_aside(&mut self, spool: &Spool) -> Result<(), DownloadError> {
        let mut hours_of: HashMap<blake3::Hash, Vec<UnixNanos>> = HashMap::new();
        for (hour, outcome) in &self.outcomes {
            match outcome {
                Outcome::Fetched(verified) | Outcome::Reused(verified) if verified.ticks > 0 => {
                    hours_of.entry(verified.hash).or_default().push(*hour);
                }
                _ => {}
            }
        }
        for alike in hours_of.into_values().filter(|alike| alike.len() > 1) {
            for hour in &alike {
                spool.put_aside(*hour)?;
                let other = alike.iter().find(|other| *other != hour).unwrap_or(hour);
                let message = format!("it is byte for byte the hour {other}: one of the two is wrong");
                self.outcomes.insert(*hour, Outcome::Lost(Failure::lasting("download.repeated", message)));
            }
        }
        Ok(())
    }

    pub(crate) fn report(self, symbol: &Symbol, requests: u64) -> DownloadReport {
        let mut report = DownloadReport {
            symbol: symbol.clone(),
            hours: self.hours,
            fetched: 0,
            reused: 0,
            empty: 0,
            missing: Vec::new(),
            lost: Vec::new(),
            not_asked: self.hours - self.outcomes.len() as u64,
            ticks: 0,
            bytes: 0,
            requests,
            kept: Vec::new(),
            elapsed: self.started.elapsed(),
        };
        self.outcomes.into_iter().for_each(|(hour, outcome)| report.add(hour, outcome));
        report
    }
}
