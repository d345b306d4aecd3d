//! Frames that clients send.

use serde_bytes::ByteBuf;

use super::{
    Example, example,
    values::{NINE, bytes, record, scalars},
};
use crate::{
    PROTOCOL_VERSION,
    error::ProtocolError,
    frame::Frame,
    method::Method,
    methods::{
        common::{Empty, SymbolRange},
        mtf::{MtfSubscription, MtfTicks, Push, Subscribe},
        replay::{Play, ReplayPlay},
        sql, system, tables, ticks,
    },
    payload::Payload,
};

const PING: (&str, &str) = ("request-ping", "Nothing is asked, with the smallest `id`.");
const TICKS: (&str, &str) = ("request-ticks", "Ticks from a moment on; what is missing is left out.");
const ALWAYS: (&str, &str) =
    ("request-all-times", "The earliest and the latest time, with the largest `id`.");
const SCALARS: (&str, &str) =
    ("request-scalars", "Numbers where their form changes, and every other single value.");
const BINARY: (&str, &str) = ("request-binary", "Every byte once, as a client sends columns.");
const RECORD: (&str, &str) =
    ("request-record", "A map whose keys the method does not name: they are in order.");
const FLOAT: (&str, &str) =
    ("request-float", "A float that is whole is a float; a time is a whole number, however small.");

pub(super) fn examples() -> Result<Vec<Example>, ProtocolError> {
    let day = SymbolRange { symbol: "EURUSD".into(), start: Some(NINE), end: None };
    let always = SymbolRange { symbol: "EURUSD".into(), start: Some(i64::MIN), end: Some(i64::MAX) };
    let columns = ByteBuf::from(bytes(256));
    let pushed = MtfTicks { session: "s-1".into(), symbol: "EURUSD".into(), columns };
    let play = ReplayPlay { session: "s-2".into(), speed: Some(60.0), until: Some(0) };
    Ok(vec![
        hello()?,
        request::<system::Ping>(PING, 0, &Empty {})?,
        request::<ticks::Range>(TICKS, 1, &day)?,
        request::<ticks::Range>(ALWAYS, u32::MAX, &always)?,
        request::<sql::Query>(SCALARS, 2, &scalars())?,
        request::<Push>(BINARY, 3, &pushed)?,
        request::<tables::Create>(RECORD, 4, &record())?,
        request::<Play>(FLOAT, 5, &play)?,
        example(("cancel", "A request is given up."), None, &Frame::Cancel { id: 2 })?,
        subscribe()?,
        example(
            ("unsubscribe", "No more events are wanted."),
            None,
            &Frame::Unsubscribe { id: 8, subscription: 6 },
        )?,
    ])
}

fn hello() -> Result<Example, ProtocolError> {
    let frame =
        Frame::Hello { protocol: PROTOCOL_VERSION, nonce: "6b1f0c…", client: "tickloom-python 0.1.0" };
    example(("hello", "The client begins; its nonce is longer."), None, &frame)
}

fn request<M>(
    about: (&'static str, &'static str),
    id: u32,
    params: &M::Params,
) -> Result<Example, ProtocolError>
where
    M: Method<Params: Sync>,
{
    let method = M::INFO.name;
    example(about, Some(method), &Frame::Request { id, method, params: Payload::of(params) })
}

fn subscribe() -> Result<Example, ProtocolError> {
    let (session, after) = ("s-2".into(), Some(NINE - 1));
    let asked = MtfSubscription { session, forming: Some(true), after, ..Default::default() };
    let method = Subscribe::INFO.name;
    let frame = Frame::Subscribe { id: 6, method, params: Payload::of(&asked) };
    example(("subscribe", "Bars are wanted as they form."), Some(method), &frame)
}
