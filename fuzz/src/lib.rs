//! What several fuzz targets ask of a parser: that nothing it was given is lost, and that it says where the rest stands.

use std::{collections::BTreeSet, sync::Mutex};

use tickloom_formats::{
    Parsed, Refused,
    csv::{Carry, Layout, LineCutter, ReadOptions},
    table::{TableLayout, TickColumns},
};
use tickloom_model::{Digits, Ticks};
use tickloom_store::ForeignTable;

/// A few bytes can claim rows without end; each batch is one of at most 65,536.
const MOST_BATCHES: usize = 8;

/// Where decoders panicked.
static PLACES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

/// Options and bytes out of a fuzzer's input: its first two bytes are options.
#[must_use]
pub fn options(input: &[u8]) -> Option<([u8; 2], &[u8])> {
    input.split_first_chunk().map(|(options, bytes)| (*options, bytes))
}

/// Decimals of prices, from any byte.
///
/// # Panics
/// Never: the number is within bounds.
#[must_use]
pub fn digits(byte: u8) -> Digits {
    Digits::new(u64::from(byte % 10)).expect("at most nine")
}

/// Reads a whole CSV file, and the same file in pieces, and compares.
///
/// # Panics
/// If anything that must hold does not.
pub fn read_csv(file: &[u8], options: &ReadOptions, digits: Digits, size_of_piece: u8) {
    let end = file.iter().position(|byte| *byte == b'\n').map_or(file.len(), |feed| feed + 1);
    let (first_line, rest) = file.split_at(end);
    let Ok(layout) = Layout::bind_with(first_line, rest, options) else { return };
    let rows = &file[layout.rows_start()..];
    let whole = layout.parse(rows, digits);
    accounts_for_every_row(&whole, rows);
    let _ = layout.digits(rows);
    let pieces = in_pieces(&layout, rows, digits, 1 + usize::from(size_of_piece));
    assert_eq!((&pieces.ticks, pieces.rows, pieces.lines), (&whole.ticks, whole.rows, whole.lines));
    assert_eq!(pieces.refused, whole.refused);
}

/// Whether rows and lines add up, and every place lies within the bytes.
///
/// # Panics
/// If not.
pub fn accounts_for_every_row(parsed: &Parsed, bytes: &[u8]) {
    assert_eq!(parsed.rows, parsed.ticks.len() as u64 + parsed.refused.count);
    let feeds = bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
    let unended = u64::from(bytes.last().is_some_and(|byte| *byte != b'\n'));
    assert_eq!(parsed.lines, feeds + unended);
    for bad in &parsed.refused.first {
        let at = usize::try_from(bad.byte).expect("a place in memory");
        let before = bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
        assert_eq!((bad.line, at == 0 || bytes[at - 1] == b'\n'), (before + 1, true));
    }
    within_bounds(&parsed.ticks, &parsed.refused);
}

/// Whether every tick is one, and every refused row is told in a few characters.
///
/// # Panics
/// If not.
pub fn within_bounds(ticks: &Ticks, refused: &Refused) {
    assert!(ticks.iter().all(|tick| tick.bid_volume >= 0.0 && tick.bid_volume.is_finite()));
    assert!(ticks.iter().all(|tick| tick.ask_volume >= 0.0 && tick.ask_volume.is_finite()));
    assert!(refused.first.len() as u64 <= refused.count);
    assert!(refused.first.iter().all(|bad| bad.found.chars().count() <= 60));
    assert!(refused.first.iter().all(|bad| !bad.found.chars().any(char::is_control)));
}

/// The same rows as they come from a stream, so many bytes at a time.
fn in_pieces(layout: &Layout, rows: &[u8], digits: Digits, size: usize) -> Parsed {
    let (mut cutter, mut buffer, mut carry) = (LineCutter::new(), Vec::new(), Carry::default());
    let mut all = Parsed::default();
    let mut add = |bytes: &[u8], offset, carry: &mut Carry| {
        let mut parsed = layout.parse_next(bytes, digits, carry);
        parsed.shift(all.lines, offset);
        all.ticks.extend_from(&parsed.ticks, 0..parsed.ticks.len());
        all.rows += parsed.rows;
        all.lines += parsed.lines;
        all.refused.merge(parsed.refused);
    };
    for part in rows.chunks(size) {
        buffer.extend_from_slice(part);
        if let Some(piece) = cutter.cut(&mut buffer, false) {
            add(&piece.bytes, piece.offset, &mut carry);
        }
    }
    if let Some(piece) = cutter.cut(&mut buffer, true) {
        add(&piece.bytes, piece.offset, &mut carry);
    }
    all
}

/// One LZMA-alone stream of these bytes, so that a fuzzer need not guess one.
///
/// # Panics
/// Without memory.
#[must_use]
pub fn lzma(records: &[u8]) -> Vec<u8> {
    use liblzma::stream::{Action, LzmaOptions, Status, Stream};
    let mut settings = LzmaOptions::new_preset(0).expect("a preset");
    settings.dict_size(1 << 16);
    let mut stream = Stream::new_lzma_encoder(&settings).expect("memory");
    let mut compressed = Vec::with_capacity(records.len() + (1 << 10));
    loop {
        let taken = usize::try_from(stream.total_in()).expect("a place in memory");
        match stream.process_vec(&records[taken..], &mut compressed, Action::Finish).expect("an encoder") {
            Status::StreamEnd => return compressed,
            _ => compressed.reserve(1 << 12),
        }
    }
}

/// Decoders of others may panic where that is caught: instead of the fuzzer's own hook, which ends it, one that tells each
/// place once. A panic that nobody catches ends the fuzzer all the same.
pub fn let_decoders_panic() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        if PLACES.lock().is_ok_and(|mut places| places.insert(place)) {
            eprintln!("{panic}");
        }
    }));
}

/// Reads a foreign table as an import does, to its end or so many batches.
///
/// # Panics
/// If anything that must hold does not.
pub fn read_table(table: ForeignTable, settings: u8) {
    let Ok(columns) = TickColumns::of(table.schema()).map(|columns| columns.ascending()) else { return };
    let Ok(batches) = table.read(&columns) else { return };
    let mut batches = batches.take(MOST_BATCHES).map_while(Result::ok).peekable();
    let options = ReadOptions { swap: settings & 128 != 0, ..ReadOptions::default() };
    let Some(Ok(layout)) = batches.peek().map(|first| TableLayout::bind(first, &options)) else { return };
    let mut carry = Carry::default();
    for batch in batches {
        let parsed = layout.parse_next(&batch, digits(settings), &mut carry);
        assert_eq!(parsed.rows, parsed.ticks.len() as u64 + parsed.refused.count);
        assert_eq!(parsed.rows, batch.num_rows() as u64);
        within_bounds(&parsed.ticks, &parsed.refused);
    }
}
