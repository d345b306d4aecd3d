//! Many files examined on several threads, one file for each in memory, while the caller watches.

use std::{
    num::NonZeroUsize,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};

use super::{Examiner, Problem, VerifyProgress};
use crate::{PartitionInfo, StoreError};

/// More threads than this only wait for the disk.
const MAX_THREADS: usize = 8;

/// How often progress is shown.
const SHOW_EVERY: Duration = Duration::from_millis(100);

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

struct Work<'a> {
    examiner: &'a Examiner<'a>,
    files: &'a [PartitionInfo],
    next: AtomicUsize,
    ended: AtomicBool,
    examined: Mutex<Examined>,
}

/// Examines files in order; [`StoreError::Interrupted`] if `goes_on` says so.
pub(super) fn examine_all(
    examiner: &Examiner<'_>,
    files: &[PartitionInfo],
    started: Instant,
    goes_on: &mut dyn FnMut(&VerifyProgress) -> bool,
) -> Result<Examined, StoreError> {
    let work = Work { examiner, files, next: 0.into(), ended: false.into(), examined: Mutex::default() };
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(MAX_THREADS);
    let (alive, all_gone) = channel::<()>();
    thread::scope(|scope| {
        for _ in 0..threads {
            let alive = alive.clone();
            let work = &work;
            scope.spawn(move || work.run(&alive));
        }
        drop(alive);
        loop {
            let is_done = all_gone.recv_timeout(SHOW_EVERY) == Err(RecvTimeoutError::Disconnected);
            if !goes_on(&work.progress(started)) {
                work.ended.store(true, Ordering::Relaxed);
            }
            if is_done {
                break;
            }
        }
    });
    if work.ended.load(Ordering::Relaxed) {
        return Err(StoreError::Interrupted);
    }
    Ok(work.examined.into_inner().unwrap_or_else(PoisonError::into_inner))
}

impl Work<'_> {
    /// Takes one file after the other; `_alive` is let go at the end, which tells the watcher.
    fn run(&self, _alive: &Sender<()>) {
        while !self.ended.load(Ordering::Relaxed) {
            let Some(info) = self.files.get(self.next.fetch_add(1, Ordering::Relaxed)) else { return };
            let problem = self.examiner.problem(&info.key);
            self.examined.lock().unwrap_or_else(PoisonError::into_inner).add(info, problem);
        }
    }

    fn progress(&self, started: Instant) -> VerifyProgress {
        let examined = self.examined.lock().unwrap_or_else(PoisonError::into_inner);
        VerifyProgress {
            files_done: examined.files,
            files_total: self.files.len() as u64,
            bytes_done: examined.bytes,
            bytes_total: self.files.iter().map(|info| info.file_bytes).sum(),
            problems: examined.problems.len() as u64,
            elapsed: started.elapsed(),
        }
    }
}
