//! The pieces of a source as one: line numbers, what only shows where two pieces meet, and the rows taken out.

use tickloom_model::Ticks;
use tickloom_quality::{
    Finding, FindingCode, Findings, Place,
    checks::{self, Mark},
};

use crate::{
    edges::Edge,
    examine::{Examined, Examiner},
    quarantine::Quarantined,
    rows::Row,
};

/// What is known of the current source before its next piece.
pub(crate) struct Stitcher {
    examiner: Examiner,
    lines: u64,
    /// The last ticks of the piece before.
    last: Option<Edge>,
    /// The end of the piece before, if it waits for what the next piece makes of it.
    held: Held,
}

/// Ticks of which the next piece may make spikes, and the refused rows among them; only where spikes are refused.
#[derive(Default)]
struct Held {
    ticks: Ticks,
    removed: Vec<usize>,
    listed: Vec<Quarantined>,
}

/// A piece with its places in the source.
pub(crate) struct Stitched {
    /// What is to be stored, in order.
    pub(crate) ticks: [Ticks; 2],
    pub(crate) rows: u64,
    /// How many rows are refused.
    pub(crate) refused: u64,
    /// Refused rows to be listed now, in order.
    pub(crate) listed: Vec<Quarantined>,
    /// How many are refused that cannot be listed.
    pub(crate) unlisted: u64,
    pub(crate) findings: Findings,
    /// Where ticks stand that have the time of the tick before.
    pub(crate) moments: Vec<Place>,
}

impl Stitcher {
    pub(crate) fn new(examiner: Examiner) -> Self {
        Self { examiner, lines: 0, last: None, held: Held::default() }
    }

    /// The line of a tick of the piece that comes next, after these more lines.
    pub(crate) fn line_of(&self, next: &Examined, header_lines: u64, tick: usize) -> u64 {
        self.lines + header_lines + next.parsed.places.line_of(tick)
    }

    /// Adds the next piece of a source.
    pub(crate) fn stitch(&mut self, source: &str, mut piece: Examined, header_lines: u64) -> Stitched {
        self.lines += header_lines;
        let lines = self.lines;
        self.lines += piece.parsed.lines;
        piece.quarantined.iter_mut().for_each(|refused| refused.row.line += lines);
        if let Some(edges) = &mut piece.edges {
            edges.shift(lines);
        }
        let refused = piece.parsed.refused.count + piece.removed.len() as u64;
        let unlisted = refused.saturating_sub(piece.quarantined.len() as u64);
        let mut findings = Findings::default();
        let seam_refused = self.seam(source, &mut piece, &mut findings);
        findings.merge(shifted(std::mem::take(&mut piece.findings), source, lines));
        let (moments, rows) = (moments(&piece, source, lines), piece.parsed.rows);
        let (ticks, listed) = self.kept(piece);
        Stitched { ticks, rows, refused: refused + seam_refused, listed, unlisted, findings, moments }
    }

    /// What waits for a piece that will not come; the next piece is another source's.
    pub(crate) fn end(&mut self) -> (Ticks, Vec<Quarantined>) {
        (self.lines, self.last) = (0, None);
        std::mem::take(&mut self.held).let_go()
    }

    /// Finds what shows where two pieces meet; says how many more rows are refused for it.
    fn seam(&mut self, source: &str, piece: &mut Examined, findings: &mut Findings) -> u64 {
        let (Some(before), Some(edges)) = (&self.last, &piece.edges) else { return 0 };
        let (after, examiner) = (&edges.first, self.examiner);
        let marks = checks::seam(&before.ticks, &after.ticks, examiner.digits, examiner.keep());
        findings.add_marks(&marks, |mark| {
            let (mark, edge) = side(mark, before, after);
            let place = examiner.place(mark, &edge.ticks, edge.row(mark.index).as_ref());
            Place { source: Some(source.into()), ..place }
        });
        let refused = if examiner.is_strict { marks.refused() } else { Vec::new() };
        let mut more = 0;
        for mark in refused {
            let is_before = mark.index < before.ticks.len();
            let (mark, edge) = side(mark, before, after);
            let Some(row) = edge.row(mark.index) else { continue };
            let refused = examiner.refuse(mark, &edge.ticks, &row);
            more += u64::from(if is_before {
                refuse(&mut self.held.removed, &mut self.held.listed, mark, refused)
            } else {
                refuse(&mut piece.removed, &mut piece.quarantined, mark, refused)
            });
        }
        more
    }

