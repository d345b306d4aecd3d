//! One connection after its handshake: frames in, frames out, and clocks that tell when it is dead.

use std::{
    future::poll_fn,
    pin::pin,
    task::{Context, Poll},
};

use tokio::{
    task::yield_now,
    time::{Instant, MissedTickBehavior, interval_at, sleep_until},
};
use tungstenite::Message;

use crate::{
    dispatch::Dispatch,
    ending::Ending,
    outbox::{Delivery, Overflow},
    switch::Stopping,
    wire::Wire,
};

/// Bytes that are handed to the socket ahead of what it takes.
const WRITE_AHEAD: usize = 64 << 10;

/// Messages that are read in a row before others have their turn.
const IN_A_ROW: usize = 64;

/// Pings without any sign of life after which nobody is there.
const UNANSWERED: u32 = 2;

/// A client and what it is served by.
pub(crate) struct Connection<'w> {
    wire: &'w mut Wire,
    dispatch: Dispatch,
    drained_by: Option<Instant>,
    beat_at: Instant,
    unanswered: u32,
    heard: u64,
    /// Whether others go before what is to be written: their tasks run, then this one again, which writes before it reads more.
    has_given_way: bool,
}

impl<'w> Connection<'w> {
    pub(crate) fn new(wire: &'w mut Wire, dispatch: Dispatch) -> Self {
        let beat_at = Instant::now() + dispatch.limits.heartbeat;
        Self { wire, dispatch, drained_by: None, beat_at, unanswered: 0, heard: 0, has_given_way: false }
    }

    /// Serves until it ends.
    pub(crate) async fn serve(&mut self, stopping: &Stopping) -> Ending {
        let every = self.dispatch.limits.pulse();
        let mut pulse = interval_at(Instant::now() + every, every);
        pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let drained_by = self.drained_by;
            let ended = tokio::select! {
                biased;
                ending = poll_fn(|cx| self.poll_exchange(cx)) => Some(ending),
                () = stopping.begun(), if drained_by.is_none() => { self.drain(); None }
                () = past(drained_by) => Some(Ending::shutting_down()),
                _ = pulse.tick() => self.pulse(),
            };
            if let Some(ending) = ended {
                return ending;
            }
        }
    }

    /// Ready when it has ended.
    fn poll_exchange(&mut self, cx: &mut Context<'_>) -> Poll<Ending> {
        match self.exchange(cx) {
            Err(ending) => Poll::Ready(ending),
            Ok(()) if self.is_drained() => Poll::Ready(Ending::shutting_down()),
            Ok(()) => Poll::Pending,
        }
    }

    fn exchange(&mut self, cx: &mut Context<'_>) -> Result<(), Ending> {
        self.attend(cx)?;
        if std::mem::take(&mut self.has_given_way) {
            self.write(cx)?;
        }
        self.read(cx)?;
        self.has_given_way = self.dispatch.peer.must_give_way() && pin!(yield_now()).poll(cx).is_pending();
        if self.has_given_way { Ok(()) } else { self.write(cx) }
    }

    fn attend(&self, cx: &Context<'_>) -> Result<(), Ending> {
        let overflow = self.dispatch.peer.outbox.attend(cx);
        overflow.map_err(|Overflow| Ending::slow_consumer("too many frames wait to be read"))
    }

    fn read(&mut self, cx: &mut Context<'_>) -> Result<(), Ending> {
        for _ in 0..IN_A_ROW {
            match self.wire.poll_message(cx)? {
                Poll::Ready(message) => self.receive(message, cx)?,
                Poll::Pending => return Ok(()),
            }
        }
        cx.waker().wake_by_ref();
        Ok(())
    }

    fn receive(&self, message: Message, cx: &mut Context<'_>) -> Result<(), Ending> {
        match message {
            Message::Binary(bytes) => self.dispatch.receive(&bytes, cx),
            Message::Text(_) => Err(Ending::told("protocol.malformed", "frames are binary, not text")),
            Message::Close(_) => Err(Ending::Left),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => Ok(()),
        }
    }

    fn write(&mut self, cx: &mut Context<'_>) -> Result<(), Ending> {
        loop {
            let is_all = self.take_frames();
            let is_sent = self.wire.poll_sent(cx).map_err(|_| Ending::Left)?.is_ready();
            if is_all || !is_sent {
                return Ok(());
            }
        }
    }

    /// Takes frames out of the queues as far as the socket should have them; whether none is left.
    fn take_frames(&mut self) -> bool {
        let peer = &self.dispatch.peer;
        while self.wire.unsent() < WRITE_AHEAD {
            let Poll::Ready(next) = peer.outbox.poll_next() else { return true };
            next.finishes.into_iter().for_each(|id| peer.pending.finish(id));
            self.wire.send(next.bytes);
            next.delivery.into_iter().for_each(Delivery::tell);
        }
        false
    }

    fn drain(&mut self) {
        self.dispatch.drain();
        self.drained_by = Some(Instant::now() + self.dispatch.limits.drain);
    }

    fn is_drained(&self) -> bool {
        self.drained_by.is_some() && self.dispatch.peer.pending.is_empty() && self.wire.unsent() == 0
    }

    fn pulse(&mut self) -> Option<Ending> {
        if self.wire.blocked_for() > self.dispatch.limits.stall {
            return Some(Ending::slow_consumer("nothing was read for too long"));
        }
        if Instant::now() < self.beat_at { None } else { self.beat() }
    }

    fn beat(&mut self) -> Option<Ending> {
        self.beat_at += self.dispatch.limits.heartbeat;
        let signs = self.wire.signs_of_life();
        if std::mem::replace(&mut self.heard, signs) != signs {
            self.unanswered = 0;
        }
        if self.unanswered >= UNANSWERED {
            return Some(Ending::unresponsive());
        }
        self.unanswered += 1;
        self.wire.ping();
        None
    }
}

async fn past(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => std::future::pending().await,
    }
}
