//! Where callers leave what they want and the client's thread takes it; nothing waits without bound.

use std::{
    collections::VecDeque,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use bytes::Bytes;
use tokio::sync::{Notify, oneshot};

use super::{Welcome, faults, subscriber::Subscriber};
use crate::Failure;

/// All parts of a result, or why there is none.
pub(crate) type Outcome = Result<Vec<Bytes>, Failure>;

/// What a caller wants. Keys name requests and subscriptions as long as the client lives; numbers on the wire change.
pub(crate) enum Order {
    Ask {
        key: u64,
        method: Box<str>,
        params: Bytes,
        told: oneshot::Sender<Outcome>,
    },
    Listen(Subscriber),
    /// Nobody waits for the answer, or for events, any more.
    Forget {
        key: u64,
    },
    /// Events that were waiting have been taken, so that others can come.
    GoOn {
        key: u64,
    },
}

#[derive(Default)]
struct State {
    orders: VecDeque<Order>,
    /// Requests and subscriptions that no connection has taken yet, here or with the thread.
    waiting: usize,
    is_closed: bool,
    welcome: Option<Welcome>,
}

/// The desk between callers and the thread.
pub(crate) struct Desk {
    state: Mutex<State>,
    changed: Notify,
    keys: AtomicU64,
    most: usize,
}

impl Desk {
    pub(crate) fn new(most: usize) -> Self {
        Self { state: Mutex::default(), changed: Notify::new(), keys: AtomicU64::new(0), most }
    }

    /// A name that no other request or subscription of this client has.
    pub(crate) fn new_key(&self) -> u64 {
        self.keys.fetch_add(1, Relaxed)
    }

    /// Leaves an order. Those that end something are always taken: there are no more of them than of the others.
    pub(crate) fn place(&self, order: Order) -> Result<(), Failure> {
        let mut state = self.lock();
        if state.is_closed {
            return Err(faults::closed());
        }
        if matches!(order, Order::Ask { .. } | Order::Listen(_)) {
            if state.waiting >= self.most {
                return Err(faults::too_many_waiting(self.most));
            }
            state.waiting += 1;
        }
        state.orders.push_back(order);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// All orders that were left.
    pub(crate) fn take(&self) -> VecDeque<Order> {
        std::mem::take(&mut self.lock().orders)
    }

    /// One that was with the engine waits again.
    pub(crate) fn joined_the_queue(&self) {
        self.lock().waiting += 1;
    }

    /// One that waited does so no more.
    pub(crate) fn left_the_queue(&self) {
        let mut state = self.lock();
        state.waiting = state.waiting.saturating_sub(1);
    }

    /// Waits for an order, or for the end.
    pub(crate) async fn changed(&self) {
        self.changed.notified().await;
    }

    /// Nothing is taken any more.
    pub(crate) fn close(&self) {
        self.lock().is_closed = true;
        self.changed.notify_one();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.lock().is_closed
    }

    pub(crate) fn set_welcome(&self, welcome: Option<Welcome>) {
        self.lock().welcome = welcome;
    }

    pub(crate) fn welcome(&self) -> Option<Welcome> {
        let state = self.lock();
        state.welcome.clone().filter(|_| !state.is_closed)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
