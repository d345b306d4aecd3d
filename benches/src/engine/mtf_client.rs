//! A client that does nothing beside what is measured: it pushes ticks, or hears what comes of them.

use std::net::TcpStream;

use serde::Serialize;
use tickloom_engine::Engine;
use tickloom_protocol::{
    Frame, PROTOCOL_VERSION, Payload,
    methods::mtf::{MtfEvent, MtfSubscription},
};
use tungstenite::{Message, WebSocket, client::client_with_config};

use crate::measure::Failure;

/// A welcomed connection.
pub(super) struct Client {
    pub(super) socket: WebSocket<TcpStream>,
}

impl Client {
    pub(super) fn enter(engine: &Engine) -> Result<Self, Failure> {
        let stream = TcpStream::connect(engine.address())?;
        stream.set_nodelay(true)?;
        let (socket, _) = client_with_config(format!("ws://{}/", engine.address()), stream, None)?;
        let mut client = Self { socket };
        let nonce = engine.nonce().reveal();
        client.send(&Frame::Hello { protocol: PROTOCOL_VERSION, nonce, client: "bench" })?;
        client.socket.read()?;
        Ok(client)
    }

    pub(super) fn ask<R: serde::de::DeserializeOwned>(
        &mut self,
        method: &str,
        params: &(impl Serialize + Sync),
    ) -> Result<R, Failure> {
        self.send(&Frame::Request { id: 1, method, params: Payload::of(params) })?;
        let message = self.socket.read()?.into_data();
        let Frame::Reply { result, .. } = Frame::decode(&message)? else { return Err("no reply".into()) };
        Ok(result.decode()?)
    }

    pub(super) fn subscribe(&mut self, wanted: &MtfSubscription) -> Result<(), Failure> {
        self.send(&Frame::Subscribe { id: 1, method: "mtf.subscribe", params: Payload::of(wanted) })?;
        self.socket.read()?;
        Ok(())
    }

    /// Hears events up to the one with the bars in progress, which comes last.
    pub(super) fn next_forming(&mut self) -> Result<(), Failure> {
        loop {
            let message = self.socket.read()?.into_data();
            let Frame::Event { data, .. } = Frame::decode(&message)? else { continue };
            let event: MtfEvent = data.decode()?;
            if event.bars.complete.first() == Some(&false) {
                return Ok(());
            }
        }
    }

    fn send(&mut self, frame: &Frame<'_>) -> Result<(), Failure> {
        Ok(self.socket.send(Message::binary(frame.encode()?))?)
    }
}
