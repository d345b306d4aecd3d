//! A source's bytes out of their packing, and how far its packed bytes are read, which progress goes by.

use std::{
    cell::Cell,
    io::{self, Read},
    rc::Rc,
};

use tickloom_formats::Gunzip;

/// A reader of unpacked bytes.
pub(crate) struct Unpacked<'reader> {
    reader: Box<dyn Read + 'reader>,
    taken: Rc<Cell<u64>>,
}

impl<'reader> Unpacked<'reader> {
    pub(crate) fn new(gzip: bool, reader: &'reader mut dyn Read) -> Self {
        let taken = Rc::default();
        let counted = Counted { reader, taken: Rc::clone(&taken) };
        let reader: Box<dyn Read + 'reader> =
            if gzip { Box::new(Gunzip::new(counted)) } else { Box::new(counted) };
        Self { reader, taken }
    }

    /// Packed bytes that were read since this was asked last.
    pub(crate) fn taken(&self) -> u64 {
        self.taken.take()
    }
}

impl Read for Unpacked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer)
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
