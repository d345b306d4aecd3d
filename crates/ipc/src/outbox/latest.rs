//! The latest event of each key, oldest key first: what a slow client gets of market data.

use std::collections::{HashMap, VecDeque, hash_map::Entry};

use super::Packed;

/// A stream, and what its events are about.
pub(super) type Key = (u64, u64);

/// The latest event of a key.
#[derive(Debug, PartialEq)]
pub(super) struct Newest {
    pub(super) data: Packed,
    /// Events of the key that were merged into this one.
    pub(super) merged: u64,
}

/// A queue in which a key keeps its place while its event is replaced, so that a busy key cannot be starved by being moved
/// to the end.
#[derive(Default)]
pub(super) struct Latest {
    order: VecDeque<Key>,
    newest: HashMap<Key, Newest>,
    bytes: usize,
}

impl Latest {
    /// Sets the event of a key; true if another was replaced.
    pub(super) fn set(&mut self, key: Key, data: Packed) -> bool {
        self.bytes += data.bytes.len();
        match self.newest.entry(key) {
            Entry::Occupied(mut entry) => {
                let newest = entry.get_mut();
                newest.merged += 1;
                self.bytes -= std::mem::replace(&mut newest.data, data).bytes.len();
                true
            }
            Entry::Vacant(entry) => {
                entry.insert(Newest { data, merged: 0 });
                self.order.push_back(key);
                false
            }
        }
    }

    /// The stream whose turn is next.
    pub(super) fn next_stream(&self) -> Option<u64> {
        self.order.front().map(|(stream, _)| *stream)
    }

    /// Takes out the event of the oldest key.
    pub(super) fn pop(&mut self) -> Option<(Key, Newest)> {
        let key = self.order.pop_front()?;
        Some((key, self.take(key)?))
    }

    /// Takes out the event of a key.
    pub(super) fn remove(&mut self, key: Key) -> Option<Newest> {
        let newest = self.take(key)?;
        self.order.retain(|other| *other != key);
        Some(newest)
    }

    /// Takes out all events of a stream.
    pub(super) fn remove_stream(&mut self, stream: u64) {
        self.order.retain(|(other, _)| *other != stream);
        self.newest.retain(|(other, _), _| *other != stream);
        self.bytes = self.newest.values().map(|newest| newest.data.bytes.len()).sum();
    }

    /// Whether there are more than so many keys, or bytes.
    pub(super) fn exceeds(&self, keys: usize, bytes: usize) -> bool {
        self.order.len() > keys || self.bytes > bytes && self.order.len() > 1
    }

    fn take(&mut self, key: Key) -> Option<Newest> {
        let newest = self.newest.remove(&key)?;
        self.bytes -= newest.data.bytes.len();
        Some(newest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    fn packed(data: &'static [u8]) -> Packed {
        Packed { bytes: Bytes::from_static(data), caused: None }
    }

    fn filled(events: &[(u64, &'static [u8])]) -> Latest {
        let mut latest = Latest::default();
        for &(key, data) in events {
            latest.set((0, key), packed(data));
        }
        latest
    }

    #[test]
    fn a_key_keeps_its_place_and_counts_what_was_merged() {
        let mut latest = filled(&[(1, b"a"), (2, b"b"), (1, b"c"), (1, b"d")]);
        let newest = |data, merged| Newest { data: packed(data), merged };
        assert_eq!(latest.pop(), Some(((0, 1), newest(b"d", 2))));
        assert_eq!(latest.pop(), Some(((0, 2), newest(b"b", 0))));
        assert_eq!(latest.pop(), None);
    }

    #[test]
    fn bytes_are_those_of_the_latest_events_alone() {
        let mut latest = filled(&[(1, b"long"), (1, b"s"), (2, b"xyz")]);
        assert!(latest.exceeds(2, 3) && !latest.exceeds(2, 4) && latest.exceeds(1, 4));
        latest.remove((0, 2));
        assert!(!latest.exceeds(1, 0), "one event always fits");
    }

    #[test]
    fn a_stream_takes_its_events_with_it() {
        let mut latest = filled(&[(1, b"a")]);
        latest.set((7, 1), packed(b"b"));
        latest.remove_stream(0);
        assert_eq!(latest.pop().map(|(key, _)| key), Some((7, 1)));
        assert_eq!(latest.pop(), None);
    }
}
