//! An Arrow IPC stream read message by message, each held against what is there before its decoder sees it.

use std::io::{self, Read};

use arrow::{
    array::{RecordBatch, RecordBatchReader},
    buffer::Buffer,
    datatypes::SchemaRef,
    error::ArrowError,
    ipc::{self, reader::StreamDecoder},
};

use super::{guarded, unreadable};
use crate::StoreError;

/// What files in Arrow's format begin with, before the stream that they are.
const FILE_MAGIC: &[u8; 8] = b"ARROW1\0\0";
const CONTINUATION: [u8; 4] = [0xff; 4];
/// Descriptions of some columns take kilobytes.
const MOST_METADATA: u32 = 16 << 20;
/// A whole data frame may be one batch.
const MOST_BODY: i64 = 1 << 30;
/// Bytes for which there is memory before they have come.
const FIRST_ROOM: u64 = 4 << 10;

/// A stream whose columns are known.
pub(super) struct Stream<R> {
    reader: R,
    decoder: StreamDecoder,
    schema: SchemaRef,
    /// Bytes that the decoder has still to see.
    pending: Buffer,
    /// How the next message begins, which the decoder has been given already; nothing at the end.
    next: Next,
}

/// What follows a message.
#[derive(Clone, Copy)]
enum Next {
    /// Another, which begins so.
    Message(Word),
    /// Nothing, as the stream says itself.
    End,
    /// Nothing.
    Cut,
}

type Word = [u8; 4];

impl<R: Read> Stream<R> {
    pub(super) fn begin(mut reader: R) -> Result<Self, StoreError> {
        let first = match word(&mut reader)? {
            start if start == FILE_MAGIC[..4] && word(&mut reader)? == FILE_MAGIC[4..] => word(&mut reader)?,
            start => start,
        };
        let (bytes, next) = message(&mut reader, first)?;
        let mut decoder = StreamDecoder::new();
        let mut start = Buffer::from([&first[..], &bytes].concat());
        guarded(|| decoder.decode(&mut start).map_err(unreadable))?;
        let schema = decoder.schema().ok_or_else(|| unreadable("it does not begin with its columns"))?;
        Ok(Self { reader, decoder, schema, pending: start, next })
    }

    fn advance(&mut self) -> Result<Option<RecordBatch>, StoreError> {
        loop {
            let (decoder, pending) = (&mut self.decoder, &mut self.pending);
            if let Some(batch) = guarded(|| decoder.decode(pending).map_err(unreadable))? {
                return Ok(Some(batch));
            }
            let start = match self.next {
                Next::Message(start) => start,
                Next::End => return Ok(None),
                Next::Cut => return Err(unreadable("it is cut off: it ends without saying so")),
            };
            let (bytes, next) = message(&mut self.reader, start)?;
            (self.pending, self.next) = (Buffer::from(bytes), next);
        }
    }
}

impl<R: Read> Iterator for Stream<R> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.advance();
        if batch.is_err() {
            (self.pending, self.next) = (Buffer::default(), Next::End);
        }
        batch.map_err(|error| ArrowError::ExternalError(Box::new(error))).transpose()
    }
}

impl<R: Read> RecordBatchReader for Stream<R> {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }
}

/// The bytes of a message behind its first word, with the first word of the next, and what follows.
///
/// The decoder goes on to a message's body only when it sees what follows, be it the end.
fn message(reader: &mut impl Read, start: Word) -> Result<(Vec<u8>, Next), StoreError> {
    let marked = start == CONTINUATION;
    let length = if marked { word(reader)? } else { start };
    let size = u32::from_le_bytes(length);
    if size == 0 {
        return Ok((length.to_vec(), Next::End));
    }
    if size > MOST_METADATA {
        return Err(unreadable("it is no Arrow stream, or damaged"));
    }
    let metadata = exactly(reader, size.into())?;
    let body = exactly(reader, body_length(&metadata)?)?;
    let (next, word) = word(reader).map_or((Next::Cut, Word::default()), |word| (Next::Message(word), word));
    let length = if marked { &length[..] } else { &[] };
    Ok(([length, &metadata, &body, &word].concat(), next))
}

fn word(reader: &mut impl Read) -> Result<Word, StoreError> {
    let mut word = Word::default();
    reader.read_exact(&mut word).map_err(cut_off)?;
    Ok(word)
}

fn body_length(metadata: &[u8]) -> Result<u64, StoreError> {
    let message = ipc::root_as_message(metadata).map_err(unreadable)?;
    let batch = message
        .header_as_record_batch()
        .or_else(|| message.header_as_dictionary_batch().and_then(|dictionary| dictionary.data()));
    if batch.is_some_and(|batch| batch.compression().is_some()) {
        return Err(unreadable("it is a compressed Arrow file: write it uncompressed, or as Parquet"));
    }
    let length = message.bodyLength();
    u64::try_from(length)
        .ok()
        .filter(|_| length <= MOST_BODY)
        .ok_or_else(|| unreadable(format!("a batch claims to have {length} bytes, more than can be held")))
}

fn cut_off(error: io::Error) -> StoreError {
    if error.kind() == io::ErrorKind::UnexpectedEof { unreadable("it is cut off") } else { unreadable(error) }
}

/// As many bytes, taking memory for many only as they come.
fn exactly(reader: &mut impl Read, count: u64) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::with_capacity(count.min(FIRST_ROOM) as usize);
    reader.take(count).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 == count { Ok(bytes) } else { Err(unreadable("it is cut off")) }
}
