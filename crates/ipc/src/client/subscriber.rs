//! A subscription, as the client's thread sees it: what it asked for, how far it is, and what becomes of it when the connection breaks.

use std::sync::Arc;

use bytes::Bytes;

use super::event_queue::{Event, EventQueue};
use crate::Failure;

/// Makes the parameters that go on after an event: it is given the last one's data, and both are MessagePack.
pub type Resume = Box<dyn Fn(&[u8]) -> Result<Vec<u8>, Failure> + Send>;

/// What becomes of a subscription when the connection breaks.
pub enum WhenBroken {
    /// It ends with `ipc.disconnected`: right for all that does work, such as a backup.
    End,
    /// It is asked for again, with the same parameters; the first event then tells that others may be missing.
    Again,
    /// It is asked for again from the last event on, so that none is missing and none comes twice.
    Resume(Resume),
}

/// A subscription and how far it is.
pub(crate) struct Subscriber {
    pub(crate) key: u64,
    pub(crate) method: Box<str>,
    params: Bytes,
    when_broken: WhenBroken,
    queue: Arc<EventQueue>,
    /// The number of the next event; none if events may be missing before it.
    expected: Option<u64>,
}

impl Subscriber {
    pub(crate) fn new(
        key: u64,
        method: &str,
        params: Bytes,
        when_broken: WhenBroken,
        queue: Arc<EventQueue>,
    ) -> Self {
        Self { key, method: method.into(), params, when_broken, queue, expected: Some(0) }
    }

    /// The parameters to subscribe with now.
    pub(crate) fn params_now(&self) -> Result<Bytes, Failure> {
        match (&self.when_broken, self.queue.newest()) {
            (WhenBroken::Resume(resume), Some(newest)) => resume(&newest).map(Bytes::from),
            _ => Ok(self.params.clone()),
        }
    }

    /// Whether it can be asked for again on another connection; it then expects the first event.
    pub(crate) fn survives_a_break(&mut self) -> bool {
        self.expected = matches!(self.when_broken, WhenBroken::Resume(_)).then_some(0);
        !matches!(self.when_broken, WhenBroken::End)
    }

    /// Whether it can be interrupted without losing anything.
    pub(crate) fn can_resume(&self) -> bool {
        matches!(self.when_broken, WhenBroken::Resume(_))
    }

    pub(crate) fn begin(&self, reply: Bytes) {
        self.queue.begin(reply);
    }

    pub(crate) fn end(&self, end: Result<(), Failure>) {
        self.queue.end(end);
    }

    /// Whether an event may be handed over, or must be asked for again later.
    pub(crate) fn has_room(&self, bytes: usize) -> bool {
        !self.can_resume() || self.queue.has_room(bytes)
    }

    /// Hands an event over, and what its number tells.
    ///
    /// # Errors
    /// A number that was there before.
    pub(crate) fn hand_over(&mut self, sequence: u64, data: Bytes) -> Result<(), Failure> {
        let missed = match self.expected {
            None => None,
            Some(expected) => Some(sequence.checked_sub(expected).ok_or_else(out_of_order)?),
        };
        self.expected = sequence.checked_add(1);
        self.queue.push(Event { data, missed });
        Ok(())
    }
}

fn out_of_order() -> Failure {
    super::faults::nonsense("an event's number goes back")
}
