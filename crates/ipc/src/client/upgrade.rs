//! The HTTP request that turns a connection into a WebSocket, and whether its answer is one.

use std::net::SocketAddr;

use httparse::{EMPTY_HEADER, Response, Status};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tungstenite::handshake::{client::generate_key, derive_accept_key};

use super::faults;
use crate::Failure;

/// Bytes of a head, at most.
const MAX_BYTES: usize = 8 << 10;

/// Fields of a head, at most.
const MAX_FIELDS: usize = 64;

/// Asks for a WebSocket; what was read beyond the answer comes back.
pub(crate) async fn ask(stream: &mut TcpStream, address: SocketAddr) -> Result<Vec<u8>, Failure> {
    let key = generate_key();
    let request = format!(
        "GET / HTTP/1.1\r\nHost: {address}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.map_err(|error| faults::unreachable(address, error))?;
    hear(stream, &derive_accept_key(key.as_bytes())).await.map_err(|why| faults::unreachable(address, why))
}

async fn hear(stream: &mut TcpStream, accept: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::with_capacity(1 << 10);
    loop {
        let room = MAX_BYTES - bytes.len();
        match (&mut *stream).take(room as u64).read_buf(&mut bytes).await {
            Ok(1..) => {}
            Ok(0) if room == 0 => return Err("its answer has no end".into()),
            Ok(0) => return Err("it closed the connection".into()),
            Err(error) => return Err(error.to_string()),
        }
        if let Some(length) = judged(&bytes, accept)? {
            return Ok(bytes.split_off(length));
        }
    }
}

/// The length of the head, if it is whole.
fn judged(bytes: &[u8], accept: &str) -> Result<Option<usize>, String> {
    let mut fields = [EMPTY_HEADER; MAX_FIELDS];
    let mut response = Response::new(&mut fields);
    let length = match response.parse(bytes) {
        Ok(Status::Complete(length)) => length,
        Ok(Status::Partial) => return Ok(None),
        Err(error) => return Err(format!("no HTTP: {error}")),
    };
    match response.code {
        Some(101) if is_accepted(&response, accept) => Ok(Some(length)),
        Some(101) => Err("it accepts what nobody asked".into()),
        Some(503) => Err("it has as many connections as it takes".into()),
        code => Err(format!("it answers HTTP {}", code.unwrap_or_default())),
    }
}

fn is_accepted(response: &Response<'_, '_>, accept: &str) -> bool {
    let is_accept = |name: &str| name.eq_ignore_ascii_case("sec-websocket-accept");
    let fields = response.headers.iter();
    fields.filter(|field| is_accept(field.name)).any(|field| field.value == accept.as_bytes())
}
