//! The first frames: who does not know the nonce gets no further, and learns nothing.

use std::future::poll_fn;

use tickloom_protocol::{API_LEVEL, Frame, PROTOCOL_VERSION};
use tungstenite::{Error as WsError, Message};

use crate::{Nonce, ending::Ending, wire::Wire};

/// Bytes of a client's name that are kept for logs.
const NAME: usize = 128;

/// Waits for `hello` and checks it: what the client calls itself.
pub(crate) async fn hear(wire: &mut Wire, nonce: &Nonce) -> Result<String, Ending> {
    let first = match poll_fn(|cx| wire.poll_message(cx)).await {
        Ok(Message::Binary(bytes)) => bytes,
        Ok(Message::Close(_)) | Err(WsError::Io(_) | WsError::ConnectionClosed) => return Err(Ending::Left),
        _ => return Err(Ending::unauthorized()),
    };
    match Frame::decode(&first) {
        Ok(Frame::Hello { nonce: answer, .. }) if !nonce.is(answer) => Err(Ending::unauthorized()),
        Ok(Frame::Hello { protocol: PROTOCOL_VERSION, client, .. }) => Ok(name(client)),
        Ok(Frame::Hello { protocol, .. }) => Err(version_unsupported(protocol)),
        _ => Err(Ending::unauthorized()),
    }
}

/// Says who answers.
pub(crate) fn welcome(wire: &mut Wire, engine: &str, session: &str) -> Result<(), Ending> {
    let welcome = Frame::Welcome { protocol: PROTOCOL_VERSION, api_level: API_LEVEL, engine, session };
    wire.send(welcome.encode()?.into());
    wire.trust();
    Ok(())
}

/// A name that fits into one line of a log.
fn name(client: &str) -> String {
    let short = client.get(..client.floor_char_boundary(NAME)).unwrap_or_default();
    short.chars().filter(|character| !character.is_control()).collect()
}

fn version_unsupported(theirs: u32) -> Ending {
    let message =
        format!("the client speaks version {theirs}, the engine {PROTOCOL_VERSION}: update the older one");
    Ending::told("protocol.version_unsupported", message)
}
