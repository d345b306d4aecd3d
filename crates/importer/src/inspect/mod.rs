//! What a path holds, told before anything is imported: a file in detail, a folder or archive by kinds.

mod content;
mod file;
mod tree;

use std::path::Path;

use tickloom_formats::csv::ReadOptions;
use tickloom_model::{Instrument, Symbol};

use crate::{Files, ImportError, TickSource, inspect::content::Content};

pub use file::FileInspection;
pub use tree::{KindCount, TreeInspection};

/// What a path holds.
#[derive(Debug, Clone)]
pub enum Inspected {
    /// One file.
    File(Box<FileInspection>),
    /// A folder or an archive, and its first file that may hold ticks as an example.
    Tree(Box<TreeInspection>),
}

/// Looks at a path: at the beginning of a file, and at its end where that is cheap. Nothing is stored.
///
/// # Errors
/// [`ImportError::PathNotFound`], and [`ImportError::SourceFailed`] if it cannot be looked at. A file that cannot be read is no
/// error: its inspection says why.
pub fn inspect(path: &Path, options: &ReadOptions) -> Result<Inspected, ImportError> {
    let files = Files::at(&[path.into()])?;
    let listing =
        files.list().map_err(|error| ImportError::SourceFailed { place: files.describe(), error })?;
    let is_archive = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
    match listing.files.as_slice() {
        [file] if !path.is_dir() && !is_archive => {
            Ok(Inspected::File(Box::new(FileInspection::of(&**file, options))))
        }
        _ => Ok(Inspected::Tree(Box::new(TreeInspection::of(path, &listing, options)))),
    }
}

/// The instrument that a path speaks of, the last one where it names several.
fn symbol_of(path: &str) -> Option<Symbol> {
    let mut words = path.rsplit(|character: char| !character.is_ascii_alphanumeric());
    words.find_map(|word| {
        let joined = word.to_ascii_uppercase().parse().ok()?;
        Instrument::builtin(&joined).map(|known| known.symbol)
    })
}

#[cfg(test)]
mod tests {
    use super::symbol_of;

    #[test]
    fn paths_speak_of_known_instruments() {
        for (path, expected) in [
            ("CADJPY_tick.csv", Some("CADJPY")),
            ("DAT_ASCII_eurusd_T_202001.csv", Some("EURUSD")),
            ("feed/EURUSD/2019/01/04/00h_ticks.bi5", Some("EURUSD")),
            ("GBPUSD/old EURUSD.csv", Some("EURUSD")),
            ("ticks.csv", None),
        ] {
            assert_eq!(symbol_of(path).map(|symbol| symbol.to_string()).as_deref(), expected, "{path}");
        }
    }
}
