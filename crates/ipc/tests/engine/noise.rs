//! Frames that are good, and the ways in which they go bad.

use serde_json::json;
use tickloom_protocol::{Frame, Payload};

/// Random numbers that are the same each time.
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// One of the usual ways in which bytes go wrong.
    pub fn mutate(&mut self, bytes: &mut Vec<u8>) {
        let at = self.below(bytes.len());
        match self.below(6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, self.next() as u8),
            2 => bytes.extend((0..self.below(64)).map(|_| 0xc1)),
            3 => *bytes = (0..self.below(256)).map(|_| self.next() as u8).collect(),
            _ if bytes.is_empty() => bytes.push(0x81),
            4 => bytes[at] = [0xdf, 0xdd, 0xdb, 0xc6, 0xff, 0x00][self.below(6)],
            _ => bytes[at] ^= 1 << self.below(8),
        }
    }
}

/// How many mutated frames to send.
pub fn frames() -> usize {
    std::env::var("TICKLOOM_FRAMES").map_or(3_000, |frames| frames.parse().expect("a number"))
}

/// Frames of every kind, and of some that only the engine sends.
pub fn good_frames() -> Vec<Vec<u8>> {
    let params = json!({"symbol": "EURUSD", "list": [1, -1, 1.5, null, true], "nested": {"a": {"b": [[]]}}});
    let params = Payload::of(&params);
    let frames = [
        Frame::Hello { protocol: 1, nonce: "x", client: "y" },
        Frame::Request { id: 1, method: "echo", params },
        Frame::Request { id: 2, method: "typed", params },
        Frame::Subscribe { id: 3, method: "every", params },
        Frame::Cancel { id: 4 },
        Frame::Unsubscribe { id: 5, subscription: 3 },
        Frame::Reply { id: 6, more: None, result: params },
    ];
    frames.iter().map(|frame| frame.encode().unwrap()).collect()
}

/// A frame of a WebSocket with a mask of zeros, which claims so many bytes.
pub fn head(claimed: u64) -> Vec<u8> {
    let mut bytes = vec![0x82, 0xff];
    bytes.extend(claimed.to_be_bytes());
    bytes.extend([0; 4]);
    bytes
}
