//! Ticks to the bytes of a Parquet file.
//!
//! Times and prices are packed as differences, volumes as places in a list, by our own code; the `parquet` crate writes
//! headers and footer around them (docs/adr/0014-packing-our-own-pages.md).

use std::{
    ops::Range,
    sync::{Arc, LazyLock},
};

use bytes::Bytes;
use parquet::{
    basic::Encoding,
    column::writer::ColumnCloseResult,
    errors::Result,
    file::{
        properties::WriterProperties,
        statistics::Statistics,
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::{
        parser::parse_message_type,
        types::{SchemaDescriptor, TypePtr},
    },
};
use tickloom_model::Ticks;

use super::{
    PartitionMetadata,
    deltas::pack,
    dictionary::Dictionary,
    numbers::little_endian,
    pages::{EntropyCoder, Pages},
    unit::TimeUnit,
};

/// Rows of a row group: DuckDB spreads its work over them, and one bounds what a reader holds at once.
const ROW_GROUP: usize = 1 << 20;

/// The bytes of a partition.
pub(crate) fn encode(ticks: &Ticks, metadata: &PartitionMetadata) -> Result<Vec<u8>> {
    let (unit, times) = TimeUnit::coarsest(&ticks.timestamp);
    let file = Vec::with_capacity(ticks.len() * 5 + 4096);
    let mut writer = SerializedFileWriter::new(file, schema(unit)?, PROPERTIES.clone())?;
    let (schema, coder) = (writer.schema_descr().clone(), EntropyCoder::new()?);
    let mut packer = Packer { schema, coder, page: Vec::new() };
    for start in (0..ticks.len()).step_by(ROW_GROUP) {
        let rows = start..ticks.len().min(start + ROW_GROUP);
        packer.write(writer.next_row_group()?, &times[rows.clone()], ticks, rows)?;
    }
    metadata.to_key_values().into_iter().for_each(|pair| writer.append_key_value_metadata(pair));
    writer.into_inner()
}

fn schema(unit: TimeUnit) -> Result<TypePtr> {
    let message = format!(
        "message ticks {{
            required int64 timestamp (TIMESTAMP({unit}, true));
            required int64 bid;
            required int64 ask;
            required float bid_volume;
            required float ask_volume;
        }}",
        unit = unit.parquet_name()
    );
    parse_message_type(&message).map(Arc::new)
}

static PROPERTIES: LazyLock<Arc<WriterProperties>> = LazyLock::new(|| {
    let writer = concat!("tickloom version ", env!("CARGO_PKG_VERSION"));
    Arc::new(WriterProperties::builder().set_created_by(writer.into()).build())
});

/// Writes the columns of row groups, one after the other.
struct Packer {
    schema: SchemaDescriptor,
    coder: EntropyCoder,
    /// The page that is being packed: one piece of memory for all.
    page: Vec<u8>,
}

impl Packer {
    fn write(
        &mut self,
        mut group: SerializedRowGroupWriter<'_, Vec<u8>>,
        times: &[i64],
        ticks: &Ticks,
        rows: Range<usize>,
    ) -> Result<()> {
        // Minima and maxima help only where a query can skip by them.
        let bounds = Statistics::int64(times.first().copied(), times.last().copied(), None, Some(0), false);
        let prices = [&ticks.bid[rows.clone()], &ticks.ask[rows.clone()]];
        let volumes = [&ticks.bid_volume[rows.clone()], &ticks.ask_volume[rows]];
        append(&mut group, self.numbers(0, times, Some(bounds))?)?;
        for (column, prices) in (1..).zip(prices) {
            append(&mut group, self.numbers(column, prices, None)?)?;
        }
        for (column, volumes) in (3..).zip(volumes) {
            append(&mut group, self.volumes(column, volumes)?)?;
        }
        group.close().map(drop)
    }

    fn numbers(&mut self, column: usize, values: &[i64], statistics: Option<Statistics>) -> Result<Column> {
        let mut pages = Pages::new(self.schema.column(column), &mut self.coder);
        self.page.clear();
        pack(values, &mut self.page);
        pages.put_data(&self.page, values.len(), Encoding::DELTA_BINARY_PACKED)?;
        pages.close(statistics)
    }

    fn volumes(&mut self, column: usize, volumes: &[f32]) -> Result<Column> {
        let mut pages = Pages::new(self.schema.column(column), &mut self.coder);
        if let Some(dictionary) = Dictionary::of(volumes) {
            self.page.clear();
            dictionary.pack(&mut self.page);
            pages.put_dictionary(little_endian(dictionary.volumes()), dictionary.volumes().len())?;
            pages.put_data(&self.page, volumes.len(), Encoding::RLE_DICTIONARY)?;
        } else {
            pages.put_data(little_endian(volumes), volumes.len(), Encoding::PLAIN)?;
        }
        pages.close(None)
    }
}

type Column = (Bytes, ColumnCloseResult);

fn append(group: &mut SerializedRowGroupWriter<'_, Vec<u8>>, (bytes, close): Column) -> Result<()> {
    group.append_column(&bytes, close)
}
