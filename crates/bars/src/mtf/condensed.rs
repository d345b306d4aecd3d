//! A stretch of ticks as the bars that all timeframes are made of: many stretches can be condensed at once, by whoever has
//! threads, and are put together in order.

use std::ops::Range;

use tickloom_model::{Bars, Digits, Side, Ticks, Timeframe};

use super::MtfError;
use crate::{BarBuilder, Days, TickColumns};

/// Condenses stretches of ticks for one [`MtfBuilder`](super::MtfBuilder).
#[derive(Debug, Clone)]
pub struct Condenser {
    pub(super) side: Side,
    pub(super) days: Days,
    /// The timeframes that no other of the builder's divides.
    pub(super) bases: Vec<Timeframe>,
}

/// A stretch of ticks, condensed: the bars of each base, those at both ends as far as the stretch goes.
#[derive(Debug, Clone)]
pub struct Condensed {
    pub(super) bases: Vec<Bars>,
    /// Times of the first and the last tick. `None` without ticks.
    pub(super) span: Option<(i64, i64)>,
    pub(super) is_in_order: bool,
}

impl Condenser {
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
        let builder = |base: &Timeframe| BarBuilder::with_days(*base, self.side, self.days.clone());
        let mut builders: Vec<BarBuilder> = self.bases.iter().map(builder).collect();
        let mut span = None;
        columns.for_each_of(rows, digits, |ticks| {
            builders.iter_mut().for_each(|builder| builder.push_ticks(ticks));
            span = joined(span, ticks);
            true
        })?;
        let is_in_order = builders.iter().all(|builder| builder.dropped() == 0);
        Ok(Condensed { bases: builders.into_iter().map(BarBuilder::finish).collect(), span, is_in_order })
    }
}

fn joined(span: Option<(i64, i64)>, ticks: &Ticks) -> Option<(i64, i64)> {
    let (first, last) = (*ticks.timestamp.first()?, *ticks.timestamp.last()?);
    Some((span.map_or(first, |(first, _)| first), last))
}
