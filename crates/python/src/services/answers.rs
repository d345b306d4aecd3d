//! The three ways in which a function of Python answers.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

use pyo3::prelude::*;
use tickloom_engine::{Events, Failure, Feed, Packed, Parts, Request};

use super::{
    Declared,
    failure::attached,
    made::{Made, Step},
    request,
};
use crate::packed;

/// By the mapping that it returns.
pub(super) fn once(method: &Declared, asked: &Request, params: &[u8]) -> Result<Packed, Failure> {
    attached(&method.name, |py| {
        let given = call(py, method, asked, params)?;
        packed(&given)
    })
}

/// By those that it yields. One is held back until the next is there, as nobody knows before which is the last.
pub(super) fn parts(
    method: &Declared,
    asked: &Request,
    params: &[u8],
    sent: &Parts<Packed>,
) -> Result<Packed, Failure> {
    let made = begin(method, asked, params)?;
    let mut last = None;
    while let Step::Plain(part) | Step::Latest(_, part) = made.next()? {
        if let Some(before) = last.replace(part) {
            sent.send(&before)?;
        }
    }
    Ok(last.unwrap_or_else(nothing))
}

/// By those that it yields, to a subscriber.
pub(super) fn events(
    method: &Arc<Declared>,
    asked: &Request,
    params: &[u8],
) -> Result<Feed<Packed>, Failure> {
    let made = begin(method, asked, params)?;
    Ok(Feed::working(move |events| {
        while tell(events, made.next()?)? {}
        Ok(None)
    }))
}

/// Whether there may be more.
fn tell(events: &Events<Packed>, step: Step) -> Result<bool, Failure> {
    match step {
        Step::Plain(data) => events.every(&data)?,
        Step::Latest(key, data) => events.latest(number_of(&key), &data)?,
        Step::End => return Ok(false),
    }
    Ok(true)
}

fn begin(method: &Declared, asked: &Request, params: &[u8]) -> Result<Made, Failure> {
    let generator = attached(&method.name, |py| Ok(call(py, method, asked, params)?.unbind()))?;
    Ok(Made::new(method.name.clone(), generator))
}

fn call<'py>(
    py: Python<'py>,
    method: &Declared,
    asked: &Request,
    params: &[u8],
) -> PyResult<Bound<'py, PyAny>> {
    let request = request::Request::new(asked.clone(), packed::unpack(py, params)?.unbind());
    method.call.bind(py).call1((request,))
}

/// Nothing is an empty mapping.
fn packed(given: &Bound<'_, PyAny>) -> PyResult<Packed> {
    if given.is_none() { Ok(nothing()) } else { packed::pack(given).map(Packed) }
}

fn nothing() -> Packed {
    Packed(vec![0x80])
}

/// The transport knows what events are about by numbers.
fn number_of(key: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}
