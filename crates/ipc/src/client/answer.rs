//! The answer to a request, as its caller sees it.

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::Bytes;
use tokio::sync::oneshot;

use super::{
    desk::{Desk, Order, Outcome},
    faults,
    waiting::block_until,
};
use crate::Failure;

/// A request that was made: a future of its result, or something to wait for. Dropped before that, it cancels the request.
///
/// The result is all of its parts in order, each MessagePack.
#[must_use = "a request whose answer is dropped is cancelled"]
pub struct Answer {
    key: u64,
    heard: oneshot::Receiver<Outcome>,
    is_over: bool,
    desk: Arc<Desk>,
}

impl Answer {
    pub(crate) fn new(key: u64, heard: oneshot::Receiver<Outcome>, desk: Arc<Desk>) -> Self {
        Self { key, heard, is_over: false, desk }
    }

    /// The result, waited for on this thread; then the request is cancelled if it has not come.
    ///
    /// # Errors
    /// What the engine says; `protocol.timed_out` if that takes longer; `ipc.disconnected` if the connection breaks before, after which
    /// nobody knows whether it was done; `ipc.closed`.
    pub fn wait(mut self, most: Duration) -> Result<Vec<Bytes>, Failure> {
        self.wait_for(most).unwrap_or_else(|| Err(Failure::timed_out()))
    }

    /// The same, without an end of patience: none if it has not come by then.
    pub fn wait_for(&mut self, most: Duration) -> Option<Result<Vec<Bytes>, Failure>> {
        // Too long to be told is for ever.
        block_until(Instant::now().checked_add(most), |cx| Pin::new(&mut *self).poll(cx))
    }
}

impl Future for Answer {
    type Output = Result<Vec<Bytes>, Failure>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        if self.is_over {
            return Poll::Ready(Err(faults::closed()));
        }
        let heard = std::task::ready!(Pin::new(&mut self.heard).poll(cx));
        self.is_over = true;
        Poll::Ready(heard.unwrap_or_else(|_| Err(faults::closed())))
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        if !self.is_over {
            // A client that was closed has forgotten it already.
            let _ = self.desk.place(Order::Forget { key: self.key });
        }
    }
}
