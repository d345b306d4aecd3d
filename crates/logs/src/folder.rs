//! Files of lines that never grow beyond their bound: a full one gets a number, and a new one begins.

use std::{
    ffi::OsStr,
    fs::{self, File, OpenOptions},
    io::{self, ErrorKind, Read, Seek, SeekFrom, Write},
    path::PathBuf,
};

/// The file that is written; older ones are `tickloom.1.jsonl`, the next older `tickloom.2.jsonl`, and so on.
pub const NAME: &str = "tickloom.jsonl";

/// How much is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of one file. A longer line has a file of its own.
    pub bytes: u64,
    /// Files, the one that is written among them; at least one.
    pub files: u32,
}

impl Bounds {
    /// Those of a process that says nothing else.
    pub(crate) const USUAL: Self = Self { bytes: 8 << 20, files: 5 };
}

impl Default for Bounds {
    fn default() -> Self {
        Self::USUAL
    }
}

/// Where the files of a log lie. Several processes may write into one; a file may then be a line of each longer.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
    pub(crate) bounds: Bounds,
}

impl Folder {
    /// The file that is written, with room for so many bytes: the one that was, or another.
    pub(crate) fn with_room(&self, file: Option<File>, bytes: u64) -> io::Result<File> {
        let written = file.and_then(|file| Some((self.length(&file)?, file)));
        let (length, file) = written.map_or_else(|| self.open(), Ok)?;
        if length == 0 || length + bytes <= self.bounds.bytes {
            return Ok(file);
        }
        self.number(file)?;
        self.with_room(None, bytes)
    }

    /// Its length, if it has the name still: another process may have given it a number, and somebody may have removed it.
    fn length(&self, file: &File) -> Option<u64> {
        let there = fs::symlink_metadata(self.path.join(NAME)).ok()?;
        private::is_same(file, &there).ok()?.then_some(there.len())
    }

    /// Each file becomes the next older one, and those go that are too many.
    fn number(&self, full: File) -> io::Result<()> {
        // One process does it, the others see that it is done. Where the system has no locks, files may become shorter.
        let _ = full.lock();
        if self.length(&full).is_none() {
            return Ok(());
        }
        self.forget()?;
        for age in (0..self.oldest()).rev() {
            let (from, to) = (self.path.join(name(age)), self.path.join(name(age + 1)));
            fs::rename(from, to).or_else(unless_missing)?;
        }
        Ok(())
    }

    /// Removes the oldest file, and those that were kept when more were.
    fn forget(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            if age(&entry.file_name()).is_some_and(|age| age >= self.oldest()) {
                fs::remove_file(entry.path()).or_else(unless_missing)?;
            }
        }
        Ok(())
    }

    fn oldest(&self) -> u32 {
        self.bounds.files.saturating_sub(1)
    }

    /// Opens the file to add to it, for this user alone, and tells its length. A line that was cut off is ended.
    fn open(&self) -> io::Result<(u64, File)> {
        private::folder(&self.path)?;
        let mut options = OpenOptions::new();
        let mut file = private::file(options.read(true).append(true).create(true), &self.path.join(NAME))?;
        let (length, mut last) = (file.metadata()?.len(), [b'\n']);
        if length > 0 {
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
        }
        let is_cut_off = last != *b"\n";
        if is_cut_off {
            file.write_all(b"\n")?;
        }
        Ok((length + u64::from(is_cut_off), file))
    }
}

fn unless_missing(error: io::Error) -> io::Result<()> {
    if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn name(age: u32) -> String {
    if age == 0 { NAME.into() } else { format!("tickloom.{age}.jsonl") }
}

fn age(file: &OsStr) -> Option<u32> {
    let found = file.to_str()?;
    let age = match found {
        NAME => 0,
        numbered => numbered.strip_prefix("tickloom.")?.strip_suffix(".jsonl")?.parse().ok()?,
    };
    (found == name(age)).then_some(age)
}

#[cfg(unix)]
mod private {
    use std::{
        fs::{DirBuilder, File, Metadata, OpenOptions, Permissions},
        io,
        os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt},
        path::Path,
    };

    use rustix::fs::OFlags;

    pub(super) fn folder(path: &Path) -> io::Result<()> {
        // Not those around it: a home that was taken away does not come back for its log.
        match DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made,
        }
    }

    /// No link is followed, and nobody is waited for who reads a pipe of this name.
    pub(super) fn file(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
        let careful = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let file = options.mode(0o600).custom_flags(careful.bits().cast_signed()).open(path)?;
        let found = file.metadata()?;
        if !found.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        if found.permissions().mode() & 0o077 != 0 {
            file.set_permissions(Permissions::from_mode(0o600))?;
        }
        Ok(file)
    }

    pub(super) fn is_same(file: &File, there: &Metadata) -> io::Result<bool> {
        let file = file.metadata()?;
        Ok((file.dev(), file.ino()) == (there.dev(), there.ino()))
    }
}

/// Elsewhere such files lie in the user's own part of the profile, whose access list they inherit.
#[cfg(not(unix))]
mod private {
    use std::{
        fs::{File, Metadata, OpenOptions, create_dir},
        io,
        path::Path,
    };

    pub(super) fn folder(path: &Path) -> io::Result<()> {
        match create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made,
        }
    }

    pub(super) fn file(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
        options.open(path)
    }

    /// One that was just begun is shorter than the one that it follows.
    pub(super) fn is_same(file: &File, there: &Metadata) -> io::Result<bool> {
        Ok(file.metadata()?.len() == there.len())
    }
}
