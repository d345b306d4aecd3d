//! A stream read in any portions is the same as read at once, and never fills the memory.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use common::digits;
use proptest::prelude::*;
use tickloom_formats::{
    Field, Parsed,
    csv::{Layout, LineCutter, Piece},
};

const HEADER: &[u8] = b"Gmt time,Ask,Bid,AskVolume,BidVolume\r\n";
const ROW: &str = "04.02.2019 00:00:00.994,1.14545,1.14541,0.75,1.5";

fn layout() -> Layout {
    Layout::bind(HEADER, ROW.as_bytes()).unwrap()
}

/// All pieces of a stream that is read in portions of these lengths, over and over.
fn pieces(stream: &[u8], reads: &[usize]) -> Vec<Piece> {
    let (mut cutter, mut buffer, mut rest, mut pieces) = (LineCutter::new(), Vec::new(), stream, Vec::new());
    for read in reads.iter().cycle() {
        let (portion, later) = rest.split_at((*read).min(rest.len()));
        (rest, buffer) = (later, [&buffer, portion].concat());
        pieces.extend(cutter.cut(&mut buffer, rest.is_empty()));
        if rest.is_empty() {
            assert!(buffer.is_empty());
            break;
        }
    }
    pieces
}

fn parsed(pieces: &[Piece]) -> Parsed {
    let mut all = Parsed::default();
    for piece in pieces {
        let mut part = layout().parse(&piece.bytes, digits(5));
        part.shift(all.lines, piece.offset);
        all.ticks.extend_from(&part.ticks, 0..part.ticks.len());
        all.rows += part.rows;
        all.lines += part.lines;
        all.refused.merge(part.refused);
    }
    all
}

fn line() -> impl Strategy<Value = String> {
    let edge = LineCutter::MAX_LINE;
    prop_oneof![
        20 => Just(ROW.to_owned()),
        4 => "[0-9a-z,]{0,20}",
        2 => Just(String::new()),
        1 => (edge - 2..edge + 3).prop_map(|length| "x".repeat(length)),
        1 => (edge - 2..edge + 3).prop_map(|length| " ".repeat(length) + "x"),
        1 => (edge..3 * edge).prop_map(|length| format!("{ROW}{}", " ".repeat(length))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn portions_change_nothing(
        lines in prop::collection::vec((line(), prop_oneof!["\n", "\r\n"]), 0..60),
        ended: bool,
        reads in prop::collection::vec(prop_oneof![1_usize..200, 1_000_usize..200_000], 1..8),
    ) {
        let mut text: String = lines.iter().flat_map(|(line, end)| [line.as_str(), end.as_str()]).collect();
        if !ended {
            text = text.trim_end().to_owned();
        }
        let pieces = pieces(text.as_bytes(), &reads);
        let whole = Piece { bytes: text.clone().into_bytes(), offset: 0 };
        prop_assert_eq!(parsed(&pieces), parsed(&[whole]));
        for Piece { bytes, offset } in &pieces {
            let offset = *offset as usize;
            let source = &text.as_bytes()[offset..(offset + bytes.len()).min(text.len())];
            prop_assert!(offset == 0 || text.as_bytes()[offset - 1] == b'\n');
            prop_assert!(source[..bytes.len() - 1] == bytes[..bytes.len() - 1]);
        }
    }
}

#[test]
fn a_line_of_a_gigabyte_is_one_bad_row_in_bounded_memory() {
    const BLOCK: usize = 1 << 20;
    const BLOCKS: usize = 1 << 10;
    let (mut cutter, mut buffer, mut found) = (LineCutter::new(), Vec::new(), Vec::new());
    let mut feed = |bytes: &[u8], end: bool| {
        buffer.extend_from_slice(bytes);
        found.extend(cutter.cut(&mut buffer, end));
        assert!(buffer.len() <= LineCutter::MAX_LINE && buffer.capacity() <= 4 * BLOCK);
    };
    feed(format!("{ROW}\n").as_bytes(), false);
    let block = vec![b'1'; BLOCK];
    (0..BLOCKS).for_each(|_| feed(&block, false));
    feed(format!("\n{ROW}\nbad\n{ROW}").as_bytes(), false);
    feed(b"\n", true);

    assert!(found.iter().map(|piece| piece.bytes.len()).sum::<usize>() < 2 * LineCutter::MAX_LINE);
    let parsed = parsed(&found);
    assert_eq!((parsed.ticks.len(), parsed.rows, parsed.lines), (3, 5, 5));
    let [long, bad] = &parsed.refused.first[..] else { panic!("{:?}", parsed.refused) };
    assert_eq!((long.line, long.byte, long.field), (2, ROW.len() as u64 + 1, Field::Row));
    assert_eq!((long.found.chars().count(), long.expected), (60, "a line of at most 65536 bytes"));
    let after = (BLOCK * BLOCKS + 2 * ROW.len() + 3) as u64;
    assert_eq!((bad.line, bad.byte, bad.found.as_str()), (4, after, "bad"));
}

#[test]
fn a_stream_that_ends_inside_a_long_line_ends_there() {
    let stream = [ROW.as_bytes(), b"\n", &[b'x'; 200_000]].concat();
    let parsed = parsed(&pieces(&stream, &[70_000]));
    assert_eq!((parsed.ticks.len(), parsed.rows, parsed.lines, parsed.refused.count), (1, 2, 2, 1));
}
