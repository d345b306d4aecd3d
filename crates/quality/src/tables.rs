//! Gaps and coverage as Arrow tables.

use std::sync::Arc;

use arrow::{
    array::{
        ArrayRef, Date32Array, Float64Array, RecordBatch, StringArray, TimestampNanosecondArray, UInt64Array,
    },
    datatypes::{Field, Schema},
};
use tickloom_bars::gaps::Coverage;
use tickloom_model::{NANOS_PER_SECOND, UnixNanos};
use tickloom_store::ArrowTable;

use crate::{Gaps, SessionGap};

impl From<&Gaps> for ArrowTable {
    /// Columns `start` and `end` (nanoseconds, UTC), `seconds` (float64), `class` (text), `session_day` (date); one batch.
    fn from(gaps: &Gaps) -> Self {
        let of = |value: fn(&SessionGap) -> UnixNanos| times(gaps.gaps.iter().map(|gap| Some(value(gap))));
        let seconds = gaps.gaps.iter().map(|gap| in_seconds(gap.length()));
        let days = gaps.gaps.iter().map(|gap| gap.session_day.days_since_epoch());
        let classes = gaps.gaps.iter().map(|gap| gap.gap.class.name());
        table(vec![
            ("start", false, of(|gap| gap.gap.range.start)),
            ("end", false, of(|gap| gap.gap.range.end)),
            ("seconds", false, Arc::new(Float64Array::from_iter_values(seconds))),
            ("class", false, Arc::new(StringArray::from_iter_values(classes))),
            ("session_day", false, Arc::new(Date32Array::from_iter_values(days))),
        ])
    }
}

/// Columns `start` (nanoseconds, UTC), `open_seconds` and `ticks` (uint64), `first` and `last` (nanoseconds, UTC, missing where no
/// tick came), `longest_silence` (seconds, float64), `class` (text); one batch.
#[must_use]
pub fn coverage_table(periods: &[Coverage]) -> ArrowTable {
    let counts = |value: fn(&Coverage) -> u64| -> ArrayRef {
        Arc::new(UInt64Array::from_iter_values(periods.iter().map(value)))
    };
    let silences = periods.iter().map(|period| in_seconds(period.longest_silence));
    let classes = periods.iter().map(|period| period.class.name());
    table(vec![
        ("start", false, times(periods.iter().map(|period| Some(period.range.start)))),
        ("open_seconds", false, counts(|period| period.open_seconds)),
        ("ticks", false, counts(|period| period.ticks)),
        ("first", true, times(periods.iter().map(|period| period.first))),
        ("last", true, times(periods.iter().map(|period| period.last))),
        ("longest_silence", false, Arc::new(Float64Array::from_iter_values(silences))),
        ("class", false, Arc::new(StringArray::from_iter_values(classes))),
    ])
}

fn times(moments: impl Iterator<Item = Option<UnixNanos>>) -> ArrayRef {
    let nanos = moments.map(|moment| moment.map(UnixNanos::as_i64));
    Arc::new(TimestampNanosecondArray::from_iter(nanos).with_timezone("UTC"))
}

fn in_seconds(nanos: i64) -> f64 {
    nanos as f64 / NANOS_PER_SECOND as f64
}

#[expect(clippy::expect_used, reason = "columns of one table have one length and their own types")]
fn table(columns: Vec<(&str, bool, ArrayRef)>) -> ArrowTable {
    let fields = columns.iter().map(|(name, is_nullable, column)| {
        debug_assert!(*is_nullable || column.null_count() == 0);
        Field::new(*name, column.data_type().clone(), *is_nullable)
    });
    let schema = Arc::new(Schema::new(fields.collect::<Vec<_>>()));
    let columns = columns.into_iter().map(|(.., column)| column).collect();
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns).expect("columns that fit their schema");
    ArrowTable { schema, batches: vec![batch] }
}
