//! From frames to handlers and back: what each kind of frame sets going.

use std::{pin::Pin, sync::Arc, task::Context};

use bytes::Bytes;
use tickloom_protocol::{Frame, Payload};

use crate::{
    Call, Events, Failure, Handler, Limits, Subscription,
    counters::count,
    ending::Ending,
    guarded::{until_cancelled, within},
    outbox::Item,
    peer::Peer,
};

/// What a connection's frames are given to.
pub(crate) struct Dispatch {
    pub(crate) peer: Arc<Peer>,
    pub(crate) handler: Arc<dyn Handler>,
    pub(crate) limits: Arc<Limits>,
    pub(crate) is_draining: bool,
}

impl Dispatch {
    /// Sets going what a frame asks for.
    pub(crate) fn receive(&self, bytes: &Bytes, cx: &mut Context<'_>) -> Result<(), Ending> {
        match Frame::decode(bytes)? {
            Frame::Request { id, method, params } => self.call(id, method, bytes, params, cx, request),
            Frame::Subscribe { id, method, params } => self.call(id, method, bytes, params, cx, subscribe),
            Frame::Cancel { id } => self.peer.pending.cancel(id),
            Frame::Unsubscribe { id, subscription } => self.unsubscribe(id, subscription),
            _ => return Err(unexpected()),
        }
        Ok(())
    }

    /// From now on nothing new is begun, and no subscription goes on.
    pub(crate) fn drain(&mut self) {
        self.is_draining = true;
        for subscription in self.peer.outbox.subscriptions() {
            self.end_subscription(subscription);
            self.refuse(subscription, &shutting_down());
        }
    }

    fn call<W: Future<Output = ()> + Send + 'static>(
        &self,
        id: u32,
        method: &str,
        frame: &Bytes,
        params: Payload<'_>,
        cx: &mut Context<'_>,
        answer: impl FnOnce(Arc<dyn Handler>, Arc<Peer>, Call) -> W,
    ) {
        let cancelled = match self.admit().and_then(|()| self.peer.pending.open(id)) {
            Ok(cancelled) => cancelled,
            Err(failure) => return self.refuse(id, &failure),
        };
        count(&self.peer.counters.requests);
        let params = frame.slice_ref(params.bytes().unwrap_or_default());
        let call = Call::new(id, method, params, self.peer.clone(), cancelled);
        run(Box::pin(answer(self.handler.clone(), self.peer.clone(), call)), cx);
    }

    fn admit(&self) -> Result<(), Failure> {
        let unread = self.peer.outbox.unread();
        match unread > self.limits.unread_bytes {
            _ if self.is_draining => Err(shutting_down()),
            true => Err(Failure::new(
                "protocol.too_many_requests",
                format!("{unread} bytes of replies wait to be read: read them before asking for more"),
            )),
            false => Ok(()),
        }
    }

    fn unsubscribe(&self, id: u32, subscription: u32) {
        match self.peer.pending.is_free(id) {
            Err(failure) => self.refuse(id, &failure),
            Ok(()) if self.end_subscription(subscription) => self.confirm(id),
            Ok(()) => self.refuse(id, &unknown_subscription(subscription)),
        }
    }

    fn end_subscription(&self, subscription: u32) -> bool {
        let was_open = self.peer.outbox.close_stream(subscription);
        if was_open {
            self.peer.pending.cancel(subscription);
            self.peer.pending.finish(subscription);
        }
        was_open
    }

    fn confirm(&self, id: u32) {
        let reply = Frame::Reply { id, more: None, result: Payload::EMPTY };
        let bytes = reply.encode().unwrap_or_default().into();
        self.peer.outbox.push_or_overflow(Item::Frame { bytes, finishes: None });
    }

    /// Answers what was never begun. Nothing bounds how many there are, so those of a client that reads none end it.
    fn refuse(&self, id: u32, failure: &Failure) {
        let bytes = failure.frame(Some(id));
        self.peer.outbox.push_or_overflow(Item::Frame { bytes, finishes: None });
    }
}

/// Begins an answer here: most are ready at once and need no task of their own.
fn run(mut answer: Pin<Box<dyn Future<Output = ()> + Send>>, cx: &mut Context<'_>) {
    if answer.as_mut().poll(cx).is_pending() {
        tokio::spawn(answer);
    }
}

async fn request(handler: Arc<dyn Handler>, peer: Arc<Peer>, call: Call) {
    let (id, method, cancelled) = (call.id, call.shared_method(), call.cancellation());
    let answer = until_cancelled(&method, &cancelled, &peer.counters, || handler.request(call));
    let result = within(|| handler.deadline(&method), answer).await;
    cancelled.cancel();
    let bytes = result.map_or_else(|failure| failure.frame(Some(id)), |reply| reply.0);
    peer.outbox.push(Item::Frame { bytes, finishes: Some(id) });
}

async fn subscribe(handler: Arc<dyn Handler>, peer: Arc<Peer>, call: Call) {
    let (id, method, cancelled) = (call.id, call.shared_method(), call.cancellation());
    let answer = until_cancelled(&method, &cancelled, &peer.counters, || handler.subscribe(call));
    match within(|| handler.deadline(&method), answer).await {
        Ok(subscription) => {
            let stream = peer.outbox.open_stream(id, subscription.observer.clone());
            let events = Events { stream, peer, cancelled, caused: None };
            feed(&method, events, id, subscription).await;
        }
        Err(failure) => {
            cancelled.cancel();
            peer.outbox.push(Item::Frame { bytes: failure.frame(Some(id)), finishes: Some(id) });
        }
    }
}

/// Says that the subscription has begun, and lets events come until it ends. Whoever makes them knows of it before the client
/// does: what happens from then on is told.
async fn feed(method: &str, events: Events, id: u32, subscription: Subscription) {
    let Events { stream, peer, cancelled, .. } = events.clone();
    let begin = || {
        let running = (subscription.feed)(events);
        peer.outbox.push(Item::Beginning { stream, bytes: subscription.reply.0 });
        running
    };
    let ended = until_cancelled(method, &cancelled, &peer.counters, begin).await;
    let was_cancelled = cancelled.is_cancelled();
    cancelled.cancel();
    match ended {
        Ok(()) if was_cancelled => peer.outbox.fail_stream(stream, Failure::cancelled().frame(Some(id))),
        Ok(()) => peer.outbox.finish_stream(stream),
        Err(failure) => peer.outbox.fail_stream(stream, failure.frame(Some(id))),
    }
}

fn unexpected() -> Ending {
    Ending::told("protocol.unexpected_frame", "a client sends requests, cancels, subscribes and unsubscribes")
}

fn shutting_down() -> Failure {
    Failure::new("protocol.shutting_down", "the engine ends and begins nothing new: connect again later")
}

fn unknown_subscription(subscription: u32) -> Failure {
    let message = format!("no subscription {subscription} is open on this connection");
    Failure::new("protocol.unknown_subscription", message)
}
