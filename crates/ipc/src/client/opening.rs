//! From an address to a connection that was welcomed.

use std::future::poll_fn;

use tickloom_protocol::{Frame, PROTOCOL_VERSION};
use tokio::{net::TcpStream, time::timeout};

use super::{ClientConfig, Endpoint, Welcome, faults, reading::poll_frame, upgrade};
use crate::{Failure, wire::Wire};

/// Finds the engine and comes in.
pub(crate) async fn open(config: &mut ClientConfig) -> Result<(Wire, Welcome), Failure> {
    let endpoint = (config.find)()?;
    let patience = config.limits.connect;
    let opened = timeout(patience, enter(&endpoint, &config.name)).await;
    opened.unwrap_or_else(|_| {
        Err(faults::unreachable(endpoint.address, format_args!("nothing was said in {patience:?}")))
    })
}

async fn enter(endpoint: &Endpoint, name: &str) -> Result<(Wire, Welcome), Failure> {
    let address = endpoint.address;
    let connected = TcpStream::connect(address).await;
    let mut stream = connected.map_err(|error| faults::unreachable(address, error))?;
    // Small frames must not wait for each other. Where the system will not, they are only later.
    let _ = stream.set_nodelay(true);
    let rest = upgrade::ask(&mut stream, address).await?;
    let mut wire = Wire::of_client(stream, rest);
    let hello = Frame::Hello { protocol: PROTOCOL_VERSION, nonce: &endpoint.nonce, client: name };
    wire.send(hello.encode().map_err(faults::nonsense)?.into());
    let welcome = greeted(&mut wire).await?;
    wire.trust();
    Ok((wire, welcome))
}

async fn greeted(wire: &mut Wire) -> Result<Welcome, Failure> {
    let bytes = poll_fn(|cx| {
        // What cannot be sent will not be answered either.
        let _ = wire.poll_sent(cx);
        poll_frame(wire, cx)
    });
    let bytes = bytes.await?;
    match Frame::decode(&bytes).map_err(faults::nonsense)? {
        Frame::Welcome { protocol: PROTOCOL_VERSION, api_level, engine, session } => {
            Ok(Welcome { engine: engine.into(), api_level, session: session.into() })
        }
        Frame::Welcome { protocol, .. } => Err(version_unsupported(protocol)),
        Frame::Error { code, message, retryable, .. } => Err(Failure::heard(code, message, None, retryable)),
        other => Err(faults::nonsense(format_args!("a frame {:?} instead of a welcome", other.kind()))),
    }
}

fn version_unsupported(theirs: u32) -> Failure {
    let message =
        format!("the engine speaks version {theirs}, the client {PROTOCOL_VERSION}: update the older one");
    Failure::new("protocol.version_unsupported", message)
}
