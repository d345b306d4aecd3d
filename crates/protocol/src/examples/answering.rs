//! Frames that the engine sends.

use serde_bytes::ByteBuf;

use super::{
    Example, example,
    values::{bars, bytes, played, progress, report},
};
use crate::{
    API_LEVEL, PROTOCOL_VERSION,
    error::ProtocolError,
    frame::Frame,
    method::Method,
    methods::{
        common::{Empty, ErrorDetails, TablePart},
        imports::{Pause, Progress, Report},
        mtf::Subscribe,
        replay::Advance,
        ticks::Range,
    },
    payload::Payload,
};

const PART: (&str, &str) = ("reply-part", "The first part of a table: another reply follows.");
const NO_BYTES: (&str, &str) = ("reply-empty-binary", "The last part, without a byte.");
const EMPTY: (&str, &str) = ("reply-empty", "Nothing is to be said.");
const REPORT: (&str, &str) =
    ("reply-report", "A result with more than fifteen fields, with lists and records in it.");
const PLAYED: (&str, &str) =
    ("reply-played", "What a replay has played: a tick, and the bar that it ended, with its spreads.");
const EVENT: (&str, &str) =
    ("event", "Bars as columns: one completed, one in progress; the largest `sequence`.");
const LAST: (&str, &str) = ("event-last", "The last event: the subscription is closed.");

pub(super) fn examples() -> Result<Vec<Example>, ProtocolError> {
    let first = TablePart { price_digits: Some(5), columns: ByteBuf::from(bytes(5)) };
    let last = TablePart { price_digits: None, columns: ByteBuf::new() };
    Ok(vec![
        welcome()?,
        reply::<Range>(PART, Some(true), &first)?,
        reply::<Range>(NO_BYTES, None, &last)?,
        reply::<Pause>(EMPTY, None, &Empty {})?,
        reply::<Report>(REPORT, None, &report("done"))?,
        reply::<Advance>(PLAYED, None, &played())?,
        error()?,
        error_with_details()?,
        error_of_the_connection()?,
        error_to_ask_again()?,
        event::<Subscribe>(EVENT, (6, (1 << 53) - 1), None, &bars())?,
        event::<Progress>(LAST, (7, 0), Some(true), &progress())?,
    ])
}

fn welcome() -> Result<Example, ProtocolError> {
    let (protocol, api_level) = (PROTOCOL_VERSION, API_LEVEL);
    let frame = Frame::Welcome { protocol, api_level, engine: "0.1.0", session: "c-1" };
    example(("welcome", "The engine lets a client in."), None, &frame)
}

fn reply<M>(
    about: (&'static str, &'static str),
    more: Option<bool>,
    result: &M::Result,
) -> Result<Example, ProtocolError>
where
    M: Method<Result: Sync>,
{
    example(about, Some(M::INFO.name), &Frame::Reply { id: 1, more, result: Payload::of(result) })
}

fn event<M>(
    about: (&'static str, &'static str),
    (subscription, sequence): (u32, u64),
    last: Option<bool>,
    data: &M::Result,
) -> Result<Example, ProtocolError>
where
    M: Method<Result: Sync>,
{
    let frame = Frame::Event { subscription, sequence, last, data: Payload::of(data) };
    example(about, Some(M::INFO.name), &frame)
}

fn error() -> Result<Example, ProtocolError> {
    let code = "symbol.unknown";
    let message = "nothing was ever imported for EURUSDD: did you mean EURUSD?";
    let frame = Frame::Error { id: Some(1), code, message, details: None, retryable: None };
    example(("error", "A request has failed; the code is the domain's."), None, &frame)
}

fn error_with_details() -> Result<Example, ProtocolError> {
    let details = ErrorDetails { report: Some(report("failed")) };
    let (code, details) = ("store.full", Some(Payload::of(&details)));
    let frame = Frame::Error { id: Some(7), code, message: "no space is left", details, retryable: None };
    example(("error-details", "A subscription has failed, with facts."), None, &frame)
}

fn error_to_ask_again() -> Result<Example, ProtocolError> {
    let (code, message) = ("store.busy", "four queries run already");
    let frame = Frame::Error { id: Some(3), code, message, details: None, retryable: Some(true) };
    example(("error-retryable", "A request has failed that may be asked again."), None, &frame)
}

fn error_of_the_connection() -> Result<Example, ProtocolError> {
    let (code, message) = ("protocol.slow_consumer", "the client reads too slowly");
    let frame = Frame::Error { id: None, code, message, details: None, retryable: None };
    example(("error-connection", "The connection ends."), None, &frame)
}
