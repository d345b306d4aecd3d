//! An Arrow IPC stream read message by message, each held against what is there before its decoder sees it.

use std::{
    collections::HashMap,
    io::{self, Read},
    sync::Arc,
};

use arrow::{
    array::{ArrayRef, RecordBatch, RecordBatchReader},
    buffer::Buffer,
    datatypes::SchemaRef,
    error::ArrowError,
    ipc::{
        Message, MessageHeader,
        convert::fb_to_schema,
        reader::{read_dictionary, read_record_batch},
        root_as_message,
    },
};

use super::{guarded, unreadable};
use crate::StoreError;

type Word = [u8; 4];

/// What files in Arrow's format begin with, before the stream that they are.
const FILE_MAGIC: &[u8; 8] = b"ARROW1\0\0";
const CONTINUATION: Word = [0xff; 4];
/// Descriptions of some columns take kilobytes.
const MOST_METADATA: u32 = 16 << 20;
/// A whole data frame may be one batch.
const MOST_BODY: i64 = 1 << 30;
/// Bytes for which there is memory before they have come.
const FIRST_ROOM: u64 = 4 << 10;

/// How the last of several streams described its columns: another that does it in the same words is understood as that was.
#[derive(Debug, Default)]
pub struct LastColumns {
    words: Vec<u8>,
    schema: Option<SchemaRef>,
}

impl LastColumns {
    /// What these words mean.
    fn described(&mut self, reader: &mut impl Read, words: Vec<u8>) -> Result<SchemaRef, StoreError> {
        if let Some(schema) = self.schema.as_ref().filter(|_| self.words == words) {
            return Ok(schema.clone());
        }
        let (message, body) = message(reader, &words)?;
        let described = message.header_as_schema().ok_or_else(no_columns)?;
        let schema = Arc::new(guarded(|| Ok(fb_to_schema(described)))?);
        // What has a body has to be read as a message again.
        self.schema = body.is_empty().then(|| schema.clone());
        self.words = words;
        Ok(schema)
    }
}

/// A stream whose columns are known.
pub(super) struct Stream<R> {
    reader: R,
    schema: SchemaRef,
    dictionaries: HashMap<i64, ArrayRef>,
    /// Whether nothing more can be read.
    is_over: bool,
}

impl<R: Read> Stream<R> {
    pub(super) fn begin(mut reader: R, last: &mut LastColumns) -> Result<Self, StoreError> {
        let first = match word(&mut reader)? {
            start if start == FILE_MAGIC[..4] && word(&mut reader)? == FILE_MAGIC[4..] => word(&mut reader)?,
            start => start,
        };
        let words = metadata(&mut reader, first)?.ok_or_else(no_columns)?;
        let schema = last.described(&mut reader, words)?;
        Ok(Self { reader, schema, dictionaries: HashMap::new(), is_over: false })
    }

    fn advance(&mut self) -> Result<Option<RecordBatch>, StoreError> {
        loop {
            let start =
                word(&mut self.reader).map_err(|_| unreadable("it is cut off: it ends without saying so"))?;
            let Some(metadata) = metadata(&mut self.reader, start)? else { return Ok(None) };
            let (message, body) = message(&mut self.reader, &metadata)?;
            if let Some(batch) = guarded(|| self.decode(&message, &body).map_err(unreadable))? {
                return Ok(Some(batch));
            }
        }
    }

    /// The rows of a message, if these are what it brings.
    fn decode(&mut self, message: &Message<'_>, body: &Buffer) -> Result<Option<RecordBatch>, ArrowError> {
        let (dictionaries, version) = (&mut self.dictionaries, message.version());
        if let Some(batch) = message.header_as_record_batch() {
            return read_record_batch(body, batch, self.schema.clone(), dictionaries, None, &version)
                .map(Some);
        }
        if let Some(batch) = message.header_as_dictionary_batch() {
            return read_dictionary(body, batch, &self.schema, dictionaries, &version).map(|()| None);
        }
        match message.header_type() {
            MessageHeader::NONE => Ok(None),
            other => Err(ArrowError::IpcError(format!("a message in it is of another kind: {other:?}"))),
        }
    }
}

impl<R: Read> Iterator for Stream<R> {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let batch = self.advance();
        self.is_over = !matches!(batch, Ok(Some(_)));
        batch.map_err(|error| ArrowError::ExternalError(Box::new(error))).transpose()
    }
}

impl<R: Read> RecordBatchReader for Stream<R> {
    fn schema(&self) -> SchemaRef {
        SchemaRef::clone(&self.schema)
    }
}

/// What describes the message that begins with this word; nothing at the end of the stream.
fn metadata(reader: &mut impl Read, start: Word) -> Result<Option<Vec<u8>>, StoreError> {
    let size = u32::from_le_bytes(if start == CONTINUATION { word(reader)? } else { start });
    match size {
        0 => Ok(None),
        1..=MOST_METADATA => exactly(reader, size.into()).map(Some),
        _ => Err(unreadable("it is no Arrow stream, or damaged")),
    }
}

/// A message and its body, which is read.
fn message<'m>(reader: &mut impl Read, metadata: &'m [u8]) -> Result<(Message<'m>, Buffer), StoreError> {
    let message = root_as_message(metadata).map_err(unreadable)?;
    let body = exactly(reader, body_length(&message)?)?;
    Ok((message, Buffer::from(body)))
}

fn no_columns() -> StoreError {
    unreadable("it does not begin with its columns")
}

fn word(reader: &mut impl Read) -> Result<Word, StoreError> {
    let mut word = Word::default();
    reader.read_exact(&mut word).map_err(cut_off)?;
    Ok(word)
}

fn body_length(message: &Message<'_>) -> Result<u64, StoreError> {
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
