//! Results as Arrow: columns that leave this crate without being copied row by row.

use std::sync::Arc;

use arrow::{
    array::{
        ArrayRef, BooleanArray, Float32Array, Float64Array, RecordBatch, TimestampNanosecondArray,
        UInt32Array,
    },
    datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit},
};
use tickloom_model::{Bars, Spreads, Ticks, points_to_f64};

use crate::{BarColumns, BarTable, TickTable};

/// A table as Arrow record batches of one schema.
#[derive(Debug, Clone)]
pub struct ArrowTable {
    /// Names and types of the columns.
    pub schema: SchemaRef,
    /// The rows, in order.
    pub batches: Vec<RecordBatch>,
}

impl ArrowTable {
    /// How many rows.
    #[must_use]
    pub fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }
}

impl From<&TickTable> for ArrowTable {
    /// Columns `timestamp` (nanoseconds, UTC), `bid`, `ask` (float64, quote currency), `bid_volume`, `ask_volume` (float32);
    /// one batch for each UTC day.
    fn from(table: &TickTable) -> Self {
        let schema = schema([
            ("timestamp", utc_nanos()),
            ("bid", DataType::Float64),
            ("ask", DataType::Float64),
            ("bid_volume", DataType::Float32),
            ("ask_volume", DataType::Float32),
        ]);
        let points_per_unit = table.digits.points_per_unit();
        let batch = |ticks: &Ticks| {
            batch(
                &schema,
                vec![
                    times(&ticks.timestamp),
                    prices(&ticks.bid, points_per_unit),
                    prices(&ticks.ask, points_per_unit),
                    Arc::new(Float32Array::from(ticks.bid_volume.clone())),
                    Arc::new(Float32Array::from(ticks.ask_volume.clone())),
                ],
            )
        };
        Self { batches: table.days.iter().map(batch).collect(), schema: Arc::clone(&schema) }
    }
}

impl From<&BarTable> for ArrowTable {
    /// Columns `open_time` (nanoseconds, UTC), `open`, `high`, `low`, `close` (float64, quote currency), `volume` (float64),
    /// `ticks` (uint32), and those that [`BarColumns`] adds; one batch.
    fn from(table: &BarTable) -> Self {
        let mut columns = standard(table);
        if table.columns != BarColumns::Standard {
            columns.extend(availability(table));
        }
        if table.columns == BarColumns::Detail {
            columns.extend(spreads(table));
        }
        Self::of_columns(columns)
    }
}

impl ArrowTable {
    /// One batch of named columns of one length, none of whose values is missing.
    pub(crate) fn of_columns(columns: Vec<(&str, ArrayRef)>) -> Self {
        let batch = named(columns);
        Self { schema: batch.schema(), batches: vec![batch] }
    }
}

/// Named columns of one length, none of whose values is missing.
pub(crate) fn named(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let field = |(name, column): &(&str, ArrayRef)| Field::new(*name, column.data_type().clone(), false);
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let columns = columns.into_iter().map(|(_, column)| column).collect();
    batch(&schema, columns)
}

pub(crate) fn standard(table: &BarTable) -> Vec<(&'static str, ArrayRef)> {
    let units_per_one = table.digits.points_per_unit() * table.side.units_per_point();
    let Bars { open_time, open, high, low, close, volume, ticks, .. } = &table.bars;
    vec![
        ("open_time", times(open_time)),
        ("open", prices(open, units_per_one)),
        ("high", prices(high, units_per_one)),
        ("low", prices(low, units_per_one)),
        ("close", prices(close, units_per_one)),
        ("volume", Arc::new(Float64Array::from(volume.clone()))),
        ("ticks", Arc::new(UInt32Array::from(ticks.clone()))),
    ]
}

fn availability(table: &BarTable) -> [(&'static str, ArrayRef); 2] {
    let complete: BooleanArray = (0..table.bars.len()).map(|index| Some(table.is_complete(index))).collect();
    [("available_at", times(&table.available_at)), ("complete", Arc::new(complete))]
}

fn spreads(table: &BarTable) -> [(&'static str, ArrayRef); 4] {
    let points_per_unit = table.digits.points_per_unit();
    let Spreads { min, max, close, sum } = &table.bars.spread;
    let mean = sum.iter().zip(&table.bars.ticks);
    let mean = mean.map(|(sum, &ticks)| sum / f64::from(ticks) / points_per_unit as f64);
    [
        ("spread_min", prices(min, points_per_unit)),
        ("spread_mean", Arc::new(Float64Array::from_iter_values(mean))),
        ("spread_max", prices(max, points_per_unit)),
        ("spread_close", prices(close, points_per_unit)),
    ]
}

fn utc_nanos() -> DataType {
    DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into()))
}

fn schema<const N: usize>(columns: [(&str, DataType); N]) -> SchemaRef {
    let fields: Vec<Field> = columns.into_iter().map(|(name, kind)| Field::new(name, kind, false)).collect();
    Arc::new(Schema::new(fields))
}

pub(crate) fn times(nanos: &[i64]) -> ArrayRef {
    Arc::new(TimestampNanosecondArray::from(nanos.to_vec()).with_timezone("UTC"))
}

fn prices(points: &[i64], units_per_one: i64) -> ArrayRef {
    Arc::new(Float64Array::from_iter_values(
        points.iter().map(|&points| points_to_f64(points, units_per_one)),
    ))
}

#[expect(
    clippy::expect_used,
    reason = "columns of one table have one length and the types named beside them"
)]
pub(crate) fn batch(schema: &SchemaRef, columns: Vec<ArrayRef>) -> RecordBatch {
    RecordBatch::try_new(Arc::clone(schema), columns).expect("columns that fit their schema")
}
