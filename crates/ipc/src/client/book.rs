//! What is open and what waits to be: from orders to frames, and what becomes of both when the connection breaks.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Instant,
};

use bytes::Bytes;
use tickloom_protocol::Frame;
use tracing::debug;

use super::{
    ClientLimits,
    asked::{Asked, Open, Waiting},
    desk::{Desk, Order},
    faults,
    subscriber::Subscriber,
};
use crate::{Failure, failure::request};

/// The requests and subscriptions of a client.
pub(crate) struct Book {
    pub(super) open: HashMap<u32, Open>,
    waiting: VecDeque<(Instant, Waiting)>,
    /// Subscriptions whose events nobody takes at the moment.
    pub(super) held: Vec<Subscriber>,
    last_id: u32,
    pub(super) limits: ClientLimits,
    desk: Arc<Desk>,
    /// The connection's name in logs.
    session: String,
}

impl Book {
    pub(crate) fn new(limits: ClientLimits, desk: Arc<Desk>) -> Self {
        let (open, waiting, held) = (HashMap::new(), VecDeque::new(), Vec::new());
        Self { open, waiting, held, last_id: 0, limits, desk, session: String::new() }
    }

    /// What is asked from now on is asked on this connection.
    pub(crate) fn begin(&mut self, session: &str) {
        session.clone_into(&mut self.session);
    }

    /// The name of a request in logs.
    pub(super) fn request(&self, id: u32) -> String {
        request(&self.session, id)
    }

    /// Takes what callers have left; what it makes necessary to say goes to `send`.
    pub(crate) fn take_orders(&mut self, send: &mut impl FnMut(Bytes)) {
        for order in self.desk.take() {
            match order {
                Order::Ask { key, method, params, told } => {
                    let asked = Asked::new(key, told);
                    self.wait(Waiting::Request { asked, method, params });
                }
                Order::Listen(subscriber) => self.wait(Waiting::Subscription(subscriber)),
                Order::Forget { key } => self.forget(key, send),
                Order::GoOn { key } => self.go_on(key),
            }
        }
    }

    /// Sends what waits, as far as the engine may have it.
    pub(crate) fn send_waiting(&mut self, send: &mut impl FnMut(Bytes)) {
        while self.open.len() < self.limits.open {
            let Some((_, waiting)) = self.waiting.pop_front() else { return };
            self.desk.left_the_queue();
            let id = self.new_id();
            debug!(request = self.request(id), method = waiting.method(), "request sent");
            if let Some((frame, open)) = waiting.begin(id) {
                self.open.insert(id, open);
                send(frame);
            }
        }
    }

    /// The connection broke. Requests fail, for nobody knows what became of them; subscriptions wait for the next one if they can.
    pub(crate) fn broke(&mut self, why: &Failure) {
        for (_, open) in std::mem::take(&mut self.open) {
            match open {
                Open::Request(asked) => asked.tell(Err(faults::disconnected(why))),
                Open::Subscription(subscriber) => self.survive(subscriber, faults::disconnected(why)),
                Open::Forgotten => {}
            }
        }
    }

    /// Requests that have waited for a connection for too long.
    pub(crate) fn lose_patience(&mut self, why: &Failure) {
        let (patience, mut kept) = (self.limits.patience, VecDeque::new());
        for (since, waiting) in std::mem::take(&mut self.waiting) {
            match waiting {
                Waiting::Request { asked, .. } if since.elapsed() >= patience => {
                    self.desk.left_the_queue();
                    asked.tell(Err(faults::still_disconnected(why)));
                }
                waiting => kept.push_back((since, waiting)),
            }
        }
        self.waiting = kept;
    }

    /// Nothing comes any more.
    pub(crate) fn close(mut self, why: &Failure) {
        self.take_orders(&mut |_| ());
        let waiting = self.waiting.into_iter().map(|(_, waiting)| waiting.into_open());
        let held = self.held.into_iter().map(Open::Subscription);
        for open in self.open.into_values().chain(waiting).chain(held) {
            match open {
                Open::Request(asked) => asked.tell(Err(why.clone())),
                Open::Subscription(subscriber) => subscriber.end(Err(why.clone())),
                Open::Forgotten => {}
            }
        }
    }

    /// Something that no connection has any more.
    fn wait_again(&mut self, subscriber: Subscriber) {
        self.desk.joined_the_queue();
        self.wait(Waiting::Subscription(subscriber));
    }

    fn wait(&mut self, waiting: Waiting) {
        self.waiting.push_back((Instant::now(), waiting));
    }

    fn forget(&mut self, key: u64, send: &mut impl FnMut(Bytes)) {
        self.held.retain(|held| held.key != key);
        if let Some(place) = self.waiting.iter().position(|(_, waiting)| waiting.key() == key) {
            self.waiting.remove(place);
            self.desk.left_the_queue();
        }
        if let Some((id, open)) = self.open.iter_mut().find(|(_, open)| open.key() == Some(key)) {
            *open = Open::Forgotten;
            send(cancel(*id));
        }
    }

    fn go_on(&mut self, key: u64) {
        if let Some(place) = self.held.iter().position(|held| held.key == key) {
            let subscriber = self.held.swap_remove(place);
            self.wait_again(subscriber);
        }
    }

    fn new_id(&mut self) -> u32 {
        loop {
            self.last_id = self.last_id.wrapping_add(1);
            if !self.open.contains_key(&self.last_id) {
                return self.last_id;
            }
        }
    }

    /// Waits for the next connection, if it can.
    pub(super) fn survive(&mut self, mut subscriber: Subscriber, failure: Failure) {
        if subscriber.survives_a_break() {
            self.wait_again(subscriber);
        } else {
            subscriber.end(Err(failure));
        }
    }
}

pub(super) fn cancel(id: u32) -> Bytes {
    Frame::Cancel { id }.encode().unwrap_or_default().into()
}
