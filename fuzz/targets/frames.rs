//! Any bytes as a frame of the protocol, and its payload as values of methods.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_protocol::{
    Frame, Payload, check,
    methods::{
        common::SymbolRange, imports::ImportOrder, mtf::MtfEvent, sql::SqlQuery, tables::RecordOfTable,
    },
    notation,
};

fuzz_target!(|bytes: &[u8]| {
    let checked = check(bytes);
    assert_eq!(checked.is_ok(), Payload::checked(bytes).is_ok());
    assert!(checked.is_err() || notation(bytes).is_ok() || std::str::from_utf8(bytes).is_err());
    let Ok(frame) = Frame::decode(bytes) else { return };
    assert!(checked.is_ok());
    let written = frame.encode().expect("what was read can be written");
    assert!(written.len() <= bytes.len());
    assert_eq!(Frame::decode(&written), Ok(frame));
    if let Some(payload) = payload(&frame) {
        read(&payload);
    }
});

fn payload<'a>(frame: &Frame<'a>) -> Option<Payload<'a>> {
    match frame {
        Frame::Request { params, .. } | Frame::Subscribe { params, .. } => Some(*params),
        Frame::Reply { result, .. } => Some(*result),
        Frame::Event { data, .. } => Some(*data),
        Frame::Error { details, .. } => *details,
        _ => None,
    }
}

/// What can be read as a value is written in one form, which reads the same.
fn read(payload: &Payload<'_>) {
    macro_rules! read {
        ($($record:ty),*) => {
            $(if let Ok(value) = payload.decode::<$record>() {
                let form = Payload::of(&value).to_bytes().expect("a value");
                let again = Payload::checked(&form).expect("ours").decode::<$record>().expect("ours");
                assert_eq!(Payload::of(&again).to_bytes().expect("a value"), form);
            })*
        };
    }
    read!(SymbolRange, ImportOrder, MtfEvent, SqlQuery, RecordOfTable);
}
