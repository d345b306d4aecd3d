//! How a process leaves: gently, then firmly, and in any case.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    thread::{self, sleep},
    time::Duration,
};

use crate::system;

const GENTLE: Duration = Duration::from_millis(700);
const FIRM: Duration = Duration::from_millis(800);

type Stop = Box<dyn Fn() + Send>;

/// What is to be stopped, once there is something, and whether that has begun.
#[derive(Default)]
pub(crate) struct Leaving(Mutex<State>);

#[derive(Default)]
struct State {
    stop: Option<Stop>,
    has_begun: bool,
}

impl Leaving {
    pub(crate) fn set_stop(&self, stop: Stop) {
        self.state().stop = Some(stop);
    }

    /// Stops, and ends the process if it has not ended by then. Of several threads that begin, one does it.
    pub(crate) fn begin(&self) {
        let Some(stop) = self.first() else { return };
        // On a thread of its own: it may hang, but not hold up the end.
        thread::spawn(move || {
            stop();
            sleep(GENTLE);
            stop();
        });
        sleep(GENTLE + FIRM);
        system::end_now();
    }

    fn first(&self) -> Option<Stop> {
        let mut state = self.state();
        if std::mem::replace(&mut state.has_begun, true) {
            return None;
        }
        let stop = state.stop.take();
        if stop.is_none() {
            // Nothing has begun that could be ended gently; opening a store may be cut off anywhere.
            system::end_now();
        }
        stop
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
