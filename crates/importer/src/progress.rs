//! How far an import is: counted by the threads that work, read by the one that shows it.

use std::{
    collections::{BTreeMap, HashSet},
    path::PathBuf,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tickloom_formats::Refused;
use tickloom_model::UtcDay;
use tickloom_store::{Committed, Replaced, StoreError};
use tracing::info;

use crate::{RefusedFile, RefusedRow, noticed::Noticed, pause::Pause, quarantine::Quarantined};

/// A moment of a running import.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The import's name in the table of imports; empty while hours are downloaded for one.
    pub id: String,
    /// Files read to their end.
    pub files_done: u64,
    /// Files to read.
    pub files_total: u64,
    /// Bytes read and parsed.
    pub bytes_done: u64,
    /// Bytes to read.
    pub bytes_total: u64,
    /// Rows seen.
    pub rows: u64,
    /// Ticks committed that were new.
    pub stored: u64,
    /// Rows that are refused.
    pub refused: u64,
    /// Findings so far.
    pub findings: u64,
    /// The file that is being read.
    pub current: String,
    /// Since the start.
    pub elapsed: Duration,
    /// What it will still take, at the pace of the bytes since the first of them; unknown at the start.
    pub remaining: Option<Duration>,
}

/// Whether to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// Go on.
    Continue,
    /// Stand still: what was read is dealt with, nothing more is read until another answer is given.
    Pause,
    /// Stop at the next safe point: what was read is committed, nothing more is.
    Stop,
    /// Stop now: what was read but is not yet committed is given up. What is committed stays.
    Abort,
}

impl Control {
    /// Whether it does not end the work; standing still is something that only an import can do.
    #[must_use]
    pub const fn goes_on(self) -> bool {
        matches!(self, Self::Continue | Self::Pause)
    }
}

/// What all threads of an import share: counts, the wish to stop, the first error that ends it.
pub(crate) struct Shared {
    id: String,
    started: Instant,
    stop: AtomicBool,
    abort: AtomicBool,
    pause: Pause,
    tally: Mutex<Tally>,
}

/// Everything counted so far.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) files_total: u64,
    pub(crate) bytes_total: u64,
    pub(crate) files_done: u64,
    pub(crate) bytes_done: u64,
    /// When the first bytes were done, and how many.
    pub(crate) pace_since: Option<(Instant, u64)>,
    pub(crate) rows: u64,
    pub(crate) stored: u64,
    pub(crate) duplicates: u64,
    pub(crate) refused: u64,
    pub(crate) first_refused: Vec<RefusedRow>,
    pub(crate) refused_files: Vec<RefusedFile>,
    pub(crate) noticed: Noticed,
    pub(crate) quarantine: Option<PathBuf>,
    pub(crate) files_known: u64,
    /// Ticks of days that were not asked for.
    pub(crate) outside: u64,
    pub(crate) days: HashSet<UtcDay>,
    /// Days that this import has begun to change.
    begun: HashSet<UtcDay>,
    pub(crate) replaced: BTreeMap<UtcDay, Replaced>,
    pub(crate) current: String,
    pub(crate) fatal: Option<StoreError>,
}

impl Shared {
    pub(crate) fn new(id: &str, files_total: u64, bytes_total: u64) -> Self {
        let tally = Mutex::new(Tally { files_total, bytes_total, ..Tally::default() });
        let (stop, abort) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { id: id.to_owned(), started: Instant::now(), stop, abort, pause: Pause::default(), tally }
    }

    pub(crate) fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn into_tally(self) -> Tally {
        self.tally.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
        self.pause.end();
    }

    pub(crate) fn pause(&self) {
        if !self.stopping() && self.pause.begin() {
            info!(import = self.id, "import stands still");
        }
    }

