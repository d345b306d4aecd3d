//! Messages of the engine, told apart: frames, and how it ends.

use std::task::{Context, Poll};

use bytes::Bytes;
use tickloom_protocol::ERRORS;
use tungstenite::{Error as WsError, Message, error::CapacityError, protocol::CloseFrame};

use super::faults;
use crate::{Failure, wire::Wire};

/// The next frame's bytes; or why no other comes.
pub(crate) fn poll_frame(wire: &mut Wire, cx: &mut Context<'_>) -> Poll<Result<Bytes, Failure>> {
    loop {
        match std::task::ready!(wire.poll_message(cx)) {
            Ok(Message::Binary(bytes)) => return Poll::Ready(Ok(bytes)),
            Ok(Message::Close(frame)) => return Poll::Ready(Err(closed(frame))),
            Ok(Message::Text(_)) => return Poll::Ready(Err(faults::nonsense("frames are binary, not text"))),
            Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_)) => {}
            Err(error) => return Poll::Ready(Err(broken(&error))),
        }
    }
}

/// The error of the table that has the close code, with what the reason says of it.
fn closed(frame: Option<CloseFrame>) -> Failure {
    let Some(frame) = frame else { return faults::gone() };
    let (code, reason) = (u16::from(frame.code), frame.reason.as_str());
    let Some(error) = ERRORS.iter().find(|error| error.close == Some(code)) else { return faults::gone() };
    let said = reason.strip_prefix(error.code).map_or(reason, |rest| rest.trim_start_matches([':', ' ']));
    Failure::new(error.code, if said.is_empty() { error.text() } else { said.to_owned() })
}

fn broken(error: &WsError) -> Failure {
    match error {
        WsError::Io(_) | WsError::ConnectionClosed | WsError::AlreadyClosed => faults::gone(),
        WsError::Protocol(tungstenite::error::ProtocolError::ResetWithoutClosingHandshake) => faults::gone(),
        WsError::Capacity(CapacityError::MessageTooLong { size, .. }) => {
            faults::nonsense(format_args!("a frame of {size} bytes"))
        }
        error => faults::nonsense(error),
    }
}
