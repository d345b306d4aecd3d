//! Hours that were downloaded, as a source of an import.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::PathBuf,
    time::SystemTime,
};

use tickloom_formats::bi5;
use tickloom_importer::{Listing, TickFile, TickSource};
use tickloom_model::{Symbol, UnixNanos};

/// Some hours of one symbol in a folder of downloads, and nothing else that lies there.
#[derive(Debug, Clone)]
pub struct SpooledHours {
    /// The folder that was downloaded into.
    pub folder: PathBuf,
    /// The symbol.
    pub symbol: Symbol,
    /// The starts of the hours.
    pub hours: Vec<UnixNanos>,
}

impl SpooledHours {
    /// Where the hours lie, in order.
    pub fn paths(&self) -> impl Iterator<Item = PathBuf> + '_ {
        self.hours.iter().map(|hour| self.folder.join(bi5::path_of_hour(&self.symbol, *hour)))
    }
}

impl TickSource for SpooledHours {
    fn describe(&self) -> String {
        self.folder.display().to_string()
    }

    fn list(&self) -> io::Result<Listing> {
        let file = |hour: &UnixNanos| Box::new(SpooledHour::find(self, *hour)) as Box<dyn TickFile>;
        Ok(Listing { files: self.hours.iter().map(file).collect(), unreadable: Vec::new() })
    }
}

struct SpooledHour {
    name: String,
    path: PathBuf,
    bytes: Option<u64>,
    modified: Option<SystemTime>,
}

impl SpooledHour {
    fn find(all: &SpooledHours, hour: UnixNanos) -> Self {
        let name = bi5::path_of_hour(&all.symbol, hour);
        let path = all.folder.join(&name);
        let metadata = fs::metadata(&path).ok();
        let modified = metadata.as_ref().and_then(|metadata| metadata.modified().ok());
        Self { name, path, bytes: metadata.map(|metadata| metadata.len()), modified }
    }
}

impl TickFile for SpooledHour {
    fn name(&self) -> &str {
        &self.name
    }

    fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    fn modified(&self) -> Option<SystemTime> {
        self.modified
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Ok(Box::new(File::open(&self.path)?))
    }
}
