//! Bars of ticks that Python holds in columns, of many timeframes in one pass.

use pyo3::prelude::*;
use tickloom_bars::{MtfBuilder, MtfConfig};
use tickloom_model::{BarKind, DayRule, Digits, Side};
use tickloom_store::BarColumns;

use crate::{
    convert::word,
    door::outside,
    mtf::{known_symbol, table},
    observer::Observer,
    table::Table,
    ticks_in::TicksIn,
};

/// Pieces of columns between two looks at whether Ctrl-C was pressed.
const PIECES_BETWEEN_LOOKS: u32 = 64;

/// The keys of `BatchRequest` in the stubs.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct BatchRequest {
    symbol: String,
    digits: Option<u64>,
    timeframes: Vec<String>,
    side: String,
    day: String,
    lateness: i64,
    held: usize,
    detail: bool,
}

/// The bars of each timeframe, and how many ticks came too late to be in any.
#[pyfunction]
pub(crate) fn bars_of_ticks(
    py: Python<'_>,
    ticks: TicksIn,
    request: BatchRequest,
) -> PyResult<(Vec<Table>, u64)> {
    let detail = request.detail;
    let config = request.config(py)?;
    let (digits, side) = (config.symbols[0].digits, config.side);
    let mut builder = outside(py, || MtfBuilder::with_config(&config))?;
    fill(py, &mut builder, ticks, digits)?;
    let columns = if detail { BarColumns::Detail } else { BarColumns::Standard };
    let dropped = builder.dropped();
    let series = py.detach(|| builder.finish());
    Ok((series.into_iter().map(|series| table(series, digits, side, columns)).collect(), dropped))
}

impl BatchRequest {
    fn config(self, py: Python<'_>) -> PyResult<MtfConfig> {
        let symbol = known_symbol(py, &self.symbol, self.digits, word::<DayRule>(py, &self.day)?)?;
        let kinds = self.timeframes.iter().map(|timeframe| word::<BarKind>(py, timeframe));
        let config = MtfConfig::new(vec![symbol], kinds.collect::<PyResult<_>>()?);
        let side = word::<Side>(py, &self.side)?;
        Ok(MtfConfig { side, lateness: self.lateness, held: self.held, ..config })
    }
}

fn fill(py: Python<'_>, builder: &mut MtfBuilder, ticks: TicksIn, digits: Digits) -> PyResult<()> {
    let (mut observer, mut pieces) = (Observer::default(), 0_u32);
    ticks.for_each(py, digits, |ticks| {
        builder.push_ticks(ticks);
        pieces += 1;
        !pieces.is_multiple_of(PIECES_BETWEEN_LOOKS) || !observer.wants_stop()
    })?;
    observer.interruption(py, "the bars were interrupted; nothing was changed").map_or(Ok(()), Err)
}
