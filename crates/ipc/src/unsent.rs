//! Bytes that were handed over to be sent and that the socket has not taken yet.

use std::{
    collections::VecDeque,
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use bytes::{Buf, Bytes};
use tokio::{io::AsyncWrite, net::TcpStream};

/// As many pieces as one call of the system takes.
const PIECES: usize = 32;

/// A queue of pieces in order.
#[derive(Default)]
pub(crate) struct Unsent {
    pieces: VecDeque<Bytes>,
    bytes: usize,
    unblocked: u64,
    blocked_since: Option<Instant>,
}

impl Unsent {
    pub(crate) fn push(&mut self, piece: Bytes) {
        self.bytes += piece.len();
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
        if let (Some(piece), 1) = (self.pieces.front(), self.pieces.len()) {
            return Pin::new(stream).poll_write(cx, piece);
        }
        let mut slices = [IoSlice::new(&[]); PIECES];
        for (slice, piece) in slices.iter_mut().zip(&self.pieces) {
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
    }
}
