//! The little HTTP there is before a WebSocket: one request a connection, read in bounds, judged, answered.

mod gate;
mod head;
mod response;

use tokio::net::TcpStream;

pub(crate) use gate::Gate;
pub(crate) use response::{Refusal, accept, refuse, refuse_at_once, show};

/// What a request asks for.
#[derive(Debug, PartialEq)]
pub(crate) enum Wish {
    /// A WebSocket, whose key is answered with this.
    Upgrade { accept: String },
    /// A page.
    Page { path: String },
}

/// Reads a request and judges it; with it comes what was read beyond.
pub(crate) async fn receive(stream: &mut TcpStream, gate: &Gate) -> Result<(Wish, Vec<u8>), Refusal> {
    head::read(stream, |request| gate.judge(request)).await
}
