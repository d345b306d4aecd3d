//! Bytes that were handed over to be sent and that the socket has not taken yet.

use std::{
    collections::VecDeque,
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::{Buf, Bytes, BytesMut};
use tokio::{io::AsyncWrite, net::TcpStream};

/// As many pieces as one call of the system takes.
const PIECES: usize = 32;

/// Large pieces as they are, and small ones copied behind each other: a buffer that is used again takes no memory anew.
#[derive(Default)]
pub(crate) struct Unsent {
    pieces: VecDeque<Bytes>,
    /// What comes after all pieces.
    tail: BytesMut,
    bytes: usize,
    unblocked: u64,
    blocked_since: Option<Instant>,
}

impl Unsent {
    /// Copies a small piece to the end.
    pub(crate) fn append(&mut self, piece: &[u8]) {
        self.bytes += piece.len();
        self.tail.extend_from_slice(piece);
    }

    /// Puts a large piece at the end.
    pub(crate) fn push(&mut self, piece: Bytes) {
        self.bytes += piece.len();
        if !self.tail.is_empty() {
            self.pieces.push_back(self.tail.split().freeze());
        }
        self.pieces.push_back(piece);
    }

    /// Bytes that wait.
    pub(crate) fn len(&self) -> usize {
        self.bytes
    }

    /// How often the socket took something again after it had taken nothing.
    pub(crate) fn unblocked(&self) -> u64 {
        self.unblocked
    }

    /// For how long the socket has taken nothing of what waits.
    pub(crate) fn blocked_for(&self) -> Duration {
        self.blocked_since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Ready when all was taken.
    pub(crate) fn poll_send(&mut self, stream: &mut TcpStream, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while self.bytes > 0 {
            match self.poll_write(stream, cx) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(taken)) => self.taken(taken),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    self.blocked_since.get_or_insert_with(Instant::now);
                    return Poll::Pending;
                }
            }
        }
        Poll::Ready(Ok(()))
    }

    fn poll_write(&self, stream: &mut TcpStream, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if self.pieces.is_empty() {
            return Pin::new(stream).poll_write(cx, &self.tail);
        }
        let mut slices = [IoSlice::new(&[]); PIECES];
        let pieces = self.pieces.iter().map(|piece| &piece[..]).chain([&self.tail[..]]);
        for (slice, piece) in slices.iter_mut().zip(pieces) {
            *slice = IoSlice::new(piece);
        }
        Pin::new(stream).poll_write_vectored(cx, &slices)
    }

    fn taken(&mut self, mut taken: usize) {
        self.unblocked += u64::from(self.blocked_since.take().is_some());
        self.bytes -= taken;
        while let Some(piece) = self.pieces.front_mut() {
            if taken < piece.len() {
                return piece.advance(taken);
            }
            taken -= piece.len();
            self.pieces.pop_front();
        }
        self.tail.advance(taken);
    }
}
