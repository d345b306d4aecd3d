//! Where rows stand in a piece and what they said: looked up only for the few that are odd.

use memchr::{memchr, memrchr};
use tickloom_formats::{bi5, row_text};
use tickloom_model::{Tick, Ticks};

/// The rows of a piece, as its format has them.
#[derive(Clone, Copy)]
pub(crate) enum Rows<'a> {
    /// Lines of text, `lines` of them, the first of which starts at `offset` of the source.
    Text { bytes: &'a [u8], offset: u64, lines: u64 },
    /// Records of a .bi5 hour.
    Bi5,
    /// Values that have no place of their own.
    Values,
}

/// A row that was looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Counted from 1 in the piece.
    pub(crate) line: u64,
    /// Where it starts in its source.
    pub(crate) byte: Option<u64>,
    /// The row as text, safe to show.
    pub(crate) text: String,
}

impl Rows<'_> {
    /// The rows of ticks, given with their lines, which ascend.
    pub(crate) fn of(self, wanted: &[(u64, Tick)]) -> Vec<Row> {
        let Self::Text { bytes, offset, .. } = self else { return self.records(wanted) };
        let (mut at, mut line) = (0, 1);
        let row = |&(wanted, _): &(u64, Tick)| {
            while line < wanted && at < bytes.len() {
                at += line_length(&bytes[at..]);
                line += 1;
            }
            let text = &bytes[at..at + line_length(&bytes[at..])];
            Row { line: wanted, byte: Some(offset + at as u64), text: row_text(without_end(text)) }
        };
        wanted.iter().map(row).collect()
    }

    fn records(self, wanted: &[(u64, Tick)]) -> Vec<Row> {
        let byte = |line: u64| matches!(self, Self::Bi5).then_some((line - 1) * bi5::TICK_BYTES as u64);
        let row = |(line, tick): &(u64, Tick)| Row { line: *line, byte: byte(*line), text: values(tick) };
        wanted.iter().map(row).collect()
    }
}

/// The ticks at these positions with their lines.
pub(crate) fn with_lines(
    ticks: &Ticks,
    positions: impl IntoIterator<Item = usize>,
    line_of: impl Fn(usize) -> u64,
) -> Vec<(u64, Tick)> {
    positions.into_iter().map(|position| (line_of(position), ticks.get(position))).collect()
}

/// A tick of a format without text, in the order of .bi5.
fn values(tick: &Tick) -> String {
    let Tick { timestamp, bid, ask, bid_volume, ask_volume } = tick;
    format!("{timestamp},{ask},{bid},{ask_volume},{bid_volume}")
}

/// Where the first lines of a text end, so many of them.
pub(crate) fn end_of_first(text: &[u8], lines: u64) -> usize {
    (0..lines).fold(0, |at, _| at + line_length(&text[at..]))
}

/// Where the last lines of a text start, so many of them, found from its end.
pub(crate) fn start_of_last(text: &[u8], lines: u64) -> usize {
    (0..lines).fold(text.len(), |start, _| {
        let before = &text[..start.saturating_sub(1)];
        memrchr(b'\n', before).map_or(0, |feed| feed + 1)
    })
}

fn line_length(bytes: &[u8]) -> usize {
    memchr(b'\n', bytes).map_or(bytes.len(), |feed| feed + 1)
}

fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use tickloom_model::UnixNanos;

    use super::*;

    fn wanted(lines: &[u64]) -> Vec<(u64, Tick)> {
        let tick = Tick { timestamp: UnixNanos::new(0), bid: 1, ask: 2, bid_volume: 0.5, ask_volume: 0.25 };
        lines.iter().map(|line| (*line, tick)).collect()
    }

    fn told(rows: &[Row]) -> Vec<(u64, Option<u64>, &str)> {
        rows.iter().map(|row| (row.line, row.byte, row.text.as_str())).collect()
    }

    #[test]
    fn lines_are_found_from_either_end() {
        for text in ["a\r\n\nbb\nc", "a\r\n\nbb\nc\n"] {
            let bytes = text.as_bytes();
            let found = Rows::Text { bytes, offset: 100, lines: 4 }.of(&wanted(&[1, 3, 3, 4]));
            let expected = [(1, 100, "a"), (3, 104, "bb"), (3, 104, "bb"), (4, 107, "c")];
            assert_eq!(told(&found), expected.map(|(line, byte, text)| (line, Some(byte), text)));
            let ends = [0, 3, 4, 7, text.len()];
            assert_eq!([0, 1, 2, 3, 4].map(|lines| end_of_first(bytes, lines)), ends);
            let starts = [text.len(), 7, 4, 3, 0];
            assert_eq!([0, 1, 2, 3, 4].map(|lines| start_of_last(bytes, lines)), starts);
        }
    }

    #[test]
    fn records_are_counted_and_told_by_their_values() {
        let text = "1970-01-01T00:00:00.000Z,2,1,0.25,0.5";
        assert_eq!(told(&Rows::Bi5.of(&wanted(&[3]))), [(3, Some(40), text)]);
        assert_eq!(told(&Rows::Values.of(&wanted(&[3]))), [(3, None, text)]);
    }
}
