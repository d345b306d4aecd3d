//! A log that stops nobody: what cannot be written is lost, counted, and told when it can be written again.

use std::{
    fs::File,
    io::{self, Write},
    path::PathBuf,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::folder::{Bounds, Folder, NAME};

/// After it could not be written it is left alone for this long.
const PAUSE: Duration = Duration::from_secs(5);

/// The log of a folder. What cannot be written is lost and counted; nobody who logs learns of it.
pub(crate) struct LogFile {
    pub(crate) folder: Folder,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    open: Option<File>,
    lost: u64,
    closed_since: Option<Instant>,
    has_complained: bool,
}

impl LogFile {
    pub(crate) fn new(path: PathBuf, bounds: Bounds) -> Self {
        Self { folder: Folder { path, bounds }, state: Mutex::default() }
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
        let mut file = self.folder.with_room(state.open.take(), line.len() as u64)?;
        file.write_all(line.as_bytes())?;
        state.open = Some(file);
        Ok(())
    }

    /// It is told once, and tried again after a while: a log must not stop the work that it tells of.
    fn fail(&self, state: &mut State, error: &io::Error) {
        state.lost += 1;
        (state.open, state.closed_since) = (None, Some(Instant::now()));
        if !std::mem::replace(&mut state.has_complained, true) {
            let place = self.folder.path.join(NAME);
            let line =
                format!("tickloom: {} is not written: {error}; work goes on without it\n", place.display());
            let _ = io::stderr().write_all(crate::redact(&line).as_bytes());
        }
    }
}
