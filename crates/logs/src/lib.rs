//! Where a process's log goes: whole lines, of bounded size, without any secret that was named here.
//!
//! Whoever does something says so with `tracing`, in Python with `structlog`; both become the same [`Record`]s, which are made safe and
//! then written to the file of the home that the process owns, and to standard error if that is wanted.
//!
//! ```
//! use tickloom_logs::{Config, attach, configure};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let home = tempfile::tempdir()?;
//! # let home = home.path();
//! configure(Config::default());
//! let attached = attach(home);
//! tracing::info!(symbol = "EURUSD", ticks = 12, "something happened");
//! let log = std::fs::read_to_string(home.join("logs/tickloom.jsonl"))?;
//! assert!(log.ends_with("\"event\":\"something happened\",\"symbol\":\"EURUSD\",\"ticks\":12}\n"), "{log}");
//! # drop(attached);
//! # Ok(())
//! # }
//! ```

mod file;
mod folder;
mod level;
mod panics;
mod record;
mod secrets;
mod shown;
mod sink;
mod subscriber;
mod terminal;

pub use folder::{Bounds, NAME};
pub use level::{Filter, LEVELS, Level, NoLevel};
pub use panics::log_panics;
pub use record::{KEYS, Record};
pub use secrets::{MASK, SHORTEST, keep_out, redact};
pub use shown::FORBIDDEN;
pub use sink::{Attached, Config, FOLDER, attach, configure};
pub use terminal::Format;

/// From now on what happens is kept for a home that this process will own: call it before one is opened. Again it does nothing.
pub fn listen() {
    subscriber::install();
}

/// Writes a record of another language, with what is known of what this thread does.
pub fn log(mut record: Record) {
    if sink::is_wanted(record.level, &record.target) {
        for (name, value) in subscriber::surroundings() {
            record.fields.entry(name).or_insert(value);
        }
        sink::write(record);
    }
}

/// Whether a record of this level out of this part would be written.
#[must_use]
pub fn is_wanted(level: Level, target: &str) -> bool {
    sink::is_wanted(level, target)
}

/// Which request this thread works on, if it does: its id in all logs.
#[must_use]
pub fn request() -> Option<String> {
    subscriber::surroundings().get("request").and_then(|id| id.as_str()).map(Into::into)
}

/// The line that tells of lines that are none.
fn lost(lines: u64) -> String {
    let fields = [("lines".to_owned(), lines.into())].into_iter().collect();
    let (target, event) = (module_path!().into(), "log lines were lost".into());
    Record { level: Level::Warning, target, event, fields }.clean().json()
}
