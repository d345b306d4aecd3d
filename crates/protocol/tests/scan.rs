//! The gate: what passes is one value within bounds, what does not is refused by its reason.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize, de::IgnoredAny};
use tickloom_protocol::{MAX_DEPTH, MAX_FRAME_BYTES, MAX_VALUES, ProtocolError, check, notation};

fn code(bytes: &[u8]) -> &'static str {
    check(bytes).err().map_or("fine", |error| error.code())
}

/// So many lists, one in the other, around nothing.
fn nested(depth: usize) -> Vec<u8> {
    [vec![0x91; depth], vec![0xc0]].concat()
}

/// A list of so many nothings.
fn many(values: u32) -> Vec<u8> {
    [vec![0xdd], values.to_be_bytes().to_vec(), vec![0xc0; values as usize]].concat()
}

#[test]
fn bytes_pass_or_are_refused_by_their_reason() {
    let malformed = "protocol.malformed";
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("a number", vec![0x00], "fine"),
        ("the number of all bits", vec![0xff], "fine"),
        ("nothing at all", vec![], malformed),
        ("two values", vec![0xc0, 0xc0], malformed),
        ("the byte that is never used", vec![0xc1], malformed),
        ("an extension of one byte", vec![0xd4, 0x00, 0x00], malformed),
        ("an extension of any length", vec![0xc7, 0x00, 0x00], malformed),
        ("a timestamp", vec![0xd6, 0xff, 0, 0, 0, 0], malformed),
        ("a number cut short", vec![0xcf, 0, 0, 0], malformed),
        ("a float cut short", vec![0xcb, 0, 0, 0, 0, 0, 0, 0], malformed),
        ("a text that claims 4 GiB", vec![0xdb, 0xff, 0xff, 0xff, 0xff, 0x61], malformed),
        ("bytes that claim 4 GiB", vec![0xc6, 0xff, 0xff, 0xff, 0xff, 0x00], malformed),
        ("a list that claims four billion", vec![0xdd, 0xff, 0xff, 0xff, 0xff, 0xc0], malformed),
        ("a map that claims four billion", vec![0xdf, 0xff, 0xff, 0xff, 0xff, 0xc0], malformed),
        ("a map with a number as its key", vec![0x81, 0x01, 0x02], malformed),
        ("a map with a map as its key", vec![0x81, 0x80, 0x02], malformed),
        ("a map without its last value", vec![0x82, 0xa1, 0x61, 0x01, 0xa1, 0x62], malformed),
        ("a map in a map", vec![0x81, 0xa1, 0x61, 0x81, 0xa1, 0x62, 0x01], "fine"),
        ("empty lists and maps", vec![0x92, 0x90, 0x80], "fine"),
        ("lists as deep as allowed", nested(MAX_DEPTH), "fine"),
        ("lists one deeper", nested(MAX_DEPTH + 1), "protocol.too_deep"),
        ("an empty list one deeper", [vec![0x91; MAX_DEPTH], vec![0x90]].concat(), "protocol.too_deep"),
        ("a million lists", nested(1_000_000), "protocol.too_deep"),
        ("a million maps", [0x81, 0xa1, 0x61].repeat(1_000_000), "protocol.too_deep"),
        ("as many values as allowed", many(MAX_VALUES - 1), "fine"),
        ("one more", many(MAX_VALUES), "protocol.too_many_values"),
        ("a frame one byte too long", vec![0xc0; MAX_FRAME_BYTES + 1], "protocol.frame_too_large"),
    ];
    for (name, bytes, expected) in cases {
        assert_eq!(code(bytes), *expected, "{name}");
    }
}

#[test]
fn the_largest_frame_passes() {
    let length = u32::try_from(MAX_FRAME_BYTES - 5).unwrap();
    let bytes = [vec![0xc6], length.to_be_bytes().to_vec(), vec![0; length as usize]].concat();
    assert_eq!((bytes.len(), code(&bytes)), (MAX_FRAME_BYTES, "fine"));
}

#[test]
fn a_refusal_says_where() {
    assert_eq!(check(&nested(40)), Err(ProtocolError::TooDeep { byte: MAX_DEPTH + 1 }));
    let ProtocolError::Malformed { byte, .. } = check(&[0x92, 0xc0, 0xa2]).unwrap_err() else {
        panic!("malformed")
    };
    assert_eq!(byte, 3);
}

/// Anything that a frame may hold.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Value {
    Nothing,
    Bool(bool),
    Whole(i64),
    Huge(u64),
    Float(f64),
    Text(String),
    List(Vec<Value>),
    Map(BTreeMap<String, Value>),
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Nothing),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Whole),
        any::<u64>().prop_map(Value::Huge),
        any::<f64>().prop_map(Value::Float),
        ".{0,40}".prop_map(Value::Text),
    ];
    leaf.prop_recursive(5, 64, 20, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..20).prop_map(Value::List),
            prop::collection::btree_map(".{0,5}", inner, 0..20).prop_map(Value::Map),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_written_passes(value in values()) {
        prop_assert_eq!(code(&rmp_serde::to_vec_named(&value).unwrap()), "fine");
    }

    #[test]
    fn whatever_is_cut_short_or_goes_on_is_refused(value in values(), share in 0.0..1.0) {
        let mut bytes = rmp_serde::to_vec_named(&value).unwrap();
        bytes.push(0xc0);
        prop_assert_eq!(code(&bytes), "protocol.malformed");
        bytes.truncate(((bytes.len() - 1) as f64 * share) as usize);
        prop_assert_eq!(code(&bytes), "protocol.malformed");
    }

    #[test]
    fn whatever_passes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if check(&bytes).is_ok() {
            prop_assert!(rmp_serde::from_slice::<IgnoredAny>(&bytes).is_ok());
            prop_assert!(notation(&bytes).is_ok());
        }
    }
}
