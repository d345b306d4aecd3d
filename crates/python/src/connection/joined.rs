//! The parts of a result that are tables: joined, and made into the tables that they were.

use arrow::{
    buffer::{Buffer, MutableBuffer},
    datatypes::Schema,
    error::ArrowError,
    ipc::reader::StreamDecoder,
};
use bytes::Bytes;
use pyo3::prelude::*;
use serde::Deserialize;
use tickloom_ipc::Failure;
use tickloom_model::Side;
use tickloom_store::ArrowTable;

use crate::table::Table;

/// A part of any of the records that hold tables.
#[derive(Deserialize)]
struct Part<'a> {
    timeframe: Option<&'a str>,
    price_digits: Option<u8>,
    is_cut: Option<bool>,
    #[serde(borrow)]
    columns: &'a [u8],
}

/// What the parts of a table say together.
#[derive(Default)]
struct Gathered<'a> {
    timeframe: Option<&'a str>,
    price_digits: Option<u8>,
    is_cut: bool,
    pieces: Vec<&'a [u8]>,
}

/// A table, of which timeframe if the result has several, and whether rows were left out.
#[derive(IntoPyObject)]
pub(crate) struct JoinedTable(Option<String>, Table, bool);

/// The tables of a result, in order; of bars by which `side`.
pub(super) fn joined(parts: &[Bytes], side: Side) -> Result<Vec<JoinedTable>, Failure> {
    let mut tables: Vec<Gathered<'_>> = Vec::new();
    for part in parts {
        let part: Part<'_> = rmp_serde::from_slice(part).map_err(nonsense)?;
        match tables.last_mut().filter(|table| !part.begins_after(table)) {
            Some(table) => table.add(&part),
            None => tables.push(Gathered::of(&part)),
        }
    }
    tables.into_iter().map(|table| table.finish(side)).collect()
}

impl Part<'_> {
    /// Only the first part of a table has digits.
    fn begins_after(&self, table: &Gathered<'_>) -> bool {
        self.timeframe != table.timeframe || self.price_digits.is_some()
    }
}

impl<'a> Gathered<'a> {
    fn of(part: &Part<'a>) -> Self {
        let mut gathered =
            Self { timeframe: part.timeframe, price_digits: part.price_digits, ..Self::default() };
        gathered.add(part);
        gathered
    }

    fn add(&mut self, part: &Part<'a>) {
        self.is_cut |= part.is_cut.unwrap_or_default();
        self.pieces.push(part.columns);
    }

    fn finish(self, side: Side) -> Result<JoinedTable, Failure> {
        let table = decoded(contiguous(&self.pieces)).map_err(nonsense)?;
        let table = Table::received(table, self.price_digits, side);
        Ok(JoinedTable(self.timeframe.map(str::to_owned), table, self.is_cut))
    }
}

/// One copy, aligned as the columns in it need to be to stay where they are.
fn contiguous(pieces: &[&[u8]]) -> Buffer {
    let mut joined = MutableBuffer::with_capacity(pieces.iter().map(|piece| piece.len()).sum());
    pieces.iter().for_each(|piece| joined.extend_from_slice(piece));
    joined.into()
}

fn decoded(mut stream: Buffer) -> Result<ArrowTable, ArrowError> {
    let (mut decoder, mut batches) = (StreamDecoder::new(), Vec::new());
    while !stream.is_empty() {
        batches.extend(decoder.decode(&mut stream)?);
    }
    decoder.finish()?;
    let schema = decoder.schema().unwrap_or_else(|| Schema::empty().into());
    Ok(ArrowTable { schema, batches })
}

fn nonsense(error: impl std::fmt::Display) -> Failure {
    Failure::new("protocol.malformed", format!("the engine's answer is no table: {error}"))
}
