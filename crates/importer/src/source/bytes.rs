//! A file that is held in memory.

use std::io::{self, Read};

use super::TickFile;

/// Bytes under a name, as a file that a source can offer.
#[derive(Debug, Clone)]
pub struct BytesFile<B> {
    name: String,
    bytes: B,
}

impl<B: AsRef<[u8]>> BytesFile<B> {
    /// Bytes that are called `name`, which says what they hold, as a file's path would.
    pub fn new(name: impl Into<String>, bytes: B) -> Self {
        Self { name: name.into(), bytes }
    }
}

impl<B: AsRef<[u8]> + Send + Sync> TickFile for BytesFile<B> {
    fn name(&self) -> &str {
        &self.name
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.bytes.as_ref().len() as u64)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(self.bytes.as_ref()))
    }
}
