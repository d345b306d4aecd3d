//! Requests and subscriptions of a connection that are open: registered, cancelled, finished.

use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::{Cancellation, Failure};

#[derive(Default)]
struct Open {
    /// Few at a time, of which looking through all is quicker than hashing.
    all: Vec<(u32, Cancellation)>,
    /// The client has gone: what is begun now is cancelled already.
    is_over: bool,
}

/// The open ones by their number.
pub(crate) struct Pending {
    open: Mutex<Open>,
    most: usize,
}

impl Pending {
    pub(crate) fn new(most: usize) -> Self {
        Self { open: Mutex::default(), most }
    }

    /// Registers a number; what comes back fires when it is cancelled, or all of them are.
    pub(crate) fn open(&self, id: u32) -> Result<Cancellation, Failure> {
        let mut open = self.lock();
        if open.find(id).is_some() {
            return Err(id_in_use(id));
        }
        if open.all.len() >= self.most {
            return Err(too_many(self.most));
        }
        let cancellation = Cancellation::default();
        if open.is_over {
            cancellation.cancel();
        }
        open.all.push((id, cancellation.clone()));
        Ok(cancellation)
    }

    /// Whether a number can be used now.
    pub(crate) fn is_free(&self, id: u32) -> Result<(), Failure> {
        if self.lock().find(id).is_some() { Err(id_in_use(id)) } else { Ok(()) }
    }

    /// Asks to give one up; it stays registered until it was answered.
    pub(crate) fn cancel(&self, id: u32) {
        let open = self.lock();
        if let Some((_, cancellation)) = open.find(id).and_then(|place| open.all.get(place)) {
            cancellation.cancel();
        }
    }

    /// The number is free again.
    pub(crate) fn finish(&self, id: u32) {
        let mut open = self.lock();
        if let Some(place) = open.find(id) {
            open.all.swap_remove(place);
        }
    }

    pub(crate) fn cancel_all(&self) {
        let mut open = self.lock();
        open.is_over = true;
        open.all.iter().for_each(|(_, cancellation)| cancellation.cancel());
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lock().all.is_empty()
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Open {
    fn find(&self, id: u32) -> Option<usize> {
        self.all.iter().position(|(open, _)| *open == id)
    }
}

fn id_in_use(id: u32) -> Failure {
    Failure::new("protocol.id_in_use", format!("number {id} is still open on this connection: use another"))
}

fn too_many(most: usize) -> Failure {
    let message = format!("{most} requests and subscriptions of this connection are open: wait for some");
    Failure::new("protocol.too_many_requests", message)
}

#[cfg(test)]
mod tests {
    use super::Pending;

    #[test]
    fn a_number_is_open_once_and_free_when_it_was_answered() {
        let pending = Pending::new(8);
        pending.open(1).unwrap();
        assert_eq!(pending.open(1).unwrap_err().code(), "protocol.id_in_use");
        assert!(pending.is_free(1).is_err());
        pending.finish(1);
        assert!(pending.open(1).is_ok());
    }

    #[test]
    fn one_more_than_the_most_is_refused() {
        let pending = Pending::new(2);
        assert!(pending.open(1).is_ok() && pending.open(2).is_ok());
        assert_eq!(pending.open(3).unwrap_err().code(), "protocol.too_many_requests");
    }

    #[test]
    fn cancelling_one_leaves_the_others_alone_and_the_end_takes_all() {
        let pending = Pending::new(8);
        let (one, other) = (pending.open(1).unwrap(), pending.open(2).unwrap());
        pending.cancel(1);
        assert!(one.is_cancelled() && !other.is_cancelled());
        pending.cancel_all();
        assert!(other.is_cancelled() && pending.open(3).unwrap().is_cancelled());
    }
}
