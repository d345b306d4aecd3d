//! .bi5 files that are not as they should be, and the way there and back.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use common::{real_file, ticks, time};
use proptest::prelude::*;
use tickloom_formats::{
    Field, FormatError,
    bi5::{Decoder, MAX_RECORDS_BYTES, encode_ticks},
};
use tickloom_model::{NANOS_PER_MILLI, Tick, Ticks, UnixNanos};

const HOUR: &str = "2019-02-04T00:00:00Z";
const REAL: &str = "dukascopy-bi5/EURUSD/2019/01/04/00h_ticks.bi5";

fn refusal(compressed: &[u8]) -> FormatError {
    Decoder::new().ticks(compressed, time(HOUR)).unwrap_err()
}

/// An LZMA stream of any bytes, as other encoders would write them.
fn compressed(records: &[u8]) -> Vec<u8> {
    use liblzma::stream::{Action, LzmaOptions, Stream};
    let mut stream = Stream::new_lzma_encoder(&LzmaOptions::new_preset(0).unwrap()).unwrap();
    let mut bytes = Vec::with_capacity(records.len() + 1_000);
    stream.process_vec(records, &mut bytes, Action::Finish).unwrap();
    bytes
}

fn with_declared_size(mut compressed: Vec<u8>, size: u64) -> Vec<u8> {
    compressed[5..13].copy_from_slice(&size.to_le_bytes());
    compressed
}

fn record(millis: u32, ask: u32, bid: u32, ask_volume: f32, bid_volume: f32) -> Vec<u8> {
    let volumes = [ask_volume, bid_volume].map(f32::to_be_bytes);
    [millis, ask, bid].map(u32::to_be_bytes).iter().chain(&volumes).flatten().copied().collect()
}

#[test]
fn a_file_cut_off_anywhere_is_truncated() {
    let whole = real_file(REAL);
    for length in [1, 5, 12, 13, 14, 20, 100, 10_000, whole.len() - 100, whole.len() - 1] {
        let FormatError::Bi5Truncated { byte, decoded } = refusal(&whole[..length]) else {
            panic!("cut at {length}: {}", refusal(&whole[..length]));
        };
        assert_eq!(byte, length as u64);
        assert!(decoded <= 3_733 * 20);
    }
}

#[test]
fn a_flipped_byte_is_damage_and_says_where() {
    let mut bytes = real_file(REAL);
    bytes[13] ^= 0xff;
    assert_eq!(refusal(&bytes).code(), "bi5.damaged");
}

#[test]
fn a_declared_size_that_is_not_so_is_damage() {
    let records: Vec<u8> = (1..=50).flat_map(|millis| record(millis, 2, 1, 0.5, 0.5)).collect();
    for size in [20, 980, 1_020] {
        let code = refusal(&with_declared_size(compressed(&records), size)).code();
        assert_eq!(code, "bi5.damaged", "{size}");
    }
    let honest = with_declared_size(compressed(&records), 1_000);
    assert_eq!(Decoder::new().ticks(&honest, time(HOUR)).unwrap().rows, 50);
}

#[test]
fn bytes_after_the_end_are_refused() {
    let mut bytes = real_file(REAL);
    let byte = bytes.len() as u64;
    bytes.extend_from_slice(b"abc");
    assert_eq!(refusal(&bytes), FormatError::Bi5TrailingBytes { byte, extra: 3 });
}

#[test]
fn what_is_not_lzma_is_said_to_be_so() {
    for bytes in [
        &b"<html><body>404 Not Found</body></html>"[..],
        b"\xfd7zXZ\0\0\x04\xe6\xd6\xb4\x46",
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03 and more bytes",
        b"PK\x03\x04 and more bytes",
        &[0xff],
    ] {
        assert_eq!(refusal(bytes).code(), "bi5.not_lzma", "{}", bytes.escape_ascii());
    }
}

#[test]
fn a_declared_size_beyond_an_hour_is_refused_before_decoding() {
    let bomb = with_declared_size(real_file(REAL), 10_000_000_000);
    let expected = FormatError::Bi5TooLarge { size: 10_000_000_000, most: MAX_RECORDS_BYTES as u64 };
    assert_eq!(refusal(&bomb), expected);
}

#[test]
fn a_bomb_of_unknown_size_is_refused_one_byte_beyond_an_hour() {
    let bomb = compressed(&vec![0; MAX_RECORDS_BYTES + 5_000_000]);
    assert!(bomb.len() < 100_000);
    let most = MAX_RECORDS_BYTES as u64;
    assert_eq!(refusal(&bomb), FormatError::Bi5TooLarge { size: most + 1, most });
}

#[test]
fn a_dictionary_that_would_fill_the_memory_is_refused() {
    let mut bytes = real_file(REAL);
    bytes[1..5].copy_from_slice(&(1_u32 << 31).to_le_bytes());
    assert_eq!(refusal(&bytes), FormatError::Bi5DictionaryTooLarge { size: 1 << 31, most: 64 << 20 });
}

