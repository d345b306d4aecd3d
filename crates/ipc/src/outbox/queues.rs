//! The two queues of a connection and the streams whose events stand in them: the state behind the lock.

use std::{
    collections::{HashMap, VecDeque},
    task::{Context, Poll, Waker},
};

use bytes::Bytes;

use super::{Item, Observer, Outgoing, Overflow, Packed, latest::Latest, stream::Stream};
use crate::Limits;

/// A map without entries.
const EMPTY: &[u8] = &[0x80];

#[derive(PartialEq)]
enum State {
    Open,
    Overflowing,
    Closed,
}

pub(super) struct Queues {
    state: State,
    /// What must not be dropped, in order.
    control: VecDeque<Item>,
    control_bytes: usize,
    latest: Latest,
    /// Open streams by a number that is never used again: one that was closed can fill no other that has its subscription's.
    streams: HashMap<u64, Stream>,
    next_stream: u64,
    is_turn_of_latest: bool,
    sender: Option<Waker>,
    /// Whether the sender found nothing and sleeps. One that is busy looks again by itself.
    is_idle: bool,
    control_frames: usize,
    latest_keys: usize,
    latest_bytes: usize,
}

impl Queues {
    pub(super) fn new(limits: &Limits) -> Self {
        Self {
            state: State::Open,
            control: VecDeque::new(),
            control_bytes: 0,
            latest: Latest::default(),
            streams: HashMap::new(),
            next_stream: 0,
            is_turn_of_latest: false,
            sender: None,
            is_idle: false,
            control_frames: limits.control_frames,
            latest_keys: limits.latest_keys,
            latest_bytes: limits.latest_bytes,
        }
    }

    pub(super) fn push(&mut self, item: Item) -> bool {
        let is_wanted = match &item {
            Item::Frame { .. } | Item::Beginning { .. } => true,
            Item::Event { stream, .. } => self.has_stream(*stream),
        };
        if self.state != State::Open || !is_wanted {
            return false;
        }
        self.control_bytes += item.len();
        self.control.push_back(item);
        self.wake_if_idle();
        true
    }

    pub(super) fn push_or_overflow(&mut self, item: Item) -> bool {
        if self.state == State::Open && self.control.len() >= self.control_frames {
            self.state = State::Overflowing;
            self.wake();
        }
        self.push(item)
    }

    pub(super) fn has_room(&self, bytes: usize) -> bool {
        self.state != State::Open || self.control_bytes < bytes && self.control.len() < self.control_frames
    }

    pub(super) fn unread(&self) -> usize {
        self.control_bytes
    }

    pub(super) fn open_stream(&mut self, subscription: u32, observer: Option<Observer>) -> u64 {
        self.next_stream += 1;
        self.streams.insert(self.next_stream, Stream::new(subscription, observer));
        self.next_stream
    }

    pub(super) fn close_stream(&mut self, subscription: u32) -> bool {
        let found = self.streams.iter().find(|(_, stream)| stream.subscription == subscription);
        let Some((&stream, _)) = found else { return false };
        self.streams.remove(&stream);
        self.latest.remove_stream(stream);
        self.control.retain(|item| !item.is_of(stream));
        self.control_bytes = self.control.iter().map(Item::len).sum();
        true
    }

    pub(super) fn finish_stream(&mut self, stream: u64) {
        let ends = |item: &Item| matches!(item, Item::Event { is_last: true, .. }) && item.is_of(stream);
        if !self.control.iter().any(ends) {
            let data = Packed { bytes: Bytes::from_static(EMPTY), caused: None };
            self.push(Item::Event { stream, data, is_last: true });
        }
    }

    pub(super) fn fail_stream(&mut self, stream: u64, bytes: Bytes) {
        let Some(subscription) = self.streams.get(&stream).map(|stream| stream.subscription) else { return };
        self.close_stream(subscription);
        self.push(Item::Frame { bytes, finishes: Some(subscription) });
    }

    pub(super) fn subscriptions(&self) -> Vec<u32> {
        self.streams.values().map(|stream| stream.subscription).collect()
    }

    pub(super) fn has_stream(&self, stream: u64) -> bool {
        self.streams.contains_key(&stream)
    }

