//! States of bars and replays that clients have opened: bounded in number and memory, and gone with their connection.

mod kept;
mod player;
mod session;
mod watcher;

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tickloom_ipc::Failure;

pub(crate) use kept::Kept;
pub(crate) use session::{Session, Told};
pub(crate) use watcher::Watcher;

use crate::pool::unavailable;

/// Sessions of one connection.
const MOST_OF_A_CLIENT: usize = 16;
/// Sessions of an engine.
const MOST: usize = 256;
/// What the buffers of all of them may take, in bytes.
pub(crate) const MOST_MEMORY: u64 = 2 << 30;

/// All sessions of an engine.
#[derive(Default)]
pub(crate) struct Sessions {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    sessions: BTreeMap<String, Arc<Session>>,
    made: u64,
}

impl Sessions {
    /// Whether a client may open another one that takes so many bytes.
    ///
    /// # Errors
    /// `service.unavailable` or `mtf.too_large`.
    pub(crate) fn admit(&self, owner: &str, memory: u64) -> Result<(), Failure> {
        self.known().admit(owner, memory)
    }

    /// Keeps a session, and gives its name.
    ///
    /// # Errors
    /// As [`admit`](Self::admit): others may have been quicker.
    pub(crate) fn add(&self, kind: &str, session: Arc<Session>) -> Result<String, Failure> {
        let mut known = self.known();
        known.admit(session.owner(), session.memory())?;
        known.made += 1;
        let name = format!("{kind}-{}", known.made);
        known.sessions.insert(name.clone(), session);
        Ok(name)
    }

    /// The session of a name.
    ///
    /// # Errors
    /// `session.unknown`.
    pub(crate) fn find(&self, name: &str) -> Result<Arc<Session>, Failure> {
        self.known().sessions.get(name).cloned().ok_or_else(|| unknown(name))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// `session.unknown`.
    pub(crate) fn close(&self, name: &str) -> Result<(), Failure> {
        let session = self.known().sessions.remove(name).ok_or_else(|| unknown(name))?;
        session.close();
        Ok(())
    }

    /// Ends all sessions of a client that has gone. It does not wait: what takes time is done on a thread.
    pub(crate) fn left(&self, owner: &str) {
        let gone: Vec<_> =
            self.known().sessions.extract_if(.., |_, session| session.owner() == owner).collect();
        close_apart(gone);
    }

    /// Ends all of them, which those who listen are told as this failure, and waits until none plays any more.
    pub(crate) fn clear(&self, failure: &Failure) {
        let sessions = std::mem::take(&mut self.known().sessions);
        sessions.values().for_each(|session| session.stop(failure));
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn admit(&self, owner: &str, memory: u64) -> Result<(), Failure> {
        let of_client = self.sessions.values().filter(|session| session.owner() == owner).count();
        if of_client >= MOST_OF_A_CLIENT || self.sessions.len() >= MOST {
            let text =
                format!("{of_client} of your sessions are open, {} in all: close one", self.sessions.len());
            return Err(unavailable(text));
        }
        let taken: u64 = self.sessions.values().map(|session| session.memory()).sum();
        if taken.saturating_add(memory) > MOST_MEMORY {
            let text = format!(
                "this would take {memory} bytes, {taken} of {MOST_MEMORY} are taken: \
                 ask for fewer symbols, timeframes or bars, or close another session"
            );
            return Err(Failure::new("mtf.too_large", text));
        }
        Ok(())
    }
}

fn close_apart(gone: Vec<(String, Arc<Session>)>) {
    if gone.is_empty() {
        return;
    }
    let close = move || gone.iter().for_each(|(_, session)| session.close());
    // Without a thread they are dropped here: that takes longer, and leaves nothing behind either.
    drop(std::thread::Builder::new().name("tickloom-sessions".into()).spawn(close));
}

fn unknown(name: &str) -> Failure {
    let text =
        format!("there is no session {name:?}: it was closed, or its connection has ended; open another one");
    Failure::new("session.unknown", text)
}
