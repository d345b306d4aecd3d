//! A client that blocks, and takes frames apart as far as tests look at them.

use std::{io::Write, net::TcpStream};

use bytes::Bytes;
use serde_json::Value;
use tickloom_protocol::{Frame, PROTOCOL_VERSION, Payload};
use tungstenite::{
    Error, Message, WebSocket,
    client::client_with_config,
    protocol::{CloseFrame, WebSocketConfig},
};

/// What a client hears.
#[derive(Debug, PartialEq)]
pub enum Heard {
    Welcome,
    Reply {
        id: u32,
        more: bool,
        result: Value,
    },
    Error {
        id: Option<u32>,
        code: String,
        details: Value,
    },
    Event {
        subscription: u32,
        sequence: u64,
        last: bool,
        data: Value,
    },
    Closed {
        code: u16,
        reason: String,
    },
    /// Without a word.
    Gone,
}

pub struct Client {
    pub socket: WebSocket<TcpStream>,
}

impl Client {
    pub fn new(stream: TcpStream) -> Self {
        let address = stream.peer_addr().unwrap();
        // A thousand of them fit into a test.
        let config = Some(WebSocketConfig::default().read_buffer_size(4 << 10));
        let (socket, _) = client_with_config(format!("ws://{address}/"), stream, config).unwrap();
        Self { socket }
    }

    pub fn hello(&mut self, nonce: &str) {
        self.send(Frame::Hello { protocol: PROTOCOL_VERSION, nonce, client: "test 1" });
    }

    pub fn send(&mut self, frame: Frame<'_>) {
        self.send_bytes(frame.encode().unwrap());
    }

    pub fn send_bytes(&mut self, bytes: impl Into<Bytes>) {
        self.socket.send(Message::Binary(bytes.into())).unwrap();
    }

    /// Bytes past the WebSocket.
    pub fn send_raw(&mut self, bytes: &[u8]) {
        self.socket.get_mut().write_all(bytes).unwrap();
    }

    pub fn request(&mut self, id: u32, method: &str, params: Value) {
        self.send(Frame::Request { id, method, params: Payload::of(&params) });
    }

    pub fn subscribe(&mut self, id: u32, method: &str, params: Value) {
        self.send(Frame::Subscribe { id, method, params: Payload::of(&params) });
    }

    /// The result of a request that is answered by one reply.
    pub fn ask(&mut self, id: u32, method: &str, params: Value) -> Heard {
        self.request(id, method, params);
        self.hear()
    }

    /// The next thing that is said.
    pub fn hear(&mut self) -> Heard {
        loop {
            match self.socket.read() {
                Ok(Message::Binary(bytes)) => return heard(&bytes),
                Ok(Message::Close(frame)) => return closed(frame),
                Ok(_) => {}
                Err(Error::Io(error)) if is_impatient(&error) => panic!("nothing was said in time"),
                Err(_) => return Heard::Gone,
            }
        }
    }

    /// How it ends, whatever is said before.
    pub fn end(&mut self) -> Heard {
        loop {
            if let end @ (Heard::Closed { .. } | Heard::Gone) = self.hear() {
                return end;
            }
        }
    }

    /// The close code with which it ends.
    pub fn close_code(&mut self) -> u16 {
        match self.end() {
            Heard::Closed { code, .. } => code,
            other => panic!("no close code: {other:?}"),
        }
    }

    /// That it is still served.
    pub fn is_well(&mut self) -> bool {
        let id = u32::MAX;
        self.ask(id, "echo", Value::from(1)) == Heard::Reply { id, more: false, result: 1.into() }
    }
}

fn heard(bytes: &[u8]) -> Heard {
    let value = |payload: Payload<'_>| payload.decode::<Value>().unwrap();
    match Frame::decode(bytes).unwrap() {
        Frame::Welcome { .. } => Heard::Welcome,
        Frame::Reply { id, more, result } => {
            Heard::Reply { id, more: more.unwrap_or_default(), result: value(result) }
        }
        Frame::Error { id, code, details, .. } => {
            Heard::Error { id, code: code.into(), details: details.map(value).unwrap_or_default() }
        }
        Frame::Event { subscription, sequence, last, data } => {
            Heard::Event { subscription, sequence, last: last.unwrap_or_default(), data: value(data) }
        }
        other => panic!("the engine does not say {other:?}"),
    }
}

fn closed(frame: Option<CloseFrame>) -> Heard {
    let frame = frame.expect("a reason");
    Heard::Closed { code: frame.code.into(), reason: frame.reason.to_string() }
}

fn is_impatient(error: &std::io::Error) -> bool {
    matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
}
