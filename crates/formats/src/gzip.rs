//! gzip as a stream: its members one after the other, in bounded memory, with damage told from a cut.

use std::io::{self, Read};

use flate2::read::MultiGzDecoder;

use crate::FormatError;

/// Unpacks a stream of gzip members as it is read. Before damage is told, whatever earlier reads unpacked was handed out.
///
/// Its errors hold a [`FormatError::GzipTruncated`] or [`FormatError::GzipDamaged`]; those of the reader below pass
/// unchanged. gzip never grows more than 1,032-fold, and nothing but a window of 32 KiB is kept.
///
/// ```
/// use std::io::Read;
///
/// let mut unpacked = String::new();
/// let error = tickloom_formats::Gunzip::new(&b"\x1f\x8b\x08"[..]).read_to_string(&mut unpacked).unwrap_err();
/// assert!(error.to_string().contains("cut off"));
/// ```
pub struct Gunzip<R> {
    members: MultiGzDecoder<R>,
    decoded: u64,
}

impl<R: Read> Gunzip<R> {
    /// Unpacks what `packed` gives.
    pub fn new(packed: R) -> Self {
        Self { members: MultiGzDecoder::new(packed), decoded: 0 }
    }

    fn explained(&self, error: io::Error) -> io::Error {
        let decoded = self.decoded;
        let known = match error.kind() {
            io::ErrorKind::UnexpectedEof => FormatError::GzipTruncated { decoded },
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                FormatError::GzipDamaged { decoded, reason: error.to_string() }
            }
            _ => return error,
        };
        io::Error::new(error.kind(), known)
    }
}

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.members.read(buffer).map_err(|error| self.explained(error))?;
        self.decoded += count as u64;
        Ok(count)
    }
}
