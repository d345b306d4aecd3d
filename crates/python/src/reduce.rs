//! The points of a line that a chart has to paint, out of columns of numpy.

use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Array};
use pyo3::prelude::*;
use tickloom_bars::{Value, reduce_points};
use tickloom_model::TimeRange;

use crate::{column::Column, convert, door::outside, numbers::Numbers, table::export_failed};

/// Positions of the points that whole-number values need.
#[pyfunction]
pub(crate) fn reduce_integers(
    py: Python<'_>,
    times: Numbers<i64>,
    values: Numbers<i64>,
    width: usize,
    start: i64,
    end: i64,
) -> PyResult<Column> {
    reduced(py, times.as_slice(), values.as_slice(), width, convert::range(py, start, end)?)
}

/// Positions of the points that decimal values need.
#[pyfunction]
pub(crate) fn reduce_floats(
    py: Python<'_>,
    times: Numbers<i64>,
    values: Numbers<f64>,
    width: usize,
    start: i64,
    end: i64,
) -> PyResult<Column> {
    reduced(py, times.as_slice(), values.as_slice(), width, convert::range(py, start, end)?)
}

fn reduced<V: Value + Sync>(
    py: Python<'_>,
    times: &[i64],
    values: &[V],
    width: usize,
    range: TimeRange,
) -> PyResult<Column> {
    let positions = outside(py, || reduce_points(times, values, range, width))?;
    let positions = Int64Array::from_iter_values(positions.into_iter().map(|position| position as i64));
    let positions: ArrayRef = Arc::new(positions);
    outside(py, || Column::of(&positions).map_err(export_failed))
}
