//! Many files examined, and what came out of it counted.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use super::{Examiner, Problem, VerifyProgress};
use crate::{PartitionInfo, StoreError, threads};

/// What came out of it.
#[derive(Debug, Default)]
pub(super) struct Examined {
    pub(super) files: u64,
    pub(super) bytes: u64,
    pub(super) ticks: u64,
    pub(super) problems: Vec<Problem>,
}

impl Examined {
    fn add(&mut self, info: &PartitionInfo, problem: Option<Problem>) {
        self.files += 1;
        self.bytes += info.file_bytes;
        self.ticks += if problem.is_none() { info.ticks } else { 0 };
        self.problems.extend(problem);
    }
}

/// Examines files in order; [`StoreError::Interrupted`] if `goes_on` says so.
pub(super) fn examine_all(
    examiner: &Examiner<'_>,
    files: &[PartitionInfo],
    started: Instant,
    goes_on: &mut dyn FnMut(&VerifyProgress) -> bool,
) -> Result<Examined, StoreError> {
    let examined = Mutex::new(Examined::default());
    let examine = |info: &PartitionInfo| {
        let problem = examiner.problem(&info.key);
        lock(&examined).add(info, problem);
        Ok(())
    };
    threads::each(files, examine, &mut || goes_on(&progress(&lock(&examined), files, started)))?;
    Ok(examined.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn lock(examined: &Mutex<Examined>) -> MutexGuard<'_, Examined> {
    examined.lock().unwrap_or_else(PoisonError::into_inner)
}

fn progress(examined: &Examined, files: &[PartitionInfo], started: Instant) -> VerifyProgress {
    VerifyProgress {
        files_done: examined.files,
        files_total: files.len() as u64,
        bytes_done: examined.bytes,
        bytes_total: files.iter().map(|info| info.file_bytes).sum(),
        problems: examined.problems.len() as u64,
        elapsed: started.elapsed(),
    }
}
