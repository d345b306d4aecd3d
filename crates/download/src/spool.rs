//! The folder that hours are kept in: each appears whole or not at all, and only one download works in it.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use tickloom_formats::bi5::{self, Decoder};
use tickloom_model::{Symbol, UnixNanos};

use crate::{
    DownloadError,
    verify::{MAX_BYTES, Verified, verify},
};

const LOCK: &str = ".tickloom-download.lock";

/// A folder of hours, and the lock on it for as long as this lives.
pub(crate) struct Spool {
    folder: PathBuf,
    symbol: Symbol,
    _lock: File,
}

impl Spool {
    /// Makes the folder if it is missing.
    pub(crate) fn open(folder: &Path, symbol: &Symbol) -> Result<Self, DownloadError> {
        fs::create_dir_all(folder).map_err(|error| unusable(folder, error))?;
        let path = folder.join(LOCK);
        let lock = File::create(&path).map_err(|error| unusable(&path, error))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { folder: folder.into(), symbol: symbol.clone(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(DownloadError::FolderInUse { folder: folder.into() }),
            Err(TryLockError::Error(error)) => Err(unusable(&path, error)),
        }
    }

    /// The hour that is kept, if it is and is still good. One that is not is put aside under another name.
    pub(crate) fn kept(
        &self,
        decoder: &mut Decoder,
        hour: UnixNanos,
    ) -> Result<Option<Verified>, DownloadError> {
        let path = self.path(hour);
        let bytes = match read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unusable(&path, error)),
        };
        if let Ok(verified) = verify(decoder, &bytes, hour) {
            return Ok(Some(verified));
        }
        self.put_aside(hour).map(|()| None)
    }

    /// Takes an hour out of what counts as kept, without losing its bytes.
    pub(crate) fn put_aside(&self, hour: UnixNanos) -> Result<(), DownloadError> {
        let path = self.path(hour);
        fs::rename(&path, path.with_extension("bi5.damaged")).map_err(|error| unusable(&path, error))
    }

    /// Keeps an hour: written and made durable beside its place, then moved into it.
    pub(crate) fn keep(&self, hour: UnixNanos, bytes: &[u8]) -> Result<(), DownloadError> {
        let path = self.path(hour);
        write_whole(&path, bytes).map_err(|error| unusable(&path, error))
    }

    fn path(&self, hour: UnixNanos) -> PathBuf {
        self.folder.join(bi5::path_of_hour(&self.symbol, hour))
    }
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // One byte too many is enough to be no hour.
    File::open(path)?.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let partial = path.with_extension("bi5.part");
    let mut file = File::create(&partial)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&partial, path)?;
    sync_folder(folder)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened as a file, and a rename needs no such help.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn unusable(path: &Path, error: io::Error) -> DownloadError {
    DownloadError::FolderUnusable { path: path.into(), error }
}
