//! A file that is held in memory.

use std::{
    io::{self, Read},
    sync::Arc,
};

use super::TickFile;

/// Bytes under a name, as a file that a source can offer. Clones share the bytes.
#[derive(Clone)]
pub struct BytesFile {
    name: String,
    bytes: Arc<dyn AsRef<[u8]> + Send + Sync>,
}

impl BytesFile {
    /// Bytes that are called `name`, which says what they hold, as a file's path would.
    pub fn new(name: impl Into<String>, bytes: impl AsRef<[u8]> + Send + Sync + 'static) -> Self {
        Self { name: name.into(), bytes: Arc::new(bytes) }
    }

    fn bytes(&self) -> &[u8] {
        (*self.bytes).as_ref()
    }
}

impl TickFile for BytesFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.bytes().len() as u64)
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(self.bytes()))
    }
}
