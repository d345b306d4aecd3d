//! Ticks that Python holds as columns, read where they lie: arrays of numpy, or any table of Arrow.

use pyo3::{prelude::*, types::PyDict};
use tickloom_bars::{Prices, TickColumns};
use tickloom_importer::{ImportError, ticks_of_table};
use tickloom_model::{Digits, Ticks};
use tickloom_store::ForeignTable;

use crate::{door::outside, numbers::Numbers, stream};

/// Columns of ticks.
pub(crate) enum TicksIn {
    Arrays(Box<Arrays>),
    Table(ForeignTable),
}

/// Arrays, by the keys of `TickArrays` in the stubs.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Arrays {
    timestamp: Numbers<i64>,
    bid: PriceArray,
    ask: PriceArray,
    bid_volume: Option<Numbers<f32>>,
    ask_volume: Option<Numbers<f32>>,
}

/// Prices in quote currency, or in points.
#[derive(FromPyObject)]
enum PriceArray {
    Floats(Numbers<f64>),
    Points(Numbers<i64>),
}

impl<'py> FromPyObject<'_, 'py> for TicksIn {
    type Error = PyErr;

    fn extract(value: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyDict>() {
            return value.extract().map(|arrays| Self::Arrays(Box::new(arrays)));
        }
        stream::foreign(value.py(), &value).map(Self::Table)
    }
}

impl TicksIn {
    /// Hands the ticks on in points, some thousand at a time, with the interpreter left alone; `each` says whether to go on.
    pub(crate) fn for_each(
        self,
        py: Python<'_>,
        digits: Digits,
        each: impl FnMut(&Ticks) -> bool + Send,
    ) -> PyResult<()> {
        match self {
            Self::Arrays(arrays) => outside(py, || arrays.columns().for_each(digits, each)),
            Self::Table(table) => outside(py, || of_table(table, digits, each)),
        }
    }
}

impl Arrays {
    pub(crate) fn columns(&self) -> TickColumns<'_> {
        TickColumns {
            timestamp: self.timestamp.as_slice(),
            bid: self.bid.prices(),
            ask: self.ask.prices(),
            bid_volume: self.bid_volume.as_ref().map(Numbers::as_slice),
            ask_volume: self.ask_volume.as_ref().map(Numbers::as_slice),
        }
    }
}

impl PriceArray {
    fn prices(&self) -> Prices<'_> {
        match self {
            Self::Floats(prices) => Prices::Floats(prices.as_slice()),
            Self::Points(points) => Prices::Points(points.as_slice()),
        }
    }
}

fn of_table(
    table: ForeignTable,
    digits: Digits,
    mut each: impl FnMut(&Ticks) -> bool,
) -> Result<(), ImportError> {
    let table = ticks_of_table(table, Some(digits))?;
    for ticks in &table.days {
        if !each(ticks) {
            break;
        }
    }
    Ok(())
}
