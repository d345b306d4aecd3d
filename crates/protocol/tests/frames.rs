//! Frames: what is read of them, what is passed over, what is refused, and that reading allocates nothing.

mod counting;

use counting::allocated_by;
use serde_json::{Value, json};
use tickloom_protocol::{Frame, MAX_FRAME_BYTES, Payload, ProtocolError};

fn packed(value: &Value) -> Vec<u8> {
    rmp_serde::to_vec_named(value).expect("written by us")
}

fn code(value: &Value) -> &'static str {
    Frame::decode(&packed(value)).err().map_or("fine", |error| error.code())
}

#[test]
fn fields_may_stand_in_any_order_and_unknown_ones_are_passed_over() {
    let later = json!({"zone": {"new": [1, 2]}, "id": 7, "kind": "cancel", "also": null});
    assert_eq!(Frame::decode(&packed(&later)), Ok(Frame::Cancel { id: 7 }));
}

#[test]
fn nil_is_the_same_as_missing() {
    let error = json!({"kind": "error", "id": null, "code": "store.io", "message": "m", "details": null});
    let frame = Frame::Error { id: None, code: "store.io", message: "m", details: None, retryable: None };
    assert_eq!(Frame::decode(&packed(&error)), Ok(frame));
}

#[test]
fn what_is_no_frame_is_refused() {
    for (name, value) in [
        ("a list", json!([1, 2])),
        ("an empty map", json!({})),
        ("an unknown kind", json!({"kind": "shout", "id": 1})),
        ("a kind that is a number", json!({"kind": 1, "id": 1})),
        ("a missing field", json!({"kind": "cancel"})),
        ("a field that is nil", json!({"kind": "cancel", "id": null})),
        ("a negative id", json!({"kind": "cancel", "id": -1})),
        ("an id of 33 bits", json!({"kind": "cancel", "id": 4_294_967_296_u64})),
        ("an id that is a float", json!({"kind": "cancel", "id": 1.5})),
        ("a method that is a list", json!({"kind": "request", "id": 1, "method": [], "params": {}})),
        ("a request without parameters", json!({"kind": "request", "id": 1, "method": "system.ping"})),
    ] {
        assert_eq!(code(&value), "protocol.malformed", "{name}");
    }
}

#[test]
fn a_field_that_stands_there_twice_is_refused() {
    let twice =
        [&[0x83][..], &packed(&json!("kind")), &packed(&json!("cancel")), b"\xa2id\x01\xa2id\x02"].concat();
    assert_eq!(
        Frame::decode(&twice).unwrap_err().to_string().split(';').next(),
        Some("no frame: `id` stands there twice")
    );
}

#[test]
fn text_that_is_no_utf8_is_refused() {
    let frame = Frame::Hello { protocol: 1, nonce: "abcd", client: "" }.encode().unwrap();
    let at = frame.windows(4).position(|window| window == b"abcd").unwrap();
    let mut damaged = frame.clone();
    damaged[at] = 0xff;
    assert_eq!(Frame::decode(&damaged).unwrap_err().code(), "protocol.malformed");
}

#[test]
fn parameters_that_do_not_fit_are_refused_by_name() {
    let params = json!({"symbol": "EURUSD", "start": "yesterday"});
    let error = Payload::of(&params).decode::<tickloom_protocol::methods::common::SymbolRange>().unwrap_err();
    assert_eq!(error.code(), "protocol.bad_params");
    let missing = Payload::EMPTY.decode::<tickloom_protocol::methods::common::SymbolRange>().unwrap_err();
    assert!(missing.to_string().contains("symbol"), "{missing}");
}

#[test]
fn a_payload_may_be_as_deep_as_a_frame_allows() {
    let params = (0..30).fold(json!([]), |inner, _| json!([inner]));
    let bytes = Frame::Request { id: 1, method: "m", params: Payload::of(&params) }.encode().unwrap();
    let Ok(Frame::Request { params: read, .. }) = Frame::decode(&bytes) else { panic!("a request") };
    assert_eq!(read.decode::<Value>(), Ok(params.clone()));
    let deeper = json!([params]);
    let bytes = Frame::Request { id: 1, method: "m", params: Payload::of(&deeper) }.encode().unwrap();
    assert_eq!(Frame::decode(&bytes).unwrap_err().code(), "protocol.too_deep");
}

#[test]
fn a_frame_that_is_too_long_is_not_written() {
    let columns = serde_bytes::ByteBuf::from(vec![0; MAX_FRAME_BYTES]);
    let mut out = vec![1, 2, 3];
    let reply = Frame::Reply { id: 1, more: None, result: Payload::of(&columns) };
    assert!(matches!(reply.encode_into(&mut out), Err(ProtocolError::FrameTooLarge { .. })));
    assert_eq!(out, [1, 2, 3]);
}

#[test]
fn reading_a_frame_allocates_nothing_whatever_it_claims() {
    let query = json!({"query": "SELECT 1"});
    let request = Frame::Request { id: 1, method: "sql.query", params: Payload::of(&query) };
    let good = request.encode().unwrap();
    assert_eq!(allocated_by(|| assert!(Frame::decode(&good).is_ok())), 0);
    let params = &b"\x84\xa4kind\xa7request\xa2id\x01\xa6method\xa1m\xa6params"[..];
    for claim in
        [&b"\xdd\xff\xff\xff\xff"[..], b"\xdf\xff\xff\xff\xff", b"\xdb\xff\xff\xff\xff", &[0x91; 1_000_000]]
    {
        let bytes = [params, claim].concat();
        assert_eq!(allocated_by(|| assert!(Frame::decode(&bytes).is_err())), 0);
    }
}

#[test]
fn a_payload_that_was_packed_before_is_sent_as_it_is() {
    let result = packed(&json!({"rows": [1, 2]}));
    let payload = Payload::checked(&result).expect("one value");
    let bytes = Frame::Reply { id: 1, more: None, result: payload }.encode().expect("small");
    assert_eq!(Payload::of(&json!({"rows": [1, 2]})).to_bytes().as_deref(), Ok(&*result));
    let Ok(Frame::Reply { result: read, .. }) = Frame::decode(&bytes) else { panic!("a reply") };
    assert_eq!(read.bytes(), Some(&*result));
}

#[test]
fn only_one_whole_value_is_taken_as_packed() {
    for bytes in [&[][..], &[0x81], &[0xc0, 0xc0], &[0xc1]] {
        assert!(Payload::checked(bytes).is_err(), "{bytes:02x?}");
    }
}
