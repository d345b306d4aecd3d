//! A file of lines that never grows beyond its bound: full, it gets a number and a new one begins.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The file that is written; older ones are `tickloom.1.jsonl`, the next older `tickloom.2.jsonl`, and so on.
pub const NAME: &str = "tickloom.jsonl";

/// After it could not be written it is left alone for this long.
const PAUSE: Duration = Duration::from_secs(5);

/// How much is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes of one file. A longer line has a file of its own.
    pub bytes: u64,
    /// Files, the one that is written among them; at least one.
    pub files: u32,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { bytes: 8 << 20, files: 5 }
    }
}

/// The log of a folder. What cannot be written is lost and counted; nobody who logs learns of it.
pub(crate) struct LogFile {
    pub(crate) folder: PathBuf,
    bounds: Bounds,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    open: Option<Open>,
    lost: u64,
    closed_since: Option<Instant>,
    has_complained: bool,
}

struct Open {
    file: File,
    bytes: u64,
}

impl LogFile {
    pub(crate) fn new(folder: PathBuf, bounds: Bounds) -> Self {
        Self { folder, bounds, state: Mutex::default() }
    }

    /// Writes a line, its end included, in one piece.
    pub(crate) fn write(&self, line: &str) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.closed_since.is_some_and(|since| since.elapsed() < PAUSE) {
            state.lost += 1;
        } else if let Err(error) = self.try_write(&mut state, line) {
            self.fail(&mut state, &error);
        }
    }

    fn try_write(&self, state: &mut State, line: &str) -> io::Result<()> {
        let lost = std::mem::take(&mut state.lost);
        if lost > 0 {
            self.append(state, &crate::lost(lost)).inspect_err(|_| state.lost = lost)?;
        }
        self.append(state, line)
    }

    fn append(&self, state: &mut State, line: &str) -> io::Result<()> {
        let length = line.len() as u64;
        let open = match state.open.take() {
            Some(open) => open,
            None => open(&self.folder)?,
        };
        let open = state.open.insert(if open.bytes > 0 && open.bytes + length > self.bounds.bytes {
            drop(open); // Windows renames no open file
            self.begin_anew()?
        } else {
            open
        });
        open.file.write_all(line.as_bytes())?;
        open.bytes += length;
        Ok(())
    }

    /// Each file becomes the next older one, the oldest goes, and a new one begins.
    fn begin_anew(&self) -> io::Result<Open> {
        let name = |age| self.folder.join(name(age));
        for age in (0..self.bounds.files).rev() {
            let done = if age + 1 >= self.bounds.files {
                fs::remove_file(name(age))
            } else {
                fs::rename(name(age), name(age + 1))
            };
            done.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
        }
        open(&self.folder)
    }

    /// It is told once, and tried again after a while: a log must not stop the work that it tells of.
    fn fail(&self, state: &mut State, error: &io::Error) {
        state.lost += 1;
        (state.open, state.closed_since) = (None, Some(Instant::now()));
        if !std::mem::replace(&mut state.has_complained, true) {
            let place = self.folder.join(NAME);
            let line =
                format!("tickloom: {} is not written: {error}; work goes on without it\n", place.display());
            let _ = io::stderr().write_all(crate::redact(&line).as_bytes());
        }
    }
}

fn name(age: u32) -> String {
    if age == 0 { NAME.into() } else { format!("tickloom.{age}.jsonl") }
}

/// Opens the file to add to it, for this user alone. A line that was cut off is ended.
fn open(folder: &Path) -> io::Result<Open> {
    private::folder(folder)?;
    let mut file =
        private::file(OpenOptions::new().read(true).append(true).create(true), &folder.join(NAME))?;
    let mut bytes = file.metadata()?.len();
    let mut last = [b'\n'];
    if bytes > 0 {
        file.seek(SeekFrom::End(-1))?;
        file.read_exact(&mut last)?;
    }
    if last != *b"\n" {
        file.write_all(b"\n")?;
        bytes += 1;
    }
    Ok(Open { file, bytes })
}

#[cfg(unix)]
mod private {
    use std::{
        fs::{DirBuilder, File, OpenOptions, Permissions},
        io,
        os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
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
}

/// Elsewhere such files lie in the user's own part of the profile, whose access list they inherit.
#[cfg(not(unix))]
mod private {
    use std::{
        fs::{File, OpenOptions, create_dir},
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
}
