//! Bars of ticks that Python holds in columns, of many timeframes in one pass.

use std::ops::Range;

use pyo3::prelude::*;
use rayon::prelude::*;
use tickloom_bars::{Condensed, Condenser, MtfBuilder, MtfConfig, MtfError, TickColumns};
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

/// Rows that a thread condenses at once: their bars are few, and all threads are done at nearly the same time.
const ROWS_A_STRETCH: usize = 1 << 15;

/// Stretches that are in memory condensed; and between two looks.
const STRETCHES_AT_ONCE: usize = 32;

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
    match (ticks, builder.condenser()) {
        (TicksIn::Arrays(arrays), Some(condenser)) => {
            condense(py, &mut builder, arrays.columns(), &condenser, digits)?;
        }
        (ticks, _) => fill(py, &mut builder, ticks, digits)?,
    }
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

/// The same as `fill`, on all cores: while some stretches are condensed, those before them are put together.
fn condense(
    py: Python<'_>,
    builder: &mut MtfBuilder,
    columns: TickColumns<'_>,
    condenser: &Condenser,
    digits: Digits,
) -> PyResult<()> {
    let stretches: Vec<Range<usize>> = (0..columns.len())
        .step_by(ROWS_A_STRETCH)
        .map(|start| start..columns.len().min(start + ROWS_A_STRETCH))
        .collect();
    // Columns of different lengths are told of even if there is no row.
    outside(py, || columns.for_each_of(0..0, digits, |_| true))?;
    let (mut observer, mut ready) = (Observer::default(), Vec::new());
    for some in stretches.chunks(STRETCHES_AT_ONCE) {
        let before = std::mem::take(&mut ready);
        ready = outside(py, || {
            let push = || push(builder, columns, before, digits);
            let (pushed, condensed) =
                rayon::join(push, || condense_at_once(columns, condenser, some, digits));
            pushed.and(condensed)
        })?;
        if observer.wants_stop() {
            break;
        }
    }
    outside(py, || push(builder, columns, ready, digits))?;
    interruption(py, observer)
}

/// Stretches with their rows, in order.
type Stretches = Vec<(Condensed, Range<usize>)>;

fn condense_at_once(
    columns: TickColumns<'_>,
    condenser: &Condenser,
    stretches: &[Range<usize>],
    digits: Digits,
) -> Result<Stretches, MtfError> {
    let condensed =
        |rows: &Range<usize>| Ok((condenser.condense(columns, rows.clone(), digits)?, rows.clone()));
    stretches.par_iter().map(condensed).collect()
}

fn push(
    builder: &mut MtfBuilder,
    columns: TickColumns<'_>,
    stretches: Stretches,
    digits: Digits,
) -> Result<(), MtfError> {
    for (condensed, rows) in stretches {
        if !builder.push_condensed(&condensed) {
            columns.for_each_of(rows, digits, |ticks| {
                builder.push_ticks(ticks);
                true
            })?;
        }
    }
    Ok(())
}

fn fill(py: Python<'_>, builder: &mut MtfBuilder, ticks: TicksIn, digits: Digits) -> PyResult<()> {
    let (mut observer, mut pieces) = (Observer::default(), 0_u32);
    ticks.for_each(py, digits, |ticks| {
        builder.push_ticks(ticks);
        pieces += 1;
        !pieces.is_multiple_of(PIECES_BETWEEN_LOOKS) || !observer.wants_stop()
    })?;
    interruption(py, observer)
}

fn interruption(py: Python<'_>, observer: Observer) -> PyResult<()> {
    observer.interruption(py, "the bars were interrupted; nothing was changed").map_or(Ok(()), Err)
}