    /// Goes on after a pause; the time that it took says nothing of the pace.
    pub(crate) fn go_on(&self) {
        let paused = self.pause.end();
        if !paused.is_zero() {
            info!(import = self.id, seconds = paused.as_secs_f64(), "import goes on");
            let mut tally = self.tally();
            tally.pace_since = tally.pace_since.map(|(since, at)| (since + paused, at));
        }
    }

    /// Waits while the import stands still.
    pub(crate) fn wait_while_paused(&self) {
        if !self.stopping() {
            self.pause.wait();
        }
    }

    pub(crate) fn stopping(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Ends the import: the store cannot go on. The first such error is the one to tell.
    pub(crate) fn fail(&self, error: StoreError) {
        self.tally().fatal.get_or_insert(error);
        self.stop();
    }

    /// Ends the import without waiting for what has been read.
    pub(crate) fn abort(&self) {
        self.abort.store(true, Ordering::Relaxed);
        self.stop();
    }

    /// Whether nothing more may be stored: the store has failed, or the user wants no more of it.
    pub(crate) fn is_over(&self) -> bool {
        self.abort.load(Ordering::Relaxed) || self.tally().fatal.is_some()
    }

    pub(crate) fn progress(&self) -> Progress {
        let elapsed = self.started.elapsed();
        let tally = self.tally();
        Progress {
            id: self.id.clone(),
            files_done: tally.files_done,
            files_total: tally.files_total,
            bytes_done: tally.bytes_done,
            bytes_total: tally.bytes_total,
            rows: tally.rows,
            stored: tally.stored,
            refused: tally.refused,
            findings: tally.noticed.total(),
            current: tally.current.clone(),
            elapsed,
            remaining: tally.remaining(),
        }
    }
}

/// A pace that was watched for less long is none.
const SHORTEST_PACE: Duration = Duration::from_millis(200);

impl Tally {
    pub(crate) fn read_bytes(&mut self, bytes: u64) {
        self.bytes_done += bytes;
        if bytes > 0 {
            self.pace_since.get_or_insert((Instant::now(), self.bytes_done));
        }
    }

    /// What came before the first bytes (the look at the files, the hash of the first) happens once and says nothing of the pace.
    fn remaining(&self) -> Option<Duration> {
        let (since, at) = self.pace_since?;
        let (time, bytes) = (since.elapsed(), self.bytes_done - at);
        let left = self.bytes_total.saturating_sub(self.bytes_done);
        (bytes > 0 && time >= SHORTEST_PACE).then(|| time.mul_f64(left as f64 / bytes as f64))
    }

    /// Keeps refused rows for the report while there is room.
    pub(crate) fn first_refused(&mut self, source: &str, rows: &[Quarantined]) {
        let room = Refused::KEPT.saturating_sub(self.first_refused.len());
        self.first_refused.extend(rows.iter().take(room).map(|refused| RefusedRow::of(source, refused)));
    }

    /// A source whose ticks are all stored already; passing it over says nothing of the pace of reading.
    pub(crate) fn pass_over(&mut self, bytes: u64, ticks: u64) {
        self.bytes_done += bytes;
        self.pace_since = self.pace_since.map(|(since, at)| (since, at + bytes));
        self.files_known += 1;
        self.rows += ticks;
        self.duplicates += ticks;
    }

    /// Whether a change of this day is the first that this import makes; told before the change, because another may follow at once.
    pub(crate) fn begins_to_change(&mut self, day: UtcDay) -> bool {
        self.begun.insert(day)
    }

    pub(crate) fn committed(&mut self, committed: &Committed) {
        self.stored += committed.added;
        self.duplicates += committed.duplicates;
        self.noticed.add_repeats(&committed.repeats);
        let Some(partition) = &committed.partition else { return };
        let day = partition.key.day;
        self.days.insert(day);
        if let Some(replaced) = &committed.replaced {
            self.replaced.insert(day, replaced.clone());
        } else if let Some(replaced) = self.replaced.get_mut(&day) {
            replaced.ticks_after = partition.ticks;
            replaced.added += committed.added;
        }
    }
}
