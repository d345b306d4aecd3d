//! Bars by a rule that is written in Python.

use pyo3::{intern, prelude::*};
use tickloom_bars::{
    Aggregator, BarRule, BarSeries, ColumnError, Days, RuleBars,
    calendar::{Calendar, CalendarError, CalendarRules},
};
use tickloom_importer::ticks_of_table;
use tickloom_model::{Bar, Digits, Side, Tick, points_to_f64};
use tickloom_store::{BarColumns, BarTable, TickTable};

use crate::{convert::word, door::outside, errors::to_python, stream, table::Table};

/// Ticks between two looks at whether Ctrl-C was pressed: a rule that is not Python's own code does not look.
const TICKS_UNWATCHED: usize = 4_096;

/// Bars of a table of ticks, the last of them in progress if the rule did not complete it.
#[pyfunction]
#[pyo3(signature = (ticks, rule, side, calendar, digits))]
pub(crate) fn aggregate(
    py: Python<'_>,
    ticks: &Bound<'_, PyAny>,
    rule: &Bound<'_, PyAny>,
    side: &str,
    calendar: Option<&str>,
    digits: Option<u64>,
) -> PyResult<Table> {
    let side = word::<Side>(py, side)?;
    let days = days(calendar).map_err(|error| to_python(py, &error))?;
    let digits = digits.map(Digits::new).transpose().map_err(|error| to_python(py, &error))?;
    let table = stream::foreign(py, ticks)?;
    let ticks = outside(py, || ticks_of_table(table, digits))?;
    outside(py, || ColumnError::unless_ascending(times(&ticks)))?;
    let mut bars = RuleBars::new(side, &days, PythonRule::new(rule, ticks.digits)?);
    let BarSeries { bars, available_at, is_forming } = series(py, &ticks, &mut bars)?;
    let (digits, columns) = (ticks.digits, BarColumns::Detail);
    Ok(Table::of_bars(BarTable { digits, side, bars, available_at, is_forming, columns }))
}

fn days(calendar: Option<&str>) -> Result<Days, CalendarError> {
    let Some(rules) = calendar else { return Ok(Days::Utc) };
    Calendar::new(rules.parse::<CalendarRules>()?).map(Days::Session)
}

fn times(ticks: &TickTable) -> impl Iterator<Item = i64> + '_ {
    ticks.days.iter().flat_map(|piece| piece.timestamp.iter().copied())
}

fn series(py: Python<'_>, ticks: &TickTable, bars: &mut RuleBars<PythonRule<'_>>) -> PyResult<BarSeries> {
    let mut series = BarSeries::default();
    let ticks = ticks.days.iter().flat_map(|piece| piece.iter());
    for (index, tick) in ticks.enumerate() {
        if index % TICKS_UNWATCHED == 0 {
            py.check_signals()?;
        }
        bars.on_tick(&tick, &mut |bar| series.push(bar));
        bars.rule_mut().outcome()?;
    }
    let latest_end = bars.latest_end();
    bars.forming().into_iter().for_each(|bar| series.push_forming(bar, latest_end));
    Ok(series)
}

/// A rule's methods, and what one of them raised.
#[derive(Debug)]
struct PythonRule<'py> {
    begin: Bound<'py, PyAny>,
    completes: Bound<'py, PyAny>,
    points_per_unit: i64,
    outcome: PyResult<()>,
}

impl<'py> PythonRule<'py> {
    fn new(rule: &Bound<'py, PyAny>, digits: Digits) -> PyResult<Self> {
        let py = rule.py();
        Ok(Self {
            begin: rule.getattr(intern!(py, "begin"))?,
            completes: rule.getattr(intern!(py, "completes"))?,
            points_per_unit: digits.points_per_unit(),
            outcome: Ok(()),
        })
    }

    /// What was raised since this was last asked.
    fn outcome(&mut self) -> PyResult<()> {
        std::mem::replace(&mut self.outcome, Ok(()))
    }

    fn asked(&self, tick: &Tick) -> PyResult<bool> {
        let price = |points| points_to_f64(points, self.points_per_unit);
        let time = tick.timestamp.as_i64();
        let quote = (time, price(tick.bid), price(tick.ask), tick.bid_volume, tick.ask_volume);
        self.completes.call1(quote)?.is_truthy()
    }
}

impl BarRule for PythonRule<'_> {
    fn begin(&mut self) {
        self.outcome = self.begin.call0().map(drop);
    }

    fn completes(&mut self, tick: &Tick, _: &Bar) -> bool {
        let answer = match &self.outcome {
            Ok(()) => self.asked(tick),
            Err(_) => return false,
        };
        answer.unwrap_or_else(|raised| {
            self.outcome = Err(raised);
            false
        })
    }
}
