//! gzip as a stream: whole, joined, cut off, damaged, and far larger than it looks.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

use std::io::{Read, Write};

use flate2::{Compression, write::GzEncoder};
use tickloom_formats::{FormatError, Gunzip};

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn unpacked(packed: &[u8]) -> (Vec<u8>, Option<FormatError>) {
    let mut bytes = Vec::new();
    let outcome = Gunzip::new(packed).read_to_end(&mut bytes);
    let known =
        |error: std::io::Error| error.get_ref().unwrap().downcast_ref::<FormatError>().unwrap().clone();
    (bytes, outcome.err().map(known))
}

#[test]
fn members_follow_each_other_as_if_they_were_one() {
    let joined = [packed(b"first "), packed(b""), packed(b"second")].concat();
    assert_eq!(unpacked(&joined), (b"first second".to_vec(), None));
}

#[test]
fn what_was_unpacked_before_the_damage_is_handed_out_and_the_damage_told() {
    let text: Vec<u8> = (0..50_000_u32).flat_map(|number| number.to_string().into_bytes()).collect();
    let whole = packed(&text);
    let mut flipped = whole.clone();
    let at = flipped.len() - 6;
    flipped[at] ^= 1;
    let garbage = [whole.clone(), b"no gzip at all".to_vec()].concat();
    for (name, bytes, code) in [
        ("cut in its middle", &whole[..whole.len() / 2], "gzip.truncated"),
        ("cut before its checksum", &whole[..whole.len() - 8], "gzip.truncated"),
        ("another checksum", &flipped, "gzip.damaged"),
        ("something behind it", &garbage, "gzip.damaged"),
        ("no gzip", b"timestamp,bid,ask", "gzip.damaged"),
        ("nothing", b"", "gzip.truncated"),
    ] {
        let (start, error) = unpacked(bytes);
        assert_eq!(error.map(|error| error.code()), Some(code), "{name}");
        assert!(text.starts_with(&start), "{name}");
        assert_eq!(start.is_empty(), !bytes.starts_with(&whole[..20]), "{name}");
    }
}

#[test]
fn a_bomb_is_unpacked_no_further_than_it_is_read() {
    let bomb = packed(&vec![0; 64 << 20]);
    assert!(bomb.len() < 100_000);
    let mut start = Vec::new();
    Gunzip::new(&bomb[..]).take(1000).read_to_end(&mut start).unwrap();
    assert_eq!(start, [0; 1000]);
}
