//! Whether bytes are the hour that they are said to be.

use tickloom_formats::bi5::Decoder;
use tickloom_model::UnixNanos;

use crate::failure::Failure;

/// The most bytes of a body: the records of the fullest hour, were they not compressible at all, and a header.
pub(crate) const MAX_BYTES: usize = tickloom_formats::bi5::MAX_RECORDS_BYTES + (1 << 20);

/// An hour that decodes as a whole and holds nothing but ticks of this hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Verified {
    pub(crate) ticks: u64,
    pub(crate) bytes: u64,
    pub(crate) hash: blake3::Hash,
}

/// Decodes all of it: a stream that is cut off, longer than it says, or of another kind is no hour.
pub(crate) fn verify(decoder: &mut Decoder, bytes: &[u8], hour: UnixNanos) -> Result<Verified, Failure> {
    let parsed = decoder.ticks(bytes, hour)?;
    if let Some(bad) = parsed.refused.first.first() {
        let message = format!(
            "record {} is no tick of this hour: {} is {}, expected {}",
            bad.line,
            bad.field.name(),
            bad.found,
            bad.expected
        );
        return Err(Failure::passing("download.wrong_hour", message));
    }
    Ok(Verified { ticks: parsed.rows, bytes: bytes.len() as u64, hash: blake3::hash(bytes) })
}
