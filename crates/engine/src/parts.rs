//! Where the parts of a long result go in, one after the other.

use std::marker::PhantomData;

use tickloom_ipc::{Failure, Part};
use tokio::sync::mpsc::Sender;

use crate::{Data, Request};

/// Parts that are packed and wait for the client to read those before: what is in memory of a result.
pub(crate) const AHEAD: usize = 2;

/// All parts of a result but the last, which the method returns.
pub struct Parts<T> {
    request: Request,
    packed: Sender<Part>,
    kind: PhantomData<fn(T)>,
}

impl<T: Data> Parts<T> {
    pub(crate) fn new(request: Request, packed: Sender<Part>) -> Self {
        Self { request, packed, kind: PhantomData }
    }

    /// Sends a part, as soon as the client has read enough of those before. About 1 MiB is a good size.
    ///
    /// # Errors
    /// `protocol.cancelled` if nobody waits any more; `protocol.result_too_large` above 16 MiB.
    pub fn send(&self, part: &T) -> Result<(), Failure> {
        let part = self.request.call.pack_part(part.payload()?)?;
        self.packed.blocking_send(part).map_err(|_| Failure::cancelled())
    }
}
