//! A name for a sequence of ticks that depends on nothing but the ticks.

use std::{fmt, str::FromStr};

use tickloom_model::{Digits, Ticks};

use super::numbers::little_endian;

/// BLAKE3 over a day's ticks as columns of little-endian numbers (times in nanoseconds, prices in points), or over the
/// hashes of several days. Equal hashes mean equal ticks, in whichever format they came.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContentHash(blake3::Hash);

impl ContentHash {
    pub(crate) fn of(ticks: &Ticks, digits: Digits) -> Self {
        let mut hasher = blake3::Hasher::new_derive_key("tickloom 2026 ticks of a day v1");
        hasher.update(&[digits.get()]);
        hasher.update(&(ticks.len() as u64).to_le_bytes());
        for column in [&ticks.timestamp, &ticks.bid, &ticks.ask] {
            hasher.update(little_endian(column));
        }
        for column in [&ticks.bid_volume, &ticks.ask_volume] {
            hasher.update(little_endian(column));
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