#[test]
fn a_record_cut_off_is_refused() {
    assert_eq!(refusal(&compressed(&[0; 39])), FormatError::Bi5PartialRecord { size: 39, record: 20 });
}

#[test]
fn a_bad_record_is_counted_and_the_others_are_kept_in_their_order() {
    let records = [
        record(500, 3, 2, 1.0, 1.0),
        record(3_600_000, 3, 2, 1.0, 1.0),
        record(400, 3, 2, f32::NAN, 1.0),
        record(400, 3, 2, 1.0, -0.5),
        record(400, 3, 2, f32::INFINITY, 1.0),
        record(3_599_999, 1, 2, 0.0, 0.0),
        record(400, 3, 2, 1.0, 1.0),
    ]
    .concat();
    let parsed = Decoder::new().ticks(&compressed(&records), time(HOUR)).unwrap();
    let millis: Vec<_> =
        parsed.ticks.timestamp.iter().map(|nanos| (nanos - time(HOUR).as_i64()) / NANOS_PER_MILLI).collect();
    assert_eq!((parsed.rows, millis), (7, vec![500, 3_599_999, 400]));
    let bad: Vec<_> =
        parsed.refused.first.iter().map(|row| (row.line, row.byte, row.field, row.found.as_str())).collect();
    assert_eq!(
        bad,
        [
            (2, 20, Field::Time, "3600000"),
            (3, 40, Field::AskVolume, "NaN"),
            (4, 60, Field::BidVolume, "-0.5"),
            (5, 80, Field::AskVolume, "inf"),
        ]
    );
    assert_eq!(parsed.refused.first[1].row, "400,3,2,NaN,1");
    assert_eq!([0, 1, 2].map(|tick| parsed.places.line_of(tick)), [1, 6, 7]);
}

#[test]
fn candles_that_cannot_be_are_refused() {
    let candle = |seconds: u32, [open, close, low, high]: [u32; 4], volume: f32| {
        let words = [seconds, open, close, low, high, volume.to_bits()];
        words.map(u32::to_be_bytes).concat()
    };
    let good = candle(0, [5, 6, 4, 7], 1.5);
    for (name, bad) in [
        ("low above open", candle(60, [5, 6, 6, 7], 1.0)),
        ("high below close", candle(60, [5, 6, 4, 5], 1.0)),
        ("no number", candle(60, [5, 6, 4, 7], f32::NAN)),
        ("the time of the one before", candle(0, [5, 6, 4, 7], 1.0)),
    ] {
        let file = compressed(&[good.clone(), bad].concat());
        let error = Decoder::new().candles(&file, time(HOUR)).unwrap_err();
        assert!(matches!(error, FormatError::Bi5BadCandle { record: 2, byte: 24, .. }), "{name}: {error}");
    }
    assert_eq!(Decoder::new().candles(&compressed(&good), time(HOUR)).unwrap().get(0).volume, 1.5);
}

#[test]
fn ticks_that_the_format_cannot_hold_are_not_written() {
    let good = Tick { timestamp: time(HOUR), bid: 1, ask: 2, bid_volume: 0.0, ask_volume: 0.0 };
    let at = |nanos| time(HOUR).saturating_add(nanos);
    for (field, bad) in [
        (Field::Time, Tick { timestamp: at(-NANOS_PER_MILLI), ..good }),
        (Field::Time, Tick { timestamp: at(3_600_000 * NANOS_PER_MILLI), ..good }),
        (Field::Time, Tick { timestamp: at(1), ..good }),
        (Field::Time, Tick { timestamp: UnixNanos::MIN, ..good }),
        (Field::Bid, Tick { bid: -1, ..good }),
        (Field::Ask, Tick { ask: 1 << 32, ..good }),
        (Field::BidVolume, Tick { bid_volume: f32::NAN, ..good }),
        (Field::AskVolume, Tick { ask_volume: -1.0, ..good }),
    ] {
        let error = encode_ticks(&Ticks::from_iter([good, bad]), time(HOUR)).unwrap_err();
        let FormatError::Bi5Unwritable { tick, field: found, .. } = &error else { panic!("{error}") };
        assert_eq!((*tick, *found), (2, field), "{bad:?}");
    }
}

proptest! {
    #[test]
    fn what_was_written_reads_back(ticks in ticks(time(HOUR), NANOS_PER_MILLI, 3_600_000, 300)) {
        let bytes = encode_ticks(&ticks, time(HOUR)).unwrap();
        let parsed = Decoder::new().ticks(&bytes, time(HOUR)).unwrap();
        prop_assert_eq!(parsed.rows, ticks.len() as u64);
        prop_assert_eq!(parsed.ticks, ticks);
    }

    #[test]
    fn no_bytes_crash_the_decoder(bytes in prop::collection::vec(any::<u8>(), 0..200), at in 0_usize..20_000, flip: u8) {
        let _ = Decoder::new().ticks(&bytes, time(HOUR));
        let mut damaged = real_file(REAL);
        damaged[at] ^= flip;
        let _ = Decoder::new().ticks(&damaged, time(HOUR));
    }
}
