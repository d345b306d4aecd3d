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
        let mut state = self.state();
        if state.has_begun {
            twice(stop);
        } else {
            state.stop = Some(stop);
        }
    }

    /// Stops, and ends the process if it has not ended by then. Of several threads that begin, one does it.
    pub(crate) fn begin(&self) {
        let mut state = self.state();
        if std::mem::replace(&mut state.has_begun, true) {
            return;
        }
        state.stop.take().into_iter().for_each(twice);
        drop(state);
        sleep(GENTLE + FIRM);
        system::end_now();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gently, and then firmly, on a thread of its own: it may hang, but not hold up the end.
fn twice(stop: Stop) {
    thread::spawn(move || {
        stop();
        sleep(GENTLE);
        stop();
    });
}
