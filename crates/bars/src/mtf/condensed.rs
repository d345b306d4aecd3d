//! A stretch of ticks as bars of all timeframes: many stretches can be condensed at once, by whoever has threads, and are
//! put together in order.

use std::ops::Range;

use tickloom_model::{Digits, Side, Timeframe};

use super::MtfError;
use crate::{BarBuilder, BarSeries, Days, TickColumns};

/// Of how many ticks or shorter bars a bar is made at least for memory to be taken only once.
const TICKS_A_BAR: usize = 32;
const SHORTER_A_BAR: usize = 2;

/// Condenses stretches of ticks for one [`MtfBuilder`](super::MtfBuilder).
#[derive(Debug, Clone)]
pub struct Condenser {
    side: Side,
    days: Days,
    /// The timeframes in an order in which each comes after those that it is made of.
    steps: Vec<Step>,
}

/// How bars of one timeframe are made.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Step {
    position: usize,
    timeframe: Timeframe,
    /// Where the longest of the timeframes stands whose bars these are made of. `None` if they are made of ticks.
    source: Option<usize>,
}

/// A stretch of ticks, condensed: the bars of each timeframe, those at both ends as far as the stretch goes.
#[derive(Debug, Clone)]
pub struct Condensed {
    pub(super) series: Vec<BarSeries>,
    /// Times of the first and the last tick. `None` without ticks.
    pub(super) span: Option<(i64, i64)>,
    pub(super) is_in_order: bool,
}

impl Condenser {
    pub(super) fn new(timeframes: &[Timeframe], side: Side, days: &Days) -> Self {
        Self { side, days: days.clone(), steps: steps(timeframes, days) }
    }

    /// Condenses some rows of columns.
    ///
    /// # Errors
    /// As [`TickColumns::for_each`].
    pub fn condense(
        &self,
        columns: TickColumns<'_>,
        rows: Range<usize>,
        digits: Digits,
    ) -> Result<Condensed, MtfError> {
        columns.check_lengths()?;
        let rows = rows.start..rows.end.min(columns.len());
        let builders = match self.quickly(columns, rows.clone(), digits) {
            Some(builders) => builders,
            None => self.exactly(columns, rows.clone(), digits)?,
        };
        let is_in_order = builders.iter().all(|builder| builder.dropped() == 0);
        Ok(Condensed { series: self.all_series(builders), span: span(columns.timestamp, rows), is_in_order })
    }

    /// The bases of floats where they lie; `None` if some of them need a closer look.
    fn quickly(
        &self,
        columns: TickColumns<'_>,
        rows: Range<usize>,
        digits: Digits,
    ) -> Option<Vec<BarBuilder>> {
        let mut builders = self.builders(rows.len());
        let quotes = columns.floats(rows, self.side, digits)?;
        builders.iter_mut().all(|builder| builder.push_floats(quotes)).then_some(builders)
    }

    /// The bases of any rows.
    fn exactly(
        &self,
        columns: TickColumns<'_>,
        rows: Range<usize>,
        digits: Digits,
    ) -> Result<Vec<BarBuilder>, MtfError> {
        let mut builders = self.builders(rows.len());
        columns.for_each_of(rows, digits, |ticks| {
            builders.iter_mut().for_each(|builder| builder.push_ticks(ticks));
            true
        })?;
        Ok(builders)
    }

    fn builders(&self, ticks: usize) -> Vec<BarBuilder> {
        self.bases().map(|base| self.builder(base, ticks / TICKS_A_BAR)).collect()
    }

    fn bases(&self) -> impl Iterator<Item = &Step> {
        self.steps.iter().filter(|step| step.source.is_none())
    }

    fn all_series(&self, builders: Vec<BarBuilder>) -> Vec<BarSeries> {
        let mut series = vec![BarSeries::default(); self.steps.len()];
        let bases = self.bases().zip(builders);
        bases.for_each(|(base, builder)| series[base.position] = builder.finish_series());
        self.lengthen(&mut series);
        series
    }

    /// Makes the longer bars of the shorter ones, each of the fewest that there are.
    fn lengthen(&self, series: &mut [BarSeries]) {
        for step in &self.steps {
            let Some(source) = step.source else { continue };
            let shorter = &series[source].bars;
            let mut builder = self.builder(step, shorter.len() / SHORTER_A_BAR + 2);
            builder.push_bars(shorter);
            series[step.position] = builder.finish_series();
        }
    }

    fn builder(&self, step: &Step, bars: usize) -> BarBuilder {
        BarBuilder::with_days(step.timeframe, self.side, self.days.clone()).with_capacity(bars)
    }
}

/// What each timeframe is best made of. One that divides another is divided by fewer than that.
fn steps(timeframes: &[Timeframe], days: &Days) -> Vec<Step> {
    let divides = |shorter: usize, longer: usize| {
        let (shorter, longer) = (timeframes[shorter], timeframes[longer]);
        shorter != longer && days.divides(shorter, longer)
    };
    let sources = |position| (0..timeframes.len()).filter(move |&other| divides(other, position));
    let depth = |position: &usize| sources(*position).count();
    let step = |position| {
        let source = sources(position).max_by_key(depth);
        Step { position, timeframe: timeframes[position], source }
    };
    let mut steps: Vec<Step> = (0..timeframes.len()).map(step).collect();
    steps.sort_by_key(|step| depth(&step.position));
    steps
}

/// Times of the first and the last of some rows.
fn span(timestamp: &[i64], rows: Range<usize>) -> Option<(i64, i64)> {
    let times = timestamp.get(rows)?;
    Some((*times.first()?, *times.last()?))
}

#[cfg(test)]
mod tests {
    use tickloom_model::InstrumentKind;

    use super::*;
    use crate::calendar::Calendar;

    fn sources(names: &[&str], days: &Days) -> Vec<(String, Option<String>)> {
        let timeframes: Vec<Timeframe> = names.iter().map(|name| name.parse().unwrap()).collect();
        let name = |position: usize| timeframes[position].to_string();
        let steps = steps(&timeframes, days);
        steps.iter().map(|step| (name(step.position), step.source.map(name))).collect()
    }

    fn expected(steps: &[(&str, Option<&str>)]) -> Vec<(String, Option<String>)> {
        steps.iter().map(|(name, source)| ((*name).to_owned(), source.map(str::to_owned))).collect()
    }

    #[test]
    fn every_timeframe_is_made_of_the_longest_that_divides_it_and_after_it() {
        let nine = Timeframe::STANDARD.map(|timeframe| timeframe.to_string());
        let mut names: Vec<&str> = nine.iter().map(String::as_str).collect();
        names.reverse();
        let cascade = expected(&[
            ("1m", None),
            ("5m", Some("1m")),
            ("15m", Some("5m")),
            ("30m", Some("15m")),
            ("1h", Some("30m")),
            ("4h", Some("1h")),
            ("1d", Some("4h")),
            ("1mo", Some("1d")),
            ("1w", Some("1d")),
        ]);
        assert_eq!(sources(&names, &Days::Utc), cascade);
        let odd = expected(&[("2m", None), ("7m", None), ("14m", Some("7m"))]);
        assert_eq!(sources(&["14m", "2m", "7m"], &Days::Utc), odd);
    }

    #[test]
    fn session_days_are_made_of_ticks() {
        let session = Days::Session(Calendar::of(InstrumentKind::Fx).unwrap());
        let made = expected(&[("1h", None), ("1d", None), ("1w", Some("1d"))]);
        assert_eq!(sources(&["1h", "1d", "1w"], &session), made);
    }
}
