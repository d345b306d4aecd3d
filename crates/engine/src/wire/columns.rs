//! Tables as they travel: an Arrow IPC stream, cut into pieces of about 1 MiB while it is written.

use std::io::{self, Write};

use arrow::{array::RecordBatch, datatypes::Schema, error::ArrowError, ipc::writer::StreamWriter};
use serde_bytes::ByteBuf;
use tickloom_ipc::Failure;
use tickloom_store::ArrowTable;

/// Bytes of a piece. A client that wants to draw has the first one early; a smaller one costs more frames.
const PIECE: usize = 1 << 20;

/// Writes a stream batch by batch; pieces go out as they are full, so that no more than one is held.
pub(crate) struct Columns<S: FnMut(ByteBuf) -> Result<(), Failure>> {
    stream: StreamWriter<Cut<S>>,
}

/// Where a stream is cut.
struct Cut<S> {
    piece: Vec<u8>,
    send: S,
    failure: Option<Failure>,
}

/// A whole table; what comes back is its last piece.
pub(crate) fn write(
    table: &ArrowTable,
    send: impl FnMut(ByteBuf) -> Result<(), Failure>,
) -> Result<ByteBuf, Failure> {
    let mut columns = Columns::new(&table.schema, send)?;
    table.batches.iter().try_for_each(|batch| columns.add(batch))?;
    columns.finish()
}

impl<S: FnMut(ByteBuf) -> Result<(), Failure>> Columns<S> {
    pub(crate) fn new(schema: &Schema, send: S) -> Result<Self, Failure> {
        let cut = Cut { piece: Vec::new(), send, failure: None };
        let stream = StreamWriter::try_new(cut, schema).map_err(|error| unwritable(&error))?;
        Ok(Self { stream })
    }

    /// Adds rows, in batches that fill a piece each: a batch is copied before it is cut.
    pub(crate) fn add(&mut self, batch: &RecordBatch) -> Result<(), Failure> {
        let rows = batch.num_rows();
        let at_once = rows_of_a_piece(batch);
        for start in (0..rows).step_by(at_once) {
            let written = self.stream.write(&batch.slice(start, at_once.min(rows - start)));
            written.map_err(|error| self.failure(&error))?;
        }
        Ok(())
    }

    /// The last piece.
    pub(crate) fn finish(mut self) -> Result<ByteBuf, Failure> {
        self.stream.finish().map_err(|error| self.failure(&error))?;
        Ok(ByteBuf::from(std::mem::take(&mut self.stream.get_mut().piece)))
    }

    /// What went wrong with sending, if that was it.
    fn failure(&mut self, error: &ArrowError) -> Failure {
        self.stream.get_mut().failure.take().unwrap_or_else(|| unwritable(error))
    }
}

impl<S: FnMut(ByteBuf) -> Result<(), Failure>> Write for Cut<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.reserve_exact(PIECE - self.piece.len());
        let fitting = bytes.len().min(PIECE - self.piece.len());
        let (fits, _) = bytes.split_at(fitting);
        self.piece.extend_from_slice(fits);
        if self.piece.len() == PIECE {
            self.send()?;
        }
        Ok(fitting)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<S: FnMut(ByteBuf) -> Result<(), Failure>> Cut<S> {
    fn send(&mut self) -> io::Result<()> {
        (self.send)(ByteBuf::from(std::mem::take(&mut self.piece))).map_err(|failure| {
            self.failure = Some(failure);
            io::ErrorKind::BrokenPipe.into()
        })
    }
}

fn rows_of_a_piece(batch: &RecordBatch) -> usize {
    let bytes_of_a_row = batch.get_array_memory_size() / batch.num_rows().max(1);
    (PIECE / bytes_of_a_row.max(1)).max(1)
}

fn unwritable(error: &ArrowError) -> Failure {
    Failure::new("protocol.internal", format!("the table cannot be written as an Arrow stream: {error}"))
}

#[cfg(test)]
mod tests {
    use std::{io::Cursor, sync::Arc};

    use arrow::{
        array::{ArrayRef, Int64Array, RecordBatch, StringArray},
        compute::concat_batches,
        ipc::reader::StreamReader,
    };
    use serde_bytes::ByteBuf;
    use tickloom_ipc::Failure;
    use tickloom_store::ArrowTable;

    use super::{PIECE, write};

    fn table(batches: &[usize]) -> ArrowTable {
        let batch = |&rows: &usize| {
            let numbers: ArrayRef = Arc::new(Int64Array::from_iter_values(0..rows as i64));
            let texts: ArrayRef =
                Arc::new(StringArray::from_iter_values((0..rows).map(|row| "x".repeat(row % 50))));
            RecordBatch::try_from_iter([("number", numbers), ("text", texts)]).unwrap()
        };
        ArrowTable { schema: batch(&0).schema(), batches: batches.iter().map(batch).collect() }
    }

    #[test]
    fn the_pieces_one_after_the_other_are_the_stream() {
        for batches in [&[][..], &[0], &[1], &[100, 0, 200_000, 7]] {
            let table = table(batches);
            let mut stream = Vec::new();
            let last = write(&table, |piece: ByteBuf| {
                assert_eq!(piece.len(), PIECE);
                stream.extend_from_slice(&piece);
                Ok(())
            });
            stream.extend_from_slice(&last.unwrap());
            let read = StreamReader::try_new(Cursor::new(stream), None).unwrap();
            let read = read.map(Result::unwrap).collect::<Vec<_>>();
            assert_eq!(
                concat_batches(&table.schema, &read).unwrap(),
                concat_batches(&table.schema, &table.batches).unwrap()
            );
        }
    }

    #[test]
    fn a_client_that_has_gone_ends_it() {
        let gone = write(&table(&[200_000]), |_| Err(Failure::cancelled()));
        assert_eq!(gone.unwrap_err().code(), "protocol.cancelled");
    }
}
