//! A name for a sequence of ticks that depends on nothing but the ticks.

use std::{fmt, str::FromStr};

use tickloom_model::{Digits, Ticks};

/// BLAKE3 over a day's ticks as columns of little-endian numbers (times in nanoseconds, prices in points), or over the
/// hashes of several days. Equal hashes mean equal ticks, in whichever format they came.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentHash(blake3::Hash);

/// Numbers turned into bytes at a time: enough for BLAKE3 to use its widest vectors, and still in the second-level cache.
const BLOCK: usize = 8192;

impl ContentHash {
    pub(crate) fn of(ticks: &Ticks, digits: Digits) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("tickloom 2026 ticks of a day v1");
        hasher.update(&[digits.get()]);
        hasher.update(&(ticks.len() as u64).to_le_bytes());
        for column in [&ticks.timestamp, &ticks.bid, &ticks.ask] {
            update(&mut hasher, column, i64::to_le_bytes);
        }
        for column in [&ticks.bid_volume, &ticks.ask_volume] {
            update(&mut hasher, column, f32::to_le_bytes);
        }
        Self(hasher.finalize())
    }

    /// The hash of many days: of their days since 1970-01-01 and hashes, in order.
    pub fn of_days<'a>(days: impl Iterator<Item = (i32, &'a Self)>) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("tickloom 2026 days of a symbol v1");
        for (day, hash) in days {
            hasher.update(&day.to_le_bytes());
            hasher.update(hash.0.as_bytes());
        }
        Self(hasher.finalize())
    }
}

fn update<T: Copy, const N: usize>(hasher: &mut blake3::Hasher, column: &[T], bytes: fn(T) -> [u8; N]) {
    let mut buffer = vec![[0; N]; BLOCK.min(column.len())];
    for block in column.chunks(BLOCK) {
        buffer.iter_mut().zip(block).for_each(|(room, &value)| *room = bytes(value));
        hasher.update(buffer[..block.len()].as_flattened());
    }
}

impl fmt::Display for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.to_hex())
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "ContentHash({self})")
    }
}

impl FromStr for ContentHash {
    type Err = blake3::HexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        blake3::Hash::from_hex(text).map(Self)
    }
}
