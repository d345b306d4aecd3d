//! A client that blocks, speaks the protocol's own types, and lets no code pass that the protocol does not list.

use std::net::TcpStream;

use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;
use tickloom_protocol::{ERRORS, Frame, Method, PROTOCOL_VERSION, Payload, methods};
use tungstenite::{Message, WebSocket, client::client_with_config};

/// What a client hears.
#[derive(Debug)]
pub enum Heard {
    Reply { id: u32, more: bool, result: Bytes },
    Error { id: Option<u32>, refused: Refused },
    Event { subscription: u32, sequence: u64, last: bool, data: Bytes },
    Closed,
}

/// An error as it travelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub code: String,
    pub message: String,
}

pub struct Client {
    socket: WebSocket<TcpStream>,
    asked: u32,
}

impl Client {
    pub fn new(stream: TcpStream, nonce: &str) -> Self {
        let address = stream.peer_addr().unwrap();
        let (socket, _) = client_with_config(format!("ws://{address}/"), stream, None).unwrap();
        let mut client = Self { socket, asked: 0 };
        client.send(Frame::Hello { protocol: PROTOCOL_VERSION, nonce, client: "test 1" });
        let Message::Binary(welcome) = client.socket.read().unwrap() else { panic!("no welcome") };
        assert!(matches!(Frame::decode(&welcome), Ok(Frame::Welcome { .. })));
        client
    }

    /// The result of a method that answers once.
    pub fn ask<M: Method>(&mut self, params: &M::Params) -> Result<M::Result, Refused>
    where
        M::Params: Sync,
    {
        let mut parts = self.ask_in_parts::<M>(params)?;
        assert_eq!(parts.len(), 1, "{} answers once", M::INFO.name);
        Ok(parts.remove(0))
    }

    /// All parts of a method's result.
    pub fn ask_in_parts<M: Method>(&mut self, params: &M::Params) -> Result<Vec<M::Result>, Refused>
    where
        M::Params: Sync,
    {
        let parts = self.ask_raw(M::INFO.name, params)?;
        Ok(parts.iter().map(|part| Payload::received(part).decode().unwrap()).collect())
    }

    /// The same of any method, with any parameters, as JSON.
    pub fn ask_any(&mut self, method: &str, params: &Value) -> Result<Vec<Value>, Refused> {
        let parts = self.ask_raw(method, params)?;
        Ok(parts.iter().map(|part| Payload::received(part).decode().unwrap()).collect())
    }

    /// The parts as they travelled.
    pub fn ask_raw(&mut self, method: &str, params: &(impl Serialize + Sync)) -> Result<Vec<Bytes>, Refused> {
        let asked = self.request(method, params);
        let mut parts = Vec::new();
        loop {
            match self.hear() {
                Heard::Reply { id, more, result } if id == asked => {
                    parts.push(result);
                    if !more {
                        return Ok(parts);
                    }
                }
                Heard::Error { id, refused } if id == Some(asked) => return Err(listed(method, refused)),
                other => panic!("{method}: {other:?}"),
            }
        }
    }

    /// Begins a request and does not wait; its number.
    pub fn request(&mut self, method: &str, params: &(impl Serialize + Sync)) -> u32 {
        self.asked += 1;
        self.send(Frame::Request { id: self.asked, method, params: Payload::of(params) });
        self.asked
    }

    /// Begins a subscription; its number, or why not.
    pub fn subscribe(&mut self, method: &str, params: &(impl Serialize + Sync)) -> Result<u32, Refused> {
        self.asked += 1;
        let asked = self.asked;
        self.send(Frame::Subscribe { id: asked, method, params: Payload::of(params) });
        match self.hear() {
            Heard::Reply { id, more: false, .. } if id == asked => Ok(asked),
            Heard::Error { id, refused } if id == Some(asked) => Err(listed(method, refused)),
            other => panic!("{method}: {other:?}"),
        }
    }

    pub fn cancel(&mut self, id: u32) {
        self.send(Frame::Cancel { id });
    }

    pub fn unsubscribe(&mut self, subscription: u32) {
        self.asked += 1;
        self.send(Frame::Unsubscribe { id: self.asked, subscription });
    }

    fn send(&mut self, frame: Frame<'_>) {
        self.socket.send(Message::Binary(frame.encode().unwrap().into())).unwrap();
    }

    /// The next thing that is said.
    pub fn hear(&mut self) -> Heard {
        loop {
            match self.socket.read() {
                Ok(Message::Binary(bytes)) => return heard(&bytes),
                Ok(Message::Close(_)) => return Heard::Closed,
                Ok(_) => {}
                Err(tungstenite::Error::Io(error)) => panic!("nothing was said in time: {error}"),
                Err(_) => return Heard::Closed,
            }
        }
    }
}

fn heard(bytes: &Bytes) -> Heard {
    let raw = |payload: Payload<'_>| bytes.slice_ref(payload.bytes().unwrap());
    match Frame::decode(bytes).unwrap() {
        Frame::Reply { id, more, result } => {
            Heard::Reply { id, more: more.unwrap_or_default(), result: raw(result) }
        }
        Frame::Error { id, code, message, .. } => {
            Heard::Error { id, refused: Refused { code: code.into(), message: message.into() } }
        }
        Frame::Event { subscription, sequence, last, data } => {
            Heard::Event { subscription, sequence, last: last.unwrap_or_default(), data: raw(data) }
        }
        other => panic!("the engine does not say {other:?}"),
    }
}

/// A code that belongs to the method or to the conversation; any other is a defect of the service or of the table.
fn listed(method: &str, refused: Refused) -> Refused {
    let code = refused.code.as_str();
    let of_method = methods::method(method).is_some_and(|info| {
        info.codes().any(|known| known == code || (known.ends_with('.') && code.starts_with(known)))
    });
    let of_conversation = ERRORS.iter().any(|error| error.code == code);
    assert!(of_method || of_conversation, "{method} does not list {code}: {}", refused.message);
    refused
}
