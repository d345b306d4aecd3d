//! The golden frames of the repository: read, and written again byte for byte.

use std::{fs, path::PathBuf};

use serde::{Serialize, de::DeserializeOwned};
use tickloom_protocol::{
    Frame, Method, Payload,
    examples::{Example, examples},
    methods::{common, imports, mtf, replay, sql, system, tables, ticks},
    notation,
};

fn file(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/protocol/golden/v1");
    fs::read_to_string(folder.join(name)).expect("written by us")
}

fn bytes(example: &Example) -> Vec<u8> {
    let digits = file(&format!("{}.hex", example.name)).split_whitespace().collect::<String>();
    (0..digits.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).expect("written by us"))
        .collect()
}

fn text(example: &Example) -> String {
    file(&format!("{}.txt", example.name)).split_once("\n\n").expect("written by us").1.trim_end().to_owned()
}

/// What a payload says, through the type of its method.
fn rewritten<T: Serialize + DeserializeOwned + Sync + 'static>(payload: Payload<'_>) -> Payload<'static> {
    let value = payload.decode::<T>().expect("written by us");
    Payload::of(Box::leak(Box::new(value)))
}

fn params(method: &str, payload: Payload<'_>) -> Payload<'static> {
    match method {
        "system.ping" => rewritten::<<system::Ping as Method>::Params>(payload),
        "ticks.range" => rewritten::<<ticks::Range as Method>::Params>(payload),
        "sql.query" => rewritten::<<sql::Query as Method>::Params>(payload),
        "mtf.push" => rewritten::<<mtf::Push as Method>::Params>(payload),
        "mtf.subscribe" => rewritten::<<mtf::Subscribe as Method>::Params>(payload),
        "tables.create" => rewritten::<<tables::Create as Method>::Params>(payload),
        "replay.play" => rewritten::<<replay::Play as Method>::Params>(payload),
        other => panic!("{other}: add it here"),
    }
}

fn result(method: &str, payload: Payload<'_>) -> Payload<'static> {
    match method {
        "ticks.range" => rewritten::<<ticks::Range as Method>::Result>(payload),
        "imports.pause" => rewritten::<<imports::Pause as Method>::Result>(payload),
        "imports.report" => rewritten::<<imports::Report as Method>::Result>(payload),
        "imports.progress" => rewritten::<<imports::Progress as Method>::Result>(payload),
        "mtf.subscribe" => rewritten::<<mtf::Subscribe as Method>::Result>(payload),
        "replay.advance" => rewritten::<<replay::Advance as Method>::Result>(payload),
        other => panic!("{other}: add it here"),
    }
}

/// The same frame, its payload made anew from a typed value.
fn through_types<'a>(frame: Frame<'a>, method: Option<&str>) -> Frame<'a> {
    let method = method.unwrap_or_default();
    match frame {
        Frame::Request { id, method: name, params: given } => {
            Frame::Request { id, method: name, params: params(name, given) }
        }
        Frame::Subscribe { id, method: name, params: given } => {
            Frame::Subscribe { id, method: name, params: params(name, given) }
        }
        Frame::Reply { id, more, result: given } => Frame::Reply { id, more, result: result(method, given) },
        Frame::Event { subscription, sequence, last, data } => {
            Frame::Event { subscription, sequence, last, data: result(method, data) }
        }
        Frame::Error { id, code, message, details, retryable } => {
            let details = details.map(rewritten::<common::ErrorDetails>);
            Frame::Error { id, code, message, details, retryable }
        }
        other => other,
    }
}

#[test]
fn every_golden_frame_is_written_again_byte_for_byte() {
    for example in examples().unwrap() {
        let bytes = bytes(&example);
        let frame = Frame::decode(&bytes).unwrap();
        assert_eq!(frame.encode().unwrap(), bytes, "{}", example.name);
        assert_eq!(through_types(frame, example.method).encode().unwrap(), bytes, "{}", example.name);
    }
}

#[test]
fn every_golden_frame_says_what_stands_beside_it() {
    for example in examples().unwrap() {
        assert_eq!(notation(&bytes(&example)).unwrap(), text(&example), "{}", example.name);
    }
}

#[test]
fn the_golden_frames_are_those_of_the_examples() {
    for example in examples().unwrap() {
        assert_eq!(bytes(&example), example.bytes, "{}: run `make codegen`", example.name);
    }
}

#[test]
fn there_is_a_golden_frame_of_every_kind() {
    let all = examples().unwrap();
    let shown = all.iter().map(|example| Frame::decode(&example.bytes).unwrap().kind()).collect::<Vec<_>>();
    for kind in tickloom_protocol::FRAMES {
        assert!(shown.contains(&kind.kind), "{}", kind.kind);
    }
}
