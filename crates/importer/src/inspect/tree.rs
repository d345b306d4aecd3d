//! A folder or archive by kinds: how many files of each, and the first that may hold ticks as an example.

use std::{collections::BTreeMap, path::Path};

use tickloom_formats::csv::ReadOptions;
use tickloom_model::Symbol;

use super::{FileInspection, symbol_of};
use crate::{Listing, RefusedFile, TickFile};

/// What was told of a folder or an archive.
#[derive(Debug, Clone)]
pub struct TreeInspection {
    /// How many files there are of each ending, most first.
    pub kinds: Vec<KindCount>,
    /// What could not be looked at.
    pub unreadable: Vec<RefusedFile>,
    /// The instruments that paths speak of, and how many files do, most first.
    pub symbols: Vec<(Symbol, u64)>,
    /// The first file that may hold ticks.
    pub example: Option<FileInspection>,
}

/// Files of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KindCount {
    /// Their ending, with `candles` before it where their names say so; nothing if they have none.
    pub kind: String,
    /// How many.
    pub files: u64,
    /// Their size together, as far as it is known.
    pub bytes: u64,
}

const ENDINGS: [&str; 9] = ["csv", "txt", "json", "bi5", "parquet", "arrow", "arrows", "feather", "ipc"];

impl TreeInspection {
    pub(super) fn of(root: &Path, listing: &Listing, options: &ReadOptions) -> Self {
        let (mut kinds, mut symbols) = (BTreeMap::<String, [u64; 2]>::new(), BTreeMap::<Symbol, u64>::new());
        for file in &listing.files {
            let [files, bytes] = kinds.entry(kind(file.name())).or_default();
            *files += 1;
            *bytes += file.bytes().unwrap_or(0);
            let below = symbol_of(file.name()).or_else(|| symbol_of(&root.to_string_lossy()));
            below.into_iter().for_each(|symbol| *symbols.entry(symbol).or_default() += 1);
        }
        let example = listing
            .files
            .iter()
            .filter(|file| may_hold_ticks(file.name()))
            .min_by_key(|file| file.name().to_owned());
        Self {
            kinds: most_first(
                kinds.into_iter().map(|(kind, [files, bytes])| KindCount { kind, files, bytes }),
                |kind| kind.files,
            ),
            unreadable: listing.unreadable.clone(),
            symbols: most_first(symbols.into_iter(), |(_, files)| *files),
            example: example.map(|file| FileInspection::of(&**file as &dyn TickFile, options)),
        }
    }
}

fn most_first<T>(items: impl Iterator<Item = T>, count: impl Fn(&T) -> u64) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_by_key(|item| std::cmp::Reverse(count(item)));
    items
}

fn kind(name: &str) -> String {
    let file = name.rsplit(['/', '\\', '!']).next().unwrap_or(name).to_ascii_lowercase();
    let plain = file.strip_suffix(".gz").unwrap_or(&file);
    let ending = plain.rsplit_once('.').map_or("", |(_, ending)| ending);
    let packed = if plain.len() < file.len() { ".gz" } else { "" };
    let candles = if file.contains("candles") { "candles " } else { "" };
    if ending.is_empty() { String::new() } else { format!("{candles}.{ending}{packed}") }
}

fn may_hold_ticks(name: &str) -> bool {
    let kind = kind(name);
    let ending = kind.strip_suffix(".gz").unwrap_or(&kind);
    ending.strip_prefix('.').is_some_and(|ending| ENDINGS.contains(&ending))
}
