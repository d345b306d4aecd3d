//! One WebSocket over one TCP connection. The rules are the library's; what is read and what waits to be written is bounded here.

use std::{
    io::{self, Read, Write},
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use tickloom_protocol::MAX_FRAME_BYTES;
use tokio::{
    io::{AsyncRead, AsyncWriteExt, ReadBuf},
    net::TcpStream,
};
use tungstenite::{
    Error as WsError, Message,
    protocol::{
        Role, WebSocketConfig, WebSocketContext,
        frame::{
            CloseFrame, Frame, FrameHeader,
            coding::{Control, Data, OpCode},
        },
    },
};

use crate::{mask, unsent::Unsent};

/// Bytes that are read at once by a server, of which there are many connections.
const READ_AHEAD: usize = 4 << 10;

/// Bytes that are read at once by a client, whose results are large.
const CLIENT_READ_AHEAD: usize = 256 << 10;

/// Bytes of answers to pings that wait; more are not given.
const PONGS: usize = 32 << 10;

/// Bytes of a frame that are copied behind those before, rather than sent from where they lie.
const SMALL: usize = 4 << 10;

/// Bytes of a frame's head, at most.
const HEAD: usize = 14;

/// Bytes of the first frame, which holds a nonce and a name.
const FIRST_FRAME: usize = 4 << 10;

/// A WebSocket, seen from either side.
pub(crate) struct Wire {
    stream: TcpStream,
    context: WebSocketContext,
    unsent: Unsent,
    received: u64,
    role: Role,
}

impl Wire {
    /// A server's, after the upgrade; `rest` is what was read beyond it. Frames are small until [`trust`](Self::trust).
    pub(crate) fn new(stream: TcpStream, rest: Vec<u8>) -> Self {
        Self::of(Role::Server, READ_AHEAD, stream, rest)
    }

    /// A client's.
    pub(crate) fn of_client(stream: TcpStream, rest: Vec<u8>) -> Self {
        Self::of(Role::Client, CLIENT_READ_AHEAD, stream, rest)
    }

    fn of(role: Role, read_ahead: usize, stream: TcpStream, rest: Vec<u8>) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(read_ahead)
            .write_buffer_size(0)
            .max_write_buffer_size(PONGS)
            .max_frame_size(Some(FIRST_FRAME))
            .max_message_size(Some(FIRST_FRAME));
        let context = WebSocketContext::from_partially_read(rest, role, Some(config));
        Self { stream, context, unsent: Unsent::default(), received: 0, role }
    }

    /// Frames may be as large as the protocol allows.
    pub(crate) fn trust(&mut self) {
        self.context.set_config(|config| {
            config.max_frame_size = Some(MAX_FRAME_BYTES);
            config.max_message_size = Some(MAX_FRAME_BYTES);
        });
    }

    /// The next message. After an error nothing more can be read.
    pub(crate) fn poll_message(&mut self, cx: &mut Context<'_>) -> Poll<Result<Message, WsError>> {
        let Self { stream, context, unsent, received, .. } = self;
        match context.read(&mut Socket { stream, unsent, received, cx }) {
            Err(WsError::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => Poll::Pending,
            result => Poll::Ready(result),
        }
    }

    /// Hands over a frame of data.
    pub(crate) fn send(&mut self, payload: Bytes) {
        self.put(OpCode::Data(Data::Binary), payload);
    }

    /// Asks for a sign of life.
    pub(crate) fn ping(&mut self) {
        self.put(OpCode::Control(Control::Ping), Bytes::new());
    }

    /// Says that nothing more comes, and why: at most 123 bytes of it.
    pub(crate) fn send_close(&mut self, code: u16, reason: &str) {
        let reason = reason.get(..reason.floor_char_boundary(123)).unwrap_or_default();
        let frame = Frame::close(Some(CloseFrame { code: code.into(), reason: reason.into() }));
        self.put(OpCode::Control(Control::Close), frame.into_payload());
    }

    /// Ready when all that was handed over has left.
    pub(crate) fn poll_sent(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.unsent.poll_send(&mut self.stream, cx)
    }

    /// Bytes that were handed over and have not left.
    pub(crate) fn unsent(&self) -> usize {
        self.unsent.len()
    }

    /// For how long nothing has left of what waits.
    pub(crate) fn blocked_for(&self) -> Duration {
        self.unsent.blocked_for()
    }

    /// Grows with all that shows that the other side is there: bytes that it sent, and room that it made by reading.
    pub(crate) fn signs_of_life(&self) -> u64 {
        self.received + self.unsent.unblocked()
    }

    /// Sends no more, and reads what still comes, of which nothing is looked at, until the other side has closed.
    pub(crate) async fn drain(&mut self) -> io::Result<()> {
        self.stream.shutdown().await?;
        tokio::io::copy(&mut self.stream, &mut tokio::io::sink()).await.map(|_| ())
    }

    fn put(&mut self, opcode: OpCode, payload: Bytes) {
        let mask = (self.role == Role::Client).then(mask::new);
        let payload = match mask {
            Some(mask) => mask::applied(mask, &payload),
            None => payload,
        };
        let mut head = [0; HEAD];
        let mut left = &mut head[..];
        // It has room for the longest head.
        let _ =
            FrameHeader { opcode, mask, ..FrameHeader::default() }.format(payload.len() as u64, &mut left);
        let length = HEAD - left.len();
        self.unsent.append(head.get(..length).unwrap_or_default());
        if payload.len() <= SMALL {
            self.unsent.append(&payload);
        } else {
            self.unsent.push(payload);
        }
    }
}

/// The socket as the library wants it: what would wait says so.
struct Socket<'w, 'c> {
    stream: &'w mut TcpStream,
    unsent: &'w mut Unsent,
    received: &'w mut u64,
    cx: &'w mut Context<'c>,
}

impl Read for Socket<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let mut buffer = ReadBuf::new(into);
        match Pin::new(&mut *self.stream).poll_read(self.cx, &mut buffer) {
            Poll::Ready(result) => result?,
            Poll::Pending => return Err(io::ErrorKind::WouldBlock.into()),
        }
        *self.received += buffer.filled().len() as u64;
        Ok(buffer.filled().len())
    }
}

impl Write for Socket<'_, '_> {
    /// Answers to pings and to the other side's close: they wait among all that is sent.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.unsent.len() > PONGS {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        self.unsent.append(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
