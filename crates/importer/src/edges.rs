//! The first and last ticks of a piece, kept until its neighbours are there: some things only show where pieces meet.

use tickloom_formats::Parsed;
use tickloom_model::Ticks;
use tickloom_quality::checks::SEAM;

use crate::rows::{Row, Rows, end_of_first, start_of_last};

/// How many ticks of either end are kept.
pub(crate) const EDGE_TICKS: usize = SEAM;

/// The ends of a piece; a short piece is in both.
pub(crate) struct Edges {
    pub(crate) first: Edge,
    pub(crate) last: Edge,
}

/// Some ticks that follow each other, with the text in which their rows stand: hardly ever is one of them looked up.
pub(crate) struct Edge {
    pub(crate) ticks: Ticks,
    /// The line of each tick, counted from 1 in the text.
    lines: Vec<u64>,
    text: Vec<u8>,
    /// Where the text starts in its source.
    offset: u64,
    /// Lines before the text.
    lines_before: u64,
}

impl Edges {
    /// The ends of a piece of text; other formats have rows without a seam.
    pub(crate) fn of(parsed: &Parsed, rows: Rows<'_>) -> Option<Self> {
        let Rows::Text { bytes, offset, lines } = rows else { return None };
        let count = parsed.ticks.len();
        let (first, last) = (0..count.min(EDGE_TICKS), count.saturating_sub(EDGE_TICKS)..count);
        let line_of = |tick: usize| parsed.places.line_of(tick);
        let end = first.end.checked_sub(1).map_or(0, |tick| end_of_first(bytes, line_of(tick)));
        let lines_before = if last.is_empty() { lines } else { line_of(last.start) - 1 };
        let start = start_of_last(bytes, lines - lines_before);
        Some(Self {
            first: Edge::of(parsed, first, &bytes[..end], offset, 0),
            last: Edge::of(parsed, last, &bytes[start..], offset + start as u64, lines_before),
        })
    }

    /// Moves the lines, once it is known how many came before.
    pub(crate) fn shift(&mut self, lines: u64) {
        self.first.lines_before += lines;
        self.last.lines_before += lines;
    }
}

impl Edge {
    fn of(
        parsed: &Parsed,
        positions: std::ops::Range<usize>,
        text: &[u8],
        offset: u64,
        lines_before: u64,
    ) -> Self {
        let mut ticks = Ticks::with_capacity(positions.len());
        ticks.extend_from(&parsed.ticks, positions.clone());
        let lines = positions.map(|tick| parsed.places.line_of(tick) - lines_before).collect();
        Self { ticks, lines, text: text.into(), offset, lines_before }
    }

    /// The line of the first tick.
    pub(crate) fn first_line(&self) -> Option<u64> {
        self.lines.first().map(|line| line + self.lines_before)
    }

    /// The row of the tick at a position.
    pub(crate) fn row(&self, position: usize) -> Option<Row> {
        let wanted = [(*self.lines.get(position)?, self.ticks.get(position))];
        let rows = Rows::Text { bytes: &self.text, offset: self.offset, lines: self.text.len() as u64 };
        let row = rows.of(&wanted).pop()?;
        Some(Row { line: row.line + self.lines_before, ..row })
    }
}
