//! What the engine says, brought to those who asked: replies, errors, events, and what cannot be an engine's.

use bytes::Bytes;
use tickloom_protocol::{Frame, Payload};
use tracing::debug;

use super::{
    asked::{Asked, Open},
    book::{Book, cancel},
    faults,
};
use crate::Failure;

impl Book {
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
            Frame::Error { id: Some(id), code, message, details, retryable } => {
                self.failed(id, Failure::heard(code, message, details.map(owned), retryable))
            }
            Frame::Error { id: None, code, message, details, retryable } => {
                Err(Failure::heard(code, message, details.map(owned), retryable))
            }
            other => Err(faults::nonsense(format_args!("a frame {:?} in between", other.kind()))),
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
        let failure = failure.of_request(self.request(id));
        debug!(request = failure.request(), code = failure.code(), "request failed");
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
}
