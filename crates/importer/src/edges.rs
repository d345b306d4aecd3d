//! The first and last ticks of a piece, kept until its neighbours are there: some things only show where pieces meet.

use tickloom_formats::Parsed;
use tickloom_model::{Tick, Ticks};
use tickloom_quality::checks::SEAM;

use crate::rows::{Row, Rows, with_lines};

/// How many ticks of either end are kept.
pub(crate) const EDGE_TICKS: usize = SEAM;

/// The ends of a piece; a short piece is in both.
pub(crate) struct Edges {
    pub(crate) first: Edge,
    pub(crate) last: Edge,
}

/// Some ticks that follow each other, with their rows.
pub(crate) struct Edge {
    pub(crate) ticks: Ticks,
    pub(crate) rows: Vec<Row>,
}

impl Edges {
    pub(crate) fn of(parsed: &Parsed, rows: Rows<'_>) -> Self {
        let count = parsed.ticks.len();
        let (first, last) = (0..count.min(EDGE_TICKS), count.saturating_sub(EDGE_TICKS)..count);
        Self {
            first: Edge::of(parsed, first, |wanted| rows.of(wanted)),
            last: Edge::of(parsed, last, |wanted| rows.of_last(wanted)),
        }
    }

    /// Moves the lines, once it is known how many came before.
    pub(crate) fn shift(&mut self, lines: u64) {
        let rows = self.first.rows.iter_mut().chain(&mut self.last.rows);
        rows.for_each(|row| row.line += lines);
    }
}

impl Edge {
    fn of(
        parsed: &Parsed,
        positions: std::ops::Range<usize>,
        rows: impl FnOnce(&[(u64, Tick)]) -> Vec<Row>,
    ) -> Self {
        let mut ticks = Ticks::with_capacity(positions.len());
        ticks.extend_from(&parsed.ticks, positions.clone());
        let rows = rows(&with_lines(&parsed.ticks, positions, |tick| parsed.places.line_of(tick)));
        Self { ticks, rows }
    }
}
