//! A table that came from an engine: columns as they are, and ticks or bars again where somebody asks for what only these have.

use std::sync::OnceLock;

use tickloom_model::{Digits, Side};
use tickloom_store::{ArrowTable, BarTable, TickTable};

use super::text::Rows;

/// Columns, and what they were made of.
pub(super) struct Received {
    pub(super) arrow: ArrowTable,
    pub(super) price_digits: Option<u8>,
    side: Side,
    source: OnceLock<Source>,
}

enum Source {
    Ticks(TickTable),
    Bars(Box<BarTable>),
    Other,
}

impl Received {
    pub(super) const fn new(arrow: ArrowTable, price_digits: Option<u8>, side: Side) -> Self {
        Self { arrow, price_digits, side, source: OnceLock::new() }
    }

    /// What is shown and reduced.
    pub(super) fn rows(&self) -> Rows<'_> {
        match self.source.get_or_init(|| self.source()) {
            Source::Ticks(table) => Rows::Ticks(table),
            Source::Bars(table) => Rows::Bars(table),
            Source::Other => Rows::Arrow(&self.arrow),
        }
    }

    fn source(&self) -> Source {
        self.ticks().map(Source::Ticks).or_else(|| self.bars()).unwrap_or(Source::Other)
    }

    fn ticks(&self) -> Option<TickTable> {
        TickTable::restored(&self.arrow, Digits::new(self.price_digits?.into()).ok()?)
    }

    /// A half point takes one decimal more, which is none of a point.
    fn bars(&self) -> Option<Source> {
        let more = u8::try_from(self.side.units_per_point() - 1).ok()?;
        let digits = Digits::new(self.price_digits?.checked_sub(more)?.into()).ok()?;
        BarTable::restored(&self.arrow, digits, self.side).map(Box::new).map(Source::Bars)
    }
}
