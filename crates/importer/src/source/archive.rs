//! Members of a zip archive, each of which can be read on its own.

use std::{
    borrow::Cow,
    fs::{File, Metadata},
    io::{self, Read, Seek, SeekFrom},
    path::PathBuf,
    sync::{Arc, OnceLock},
    time::SystemTime,
};

use flate2::{Crc, read::DeflateDecoder};
use zip::{CompressionMethod, ZipArchive, read::ZipFile, result::ZipError};

use super::{Listing, TickFile, file_hash::file_hash};
use crate::RefusedFile;

/// Adds the members of the archive at `path` to what was found. Nothing of them is decompressed.
pub(super) fn list(name: &str, path: PathBuf, metadata: Option<&Metadata>, found: &mut Listing) {
    let opened = File::open(&path).map_err(ZipError::from).and_then(ZipArchive::new);
    let mut members = match opened {
        Ok(members) => members,
        Err(error) => {
            let message = format!("it is no readable zip archive: {error}");
            return found.unreadable.push(RefusedFile::unreadable(name, message));
        }
    };
    let modified = metadata.and_then(|metadata| metadata.modified().ok());
    let archive = Arc::new(Archive { path, modified, hash: OnceLock::new() });
    for index in 0..members.len() {
        match members.by_index_raw(index) {
            Ok(member) if member.is_file() => {
                found.files.push(Box::new(Member::new(name, &member, Arc::clone(&archive))));
            }
            Ok(_) => {}
            Err(error) => {
                found.unreadable.push(RefusedFile::unreadable(format!("{name}!{index}"), error.to_string()))
            }
        }
    }
}

/// What the members of an archive share.
struct Archive {
    path: PathBuf,
    modified: Option<SystemTime>,
    hash: OnceLock<String>,
}

impl Archive {
    /// The hash of the whole file, read for it once.
    fn hash(&self) -> io::Result<String> {
        if let Some(hash) = self.hash.get() {
            return Ok(hash.clone());
        }
        let hash = file_hash(&self.path)?;
        Ok(self.hash.get_or_init(|| hash).clone())
    }
}

/// A member, and where its bytes stand in the archive.
struct Member {
    name: String,
    path: String,
    archive: Arc<Archive>,
    start: Option<u64>,
    compressed: u64,
    bytes: u64,
    checksum: u32,
    method: CompressionMethod,
    encrypted: bool,
}

impl Member {
    fn new(archive_name: &str, member: &ZipFile<'_, File>, archive: Arc<Archive>) -> Self {
        let inside = String::from_utf8_lossy(member.name_raw()).into_owned();
        Self {
            name: format!("{archive_name}!{inside}"),
            // What stands before the exclamation mark can be taken for no folder of the layout.
            path: format!("{}!/{inside}", archive.path.display()),
            archive,
            start: member.data_start(),
            compressed: member.compressed_size(),
            bytes: member.size(),
            checksum: member.crc32(),
            method: member.compression(),
            encrypted: member.encrypted(),
        }
    }
}

impl TickFile for Member {
    fn name(&self) -> &str {
        &self.name
    }

    fn path(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.path)
    }

    fn bytes(&self) -> Option<u64> {
        Some(self.bytes)
    }

    fn modified(&self) -> Option<SystemTime> {
        self.archive.modified
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        if self.encrypted {
            return Err(unsupported("it is encrypted: unpack the archive first"));
        }
        let mut file = File::open(&self.archive.path)?;
        file.seek(SeekFrom::Start(self.start.ok_or_else(|| unsupported("its place is not known"))?))?;
        let packed = file.take(self.compressed);
        let (bytes, checksum) = (self.bytes, self.checksum);
        match self.method {
            CompressionMethod::Stored => Ok(Box::new(Checked::new(packed, bytes, checksum))),
            CompressionMethod::Deflated => {
                Ok(Box::new(Checked::new(DeflateDecoder::new(packed), bytes, checksum)))
            }
            _ => Err(unsupported(
                "it is compressed in another way than zip's usual one: unpack the archive first",
            )),
        }
    }

    fn hash(&self) -> io::Result<String> {
        self.archive.hash()
    }
}

fn unsupported(reason: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::Unsupported, reason)
}

/// A reader that fails at its end unless it gave what the archive's directory promised, and before it gives more.
struct Checked<R> {
    inner: R,
    left: u64,
    checksum: u32,
    seen: Crc,
}

impl<R> Checked<R> {
    fn new(inner: R, bytes: u64, checksum: u32) -> Self {
        Self { inner, left: bytes, checksum, seen: Crc::new() }
    }

    fn at_end(&self) -> io::Result<usize> {
        match (self.left, self.seen.sum() == self.checksum) {
            (0, true) => Ok(0),
            (0, false) => Err(damaged("its checksum is another than the archive says")),
            _ => Err(damaged("it is shorter than the archive says")),
        }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if count == 0 && !buffer.is_empty() {
            return self.at_end();
        }
        self.seen.update(&buffer[..count]);
        self.left = self
            .left
            .checked_sub(count as u64)
            .ok_or_else(|| damaged("it is longer than the archive says"))?;
        Ok(count)
    }
}

fn damaged(reason: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}