    pub(super) fn set_latest(&mut self, stream: u64, key: u64, data: Packed, merged: &mut u64) -> bool {
        if self.state != State::Open || !self.has_stream(stream) {
            return false;
        }
        *merged += u64::from(self.latest.set((stream, key), data));
        while self.latest.exceeds(self.latest_keys, self.latest_bytes) {
            *merged += self.drop_oldest();
        }
        self.wake_if_idle();
        true
    }

    pub(super) fn drop_latest(&mut self, stream: u64, key: u64) -> u64 {
        let dropped = self.latest.remove((stream, key)).map_or(0, |newest| newest.merged + 1);
        self.skip(stream, dropped);
        // Those that were merged have been counted before.
        dropped.min(1)
    }

    pub(super) fn poll_next(&mut self) -> Poll<Outgoing> {
        let next = self.next();
        self.is_idle = next.is_none();
        next.map_or(Poll::Pending, Poll::Ready)
    }

    pub(super) fn attend(&mut self, cx: &Context<'_>) -> Result<(), Overflow> {
        self.is_idle = false;
        if !self.sender.as_ref().is_some_and(|sender| sender.will_wake(cx.waker())) {
            self.sender = Some(cx.waker().clone());
        }
        if self.state == State::Overflowing { Err(Overflow) } else { Ok(()) }
    }

    pub(super) fn close(&mut self) {
        self.state = State::Closed;
        self.control.clear();
        self.latest = Latest::default();
        self.streams.clear();
        self.control_bytes = 0;
    }

    fn next(&mut self) -> Option<Outgoing> {
        self.is_turn_of_latest = !self.is_turn_of_latest;
        if self.is_turn_of_latest {
            self.next_latest().or_else(|| self.next_control())
        } else {
            self.next_control().or_else(|| self.next_latest())
        }
    }

    /// Whether the client was told that a stream has begun; one that has ended waits for nothing.
    fn has_begun(&self, stream: u64) -> bool {
        self.streams.get(&stream).is_none_or(|stream| stream.has_begun)
    }

    /// The first frame that may go: events of a stream wait for what says that it has begun.
    fn next_item(&mut self) -> Option<Item> {
        let may_go = |item: &Item| match item {
            Item::Event { stream, .. } => self.has_begun(*stream),
            Item::Frame { .. } | Item::Beginning { .. } => true,
        };
        let position = self.control.iter().position(may_go)?;
        self.control.remove(position)
    }

    fn next_control(&mut self) -> Option<Outgoing> {
        loop {
            let item = self.next_item()?;
            self.control_bytes -= item.len();
            match item {
                Item::Frame { bytes, finishes } => return Some(Outgoing { bytes, finishes, delivery: None }),
                Item::Beginning { stream, bytes } => {
                    self.streams.entry(stream).and_modify(|stream| stream.has_begun = true);
                    return Some(Outgoing { bytes, finishes: None, delivery: None });
                }
                Item::Event { stream, data, is_last } => {
                    if let Some(event) = self.event(stream, &data, is_last) {
                        return Some(event);
                    }
                }
            }
        }
    }

    fn next_latest(&mut self) -> Option<Outgoing> {
        while self.latest.next_stream().is_some_and(|stream| self.has_begun(stream)) {
            let ((stream, _), newest) = self.latest.pop()?;
            self.skip(stream, newest.merged);
            if let Some(event) = self.event(stream, &newest.data, false) {
                return Some(event);
            }
        }
        None
    }

    /// An event with its number. The last one takes along what still waits of its stream.
    fn event(&mut self, stream: u64, data: &Packed, is_last: bool) -> Option<Outgoing> {
        let open = self.streams.get_mut(&stream)?;
        let (subscription, bytes) = (open.subscription, open.frame(&data.bytes, is_last)?);
        let delivery = open.delivery(data);
        if is_last {
            self.close_stream(subscription);
        }
        Some(Outgoing { bytes, finishes: is_last.then_some(subscription), delivery })
    }

    fn drop_oldest(&mut self) -> u64 {
        let Some(((stream, _), newest)) = self.latest.pop() else { return 0 };
        self.skip(stream, newest.merged + 1);
        1
    }

    fn skip(&mut self, stream: u64, events: u64) {
        if let Some(stream) = self.streams.get_mut(&stream) {
            stream.skip(events);
        }
    }

    fn wake_if_idle(&mut self) {
        if std::mem::take(&mut self.is_idle) {
            self.wake();
        }
    }

    fn wake(&self) {
        if let Some(sender) = &self.sender {
            sender.wake_by_ref();
        }
    }
}
