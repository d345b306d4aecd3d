//! The class `Table`: the result of a question, kept as the core gave it and turned into Arrow when first asked for.

use std::sync::OnceLock;

use arrow::{array::ArrayRef, compute::concat, error::ArrowError};
use pyo3::{
    exceptions::PyKeyError,
    prelude::*,
    types::{PyBytes, PyCapsule},
};
use tickloom_bars::ColumnError;
use tickloom_model::{Side, UnixNanos};
use tickloom_store::{ArrowTable, BarTable, ChartRange, ExportFormat, StoreError, TickTable};

use crate::{
    column::Column,
    convert::{self, word},
    door::outside,
    stream,
    table::text::Rows,
};

mod received;
mod text;

use received::Received;

/// Rows of named columns, never changed after they were read.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct Table {
    content: Content,
    arrow: OnceLock<ArrowTable>,
}

/// What the core answered.
enum Content {
    Ticks(TickTable),
    Bars(Box<BarTable>),
    Arrow(ArrowTable),
    Received(Box<Received>),
}

#[pymethods]
impl Table {
    #[getter]
    fn num_rows(&self) -> usize {
        match &self.content {
            Content::Ticks(table) => table.days.iter().map(tickloom_model::Ticks::len).sum(),
            Content::Bars(table) => table.bars.len(),
            Content::Arrow(table) => table.num_rows(),
            Content::Received(table) => table.arrow.num_rows(),
        }
    }

    #[getter]
    fn column_names(&self, py: Python<'_>) -> Vec<String> {
        let fields = self.outside_arrow(py).schema.fields();
        fields.iter().map(|field| field.name().clone()).collect()
    }

    #[getter]
    fn price_digits(&self) -> Option<u8> {
        match &self.content {
            Content::Ticks(table) => Some(table.digits.get()),
            // A half point takes one decimal more.
            Content::Bars(table) => Some(table.digits.get() + (table.side.units_per_point() as u8 - 1)),
            Content::Arrow(_) => None,
            Content::Received(table) => table.price_digits,
        }
    }

    fn column(&self, py: Python<'_>, name: &str) -> PyResult<Column> {
        let table = self.outside_arrow(py);
        let index = table.schema.index_of(name).map_err(|_| PyKeyError::new_err(name.to_owned()))?;
        outside(py, || contiguous(table, index).and_then(|array| Column::of(&array)).map_err(export_failed))
    }

    fn cells(&self, py: Python<'_>, start: usize, end: usize) -> PyResult<Vec<Vec<Option<String>>>> {
        outside(py, || self.rows().cells(start..end))
    }

    #[pyo3(signature = (width, start, end))]
    fn reduce(&self, py: Python<'_>, width: usize, start: Option<i64>, end: Option<i64>) -> PyResult<Self> {
        convert::range(py, start.unwrap_or(i64::MIN), end.unwrap_or(i64::MAX))?;
        let range = ChartRange { start: start.map(UnixNanos::new), end: end.map(UnixNanos::new) };
        outside(py, || match self.rows() {
            Rows::Ticks(table) => table.reduced(range, width).map(Self::of_ticks),
            Rows::Bars(table) => table.reduced(range, width).map(Self::of_bars),
            Rows::Arrow(_) => Err(ColumnError::NoPrices),
        })
    }

    fn to_bytes<'py>(&self, py: Python<'py>, format: &str) -> PyResult<Bound<'py, PyBytes>> {
        let format: ExportFormat = word(py, format)?;
        let bytes = outside(py, || self.exported(format))?;
        Ok(PyBytes::new(py, &bytes))
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface lets a producer answer with its own schema; consumers cast.
        drop(requested_schema);
        stream::stream(py, self.outside_arrow(py))
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        stream::schema(py, self.outside_arrow(py))
    }
}

impl Table {
    pub(crate) const fn of_ticks(table: TickTable) -> Self {
        Self { content: Content::Ticks(table), arrow: OnceLock::new() }
    }

    pub(crate) fn of_bars(table: BarTable) -> Self {
        Self { content: Content::Bars(Box::new(table)), arrow: OnceLock::new() }
    }

    pub(crate) const fn of_arrow(table: ArrowTable) -> Self {
        Self { content: Content::Arrow(table), arrow: OnceLock::new() }
    }

    /// One that an engine sent: ticks, bars of a side, or anything else.
    pub(crate) fn received(arrow: ArrowTable, price_digits: Option<u8>, side: Side) -> Self {
        let received = Received::new(arrow, price_digits, side);
        Self { content: Content::Received(Box::new(received)), arrow: OnceLock::new() }
    }

    fn arrow(&self) -> &ArrowTable {
        match &self.content {
            Content::Ticks(table) => self.arrow.get_or_init(|| table.into()),
            Content::Bars(table) => self.arrow.get_or_init(|| table.as_ref().into()),
            Content::Arrow(table) => table,
            Content::Received(table) => &table.arrow,
        }
    }

    pub(crate) fn outside_arrow(&self, py: Python<'_>) -> &ArrowTable {
        py.detach(|| self.arrow())
    }

    fn rows(&self) -> Rows<'_> {
        match &self.content {
            Content::Ticks(table) => Rows::Ticks(table),
            Content::Bars(table) => Rows::Bars(table),
            Content::Arrow(table) => Rows::Arrow(table),
            Content::Received(table) => table.rows(),
        }
    }

    fn exported(&self, format: ExportFormat) -> Result<Vec<u8>, StoreError> {
        if format == ExportFormat::Csv {
            return self.rows().csv();
        }
        let mut bytes = Vec::new();
        self.arrow().write(format, &mut bytes)?;
        Ok(bytes)
    }
}

fn contiguous(table: &ArrowTable, index: usize) -> Result<ArrayRef, ArrowError> {
    let pieces: Vec<&dyn arrow::array::Array> =
        table.batches.iter().map(|batch| batch.column(index).as_ref()).collect();
    match (pieces.as_slice(), table.batches.first()) {
        ([_], Some(only)) => Ok(only.column(index).clone()),
        ([], _) => Ok(arrow::array::new_empty_array(table.schema.field(index).data_type())),
        (many, _) => concat(many),
    }
}

pub(crate) fn export_failed(error: ArrowError) -> StoreError {
    StoreError::ExportFailed { reason: error.to_string() }
}
