//! A stream cut into pieces of whole lines, in bounded memory whatever comes.

use memchr::{memchr, memrchr};

/// Whole lines out of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The lines; only at the end of the stream may the last one lack its newline.
    pub bytes: Vec<u8>,
    /// Where the first of them starts in the stream.
    pub offset: u64,
}

/// Cuts a stream into pieces of whole lines. It reads nothing itself: whoever has bytes hands them over.
///
/// A line longer than [`LineCutter::MAX_LINE`] is cut off one byte after that and ended there, so that the parser
/// refuses it and counts it as one line; what follows up to its newline is thrown away as it comes.
#[derive(Debug, Default)]
pub struct LineCutter {
    /// Offset of the buffer's first byte in the stream.
    offset: u64,
    /// Whether the buffer starts inside a line that was too long.
    skipping: bool,
}

impl LineCutter {
    /// The longest line that can be a row, without its line feed.
    pub const MAX_LINE: usize = 65_536;

    /// A cutter at the start of a stream.
    #[must_use]
    pub const fn new() -> Self {
        Self { offset: 0, skipping: false }
    }

    /// The piece of whole lines at the start of `buffer`, if there is any.
    ///
    /// `buffer` holds what the last call left in it followed by newly read bytes; the unfinished line at its end stays
    /// there. `end` says that no more bytes will come, and makes the unfinished line the last one.
    pub fn cut(&mut self, buffer: &mut Vec<u8>, end: bool) -> Option<Piece> {
        if self.skipping {
            self.skip(buffer);
        }
        let whole = if end { buffer.len() } else { memrchr(b'\n', buffer).map_or(0, |feed| feed + 1) };
        if buffer.len() - whole > Self::MAX_LINE {
            return Some(self.piece_with_cut_line(buffer, whole));
        }
        (whole > 0).then(|| self.piece(buffer, whole))
    }

    fn piece(&mut self, buffer: &mut Vec<u8>, whole: usize) -> Piece {
        // The rest is a line at most, the piece may be large: copy the rest and hand out the buffer.
        let mut rest = Vec::with_capacity(buffer.capacity());
        rest.extend_from_slice(&buffer[whole..]);
        let mut bytes = std::mem::replace(buffer, rest);
        bytes.truncate(whole);
        let offset = self.offset;
        self.offset += whole as u64;
        Piece { bytes, offset }
    }

    fn piece_with_cut_line(&mut self, buffer: &mut Vec<u8>, whole: usize) -> Piece {
        let taken = buffer.len() as u64;
        buffer.truncate(whole + Self::MAX_LINE + 1);
        buffer.push(b'\n');
        let piece = Piece { bytes: std::mem::take(buffer), offset: self.offset };
        self.offset += taken;
        self.skipping = true;
        piece
    }

    fn skip(&mut self, buffer: &mut Vec<u8>) {
        let feed = memchr(b'\n', buffer);
        let skipped = feed.map_or(buffer.len(), |feed| feed + 1);
        self.skipping = feed.is_none();
        self.offset += skipped as u64;
        buffer.drain(..skipped);
    }
}
