//! Many files handled on several threads, one file for each at a time, while the caller watches.

use std::{
    num::NonZeroUsize,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
        mpsc::{RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

use crate::StoreError;

/// More threads than this only wait for the disk.
const MAX_THREADS: usize = 8;

/// How often progress is shown.
const SHOW_EVERY: Duration = Duration::from_millis(100);

struct Work<'a, T, H> {
    files: &'a [T],
    handle: H,
    next: AtomicUsize,
    ended: AtomicBool,
    failure: Mutex<Option<StoreError>>,
}

/// Handles files in order; the first that fails ends it.
///
/// `goes_on` is called on this thread about ten times a second and once at the end.
///
/// # Errors
/// The first failure, or [`StoreError::Interrupted`] if `goes_on` says so.
pub(crate) fn each<T: Sync>(
    files: &[T],
    handle: impl Fn(&T) -> Result<(), StoreError> + Sync,
    goes_on: &mut dyn FnMut() -> bool,
) -> Result<(), StoreError> {
    let work = Work { files, handle, next: 0.into(), ended: false.into(), failure: Mutex::default() };
    let threads = thread::available_parallelism().map_or(1, NonZeroUsize::get).min(MAX_THREADS);
    let (alive, all_gone) = channel::<()>();
    let mut interrupted = false;
    thread::scope(|scope| {
        for _ in 0..threads {
            let alive = alive.clone();
            let work = &work;
            scope.spawn(move || work.run(&alive));
        }
        drop(alive);
        loop {
            let is_done = all_gone.recv_timeout(SHOW_EVERY) == Err(RecvTimeoutError::Disconnected);
            interrupted |= !goes_on();
            if interrupted {
                work.ended.store(true, Ordering::Relaxed);
            }
            if is_done {
                break;
            }
        }
    });
    match work.failure.into_inner().unwrap_or_else(PoisonError::into_inner) {
        Some(failure) => Err(failure),
        None if interrupted => Err(StoreError::Interrupted),
        None => Ok(()),
    }
}

impl<T, H: Fn(&T) -> Result<(), StoreError>> Work<'_, T, H> {
    /// Takes one file after the other; `_alive` is let go at the end, which tells the watcher.
    fn run(&self, _alive: &Sender<()>) {
        while !self.ended.load(Ordering::Relaxed) {
            let Some(file) = self.files.get(self.next.fetch_add(1, Ordering::Relaxed)) else { return };
            if let Err(failure) = (self.handle)(file) {
                self.ended.store(true, Ordering::Relaxed);
                self.failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(failure);
            }
        }
    }
}
