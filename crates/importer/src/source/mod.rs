//! Where tick files come from: a folder, an archive, or whatever implements these two traits.

mod archive;
mod bytes;
mod file_hash;
mod folder;
mod mixed;

use std::{
    borrow::Cow,
    fs::File,
    io::{self, Read},
    time::SystemTime,
};

use tickloom_store::Batches;

use crate::RefusedFile;

pub use bytes::BytesFile;
pub use folder::Files;
pub use mixed::Mixed;

/// A place that offers tick files. An import asks it once for its list, then opens files as it needs them.
///
/// A source says what there is and hands out bytes; it decides nothing. What a file holds, whose ticks they are and in which order
/// files are read is told by their paths, as `docs/data.md` describes.
///
/// `docs/sources.md` shows a whole one, and that example is a test of this crate.
pub trait TickSource: Send + Sync {
    /// Where this is, for messages: paths, an address without secrets.
    fn describe(&self) -> String;

    /// Every file that there is, in any order; those that hold no ticks of the symbol are passed over by the import.
    ///
    /// # Errors
    /// If the place cannot be looked at. A part of it that cannot be stands in [`Listing::unreadable`] instead.
    fn list(&self) -> io::Result<Listing>;
}

/// What a source offers.
#[derive(Default)]
pub struct Listing {
    /// The files.
    pub files: Vec<Box<dyn TickFile>>,
    /// What could not be looked at; the report tells of it, and the rest is imported.
    pub unreadable: Vec<RefusedFile>,
}

/// A file that a source offers: named, and not yet opened.
pub trait TickFile: Send + Sync {
    /// The name in reports and in what is stored, with forward slashes: short, and the same in the next import.
    fn name(&self) -> &str;

    /// What the name's rules are applied to, such as `…/EURUSD/2019/01/04/07h_ticks.bi5`; the name, unless more is known.
    fn path(&self) -> Cow<'_, str> {
        self.name().into()
    }

    /// The number of bytes that [`open`](Self::open) will give, if known: progress is measured by it.
    fn bytes(&self) -> Option<u64> {
        None
    }

    /// When it was last written, if that is known: with path and size it tells an unchanged file without reading it.
    fn modified(&self) -> Option<SystemTime> {
        None
    }

    /// Its bytes, from the beginning, each time the same. Several files are read at once, on several threads.
    ///
    /// # Errors
    /// If it cannot be read. The file is then refused with this reason, and the rest goes on.
    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>>;

    /// The file of the operating system behind it, if there is one: Parquet is then read where it lies.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    fn on_disk(&self) -> io::Result<Option<File>> {
        Ok(None)
    }

    /// Its rows as columns, where they are in memory already. It is asked for them once, and then never opened.
    fn batches(&self) -> Option<Batches> {
        None
    }

    /// What tells this file's bytes from all others: BLAKE3 of them, or of what holds them, as lower-case hexadecimal digits.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    fn hash(&self) -> io::Result<String> {
        let mut hasher = blake3::Hasher::new();
        hasher.update_reader(self.open()?)?;
        Ok(hasher.finalize().to_hex().to_string())
    }
}
