//! How much it matters what happens, and from where on it is written.

use std::{fmt, str::FromStr};

/// How much a record matters; the least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// For those who look for a defect, step by step.
    Trace,
    /// For those who look for a defect.
    Debug,
    /// What an operator wants to know of afterwards.
    Info,
    /// Something is not as it should be, and work goes on.
    Warning,
    /// Something has failed that should not.
    Error,
}

/// The words for levels, from the least.
pub const LEVELS: [(&str, Level); 5] = [
    ("trace", Level::Trace),
    ("debug", Level::Debug),
    ("info", Level::Info),
    ("warning", Level::Warning),
    ("error", Level::Error),
];

impl Level {
    /// Its word.
    #[must_use]
    pub fn name(self) -> &'static str {
        LEVELS.iter().find(|(_, level)| *level == self).map_or("error", |(name, _)| name)
    }
}

impl From<tracing::Level> for Level {
    fn from(level: tracing::Level) -> Self {
        match level {
            tracing::Level::TRACE => Self::Trace,
            tracing::Level::DEBUG => Self::Debug,
            tracing::Level::INFO => Self::Info,
            tracing::Level::WARN => Self::Warning,
            tracing::Level::ERROR => Self::Error,
        }
    }
}

/// From which level on records are written, everywhere and in parts of the program. Read from text such as
/// `info,tickloom_store=debug`; the longest name that fits decides.
///
/// ```
/// use tickloom_logs::{Filter, Level};
///
/// let filter: Filter = "warning,tickloom_store=debug,tickloom_store::backup=off".parse()?;
/// assert!(filter.lets_through(Level::Debug, "tickloom_store::commit"));
/// assert!(!filter.lets_through(Level::Error, "tickloom_store::backup"));
/// assert!(!filter.lets_through(Level::Info, "tickloom_stores"));
/// # Ok::<(), tickloom_logs::NoLevel>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    usual: Option<Level>,
    targets: Vec<(String, Option<Level>)>,
}

/// A word that is no level.
#[derive(Debug, PartialEq, Eq)]
pub struct NoLevel(pub String);

impl Filter {
    /// From this level on, everywhere.
    #[must_use]
    pub const fn from_level(level: Level) -> Self {
        Self { usual: Some(level), targets: Vec::new() }
    }

    /// Nothing.
    #[must_use]
    pub const fn off() -> Self {
        Self { usual: None, targets: Vec::new() }
    }

    /// Whether a record of this level out of this part is written.
    #[must_use]
    pub fn lets_through(&self, level: Level, target: &str) -> bool {
        let fitting = self.targets.iter().filter(|(name, _)| is_part(target, name));
        let from = fitting.max_by_key(|(name, _)| name.len()).map_or(self.usual, |(_, from)| *from);
        from.is_some_and(|from| level >= from)
    }
}

/// Names of modules are made of parts, with `::` between in Rust and `.` in Python.
fn is_part(target: &str, name: &str) -> bool {
    target.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '.']))
}

impl FromStr for Filter {
    type Err = NoLevel;

    fn from_str(text: &str) -> Result<Self, NoLevel> {
        let mut filter = Self::from_level(Level::Info);
        for part in text.split(',').map(str::trim) {
            match part.split_once('=') {
                None => filter.usual = word(part)?,
                Some((name, level)) => filter.targets.push((name.trim().into(), word(level.trim())?)),
            }
        }
        Ok(filter)
    }
}

fn word(text: &str) -> Result<Option<Level>, NoLevel> {
    if text == "off" {
        return Ok(None);
    }
    let known = LEVELS.iter().find(|(name, _)| *name == text);
    known.map(|(_, level)| Some(*level)).ok_or_else(|| NoLevel(text.into()))
}

impl fmt::Display for NoLevel {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = LEVELS.map(|(name, _)| name).join(", ");
        write!(out, "{:?} is no level: {words}, or off", self.0)
    }
}

impl std::error::Error for NoLevel {}
