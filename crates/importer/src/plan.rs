//! Which files to read: what lies under the paths, told by names alone.

use std::{
    fs::File,
    path::{Path, PathBuf},
};

use tickloom_formats::bi5;
use tickloom_model::{Instrument, Symbol};
use walkdir::WalkDir;
use zip::ZipArchive;

use crate::{
    ImportError, RefusedFile, SkippedFile,
    source::{Kind, Place, Source},
};

/// What an import will read, in the order in which it will.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    pub(crate) sources: Vec<Source>,
    pub(crate) skipped: Vec<SkippedFile>,
    pub(crate) refused: Vec<RefusedFile>,
}

/// How many passed-over files an error tells.
const REASONS_TOLD: usize = 3;

impl Plan {
    /// Looks at files, folders and archives.
    ///
    /// Hours of .bi5 come in order of time, all else in order of names, so that days arrive whole.
    pub(crate) fn of(symbol: &Symbol, paths: &[PathBuf]) -> Result<Self, ImportError> {
        let mut plan = Self::default();
        for path in paths {
            if !path.exists() {
                return Err(ImportError::PathNotFound { path: path.clone() });
            }
            plan.add_tree(symbol, path);
        }
        plan.sources.sort_by(|left, right| (hour(left), &left.name).cmp(&(hour(right), &right.name)));
        plan.sources.dedup_by(|later, earlier| later.place == earlier.place);
        if plan.sources.is_empty() && plan.refused.is_empty() {
            return Err(plan.nothing(symbol, paths));
        }
        Ok(plan)
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.sources.iter().map(|source| source.bytes).sum()
    }

    fn add_tree(&mut self, symbol: &Symbol, root: &Path) {
        for entry in WalkDir::new(root).follow_links(true).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    let bytes = entry.metadata().map_or(0, |metadata| metadata.len());
                    self.add_file(symbol, root, entry.path(), bytes);
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(root).display().to_string();
                    self.refuse(path, format!("it cannot be looked at: {error}"));
                }
            }
        }
    }

    fn add_file(&mut self, symbol: &Symbol, root: &Path, path: &Path, bytes: u64) {
        let name = name_below(root, path);
        if has_extension(path, "zip") {
            return self.add_archive(symbol, &name, path);
        }
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.into());
        self.add(symbol, name, &absolute.to_string_lossy(), Place::File(path.into()), bytes);
    }

    fn add_archive(&mut self, symbol: &Symbol, name: &str, path: &Path) {
        let opened = File::open(path).map_err(zip::result::ZipError::from).and_then(ZipArchive::new);
        let mut archive = match opened {
            Ok(archive) => archive,
            Err(error) => return self.refuse(name.into(), format!("it is no readable zip archive: {error}")),
        };
        for index in 0..archive.len() {
            match archive.by_index_raw(index) {
                Ok(member) if member.is_file() => {
                    let path_inside = String::from_utf8_lossy(member.name_raw()).into_owned();
                    let place = Place::Member { archive: path.into(), index };
                    let bytes = member.size();
                    drop(member);
                    self.add(symbol, format!("{name}!{path_inside}"), &path_inside, place, bytes);
                }
                Ok(_) => {}
                Err(error) => self.refuse(format!("{name}!{index}"), error.to_string()),
            }
        }
    }

    fn add(&mut self, symbol: &Symbol, name: String, path: &str, place: Place, bytes: u64) {
        let (unpacked, gzip) = without_gzip(path);
        match kind_of(symbol, unpacked) {
            Ok(kind) => self.sources.push(Source { name, place, kind, gzip, bytes }),
            Err(reason) => self.skipped.push(SkippedFile { source: name, reason }),
        }
    }

    fn refuse(&mut self, source: String, message: String) {
        self.refused.push(RefusedFile { source, code: "import.unreadable", message });
    }

    fn nothing(self, symbol: &Symbol, paths: &[PathBuf]) -> ImportError {
        let places: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
        let told = self.skipped.iter().take(REASONS_TOLD);
        let mut reasons: String =
            told.map(|file| format!("; {} is passed over: {}", file.source, file.reason)).collect();
        if self.skipped.len() > REASONS_TOLD {
            reasons.push_str(&format!("; and {} more", self.skipped.len() - REASONS_TOLD));
        }
        ImportError::NothingToImport { symbol: symbol.clone(), places: places.join(", "), reasons }
    }
}

