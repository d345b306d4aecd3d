//! The process that started this one, watched on threads that need nothing of anybody.

use std::{
    io,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

use crate::{
    Signs,
    leaving::Leaving,
    line::{self, Line, LineError},
    system,
};

/// A parent that is being watched, for as long as this process lives.
pub struct Parent {
    leaving: Arc<Leaving>,
    line: mpsc::Receiver<Line>,
}

impl Parent {
    /// Begins to watch. If the parent ends before [`when_it_ends`](Self::when_it_ends) was called, this process has 1.5 s to end by
    /// itself, as one that has something to say before it does.
    #[must_use]
    pub fn watch(signs: Signs) -> Self {
        let leaving = Arc::new(Leaving::default());
        let (first, line) = mpsc::sync_channel(1);
        if signs.stdin {
            on_a_thread("tickloom-stdin", &leaving, move || line::read_to_end(io::stdin().lock(), &first));
        }
        if let Some(pid) = signs.pid {
            on_a_thread("tickloom-parent", &leaving, move || system::wait_for_end_of_parent(pid));
        }
        Self { leaving, line }
    }

    /// The first line of standard input, without its end: what a parent says only once. It can be had once, and only if standard
    /// input is watched.
    ///
    /// # Errors
    /// [`LineError`] if it does not come in time, ends too early, or is longer than `most` bytes (64 KiB at most).
    pub fn first_line(&self, most: usize, patience: Duration) -> Result<Vec<u8>, LineError> {
        let line = self.line.recv_timeout(patience).map_err(|_| LineError::Late { patience })?;
        line::whole(line, most)
    }

    /// Has `stop` called when the parent ends, or now if it has: first to end gently, 0.7 s later once more, to end now. After 1.5 s
    /// the process is ended, whatever it does.
    pub fn when_it_ends(&self, stop: impl Fn() + Send + 'static) {
        self.leaving.set_stop(Box::new(stop));
    }
}

fn on_a_thread(name: &str, leaving: &Arc<Leaving>, wait: impl FnOnce() + Send + 'static) {
    let leaving = leaving.clone();
    let waiting = thread::Builder::new().name(name.into()).spawn(move || {
        wait();
        leaving.begin();
    });
    if waiting.is_err() {
        // Unwatched, it might stay for ever.
        system::end_now();
    }
}
