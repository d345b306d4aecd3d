//! Several things to import at once: paths, and bytes beside them.

use std::{io, path::PathBuf};

use super::{BytesFile, Files, Listing, TickFile, TickSource};
use crate::ImportError;

/// Files, folders and archives by their paths, and files that are held in memory.
pub struct Mixed {
    files: Files,
    in_memory: Vec<BytesFile>,
}

impl Mixed {
    /// The files at these paths, which must exist, and those in memory.
    ///
    /// # Errors
    /// [`ImportError::PathNotFound`].
    pub fn new(paths: &[PathBuf], in_memory: Vec<BytesFile>) -> Result<Self, ImportError> {
        Ok(Self { files: Files::at(paths)?, in_memory })
    }
}

impl TickSource for Mixed {
    fn describe(&self) -> String {
        let names = self.in_memory.iter().map(|file| file.name().to_owned());
        let places = Some(self.files.describe()).filter(|places| !places.is_empty());
        places.into_iter().chain(names).collect::<Vec<_>>().join(", ")
    }

    fn list(&self) -> io::Result<Listing> {
        let mut listing = self.files.list()?;
        let in_memory = self.in_memory.iter().cloned();
        listing.files.extend(in_memory.map(|file| Box::new(file) as Box<dyn TickFile>));
        Ok(listing)
    }
}
