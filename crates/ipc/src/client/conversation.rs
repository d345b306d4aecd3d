//! One connection from its welcome to its end: orders go out, frames come in, and silence is noticed.

use std::{
    future::poll_fn,
    task::{Context, Poll},
    time::Duration,
};

use tokio::time::{MissedTickBehavior, interval};

use super::{book::Book, desk::Desk, faults, reading::poll_frame};
use crate::{Failure, wire::Wire};

/// Bytes that are handed to the socket ahead of what it takes.
const WRITE_AHEAD: usize = 1 << 20;

/// Frames that are read in a row before others have their turn.
const IN_A_ROW: usize = 64;

/// Pings without any sign of life after which nobody is there.
const UNANSWERED: u32 = 2;

/// How long a goodbye may take.
const FAREWELL: Duration = Duration::from_secs(1);

/// A connection and what is asked on it.
pub(crate) struct Conversation<'a> {
    wire: Wire,
    book: &'a mut Book,
    desk: &'a Desk,
    heard: u64,
    unanswered: u32,
}

impl<'a> Conversation<'a> {
    pub(crate) fn new(wire: Wire, book: &'a mut Book, desk: &'a Desk) -> Self {
        Self { wire, book, desk, heard: 0, unanswered: 0 }
    }

    /// Goes on until it breaks, or until the client was closed.
    pub(crate) async fn hold(mut self, heartbeat: Duration) -> Failure {
        let mut beat = interval(heartbeat);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        beat.tick().await;
        let desk = self.desk;
        loop {
            let ended = tokio::select! {
                biased;
                failure = poll_fn(|cx| self.poll_exchange(cx)) => Some(failure),
                () = desk.changed() => desk.is_closed().then(faults::closed),
                _ = beat.tick() => self.beat(),
            };
            if let Some(failure) = ended {
                self.say_goodbye(&failure).await;
                return failure;
            }
        }
    }

    /// Ready when it has broken.
    fn poll_exchange(&mut self, cx: &mut Context<'_>) -> Poll<Failure> {
        match self.read(cx).and_then(|()| self.write(cx)) {
            Err(failure) => Poll::Ready(failure),
            Ok(()) => Poll::Pending,
        }
    }

    fn read(&mut self, cx: &mut Context<'_>) -> Result<(), Failure> {
        for _ in 0..IN_A_ROW {
            match poll_frame(&mut self.wire, cx) {
                Poll::Ready(frame) => self.book.hear(&frame?, &mut |bytes| self.wire.send(bytes))?,
                Poll::Pending => return Ok(()),
            }
        }
        cx.waker().wake_by_ref();
        Ok(())
    }

    fn write(&mut self, cx: &mut Context<'_>) -> Result<(), Failure> {
        loop {
            self.book.take_orders(&mut |bytes| self.wire.send(bytes));
            if self.wire.unsent() < WRITE_AHEAD {
                self.book.send_waiting(&mut |bytes| self.wire.send(bytes));
            }
            let had_some = self.wire.unsent() > 0;
            let is_sent = self.wire.poll_sent(cx).map_err(|_| faults::gone())?.is_ready();
            if !had_some || !is_sent {
                return Ok(());
            }
        }
    }

    /// Asks for a sign of life; the end if there was none for too long.
    fn beat(&mut self) -> Option<Failure> {
        let signs = self.wire.signs_of_life();
        if std::mem::replace(&mut self.heard, signs) != signs {
            self.unanswered = 0;
        }
        if self.unanswered >= UNANSWERED {
            return Some(faults::silent());
        }
        self.unanswered += 1;
        self.wire.ping();
        None
    }

    async fn say_goodbye(&mut self, failure: &Failure) {
        if failure.code() == "ipc.closed" {
            self.wire.send_close(1000, "");
            // Who does not hear it notices soon that nobody is there.
            let _ = tokio::time::timeout(FAREWELL, poll_fn(|cx| self.wire.poll_sent(cx))).await;
        }
    }
}
