//! What a thread that parses notices about its piece: the checks, with the places of what they find.

use std::collections::BTreeMap;

use tickloom_formats::{BadRow, Field, Parsed};
use tickloom_model::{Digits, Ticks, UnixNanos};
use tickloom_quality::{
    Finding, FindingCode, Findings, Place,
    checks::{self, Keep, Mark, Marks},
};

use crate::{
    edges::Edges,
    quarantine::{QUARANTINED_OF_PIECE, Quarantined},
    rows::{Row, Rows, with_lines},
};

/// How a piece is examined.
#[derive(Clone, Copy)]
pub(crate) struct Examiner {
    pub(crate) digits: Digits,
    /// Whether rows are refused that are kept otherwise.
    pub(crate) is_strict: bool,
}

/// A piece with all that was noticed about it. Lines count from 1 within the piece.
pub(crate) struct Examined {
    pub(crate) parsed: Parsed,
    pub(crate) findings: Findings,
    /// Ticks to be taken out, ascending.
    pub(crate) removed: Vec<usize>,
    /// All rows that are refused, as many as may be listed, in their order.
    pub(crate) quarantined: Vec<Quarantined>,
    /// Ticks of the time of the tick before: where repeats and equal times stand, should the merge find some.
    pub(crate) moments: Vec<(UnixNanos, Row)>,
    /// The first and last ticks, where other pieces of the same source may come before or after.
    pub(crate) edges: Option<Box<Edges>>,
}

impl Examiner {
    pub(crate) fn keep(self) -> Keep {
        if self.is_strict { Keep::AllRefused } else { Keep::First }
    }

    /// Looks at the ticks of a piece, whose refused rows have their place in the source but for the lines.
    pub(crate) fn examine(self, mut parsed: Parsed, rows: Rows<'_>) -> Examined {
        let marks = checks::batch(&parsed.ticks, self.digits, self.keep());
        let refused = if self.is_strict { marks.refused() } else { Vec::new() };
        let found = self.looked_up(&parsed, rows, &marks, &refused);
        let mut findings = Findings::default();
        findings.add_marks(&marks, |mark| self.place(mark, &parsed.ticks, found.get(&mark.index)));
        let mut removed: Vec<usize> = refused.iter().map(|mark| mark.index).collect();
        removed.dedup();
        let unparsed = std::mem::take(&mut parsed.refused.first).into_iter().map(Quarantined::unparsed);
        let mut quarantined: Vec<Quarantined> = unparsed.collect();
        quarantined.extend(self.quarantined(&parsed.ticks, &refused, &found));
        quarantined.sort_by_key(|refused| refused.row.line);
        let moments = moments(&parsed, rows);
        let edges = Edges::of(&parsed, rows).map(Box::new);
        Examined { parsed, findings, removed, quarantined, moments, edges }
    }

    /// Looks at all ticks of a day, in their order; `source` is where they come from, if they come from one.
    pub(crate) fn examine_day(self, ticks: &Ticks, source: Option<&str>) -> Findings {
        let marks = checks::day(ticks, Keep::First);
        let mut findings = Findings::default();
        findings.add_marks(&marks, |mark| Place {
            source: source.map(Into::into),
            ..mark.place(ticks, self.digits)
        });
        findings
    }

    /// The rows of the marks whose places are told, and of those that are refused.
    fn looked_up(
        self,
        parsed: &Parsed,
        rows: Rows<'_>,
        marks: &Marks,
        refused: &[Mark],
    ) -> BTreeMap<usize, Row> {
        let told = marks.iter().flat_map(|(.., indices)| indices.iter().copied().take(Finding::PLACES));
        let mut wanted: Vec<usize> = told.collect();
        wanted.extend(refused.iter().take(QUARANTINED_OF_PIECE).map(|mark| mark.index));
        wanted.sort_unstable();
        wanted.dedup();
        let lines = with_lines(&parsed.ticks, wanted.iter().copied(), |tick| parsed.places.line_of(tick));
        wanted.into_iter().zip(rows.of(&lines)).collect()
    }

    pub(crate) fn place(self, mark: Mark, ticks: &Ticks, row: Option<&Row>) -> Place {
        let place = mark.place(ticks, self.digits);
        Place { line: row.map(|row| row.line), byte: row.and_then(|row| row.byte), ..place }
    }

    fn quarantined(self, ticks: &Ticks, refused: &[Mark], found: &BTreeMap<usize, Row>) -> Vec<Quarantined> {
        let first_of_row = refused.chunk_by(|left, right| left.index == right.index).map(|marks| marks[0]);
        let known = first_of_row.filter_map(|mark| Some((mark, found.get(&mark.index)?)));
        known.map(|(mark, row)| self.refuse(mark, ticks, row)).collect()
    }

    /// A tick that is refused as a row that could not be read is.
    pub(crate) fn refuse(self, mark: Mark, ticks: &Ticks, row: &Row) -> Quarantined {
        let found = mark.place(ticks, self.digits).what;
        let (line, byte) = (row.line, row.byte.unwrap_or_default());
        let (expected, text) = (expected(mark.code), row.text.clone());
        let row = BadRow { line, byte, field: Field::Row, found, expected, row: text };
        Quarantined { code: mark.code.code(), row }
    }
}

/// The first ticks that have the time of the tick before them.
fn moments(parsed: &Parsed, rows: Rows<'_>) -> Vec<(UnixNanos, Row)> {
    let times = &parsed.ticks.timestamp;
    let repeated = times.windows(2).enumerate().filter(|(_, pair)| pair[0] == pair[1]);
    let positions: Vec<usize> = repeated.map(|(before, _)| before + 1).take(Finding::PLACES).collect();
    let lines = with_lines(&parsed.ticks, positions, |tick| parsed.places.line_of(tick));
    let found = rows.of(&lines).into_iter();
    lines.iter().map(|(_, tick)| tick.timestamp).zip(found).collect()
}

/// What a strict import wants where it found something else.
const fn expected(code: FindingCode) -> &'static str {
    match code {
        FindingCode::OutOfOrder => "a time that is not before that of the row above",
        FindingCode::Crossed => "an ask that is not below the bid",
        FindingCode::PriceNotPositive => "a bid and an ask over 0",
        FindingCode::PriceAbsurd => "a price that an instrument can have",
        FindingCode::Spike => "a price near those around it",
        _ => "a row without findings",
    }
}
