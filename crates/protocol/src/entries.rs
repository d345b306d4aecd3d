//! The map of a frame: its entries told apart without looking into them, and one in the making.

use crate::{
    error::ProtocolError,
    limits::{MAX_DEPTH, MAX_FRAME_BYTES},
    payload::pack_into,
    scan::Scanner,
    slot::Slot,
};

const NIL: &[u8] = &[0xc0];

/// The bytes of those fields of a map that have one of `N` names.
pub(crate) struct Entries<'a, const N: usize> {
    names: &'static [&'static str],
    values: [Option<&'a [u8]>; N],
}

impl<'a, const N: usize> Entries<'a, N> {
    /// Goes through a whole frame.
    pub(crate) fn read(names: &'static [&'static str], bytes: &'a [u8]) -> Result<Self, ProtocolError> {
        let mut scanner = Scanner::new(bytes)?;
        let mut entries = Self { names, values: [None; N] };
        for _ in 0..scanner.map()? {
            let key = scanner.text()?;
            let value = scanner.value(MAX_DEPTH - 1)?;
            entries.keep(key, value)?;
        }
        scanner.end()?;
        Ok(entries)
    }

    /// The value of a field.
    pub(crate) fn field<T: Slot<'a>>(&self, name: &str) -> Result<T, ProtocolError> {
        let bytes = self.place(name).and_then(|place| self.values.get(place).copied().flatten());
        match T::read(bytes.filter(|bytes| *bytes != NIL)) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => Err(ProtocolError::NoFrame(format!("`{name}` is missing"))),
            Err(reason) => Err(ProtocolError::NoFrame(format!("`{name}`: {reason}"))),
        }
    }

    /// A field that nobody knows is passed over; one that stands there twice would mean what its reader likes.
    fn keep(&mut self, key: &str, value: &'a [u8]) -> Result<(), ProtocolError> {
        let slot = self.place(key).and_then(|place| self.values.get_mut(place));
        match slot.map(|slot| slot.replace(value)) {
            Some(Some(_)) => Err(ProtocolError::NoFrame(format!("`{key}` stands there twice"))),
            _ => Ok(()),
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|field| *field == name)
    }
}

/// A map whose number of entries is known at its end: at most fifteen.
pub(crate) struct MapWriter<'o> {
    out: &'o mut Vec<u8>,
    start: usize,
    entries: u8,
}

impl<'o> MapWriter<'o> {
    pub(crate) fn new(out: &'o mut Vec<u8>) -> Self {
        let start = out.len();
        out.push(0x80);
        Self { out, start, entries: 0 }
    }

    /// Appends an entry, unless there is nothing to say.
    pub(crate) fn field<'a>(&mut self, name: &str, value: &impl Slot<'a>) -> Result<(), ProtocolError> {
        if value.is_absent() {
            return Ok(());
        }
        self.entries += 1;
        pack_into(self.out, &name)?;
        value.write(self.out)
    }

    /// Notes how many there are.
    pub(crate) fn finish(self) -> Result<(), ProtocolError> {
        if let Some(head) = self.out.get_mut(self.start) {
            *head |= self.entries;
        }
        match self.out.len() - self.start {
            0..=MAX_FRAME_BYTES => Ok(()),
            bytes => Err(ProtocolError::FrameTooLarge { bytes }),
        }
    }
}
