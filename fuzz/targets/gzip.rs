//! Any bytes as gzip, or packed as gzip and then cut or damaged: what comes out before the end is what went in.
#![no_main]

use std::io::{self, Read, Write};

use flate2::{Compression, write::GzEncoder};
use libfuzzer_sys::fuzz_target;
use tickloom_formats::{FormatError, Gunzip};

/// gzip grows no more than this, and each stream holds at least one byte.
const MOST_GROWTH: usize = 1_032;

fuzz_target!(|input: &[u8]| {
    let Some(([settings, at], bytes)) = fuzz::options(input) else { return };
    if settings % 2 == 0 {
        unpacks_in_bounds(bytes, settings);
        return;
    }
    let (front, back) = bytes.split_at(usize::from(at).min(bytes.len()));
    let joined = [packed(front), packed(back)].concat();
    assert_eq!(unpacked(&joined, settings), (bytes.to_vec(), None));
    let cut = &joined[..joined.len() - 1 - usize::from(settings) % joined.len()];
    let (start, error) = unpacked(cut, settings);
    assert!(bytes.starts_with(&start));
    assert!(error.is_none_or(|error| error.code() == "gzip.truncated"));
});

fn unpacks_in_bounds(bytes: &[u8], settings: u8) {
    let (whole, error) = unpacked(bytes, 255);
    assert!(whole.len() <= bytes.len() * MOST_GROWTH);
    let (in_pieces, same_error) = unpacked(bytes, settings);
    assert_eq!(code(&error), code(&same_error));
    // Of the piece that damage lies in, as much as was asked for at once is given up.
    assert!(if error.is_none() { whole == in_pieces } else { agree(&whole, &in_pieces) });
}

fn code(error: &Option<FormatError>) -> Option<&'static str> {
    error.as_ref().map(FormatError::code)
}

fn agree(one: &[u8], other: &[u8]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// What comes out, so many bytes at a time, and what ended it.
fn unpacked(packed: &[u8], settings: u8) -> (Vec<u8>, Option<FormatError>) {
    let (mut gunzip, mut bytes) = (Gunzip::new(packed), Vec::new());
    let mut piece = vec![0; 61 + usize::from(settings) * 97];
    loop {
        match gunzip.read(&mut piece) {
            Ok(0) => return (bytes, None),
            Ok(count) => bytes.extend_from_slice(&piece[..count]),
            Err(error) => return (bytes, Some(known(error))),
        }
    }
}

fn known(error: io::Error) -> FormatError {
    let inner = error.into_inner().expect("an error of ours");
    *inner.downcast().expect("one that says what is wrong")
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory")
}
