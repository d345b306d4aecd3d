//! Events that wait to be taken: bounded, in order, and what is missing among them is told.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use bytes::Bytes;

use super::ClientLimits;
use crate::Failure;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What the method says, as MessagePack.
    pub data: Bytes,
    /// How many events before it are missing: merged by the engine, or not taken in time. None where that cannot be known: the
    /// connection broke, and was made anew without going on from the last event.
    pub missed: Option<u64>,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Event>,
    bytes: usize,
    begun: Option<Bytes>,
    end: Option<Result<(), Failure>>,
    waker: Option<Waker>,
    /// The newest that was ever put here, to go on from.
    newest: Option<Bytes>,
    /// The thread holds events back until some have been taken.
    is_held: bool,
}

/// The events of one subscription.
pub(crate) struct EventQueue {
    state: Mutex<State>,
    most: usize,
    most_bytes: usize,
}

impl EventQueue {
    pub(crate) fn new(limits: &ClientLimits) -> Self {
        Self { state: Mutex::default(), most: limits.events.max(1), most_bytes: limits.event_bytes }
    }

    /// The engine has begun.
    pub(crate) fn begin(&self, reply: Bytes) {
        self.change(|state| _ = state.begun.get_or_insert(reply));
    }

    /// No more events come.
    pub(crate) fn end(&self, end: Result<(), Failure>) {
        self.change(|state| _ = state.end.get_or_insert(end));
    }

    /// Whether one more can wait; if not, who takes some will be asked to say so.
    pub(crate) fn has_room(&self, bytes: usize) -> bool {
        let mut state = self.lock();
        state.is_held |= !self.fits(&state, bytes);
        !state.is_held
    }

    /// Puts an event at the end. Where there is no room the oldest give way, and the next one tells how many.
    pub(crate) fn push(&self, event: Event) {
        self.change(|state| {
            while !self.fits(state, event.data.len()) && state.drop_oldest() {}
            state.bytes += event.data.len();
            state.newest = Some(event.data.clone());
            state.waiting.push_back(event);
        });
    }

    /// What to go on from.
    pub(crate) fn newest(&self) -> Option<Bytes> {
        self.lock().newest.clone()
    }

    /// The reply with which it began.
    pub(crate) fn poll_begun(&self, cx: &mut Context<'_>) -> Poll<Result<Bytes, Failure>> {
        let mut state = self.lock();
        match (&state.begun, &state.end) {
            (Some(begun), _) => Poll::Ready(Ok(begun.clone())),
            (None, Some(Err(failure))) => Poll::Ready(Err(failure.clone())),
            (None, Some(Ok(()))) => Poll::Ready(Ok(Bytes::new())),
            (None, None) => state.wait(cx),
        }
    }

    /// The next event; none after the last. With it comes whether events were held back and can come now.
    pub(crate) fn poll_next(&self, cx: &mut Context<'_>) -> Poll<(Option<Result<Event, Failure>>, bool)> {
        let mut state = self.lock();
        if let Some(event) = state.waiting.pop_front() {
            state.bytes -= event.data.len();
            let goes_on = state.is_held && state.waiting.len() <= self.most / 2;
            state.is_held &= !goes_on;
            return Poll::Ready((Some(Ok(event)), goes_on));
        }
        match &state.end {
            Some(end) => Poll::Ready((end.clone().err().map(Err), false)),
            None => state.wait(cx),
        }
    }

    fn fits(&self, state: &State, bytes: usize) -> bool {
        state.waiting.is_empty() || state.waiting.len() < self.most && state.bytes + bytes <= self.most_bytes
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.lock();
        change(&mut state);
        let waker = state.waker.take();
        drop(state);
        waker.into_iter().for_each(Waker::wake);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wait<T>(&mut self, cx: &Context<'_>) -> Poll<T> {
        self.waker = Some(cx.waker().clone());
        Poll::Pending
    }

    /// False if none is left to drop.
    fn drop_oldest(&mut self) -> bool {
        let Some(oldest) = self.waiting.pop_front() else { return false };
        self.bytes -= oldest.data.len();
        if let Some(next) = self.waiting.front_mut() {
            let before = oldest.missed.and_then(|before| before.checked_add(1));
            next.missed = next.missed.zip(before).map(|(missed, before)| missed + before);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(events: usize, event_bytes: usize) -> EventQueue {
        EventQueue::new(&ClientLimits { events, event_bytes, ..ClientLimits::default() })
    }

    fn event(text: &'static str, missed: Option<u64>) -> Event {
        Event { data: Bytes::from_static(text.as_bytes()), missed }
    }

    fn taken(queue: &EventQueue) -> Vec<Event> {
        let mut context = Context::from_waker(Waker::noop());
        let mut next = || match queue.poll_next(&mut context) {
            Poll::Ready((Some(Ok(event)), _)) => Some(event),
            _ => None,
        };
        std::iter::from_fn(&mut next).collect()
    }

    #[test]
    fn what_there_is_no_room_for_is_counted_by_the_next_one() {
        let queue = queue(2, 100);
        for (text, missed) in [("a", Some(0)), ("b", Some(3)), ("c", Some(0)), ("d", Some(1))] {
            queue.push(event(text, missed));
        }
        assert_eq!(taken(&queue), [event("c", Some(5)), event("d", Some(1))]);
    }

    #[test]
    fn bytes_are_bounded_too_and_one_event_always_fits() {
        let queue = queue(100, 3);
        queue.push(event("aa", Some(0)));
        queue.push(event("bb", None));
        queue.push(event("cccc", Some(0)));
        assert_eq!(taken(&queue), [event("cccc", Some(0))]);
    }

    #[test]
    fn whoever_takes_half_of_what_waits_lets_others_come() {
        let queue = queue(2, 100);
        queue.push(event("a", Some(0)));
        assert!(queue.has_room(1));
        queue.push(event("b", Some(0)));
        assert!(!queue.has_room(1));
        let mut context = Context::from_waker(Waker::noop());
        assert!(matches!(queue.poll_next(&mut context), Poll::Ready((Some(Ok(_)), true))));
        assert!(queue.has_room(1));
    }
}
