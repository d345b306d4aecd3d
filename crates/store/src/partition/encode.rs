//! Ticks to the bytes of a Parquet file.
//!
//! Times and prices are delta-packed, volumes go through a dictionary, pages are compressed with zstd level 1: the
//! smallest plain Parquet found that still encodes faster than CSV parses (docs/adr/0001-parquet-under-duckdb.md).

use std::sync::{Arc, LazyLock};

use parquet::{
    basic::{Compression, Encoding, ZstdLevel},
    data_type::{DataType, FloatType, Int64Type},
    errors::Result,
    file::{
        properties::{EnabledStatistics, WriterProperties},
        writer::{SerializedFileWriter, SerializedRowGroupWriter},
    },
    schema::{
        parser::parse_message_type,
        types::{ColumnPath, TypePtr},
    },
};
use tickloom_model::{NANOS_PER_MICRO, NANOS_PER_MILLI, Ticks};

use super::PartitionMetadata;

/// Rows of a row group: DuckDB spreads its work over them, and one bounds what a reader holds at once.
const ROW_GROUP: usize = 1 << 20;

/// The unit in which a file keeps its times: the coarsest that loses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeUnit {
    Millis,
    Micros,
    Nanos,
}

impl TimeUnit {
    fn coarsest(timestamps: &[i64]) -> Self {
        let whole = |unit: i64| timestamps.iter().all(|time| time % unit == 0);
        if whole(NANOS_PER_MILLI) {
            Self::Millis
        } else if whole(NANOS_PER_MICRO) {
            Self::Micros
        } else {
            Self::Nanos
        }
    }

    pub(super) const fn nanos(self) -> i64 {
        match self {
            Self::Millis => NANOS_PER_MILLI,
            Self::Micros => NANOS_PER_MICRO,
            Self::Nanos => 1,
        }
    }

    const fn parquet_name(self) -> &'static str {
        match self {
            Self::Millis => "MILLIS",
            Self::Micros => "MICROS",
            Self::Nanos => "NANOS",
        }
    }
}

/// The bytes of a partition.
pub(crate) fn encode(ticks: &Ticks, metadata: &PartitionMetadata) -> Result<Vec<u8>> {
    let unit = TimeUnit::coarsest(&ticks.timestamp);
    let file = Vec::with_capacity(ticks.len() * 5 + 4096);
    let mut writer = SerializedFileWriter::new(file, schema(unit)?, PROPERTIES.clone())?;
    for start in (0..ticks.len()).step_by(ROW_GROUP) {
        let end = ticks.len().min(start + ROW_GROUP);
        write_row_group(writer.next_row_group()?, ticks, start..end, unit)?;
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
    let mut properties = WriterProperties::builder()
        .set_created_by(concat!("tickloom version ", env!("CARGO_PKG_VERSION")).into())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_encoding(Encoding::DELTA_BINARY_PACKED)
        .set_dictionary_enabled(false)
        // Minima and maxima help only where a query can skip by them, and computing them costs a fifth of the encoding.
        .set_statistics_enabled(EnabledStatistics::None)
        .set_column_statistics_enabled(ColumnPath::from("timestamp"), EnabledStatistics::Chunk)
        .set_offset_index_disabled(true);
    for volume in ["bid_volume", "ask_volume"] {
        properties = properties
            .set_column_encoding(ColumnPath::from(volume), Encoding::PLAIN)
            .set_column_dictionary_enabled(ColumnPath::from(volume), true);
    }
    Arc::new(properties.build())
});

fn write_row_group(
    mut group: SerializedRowGroupWriter<'_, Vec<u8>>,
    ticks: &Ticks,
    rows: std::ops::Range<usize>,
    unit: TimeUnit,
) -> Result<()> {
    let times: Vec<i64> = ticks.timestamp[rows.clone()].iter().map(|time| time / unit.nanos()).collect();
    write_column::<Int64Type>(&mut group, &times)?;
    write_column::<Int64Type>(&mut group, &ticks.bid[rows.clone()])?;
    write_column::<Int64Type>(&mut group, &ticks.ask[rows.clone()])?;
    write_column::<FloatType>(&mut group, &ticks.bid_volume[rows.clone()])?;
    write_column::<FloatType>(&mut group, &ticks.ask_volume[rows])?;
    group.close().map(drop)
}

fn write_column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Vec<u8>>,
    values: &[T::T],
) -> Result<()> {
    if let Some(mut column) = group.next_column()? {
        column.typed::<T>().write_batch(values, None, None)?;
        column.close()?;
    }
    Ok(())
}
