//! Results as the bytes of a file that others can read.

use std::{io::Write, str::FromStr};

use arrow::{
    array::{ArrayRef, AsArray, RecordBatch},
    csv,
    datatypes::{DataType, TimeUnit, TimestampMicrosecondType, TimestampNanosecondType},
    ipc, json,
};
use parquet::{
    arrow::ArrowWriter,
    basic::{Compression, ZstdLevel},
    file::properties::WriterProperties,
};

use crate::{ArrowTable, StoreError};

/// A format in which a table can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values with a header, times as ISO 8601.
    Csv,
    /// One JSON array of objects, times as ISO 8601.
    Json,
    /// Apache Parquet, compressed with zstd.
    Parquet,
    /// An Arrow IPC stream.
    Arrow,
}

impl FromStr for ExportFormat {
    type Err = StoreError;

    fn from_str(text: &str) -> Result<Self, StoreError> {
        Ok(match text {
            "csv" => Self::Csv,
            "json" => Self::Json,
            "parquet" => Self::Parquet,
            "arrow" => Self::Arrow,
            _ => {
                return Err(StoreError::ExportFailed {
                    reason: format!("{text:?} is no format: use csv, json, parquet or arrow"),
                });
            }
        })
    }
}

impl ArrowTable {
    /// Writes the table.
    ///
    /// # Errors
    /// [`StoreError::ExportFailed`] if the writer fails, or the format cannot hold a column's type.
    pub fn write(&self, format: ExportFormat, out: &mut (dyn Write + Send)) -> Result<(), StoreError> {
        let outcome = match format {
            ExportFormat::Csv => self.write_csv(out),
            ExportFormat::Json => self.write_json(out),
            ExportFormat::Parquet => self.write_parquet(out),
            ExportFormat::Arrow => self.write_arrow(out),
        };
        outcome.map_err(|reason| StoreError::ExportFailed { reason })
    }

    fn write_csv(&self, out: &mut dyn Write) -> Result<(), String> {
        let mut writer = csv::WriterBuilder::new().with_timestamp_tz_format(time_format(self)).build(out);
        let header_only = [RecordBatch::new_empty(self.schema.clone())];
        let batches = if self.batches.is_empty() { &header_only[..] } else { &self.batches };
        batches.iter().try_for_each(|batch| writer.write(batch)).map_err(text)
    }

    fn write_json(&self, out: &mut dyn Write) -> Result<(), String> {
        let builder =
            json::WriterBuilder::new().with_explicit_nulls(true).with_timestamp_tz_format(time_format(self));
        let mut writer = builder.build::<_, json::writer::JsonArray>(out);
        self.batches.iter().try_for_each(|batch| writer.write(batch)).map_err(text)?;
        writer.finish().map_err(text)
    }

    fn write_parquet(&self, out: &mut (dyn Write + Send)) -> Result<(), String> {
        let properties = Some(parquet_properties());
        let mut writer = ArrowWriter::try_new(out, self.schema.clone(), properties).map_err(text)?;
        self.batches.iter().try_for_each(|batch| writer.write(batch)).map_err(text)?;
        writer.close().map(drop).map_err(text)
    }

    fn write_arrow(&self, out: &mut dyn Write) -> Result<(), String> {
        let mut writer = ipc::writer::StreamWriter::try_new(out, &self.schema).map_err(text)?;
        self.batches.iter().try_for_each(|batch| writer.write(batch)).map_err(text)?;
        writer.finish().map_err(text)
    }
}

pub(crate) fn parquet_properties() -> WriterProperties {
    WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build()
}

/// How times are written: with three decimals, or six or nine where three would lose something in this table.
fn time_format(table: &ArrowTable) -> String {
    let decimals =
        table.batches.iter().flat_map(RecordBatch::columns).map(decimals_needed).max().unwrap_or(3);
    format!("%Y-%m-%dT%H:%M:%S%.{decimals}fZ")
}

fn decimals_needed(column: &ArrayRef) -> u8 {
    let (values, per_milli, per_micro) = match column.data_type() {
        DataType::Timestamp(TimeUnit::Microsecond, _) => {
            (column.as_primitive::<TimestampMicrosecondType>().values(), 1_000, 1)
        }
        DataType::Timestamp(TimeUnit::Nanosecond, _) => {
            (column.as_primitive::<TimestampNanosecondType>().values(), 1_000_000, 1_000)
        }
        _ => return 3,
    };
    let whole = |unit: i64| values.iter().all(|time| time % unit == 0);
    if whole(per_milli) {
        3
    } else if whole(per_micro) {
        6
    } else {
        9
    }
}

fn text(error: impl ToString) -> String {
    error.to_string()
}
