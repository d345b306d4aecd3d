//! A client that reads results in parts, and makes tables of them without another copy.

use std::net::{SocketAddr, TcpStream};

use arrow::{buffer::Buffer, ipc::reader::StreamDecoder};
use tickloom_ipc::Nonce;
use tickloom_protocol::{
    Frame, PROTOCOL_VERSION, Payload,
    methods::common::{SymbolRange, TablePart},
};
use tungstenite::{Message, WebSocket, client::client_with_config};

use crate::measure::Failure;

/// A welcomed connection.
pub struct Reader {
    socket: WebSocket<TcpStream>,
}

/// What came.
#[derive(Default)]
pub struct Read {
    pub rows: usize,
    pub bytes: usize,
}

impl Reader {
    pub fn enter(address: SocketAddr, nonce: &Nonce) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        let (socket, _) = client_with_config(format!("ws://{address}/"), stream, None)?;
        let mut reader = Self { socket };
        let nonce = nonce.reveal();
        reader.send(&Frame::Hello { protocol: PROTOCOL_VERSION, nonce, client: "bench" })?;
        reader.socket.read()?;
        Ok(reader)
    }

    /// All ticks of a range, as record batches.
    pub fn ticks(&mut self, asked: &SymbolRange) -> Result<Read, Failure> {
        self.send(&Frame::Request { id: 1, method: "ticks.range", params: Payload::of(asked) })?;
        let (mut read, mut decoder) = (Read::default(), StreamDecoder::new());
        loop {
            let Message::Binary(bytes) = self.socket.read()? else { continue };
            let Frame::Reply { more, result, .. } = Frame::decode(&bytes)? else {
                return Err("no reply".into());
            };
            let part: TablePart = result.decode()?;
            read.bytes += part.columns.len();
            let mut columns = Buffer::from_vec(part.columns.into_vec());
            while !columns.is_empty() {
                let batch = decoder.decode(&mut columns)?;
                read.rows += batch.map_or(0, |batch| batch.num_rows());
            }
            if !more.unwrap_or_default() {
                return Ok(read);
            }
        }
    }

    fn send(&mut self, frame: &Frame<'_>) -> Result<(), Failure> {
        Ok(self.socket.send(Message::binary(frame.encode()?))?)
    }
}
