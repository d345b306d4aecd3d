//! The gate for hostile bytes: walks the structure of MessagePack and keeps nothing of it, so that a lie about lengths or depth
//! costs neither memory nor more time than reading the bytes once.

use crate::{
    error::ProtocolError,
    limits::{MAX_DEPTH, MAX_FRAME_BYTES, MAX_VALUES},
};

/// Whether bytes are one value that a frame may hold, and no more than that.
///
/// # Errors
/// [`ProtocolError::FrameTooLarge`], [`ProtocolError::TooDeep`], [`ProtocolError::TooManyValues`], or
/// [`ProtocolError::Malformed`] for what is no MessagePack, is cut short, has extension types or keys that are no text.
pub fn check(bytes: &[u8]) -> Result<(), ProtocolError> {
    let mut scanner = Scanner::new(bytes)?;
    scanner.value(MAX_DEPTH)?;
    scanner.end()
}

/// A place in the bytes of a frame.
pub(crate) struct Scanner<'a> {
    bytes: &'a [u8],
    at: usize,
    values: u32,
}

impl<'a> Scanner<'a> {
    /// Before the first byte.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, ProtocolError> {
        match bytes.len() {
            0..=MAX_FRAME_BYTES => Ok(Self { bytes, at: 0, values: 0 }),
            bytes => Err(ProtocolError::FrameTooLarge { bytes }),
        }
    }

    /// The number of entries of the map that begins here.
    pub(crate) fn map(&mut self) -> Result<u32, ProtocolError> {
        match self.head()? {
            Head::Map(entries) => Ok(entries),
            _ => Err(self.malformed("a frame is a map")),
        }
    }

    /// The text that stands here.
    pub(crate) fn text(&mut self) -> Result<&'a str, ProtocolError> {
        let Head::Text(length) = self.head()? else { return Err(self.malformed("keys are text")) };
        let text = self.take(length)?;
        str::from_utf8(text).map_err(|_| self.malformed("text is UTF-8"))
    }

    /// The bytes of the value that begins here, nested so deep at most.
    pub(crate) fn value(&mut self, depth: usize) -> Result<&'a [u8], ProtocolError> {
        let start = self.at;
        let mut open = Open::new(depth.min(MAX_DEPTH));
        loop {
            if self.next(&mut open)? {
                return Ok(self.bytes.get(start..self.at).unwrap_or_default());
            }
        }
    }

    /// Whether nothing follows.
    pub(crate) fn end(&self) -> Result<(), ProtocolError> {
        if self.at == self.bytes.len() { Ok(()) } else { Err(self.malformed("something follows the frame")) }
    }

    /// Goes past one head and what belongs to it; true if all that was open is complete with it.
    fn next(&mut self, open: &mut Open) -> Result<bool, ProtocolError> {
        let head = self.head()?;
        if open.wants_key() && !matches!(head, Head::Text(_)) {
            return Err(self.malformed("keys are text"));
        }
        match head {
            Head::Text(length) | Head::Plain(length) => self.take(length).map(|_| ())?,
            Head::List(items) => self.opens(open, u64::from(items), false)?,
            Head::Map(entries) => self.opens(open, 2 * u64::from(entries), true)?,
        }
        Ok(open.completes(matches!(head, Head::List(1..) | Head::Map(1..))))
    }

    fn opens(&self, open: &mut Open, values: u64, is_map: bool) -> Result<(), ProtocolError> {
        // Every value takes a byte at least.
        if values > (self.bytes.len() - self.at) as u64 {
            return Err(self.malformed("a list or a map claims more than follows"));
        }
        open.push(values, is_map).ok_or(ProtocolError::TooDeep { byte: self.at })
    }

    fn head(&mut self) -> Result<Head, ProtocolError> {
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(ProtocolError::TooManyValues);
        }
        let first = self.number(1)?;
        Ok(match first {
            0x00..=0x7f | 0xe0..=0xff | 0xc0 | 0xc2 | 0xc3 => Head::Plain(0),
            0x80..=0x8f => Head::Map(first & 0x0f),
            0x90..=0x9f => Head::List(first & 0x0f),
            0xa0..=0xbf => Head::Text(first & 0x1f),
            0xc4..=0xc6 => Head::Plain(self.number(1 << (first - 0xc4))?),
            0xcc..=0xcf => Head::Plain(1 << (first - 0xcc)),
            0xd0..=0xd3 => Head::Plain(1 << (first - 0xd0)),
            0xca..=0xcb => Head::Plain(4 << (first - 0xca)),
            0xd9..=0xdb => Head::Text(self.number(1 << (first - 0xd9))?),
            0xdc..=0xdd => Head::List(self.number(2 << (first - 0xdc))?),
            0xde..=0xdf => Head::Map(self.number(2 << (first - 0xde))?),
            _ => return Err(self.malformed("extension types are not used")),
        })
    }

    /// A big-endian number of so many bytes, at most four.
    fn number(&mut self, bytes: u32) -> Result<u32, ProtocolError> {
        Ok(self.take(bytes)?.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    fn take(&mut self, length: u32) -> Result<&'a [u8], ProtocolError> {
        let end = self.at.checked_add(length as usize);
        let taken = end.and_then(|end| self.bytes.get(self.at..end));
        let taken = taken.ok_or_else(|| self.malformed("the frame ends here, and something is missing"))?;
        self.at += taken.len();
        Ok(taken)
    }

    fn malformed(&self, reason: &'static str) -> ProtocolError {
        ProtocolError::Malformed { byte: self.at, reason }
    }
}

/// What a value's first bytes say of it.
enum Head {
    /// So many bytes follow, which are no text.
    Plain(u32),
    /// So many bytes of text follow.
    Text(u32),
    /// So many values follow.
    List(u32),
    /// So many keys and values follow.
    Map(u32),
}

/// The lists and maps that are not complete yet, outermost first.
struct Open {
    left: [u64; MAX_DEPTH],
    /// One bit for each that is a map.
    maps: u64,
    depth: usize,
    most: usize,
}

impl Open {
    fn new(most: usize) -> Self {
        Self { left: [0; MAX_DEPTH], maps: 0, depth: 0, most }
    }

    /// One more, with so many values; none if that is too deep. An empty one is complete at once.
    fn push(&mut self, values: u64, is_map: bool) -> Option<()> {
        let slot = self.left.get_mut(self.depth).filter(|_| self.depth < self.most)?;
        if values > 0 {
            *slot = values;
            self.maps = self.maps & !(1 << self.depth) | u64::from(is_map) << self.depth;
            self.depth += 1;
        }
        Some(())
    }

    /// Keys stand where an even number of a map's keys and values is left.
    fn wants_key(&self) -> bool {
        let innermost = self.depth.checked_sub(1);
        innermost.is_some_and(|place| {
            self.maps >> place & 1 == 1 && self.left.get(place).is_some_and(|left| left % 2 == 0)
        })
    }

    /// Takes note of a value; true if nothing is open any more. One that was just opened is none yet.
    fn completes(&mut self, was_opened: bool) -> bool {
        if was_opened {
            return false;
        }
        while let Some(left) = self.depth.checked_sub(1).and_then(|place| self.left.get_mut(place)) {
            *left -= 1;
            if *left > 0 {
                return false;
            }
            self.depth -= 1;
        }
        true
    }
}
