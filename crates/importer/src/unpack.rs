//! A source's bytes out of their packing, and how far its packed bytes are read, which progress goes by.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

use tickloom_formats::Gunzip;

/// What is made room for at once: room for the most that may come would be taken from the system, and given back, for each small file.
pub(crate) const USUAL_BYTES: usize = 1 << 20;

/// A reader of unpacked bytes.
pub(crate) struct Unpacked<'reader> {
    packing: Packing<'reader>,
    taken: Rc<Cell<u64>>,
}

enum Packing<'reader> {
    None(&'reader mut dyn Read),
    Gzip(Box<Gunzip<Counted<'reader>>>),
}

impl<'reader> Unpacked<'reader> {
    pub(crate) fn new(gzip: bool, reader: &'reader mut dyn Read) -> Self {
        let taken = Rc::default();
        let packing = if gzip {
            Packing::Gzip(Box::new(Gunzip::new(Counted { reader, taken: Rc::clone(&taken) })))
        } else {
            Packing::None(reader)
        };
        Self { packing, taken }
    }

    /// Packed bytes that were read since this was asked last.
    pub(crate) fn taken(&self) -> u64 {
        self.taken.take()
    }

    /// Appends up to `most` bytes; fewer only at the end. What was read before a failure is appended too.
    pub(crate) fn fill(&mut self, most: usize, buffer: &mut Vec<u8>) -> io::Result<usize> {
        let before = buffer.len();
        match &mut self.packing {
            // Asked directly, a file fills memory that nobody has cleared first.
            Packing::None(reader) => {
                let outcome = fill(&mut **reader, most, buffer);
                self.taken.set(self.taken.get() + (buffer.len() - before) as u64);
                outcome
            }
            Packing::Gzip(reader) => fill(reader, most, buffer),
        }
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.packing {
            Packing::None(reader) => {
                let count = reader.read(buffer)?;
                self.taken.set(self.taken.get() + count as u64);
                Ok(count)
            }
            Packing::Gzip(reader) => reader.read(buffer),
        }
    }
}

struct Counted<'reader> {
    reader: &'reader mut dyn Read,
    taken: Rc<Cell<u64>>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.taken.set(self.taken.get() + count as u64);
        Ok(count)
    }
}

/// Appends up to `most` bytes of a reader; fewer only at its end.
pub(crate) fn fill(reader: &mut dyn Read, most: usize, buffer: &mut Vec<u8>) -> io::Result<usize> {
    buffer.reserve(most.min(USUAL_BYTES));
    reader.take(most as u64).read_to_end(buffer)
}
