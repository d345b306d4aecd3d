//! Asks a service something on a thread of its own, and waits only so long.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
        mpsc::{Receiver, RecvTimeoutError, sync_channel},
    },
    thread,
    time::{Duration, Instant},
};

use crate::complaint::{complain, text_of};

/// How long is waited at most when there is no time left.
const HURRIED: Duration = Duration::from_secs(1);
const LOOK: Duration = Duration::from_millis(20);

/// Where one question at a time is asked: a service that hangs holds this one thread, and no further one.
pub(super) struct Apart {
    is_busy: Arc<AtomicBool>,
    hurries: Arc<AtomicBool>,
}

/// A question that was asked.
pub(super) struct Asked<T> {
    answer: Receiver<Result<T, String>>,
    hurries: Arc<AtomicBool>,
}

impl Apart {
    pub(super) fn new(hurries: Arc<AtomicBool>) -> Self {
        Self { is_busy: Arc::default(), hurries }
    }

    /// Asks. What is wrong comes as a text: the last question has no answer yet, or there is no thread.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        about: &str,
        question: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Asked<T>, String> {
        if self.is_busy.swap(true, SeqCst) {
            return Err("it has not answered the last time, and is not asked again until then".into());
        }
        let (answered, answer) = sync_channel(1);
        let (is_busy, name) = (self.is_busy.clone(), about.to_owned());
        let ask = move || {
            let answer = catch_unwind(AssertUnwindSafe(question));
            is_busy.store(false, SeqCst);
            let answer = answer.map_err(|panic| format!("it has panicked: {}", text_of(&*panic)));
            let _ = answer.as_ref().inspect_err(|text| complain(&name, text));
            let _ = answered.send(answer);
        };
        let begun = thread::Builder::new().name(format!("tickloom-{about}")).spawn(ask);
        begun.map_err(|error| {
            self.is_busy.store(false, SeqCst);
            format!("there is no thread for it: {error}")
        })?;
        Ok(Asked { answer, hurries: self.hurries.clone() })
    }
}

impl<T> Asked<T> {
    /// The answer, if it comes within this time.
    pub(super) fn within(self, limit: Duration) -> Result<T, String> {
        let begun = Instant::now();
        loop {
            let limit = if self.hurries.load(SeqCst) { limit.min(HURRIED) } else { limit };
            match self.answer.recv_timeout(LOOK) {
                Ok(answer) => return answer,
                Err(RecvTimeoutError::Disconnected) => return Err("it has ended without an answer".into()),
                Err(RecvTimeoutError::Timeout) if begun.elapsed() < limit => {}
                Err(RecvTimeoutError::Timeout) => {
                    return Err(format!("it does not answer within {} s", limit.as_secs()));
                }
            }
        }
    }
}
