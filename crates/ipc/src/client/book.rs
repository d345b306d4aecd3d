//! What is open and what waits to be: from orders to frames, from frames to those who wait for them.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Instant,
};

use bytes::Bytes;
use tickloom_protocol::{Frame, Payload};

use super::{
    ClientLimits,
    asked::{Asked, Open, Waiting},
    desk::{Desk, Order},
    faults,
    subscriber::Subscriber,
};
use crate::Failure;

/// The requests and subscriptions of a client.
pub(crate) struct Book {
    open: HashMap<u32, Open>,
    waiting: VecDeque<(Instant, Waiting)>,
    /// Subscriptions whose events nobody takes at the moment.
    held: Vec<Subscriber>,
    last_id: u32,
    limits: ClientLimits,
    desk: Arc<Desk>,
}

impl Book {
    pub(crate) fn new(limits: ClientLimits, desk: Arc<Desk>) -> Self {
        let (open, waiting, held) = (HashMap::new(), VecDeque::new(), Vec::new());
        Self { open, waiting, held, last_id: 0, limits, desk }
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
            if let Some((frame, open)) = waiting.begin(id) {
                self.open.insert(id, open);
                send(frame);
            }
        }
    }

    /// What the engine has said.
    ///
    /// # Errors
    /// Why it cannot be an engine; the whole connection is then worth nothing.
    pub(crate) fn hear(&mut self, bytes: &Bytes, send: &mut impl FnMut(Bytes)) -> Result<(), Failure> {
        let owned = |payload: Payload<'_>| bytes.slice_ref(payload.bytes().unwrap_or_default());
        match Frame::decode(bytes).map_err(faults::nonsense)? {
            Frame::Reply { id, more, result } => {
                self.reply(id, more.unwrap_or_default(), owned(result), send)
            }
            Frame::Event { subscription, sequence, last, data } => {
                // A copy: a slice that waits would hold all that was read together with it.
                let data = Bytes::copy_from_slice(data.bytes().unwrap_or_default());
                self.event(subscription, sequence, last.unwrap_or_default(), data, send)
            }
            Frame::Error { id: Some(id), code, message, details } => {
                self.failed(id, Failure::heard(code, message, details.map(owned)))
            }
            Frame::Error { id: None, code, message, details } => {
                Err(Failure::heard(code, message, details.map(owned)))
            }
            other => Err(faults::nonsense(format_args!("a frame {:?} in between", other.kind()))),
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

    fn reply(
        &mut self,
        id: u32,
        more: bool,
        result: Bytes,
        send: &mut impl FnMut(Bytes),
    ) -> Result<(), Failure> {
        match self.open.get_mut(&id) {
            Some(Open::Request(asked)) => {
                asked.add(result);
                match asked.bytes > self.limits.result_bytes {
                    true => self.give_up(id, more, send),
                    false if more => {}
                    false => self.finish(id),
                }
            }
            Some(Open::Subscription(subscriber)) if !more => subscriber.begin(result),
            // The reply to a subscription that nobody wants any more is not the last of it.
            Some(Open::Forgotten) => {}
            _ => return Err(faults::nonsense(format_args!("a reply to {id}, which was not asked"))),
        }
        Ok(())
    }

    fn event(
        &mut self,
        id: u32,
        sequence: u64,
        last: bool,
        data: Bytes,
        send: &mut impl FnMut(Bytes),
    ) -> Result<(), Failure> {
        match self.open.get_mut(&id) {
            Some(Open::Subscription(subscriber)) if last || subscriber.has_room(data.len()) => {
                subscriber.hand_over(sequence, data)?;
            }
            Some(Open::Subscription(_)) => self.hold(id, send),
            Some(Open::Forgotten) => {}
            _ => return Err(faults::nonsense(format_args!("an event of {id}, which was not asked"))),
        }
        if last && let Some(Open::Subscription(subscriber)) = self.open.remove(&id) {
            subscriber.end(Ok(()));
        }
        Ok(())
    }

    fn failed(&mut self, id: u32, failure: Failure) -> Result<(), Failure> {
        match self.open.remove(&id) {
            Some(Open::Request(asked)) => asked.tell(Err(failure)),
            Some(Open::Subscription(subscriber)) if failure.code() == "protocol.shutting_down" => {
                self.survive(subscriber, failure);
            }
            Some(Open::Subscription(subscriber)) => subscriber.end(Err(failure)),
            Some(Open::Forgotten) => {}
            None => return Err(faults::nonsense(format_args!("an error of {id}, which was not asked"))),
        }
        Ok(())
    }

    fn finish(&mut self, id: u32) {
        if let Some(Open::Request(Asked { told, parts, .. })) = self.open.remove(&id) {
            // Who does not wait any more has said so, or is about to.
            let _ = told.send(Ok(parts));
        }
    }

    /// Ends a request whose result is too large; the engine goes on until it hears of it.
    fn give_up(&mut self, id: u32, more: bool, send: &mut impl FnMut(Bytes)) {
        if let Some(Open::Request(asked)) = self.open.remove(&id) {
            asked.tell(Err(faults::result_too_large(self.limits.result_bytes)));
        }
        if more {
            self.open.insert(id, Open::Forgotten);
            send(cancel(id));
        }
    }

    /// Lets a subscription stand still until its events are taken; it then goes on from the last that was kept.
    fn hold(&mut self, id: u32, send: &mut impl FnMut(Bytes)) {
        if let Some(Open::Subscription(mut subscriber)) = self.open.insert(id, Open::Forgotten) {
            subscriber.survives_a_break();
            self.held.push(subscriber);
            send(cancel(id));
        }
    }

    fn survive(&mut self, mut subscriber: Subscriber, failure: Failure) {
        if subscriber.survives_a_break() {
            self.wait_again(subscriber);
        } else {
            subscriber.end(Err(failure));
        }
    }
}

fn cancel(id: u32) -> Bytes {
    Frame::Cancel { id }.encode().unwrap_or_default().into()
}
