//! One file copied: durable, with the hash of what was read, and read again.

use std::{
    fs::{self, File},
    io::{self, Read, Write},
    path::Path,
    time::{Duration, UNIX_EPOCH},
};

use crate::{StoreError, durable::sync_folders, home::create_dir};

/// Bytes that are in memory at a time.
const PIECE: usize = 1 << 20;

/// Copies at most so many bytes to a new file, makes them and their name durable, and reads them again.
///
/// # Errors
/// A failure of the file system, or [`StoreError::CopyDiffers`].
pub(super) fn copy(from: &Path, to: &Path, most: u64, modified_ns: i64) -> Result<blake3::Hash, StoreError> {
    let folder = to.parent().unwrap_or(to);
    create_dir(folder)?;
    let source = File::open(from).map_err(|error| StoreError::io("reading", from, error))?;
    let written = write(source.take(most), to, modified_ns);
    let hash = written.map_err(|error| StoreError::io("copying", from, error))?;
    sync_folders(folder.ancestors().take(3))?;
    if hash_of(to)? == hash {
        Ok(hash)
    } else {
        Err(StoreError::CopyDiffers { what: from.display().to_string() })
    }
}

fn write(mut source: impl Read, to: &Path, modified_ns: i64) -> io::Result<blake3::Hash> {
    let mut file = File::options().write(true).create_new(true).open(to)?;
    let mut hasher = blake3::Hasher::new();
    read_all(&mut source, |piece| {
        hasher.update(piece);
        file.write_all(piece)
    })?;
    let since_epoch = Duration::from_nanos(u64::try_from(modified_ns).unwrap_or_default());
    file.set_modified(UNIX_EPOCH + since_epoch)?;
    file.sync_all()?;
    Ok(hasher.finalize())
}

/// The hash of a file's bytes.
pub(super) fn hash_of(path: &Path) -> Result<blake3::Hash, StoreError> {
    let mut hasher = blake3::Hasher::new();
    let hashed = fs::File::open(path).and_then(|mut file| {
        read_all(&mut file, |piece| {
            hasher.update(piece);
            Ok(())
        })
    });
    hashed.map_err(|error| StoreError::io("reading", path, error))?;
    Ok(hasher.finalize())
}

fn read_all(source: &mut impl Read, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        match source.read(&mut piece) {
            Ok(0) => return Ok(()),
            Ok(length) => take(piece.get(..length).unwrap_or_default())?,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
