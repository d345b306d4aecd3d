//! Dukascopy's .bi5: an hour of ticks, or a period of candles, as big-endian records in one LZMA stream.

mod candle;
mod lzma;
mod path;
mod tick;

use tickloom_model::{Bars, Ticks, UnixNanos};

pub use path::{hour_of_path, path_of_hour};

use crate::{FormatError, Parsed, Refused};

/// The most bytes that the records of one file may take: an hour has 3,600,000 milliseconds, a tick 20 bytes.
pub const MAX_RECORDS_BYTES: usize = 72_000_000;

/// Decodes .bi5 files, one after the other, into the same memory.
#[derive(Debug)]
pub struct Decoder {
    records: Vec<u8>,
    keep: usize,
}

impl Default for Decoder {
    fn default() -> Self {
        Self::new()
    }
}

/// The bytes of one tick's record.
pub const TICK_BYTES: usize = tick::BYTES;

impl Decoder {
    /// A decoder that has not taken any memory yet.
    #[must_use]
    pub const fn new() -> Self {
        Self { records: Vec::new(), keep: Refused::KEPT }
    }

    /// The same decoder, which keeps this many refused records of each file instead of [`Refused::KEPT`].
    #[must_use]
    pub fn keeping(self, refused: usize) -> Self {
        Self { keep: refused, ..self }
    }

    /// The ticks of the hour that starts at `hour`, in the order of the file. No bytes are an hour without ticks.
    ///
    /// # Errors
    /// Those of [`FormatError`] that begin with `Bi5`, if the file cannot be decoded as a whole.
    pub fn ticks(&mut self, compressed: &[u8], hour: UnixNanos) -> Result<Parsed, FormatError> {
        let keep = self.keep;
        tick::parse(self.records::<{ tick::BYTES }>(compressed)?, hour, keep)
    }

    /// The candles of the day, month or year that starts at `period`, periods without ticks included.
    ///
    /// The provider does not say how many ticks are in a candle, nor its spread: those columns are 0.
    ///
    /// # Errors
    /// Those of [`FormatError`] that begin with `Bi5`, if the file cannot be decoded or a candle cannot be.
    pub fn candles(&mut self, compressed: &[u8], period: UnixNanos) -> Result<Bars, FormatError> {
        candle::parse(self.records::<{ candle::BYTES }>(compressed)?, period)
    }

    fn records<const BYTES: usize>(&mut self, compressed: &[u8]) -> Result<&[[u8; BYTES]], FormatError> {
        lzma::decode(compressed, &mut self.records)?;
        let (records, rest) = self.records.as_chunks();
        if !rest.is_empty() {
            return Err(FormatError::Bi5PartialRecord {
                size: self.records.len() as u64,
                record: BYTES as u64,
            });
        }
        Ok(records)
    }
}

/// A .bi5 file of these ticks, which must all lie in the hour that starts at `hour`, on whole milliseconds.
///
/// # Errors
/// [`FormatError::Bi5Unwritable`] for a tick that the format cannot hold, [`FormatError::Bi5Codec`] without memory.
pub fn encode_ticks(ticks: &Ticks, hour: UnixNanos) -> Result<Vec<u8>, FormatError> {
    if ticks.is_empty() {
        return Ok(Vec::new());
    }
    lzma::encode(&tick::records(ticks, hour)?)
}