    /// What of a piece goes on now, after what waited for it; the end waits if the next piece may have a say about it.
    fn kept(&mut self, piece: Examined) -> ([Ticks; 2], Vec<Quarantined>) {
        let Examined { parsed, mut removed, quarantined: mut listed, edges, .. } = piece;
        self.last = edges.map(|edges| edges.last);
        let Some(last) = self.last.as_ref().filter(|_| self.examiner.is_strict) else {
            return ([Ticks::default(), without(parsed.ticks, &removed)], listed);
        };
        let first_line = last.first_line().unwrap_or(u64::MAX);
        let mut now = parsed.ticks;
        let split = now.len() - last.ticks.len();
        now.truncate(split);
        let later = removed.split_off(removed.partition_point(|&index| index < split));
        let held = Held {
            ticks: last.ticks.clone(),
            removed: later.into_iter().map(|index| index - split).collect(),
            listed: listed.split_off(listed.partition_point(|refused| refused.row.line < first_line)),
        };
        let (before, mut all) = std::mem::replace(&mut self.held, held).let_go();
        all.append(&mut listed);
        ([before, without(now, &removed)], all)
    }
}

/// Takes a tick out and lists its row; `false` if it was out already, when the first of its findings is the one to tell.
fn refuse(removed: &mut Vec<usize>, listed: &mut Vec<Quarantined>, mark: Mark, refused: Quarantined) -> bool {
    let line = refused.row.line;
    let place = listed.partition_point(|earlier| earlier.row.line < line);
    match removed.binary_search(&mark.index) {
        Err(index) => {
            removed.insert(index, mark.index);
            listed.insert(place, refused);
            true
        }
        Ok(_) => {
            if let Some(known) = listed.get_mut(place)
                && FindingCode::from_code(known.code).is_some_and(|code| mark.code < code)
            {
                *known = refused;
            }
            false
        }
    }
}

impl Held {
    fn let_go(self) -> (Ticks, Vec<Quarantined>) {
        (without(self.ticks, &self.removed), self.listed)
    }
}

/// The ticks but for these positions, which ascend.
fn without(ticks: Ticks, removed: &[usize]) -> Ticks {
    if removed.is_empty() {
        return ticks;
    }
    let mut kept = Ticks::with_capacity(ticks.len() - removed.len());
    let ends = removed.iter().copied().chain([ticks.len()]);
    let mut start = 0;
    for end in ends {
        kept.extend_from(&ticks, start..end);
        start = end + 1;
    }
    kept
}

/// A mark of a seam as one of the edge that it lies in.
fn side<'a>(mark: Mark, before: &'a Edge, after: &'a Edge) -> (Mark, &'a Edge) {
    match mark.index.checked_sub(before.ticks.len()) {
        Some(index) => (Mark { index, ..mark }, after),
        None => (mark, before),
    }
}

fn shifted(findings: Findings, source: &str, lines: u64) -> Findings {
    let mut all = Findings::default();
    for Finding { code, count, first } in findings.into_vec() {
        let place = |place: Place| Place {
            source: Some(source.into()),
            line: place.line.map(|line| line + lines),
            ..place
        };
        all.add(code, count, first.into_iter().map(place));
    }
    all
}

fn moments(piece: &Examined, source: &str, lines: u64) -> Vec<Place> {
    let place = |(time, row): &(tickloom_model::UnixNanos, Row)| Place {
        source: Some(source.into()),
        line: Some(row.line + lines),
        byte: row.byte,
        time: *time,
        what: String::new(),
    };
    piece.moments.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use tickloom_model::{Tick, UnixNanos};

    use super::*;

    #[test]
    fn what_is_removed_is_gone_and_the_rest_keeps_its_order() {
        let ticks = |times: &[i64]| -> Ticks {
            let tick = |time: &i64| Tick {
                timestamp: UnixNanos::new(*time),
                bid: 1,
                ask: 2,
                bid_volume: 0.0,
                ask_volume: 0.0,
            };
            times.iter().map(tick).collect()
        };
        let cases: [(&[usize], &[i64]); 4] =
            [(&[], &[5, 6, 7, 8]), (&[0], &[6, 7, 8]), (&[1, 3], &[5, 7]), (&[0, 1, 2, 3], &[])];
        for (removed, expected) in cases {
            assert_eq!(without(ticks(&[5, 6, 7, 8]), removed), ticks(expected), "{removed:?}");
        }
    }
}
