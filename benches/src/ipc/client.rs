//! A client that sends bytes that lie ready and knows how long the answer is, so that what is measured is the server.

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
};

use tickloom_ipc::Nonce;
use tickloom_protocol::{Frame, PROTOCOL_VERSION, Payload, methods::system::Pong};
use tungstenite::{Message, client::client_with_config, protocol::WebSocketConfig};

use super::servers::Servers;
use crate::measure::Failure;

/// A connection with its request, and the answer as it must be.
pub struct Asker {
    stream: TcpStream,
    request: Vec<u8>,
    answer: Vec<u8>,
    heard: Vec<u8>,
    /// The last bytes of the answer, which differ each time.
    open: usize,
}

impl Asker {
    /// One whose bytes come back as they are.
    pub fn bare(servers: &Servers) -> Result<Self, Failure> {
        let request = masked(&small_request()?);
        Self::of(TcpStream::connect(servers.bare)?, request.clone(), request)
    }

    /// One that was welcomed by the engine's server.
    pub fn welcomed(servers: &Servers) -> Result<Self, Failure> {
        let reply = Frame::Reply { id: 1, more: None, result: Payload::of(&PARAMS) }.encode()?;
        let answer = [&[0x82, u8::try_from(reply.len())?], &reply[..]].concat();
        Self::of(enter(servers.engine, &servers.nonce)?, masked(&small_request()?), answer)
    }

    /// One that asks an engine for its time.
    pub fn pinging(address: SocketAddr, nonce: &Nonce) -> Result<Self, Failure> {
        let request = Frame::Request { id: 1, method: "system.ping", params: Payload::EMPTY }.encode()?;
        let now = Pong { time: i64::MAX };
        let reply = Frame::Reply { id: 1, more: None, result: Payload::of(&now) }.encode()?;
        let answer = [&[0x82, u8::try_from(reply.len())?], &reply[..]].concat();
        let asker = Self::of(enter(address, nonce)?, masked(&request), answer)?;
        Ok(Self { open: size_of::<i64>(), ..asker })
    }

    /// One that subscribes to market data and reads nothing of it.
    pub fn stalled(servers: &Servers) -> Result<Self, Failure> {
        let subscribe = Frame::Subscribe { id: 1, method: "quotes", params: Payload::EMPTY }.encode()?;
        let mut stream = enter(servers.engine, &servers.nonce)?;
        stream.write_all(&masked(&subscribe))?;
        Self::of(stream, Vec::new(), Vec::new())
    }

    /// Sends the request and reads the answer.
    pub fn ask_once(&mut self) -> Result<(), Failure> {
        self.stream.write_all(&self.request)?;
        self.stream.read_exact(&mut self.heard)?;
        let fixed = self.answer.len() - self.open;
        assert!(self.heard[..fixed] == self.answer[..fixed], "another answer");
        Ok(())
    }

    fn of(stream: TcpStream, request: Vec<u8>, answer: Vec<u8>) -> Result<Self, Failure> {
        stream.set_nodelay(true)?;
        Ok(Self { stream, request, heard: vec![0; answer.len()], answer, open: 0 })
    }
}

const PARAMS: [(&str, &str, i64); 1] = [("EURUSD", "1m", 1_700_000_000_000_000_000)];

fn small_request() -> Result<Vec<u8>, Failure> {
    Ok(Frame::Request { id: 1, method: "echo", params: Payload::of(&PARAMS) }.encode()?)
}

/// A short frame of a client, whose mask of zeros leaves it as it is.
fn masked(frame: &[u8]) -> Vec<u8> {
    assert!(frame.len() < 126, "a short frame");
    [&[0x82, 0x80 | frame.len() as u8, 0, 0, 0, 0], frame].concat()
}

fn enter(address: SocketAddr, nonce: &Nonce) -> Result<TcpStream, Failure> {
    let config = Some(WebSocketConfig::default().read_buffer_size(1 << 10));
    let stream = TcpStream::connect(address)?;
    let (mut socket, _) = client_with_config(format!("ws://{address}/"), stream, config)?;
    let nonce = nonce.reveal();
    socket.send(Message::binary(
        Frame::Hello { protocol: PROTOCOL_VERSION, nonce, client: "bench" }.encode()?,
    ))?;
    socket.read()?;
    Ok(socket.get_ref().try_clone()?)
}

/// Both ends of a thousand connections are open files of this process.
#[cfg(unix)]
pub fn allow_many_files() -> Result<(), Failure> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let current = Some(maximum.map_or(4_096, |maximum| maximum.min(4_096)));
    Ok(setrlimit(Resource::Nofile, Rlimit { current, maximum })?)
}

#[cfg(not(unix))]
pub fn allow_many_files() -> Result<(), Failure> {
    Ok(())
}
