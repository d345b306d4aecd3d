//! Where the records of this process go: the file of the home that it owns, and standard error if that is wanted.

use std::{
    collections::VecDeque,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock, Weak},
};

use crate::{Bounds, Filter, Format, Level, Record, file::LogFile};

/// The folder of a home that holds its log.
pub const FOLDER: &str = "logs";

/// Lines that wait for a home to be opened; older ones are forgotten.
const WAITING: usize = 256;

/// What is written, and where.
#[derive(Clone, Debug)]
pub struct Config {
    /// What goes to the file.
    pub file: Filter,
    /// Where it lies, instead of in the home.
    pub folder: Option<PathBuf>,
    /// How much of it is kept.
    pub bounds: Bounds,
    /// What is shown on standard error.
    pub terminal: Filter,
    /// And how.
    pub format: Format,
}

impl Config {
    const fn new() -> Self {
        let file = Filter::from_level(Level::Info);
        Self { file, folder: None, bounds: Bounds::USUAL, terminal: Filter::off(), format: Format::Text }
    }
}

impl Default for Config {
    fn default() -> Self {
        Self::new()
    }
}

static CONFIG: RwLock<Config> = RwLock::new(Config::new());
static FILES: Mutex<Files> = Mutex::new(Files { open: Vec::new(), waiting: VecDeque::new() });

struct Files {
    open: Vec<Weak<LogFile>>,
    waiting: VecDeque<String>,
}

/// A log that is written as long as this lives.
pub struct Attached(#[expect(dead_code, reason = "what matters is that it lives")] Arc<LogFile>);

/// Says what is written from now on. Files that are open keep their bounds.
pub fn configure(config: Config) {
    *CONFIG.write().unwrap_or_else(PoisonError::into_inner) = config;
    crate::subscriber::install();
    tracing::callsite::rebuild_interest_cache();
}

/// Writes the log into a folder of this home, which this process owns, or where the configuration says. It begins with what was
/// logged before, and its folder is made when the first line comes. A process that has several homes at once writes into that which it
/// had first.
#[must_use = "it is written as long as this lives"]
pub fn attach(home: &Path) -> Attached {
    crate::subscriber::install();
    let Config { bounds, folder, .. } = CONFIG.read().unwrap_or_else(PoisonError::into_inner).clone();
    let folder = folder.unwrap_or_else(|| home.join(FOLDER));
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    files.open.retain(|file| file.strong_count() > 0);
    let same = files.open.iter().filter_map(Weak::upgrade).find(|file| file.folder.path == folder);
    let file = same.unwrap_or_else(|| {
        let new = Arc::new(LogFile::new(folder, bounds));
        files.open.push(Arc::downgrade(&new));
        new
    });
    std::mem::take(&mut files.waiting).iter().for_each(|line| file.write(line));
    Attached(file)
}

/// Whether anybody would write it.
pub(crate) fn is_wanted(level: Level, target: &str) -> bool {
    let config = CONFIG.read().unwrap_or_else(PoisonError::into_inner);
    config.file.lets_through(level, target) || config.terminal.lets_through(level, target)
}

/// Writes a record, if it is wanted. It never fails and never waits for anybody but those who write, too.
pub(crate) fn write(record: Record) {
    let config = CONFIG.read().unwrap_or_else(PoisonError::into_inner);
    let to_file = config.file.lets_through(record.level, &record.target);
    let to_terminal = config.terminal.lets_through(record.level, &record.target);
    let format = config.format;
    drop(config);
    if !(to_file || to_terminal) {
        return;
    }
    let record = record.clean();
    if to_file {
        write_line(record.json());
    }
    if to_terminal {
        crate::terminal::show(&record, format);
    }
}

fn write_line(line: String) {
    let mut files = FILES.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(file) = files.open.iter().find_map(Weak::upgrade) else { return files.keep(line) };
    // Others may go on while this one is written.
    drop(files);
    file.write(&line);
}

impl Files {
    fn keep(&mut self, line: String) {
        if self.waiting.len() >= WAITING {
            self.waiting.pop_front();
        }
        self.waiting.push_back(line);
    }
}
