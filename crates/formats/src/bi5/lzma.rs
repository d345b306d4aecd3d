//! LZMA-alone streams in bounded memory: the header is judged before anything is allocated.

use liblzma::stream::{Action, Error, LzmaOptions, Status, Stream};

use super::MAX_RECORDS_BYTES;
use crate::{FormatError, text::excerpt};

const HEADER_BYTES: usize = 13;
const MAX_DICTIONARY_BYTES: u32 = 64 << 20;
/// What liblzma takes beside the dictionary is well below this.
const MEMORY_LIMIT: u64 = MAX_DICTIONARY_BYTES as u64 + (16 << 20);
const UNKNOWN_SIZE: u64 = u64::MAX;
/// Beyond this no encoder goes: such a number is text or noise, not a size.
const ABSURD_SIZE: u64 = 1 << 38;

/// Decodes a whole stream into `records`, replacing what was there. No bytes are no records.
pub(super) fn decode(compressed: &[u8], records: &mut Vec<u8>) -> Result<(), FormatError> {
    records.clear();
    if compressed.is_empty() {
        return Ok(());
    }
    let declared = judged_size(compressed)?;
    let mut stream = Stream::new_lzma_decoder(MEMORY_LIMIT).map_err(codec)?;
    // The declared size is a claim: believe it only as far as these bytes make it likely.
    let likely = (16 * compressed.len()).max(1 << 16);
    // One byte more than declared, for a full buffer means that there may be more.
    records.reserve(likely.min(usize::try_from(declared).map_or(likely, |size| size.saturating_add(1))));
    run(&mut stream, compressed, records)?;
    match compressed.len() as u64 - stream.total_in() {
        0 => Ok(()),
        extra => Err(FormatError::Bi5TrailingBytes { byte: stream.total_in(), extra }),
    }
}

fn run(stream: &mut Stream, compressed: &[u8], records: &mut Vec<u8>) -> Result<(), FormatError> {
    loop {
        let consumed = stream.total_in() as usize;
        let status = stream.process_vec(&compressed[consumed..], records, Action::Run);
        if records.len() > MAX_RECORDS_BYTES {
            return Err(too_large(records.len() as u64));
        }
        match status {
            Ok(Status::StreamEnd) => return Ok(()),
            Ok(_) if records.len() == records.capacity() => grow(records),
            Ok(_) => return Err(truncated(compressed, records)),
            Err(error) => return Err(refusal(error, stream.total_in(), records)),
        }
    }
}

/// Doubles the room, up to one byte more than the limit, so that what exceeds it is noticed.
fn grow(records: &mut Vec<u8>) {
    let length = records.len();
    records.reserve_exact((MAX_RECORDS_BYTES + 1 - length).min(length.max(1 << 16)));
}

/// The size that the header declares, if all that it says is acceptable.
fn judged_size(compressed: &[u8]) -> Result<u64, FormatError> {
    let not_lzma = || FormatError::Bi5NotLzma { found: excerpt(&compressed[..compressed.len().min(16)]) };
    if !is_properties(compressed[0]) {
        return Err(not_lzma());
    }
    let Some((header, _)) = compressed.split_first_chunk::<HEADER_BYTES>() else {
        return Err(truncated(compressed, &[]));
    };
    let [_, d0, d1, d2, d3, size @ ..] = *header;
    let (dictionary, size) = (u32::from_le_bytes([d0, d1, d2, d3]), u64::from_le_bytes(size));
    if !is_dictionary(dictionary) || (ABSURD_SIZE..UNKNOWN_SIZE).contains(&size) {
        return Err(not_lzma());
    }
    if dictionary > MAX_DICTIONARY_BYTES {
        return Err(FormatError::Bi5DictionaryTooLarge {
            size: dictionary.into(),
            most: MAX_DICTIONARY_BYTES.into(),
        });
    }
    if size > MAX_RECORDS_BYTES as u64 && size != UNKNOWN_SIZE {
        return Err(too_large(size));
    }
    Ok(size)
}

/// Whether a byte can be `(pb * 5 + lp) * 9 + lc` with the sums that LZMA allows.
const fn is_properties(byte: u8) -> bool {
    let (literal_context, literal_position) = (byte % 9, byte / 9 % 5);
    byte < 9 * 5 * 5 && literal_context + literal_position <= 4
}

/// Encoders write `2^n` or `2^n + 2^(n-1)`; anything else is not a dictionary's size but some other file.
const fn is_dictionary(size: u32) -> bool {
    size == u32::MAX || size.is_power_of_two() || (size.is_multiple_of(3) && (size / 3).is_power_of_two())
}

fn refusal(error: Error, byte: u64, records: &[u8]) -> FormatError {
    match error {
        Error::Data | Error::Format | Error::Options => {
            FormatError::Bi5Damaged { byte, decoded: records.len() as u64 }
        }
        other => codec(other),
    }
}

fn truncated(compressed: &[u8], records: &[u8]) -> FormatError {
    FormatError::Bi5Truncated { byte: compressed.len() as u64, decoded: records.len() as u64 }
}

const fn too_large(size: u64) -> FormatError {
    FormatError::Bi5TooLarge { size, most: MAX_RECORDS_BYTES as u64 }
}

fn codec(error: Error) -> FormatError {
    FormatError::Bi5Codec { reason: error.to_string() }
}

/// One stream as the provider writes it (lc 3, lp 0, pb 2, 4 MiB dictionary), its end marked instead of its size declared.
pub(super) fn encode(records: &[u8]) -> Result<Vec<u8>, FormatError> {
    let mut options = LzmaOptions::new_preset(6).map_err(codec)?;
    options.dict_size(4 << 20);
    let mut stream = Stream::new_lzma_encoder(&options).map_err(codec)?;
    let mut compressed = Vec::with_capacity(records.len() / 2 + (1 << 12));
    loop {
        let consumed = stream.total_in() as usize;
        let status = stream.process_vec(&records[consumed..], &mut compressed, Action::Finish);
        match status.map_err(codec)? {
            Status::StreamEnd => return Ok(compressed),
            _ => compressed.reserve(1 << 16),
        }
    }
}
