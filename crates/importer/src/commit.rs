//! The threads that wait for the disk: staged partitions are put in place, and the catalogue hears of many of them at once.

use std::{
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crossbeam_channel::Receiver;
use tickloom_store::{Committed, PartitionInfo, Staged, StoreError};

use crate::{job::Job, journal::Journal, plan::Source};

/// Threads that wait for the disk, which makes what several of them wait for durable in one go.
pub(crate) const COMMITTERS: usize = 8;

/// Committed partitions that the catalogue hears of at once.
const RECORD_EVERY: usize = 64;

/// A day on its way to the disk, and the sources that gave ticks to it.
pub(crate) struct StagedDay {
    pub(crate) staged: Staged,
    pub(crate) fed_by: Vec<usize>,
}

/// What all those threads share.
pub(crate) struct Committer<'import> {
    job: Job<'import>,
    journal: &'import Journal,
    sources: &'import [Source],
    unrecorded: Mutex<Unrecorded>,
}

/// What the catalogue has not heard of yet.
#[derive(Default)]
struct Unrecorded {
    partitions: Vec<PartitionInfo>,
    /// Sources whose ticks are in days that were committed since the last record, once for each day.
    fed_by: Vec<usize>,
}

impl<'import> Committer<'import> {
    pub(crate) fn new(job: Job<'import>, journal: &'import Journal, sources: &'import [Source]) -> Self {
        Self { job, journal, sources, unrecorded: Mutex::default() }
    }

    /// Puts partitions in place until no more come.
    pub(crate) fn run(&self, staged: &Receiver<StagedDay>) {
        for day in staged {
            if self.job.shared.is_over() {
                continue;
            }
            if let Err(error) = self.commit(day) {
                self.job.shared.fail(error);
            }
        }
    }

    /// The first change of a stored day by this import keeps what was there before.
    fn commit(&self, StagedDay { staged, fed_by }: StagedDay) -> Result<(), StoreError> {
        let Job { store, import_id, shared, .. } = self.job;
        let is_first = staged.is_change() && shared.tally().begins_to_change(staged.key().day);
        let committed = store.commit_keeping(staged, is_first.then_some(import_id))?;
        shared.tally().committed(&committed);
        self.add(committed, fed_by).map_or(Ok(()), |many| self.tell(many))
    }

    /// Adds a day to what is to be recorded; gives all of it once it is much.
    fn add(&self, committed: Committed, fed_by: Vec<usize>) -> Option<Unrecorded> {
        let mut unrecorded = self.unrecorded();
        unrecorded.partitions.extend(committed.partition);
        unrecorded.fed_by.extend(fed_by);
        (unrecorded.partitions.len() >= RECORD_EVERY).then(|| mem::take(&mut *unrecorded))
    }

    /// Tells the catalogue what it has not heard of yet, when all threads are done.
    pub(crate) fn record_rest(&self) {
        let rest = mem::take(&mut *self.unrecorded());
        self.tell(rest).unwrap_or_else(|error| self.job.shared.fail(error));
    }

    fn tell(&self, Unrecorded { partitions, fed_by }: Unrecorded) -> Result<(), StoreError> {
        self.journal.settle(&fed_by, self.sources);
        let sources = self.journal.take_ready();
        if partitions.is_empty() && sources.is_empty() {
            return Ok(());
        }
        self.job.store.record_with_sources(&partitions, &sources)
    }

    fn unrecorded(&self) -> MutexGuard<'_, Unrecorded> {
        self.unrecorded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
