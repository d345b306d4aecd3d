//! A Parquet file's bytes back to ticks, or to those columns of them that are needed.
//!
//! A file is read whole by one positioned read: as fast as a memory map for files of this size, and a file that shrinks
//! under a reader is an error and not a crash (docs/adr/0005-positioned-reads.md).

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

use bytes::Bytes;
use parquet::{
    basic::{LogicalType, TimeUnit as ParquetTimeUnit},
    column::reader::get_typed_column_reader,
    data_type::{DataType, FloatType, Int64Type},
    errors::ParquetError,
    file::reader::{FileReader, RowGroupReader, SerializedFileReader},
};
use tickloom_model::{NANOS_PER_MICRO, NANOS_PER_MILLI, Side, Ticks};

use super::PartitionMetadata;
use crate::{
    StoreError,
    claims::{look_over_footer, look_over_pages},
};

/// Three thousand a second all day long; what claims to hold more is damaged. As many take eight gigabytes when read.
pub(crate) const MOST_TICKS: u64 = 1 << 28;

/// Which columns to decode; the others stay empty.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Columns {
    prices: bool,
    bid_volume: bool,
    ask_volume: bool,
}

impl Columns {
    pub(crate) const ALL: Self = Self { prices: true, bid_volume: true, ask_volume: true };
    /// What gaps and coverage are told from.
    pub(crate) const TIMES: Self = Self { prices: false, bid_volume: false, ask_volume: false };

    /// What bars of one side are built from: both prices, for their spread, and the side's volumes.
    pub(crate) const fn of(side: Side) -> Self {
        match side {
            Side::Bid => Self { ask_volume: false, ..Self::ALL },
            Side::Ask => Self { bid_volume: false, ..Self::ALL },
            Side::Mid => Self::ALL,
        }
    }
}

/// An opened partition: its footer is read, its ticks are not yet.
pub(crate) struct PartitionFile {
    reader: SerializedFileReader<Bytes>,
    metadata: PartitionMetadata,
    nanos_per_unit: i64,
}

impl PartitionFile {
    /// Opens a partition and checks that it is one.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        let bytes = fs::read(path).map_err(|error| StoreError::io("reading", path, error))?;
        Self::of(bytes).map_err(|reason| damaged(path, reason))
    }

    /// The same of bytes that have been read already; `Err` says what is wrong with them.
    pub(crate) fn of(bytes: Vec<u8>) -> Result<Self, String> {
        guarded(|| Self::from_bytes(bytes.into()))
    }

    fn from_bytes(bytes: Bytes) -> Result<Self, String> {
        look_over_footer(&bytes)?;
        let reader = SerializedFileReader::new(bytes.clone()).map_err(|error| error.to_string())?;
        let file = reader.metadata().file_metadata();
        let pairs = file.key_value_metadata().ok_or("it is not a Tickloom partition")?;
        let metadata = PartitionMetadata::from_key_values(pairs)?;
        let schema = file.schema_descr();
        let groups = reader.metadata().row_groups().iter();
        let rows = groups.map(|group| u64::try_from(group.num_rows()).unwrap_or(u64::MAX));
        if schema.num_columns() != 5 || rows.fold(0, u64::saturating_add) != metadata.ticks {
            return Err("its columns or rows are not those its footer names".into());
        }
        if metadata.ticks > MOST_TICKS {
            return Err(format!("it claims to hold {} ticks of one day", metadata.ticks));
        }
        look_over_pages(&bytes, reader.metadata(), &[0, 1, 2, 3, 4])?;
        let nanos_per_unit = match schema.column(0).logical_type_ref() {
            Some(LogicalType::Timestamp { unit: ParquetTimeUnit::MILLIS, .. }) => NANOS_PER_MILLI,
            Some(LogicalType::Timestamp { unit: ParquetTimeUnit::MICROS, .. }) => NANOS_PER_MICRO,
            Some(LogicalType::Timestamp { unit: ParquetTimeUnit::NANOS, .. }) => 1,
            _ => return Err("its first column is no timestamp".into()),
        };
        Ok(Self { reader, metadata, nanos_per_unit })
    }

    pub(crate) fn metadata(&self) -> &PartitionMetadata {
        &self.metadata
    }

    /// What the footer says under a key; nothing if it says nothing.
    pub(crate) fn says(&self, key: &str) -> String {
        let pairs = self.reader.metadata().file_metadata().key_value_metadata();
        let pair = pairs.and_then(|pairs| pairs.iter().find(|pair| pair.key == key));
        pair.and_then(|pair| pair.value.clone()).unwrap_or_default()
    }

    pub(crate) fn ticks(&self, path: &Path, columns: Columns) -> Result<Ticks, StoreError> {
        guarded(|| self.decode(columns).map_err(|error| error.to_string()))
            .map_err(|reason| damaged(path, reason))
    }

    fn decode(&self, columns: Columns) -> Result<Ticks, ParquetError> {
        let mut ticks = Ticks::default();
        for index in 0..self.reader.num_row_groups() {
            let group = self.reader.get_row_group(index)?;
            read_column::<Int64Type>(&*group, 0, &mut ticks.timestamp)?;
            if columns.prices {
                read_column::<Int64Type>(&*group, 1, &mut ticks.bid)?;
                read_column::<Int64Type>(&*group, 2, &mut ticks.ask)?;
            }
            if columns.bid_volume {
                read_column::<FloatType>(&*group, 3, &mut ticks.bid_volume)?;
            }
            if columns.ask_volume {
                read_column::<FloatType>(&*group, 4, &mut ticks.ask_volume)?;
            }
        }
        if self.nanos_per_unit != 1 {
            ticks.timestamp.iter_mut().for_each(|time| *time = time.saturating_mul(self.nanos_per_unit));
        }
        Ok(ticks)
    }
}

fn read_column<T: DataType>(
    group: &dyn RowGroupReader,
    column: usize,
    values: &mut Vec<T::T>,
) -> Result<(), ParquetError> {
    let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
    let mut reader = get_typed_column_reader::<T>(group.get_column_reader(column)?);
    let before = values.len();
    while values.len() - before < rows {
        let (records, ..) = reader.read_records(rows - (values.len() - before), None, None, values)?;
        if records == 0 {
            return Err(ParquetError::EOF(format!("column {column} ends before its last row")));
        }
    }
    Ok(())
}

/// The decoder checks much of a file, not all: where a damaged one makes it panic, that is an answer too.
fn guarded<T>(decode: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(decode)).unwrap_or_else(|_| Err("the decoder failed on it".into()))
}

fn damaged(path: &Path, reason: String) -> StoreError {
    StoreError::PartitionDamaged { path: path.into(), reason }
}
