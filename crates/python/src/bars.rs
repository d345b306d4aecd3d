//! What Python asks of stored bars, as the core's question.

use pyo3::prelude::*;
use tickloom_model::{BarKind, DayRule, Fill, Side, Symbol, UnixNanos};
use tickloom_store::BarQuery;

use crate::convert::{self, word};

/// The keys of `BarRequest` in the stubs.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct BarRequest {
    symbol: String,
    timeframes: Vec<String>,
    side: String,
    start: i64,
    end: i64,
    day: String,
    fill: Option<String>,
    as_of: Option<i64>,
    forming: bool,
    detail: bool,
}

impl BarRequest {
    /// The question, if every word of it means something.
    pub(crate) fn query(self, py: Python<'_>) -> PyResult<BarQuery> {
        let kinds = self.timeframes.iter().map(|timeframe| word::<BarKind>(py, timeframe));
        let kinds: Vec<BarKind> = kinds.collect::<PyResult<_>>()?;
        let (symbol, side) = (word::<Symbol>(py, &self.symbol)?, word::<Side>(py, &self.side)?);
        Ok(BarQuery {
            range: convert::range(py, self.start, self.end)?,
            day: word::<DayRule>(py, &self.day)?,
            fill: self.fill.map(|fill| word::<Fill>(py, &fill)).transpose()?,
            as_of: self.as_of.map(UnixNanos::new),
            forming: self.forming,
            detail: self.detail,
            ..BarQuery::new(symbol, &kinds, side)
        })
    }
}