fn hour(source: &Source) -> Option<i64> {
    match source.kind {
        Kind::Bi5 { hour } => Some(hour.as_i64()),
        Kind::Csv | Kind::Json => None,
    }
}

/// What a file is by its path, or why it is passed over.
fn kind_of(symbol: &Symbol, path: &str) -> Result<Kind, String> {
    let file_name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let extension = file_name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    match extension.as_str() {
        "bi5" => bi5_kind(symbol, path, file_name),
        "csv" | "txt" => unless_other(symbol, file_name, Kind::Csv),
        "json" => unless_other(symbol, file_name, Kind::Json),
        _ => Err("it is neither .csv, .txt, .json, .bi5 (or one of them as .gz) nor .zip".into()),
    }
}

fn unless_other(symbol: &Symbol, file_name: &str, kind: Kind) -> Result<Kind, String> {
    match other_instrument(symbol, file_name) {
        Some(other) => Err(format!("its name says it is {other}")),
        None => Ok(kind),
    }
}

/// A path without the ending that gzip adds, and whether it had it.
fn without_gzip(path: &str) -> (&str, bool) {
    match path.rsplit_once('.') {
        Some((inner, ending)) if ending.eq_ignore_ascii_case("gz") => (inner, true),
        _ => (path, false),
    }
}

fn bi5_kind(symbol: &Symbol, path: &str, file_name: &str) -> Result<Kind, String> {
    if file_name.contains("candles") {
        return Err("it holds candles, not ticks".into());
    }
    match bi5::hour_of_path(path) {
        Some((Some(other), _)) if !includes(symbol, other.as_str()) => Err(format!("it is {other}")),
        Some((_, hour)) => Ok(Kind::Bi5 { hour }),
        None => {
            Err("its path does not say its hour: …/SYMBOL/YYYY/MM/DD/HHh_ticks.bi5 with months from 00"
                .into())
        }
    }
}

/// An instrument that a file's name speaks of, if it is not the one to import: EURUSD ticks are not JPY prices.
fn other_instrument(symbol: &Symbol, file_name: &str) -> Option<Symbol> {
    let words = file_name.split(|character: char| !character.is_ascii_alphanumeric());
    let instruments: Vec<Symbol> = words
        .filter_map(|word| word.parse().ok())
        .filter(|word| Instrument::builtin(word).is_some())
        .collect();
    let is_meant = instruments.iter().any(|other| includes(symbol, other.as_str()));
    instruments.into_iter().next().filter(|_| !is_meant)
}

/// Whether ticks of `other` may be meant for `symbol`: EURUSD for EURUSD, or for EURUSD.OANDA.
fn includes(symbol: &Symbol, other: &str) -> bool {
    symbol.as_str().contains(other)
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(wanted))
}

/// With forward slashes on every platform; the file's own name if the root is the file.
fn name_below(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).ok().filter(|below| !below.as_os_str().is_empty());
    let name = below.or_else(|| path.file_name().map(Path::new)).unwrap_or(path);
    name.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_instruments_and_other_kinds_are_passed_over() {
        for (symbol, path, expected) in [
            ("EURUSD", "feed/EURUSD/2019/01/04/07h_ticks.bi5", None),
            ("EURUSD", "feed/AUDUSD/2019/01/04/07h_ticks.bi5", Some("it is AUDUSD")),
            ("EURUSD", "feed/EURUSD/2019/01/04/BID_candles_min_1.bi5", Some("it holds candles, not ticks")),
            ("EURUSD", "CADJPY_tick.csv", Some("its name says it is CADJPY")),
            ("EURUSD.OANDA", "eurusd-2019.csv", None),
            ("EURUSD", "ticks 2019.CSV", None),
            ("EURUSD", "EURUSD vs GBPUSD.csv", None),
            (
                "EURUSD",
                "notes.pdf",
                Some("it is neither .csv, .txt, .json, .bi5 (or one of them as .gz) nor .zip"),
            ),
        ] {
            let reason = kind_of(&symbol.parse().unwrap(), path).err();
            assert_eq!(reason.as_deref(), expected, "{path}");
        }
    }
}
