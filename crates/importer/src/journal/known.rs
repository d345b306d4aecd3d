//! Names for sources, and the sources that are known by them.

use std::{collections::HashMap, time::UNIX_EPOCH};

use tickloom_model::Symbol;
use tickloom_store::ImportedSource;

use crate::{ImportOptions, job::Job, options::read_options, plan::Source};

/// Makes names out of everything that decides which ticks a source gives: its bytes and how they are read. Another version of
/// this program may read better, so its names are others.
pub(super) struct Naming {
    symbol: Symbol,
    digits: u8,
    options: ImportOptions,
}

impl Naming {
    pub(super) fn new(job: &Job<'_>, options: &ImportOptions) -> Self {
        // What has no say in the ticks is left out.
        let options = ImportOptions {
            digits: None,
            threads: None,
            piece_bytes: None,
            days: None,
            again: false,
            ..options.clone()
        };
        Self { symbol: job.symbol.clone(), digits: job.examiner.digits.get(), options }
    }

    pub(super) const fn symbol(&self) -> &Symbol {
        &self.symbol
    }

    /// By place, size and time of writing; none if one of them is not known.
    pub(super) fn by_stamp(&self, source: &Source) -> Option<String> {
        let modified = source.file.modified()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(self.name(source, &format!("{:?} {} {modified}", source.file.path(), source.file.bytes()?)))
    }

    /// By the bytes. The hash of an archive is that of all its members, so the place inside belongs to it.
    pub(super) fn by_content(&self, source: &Source, hash: &str) -> String {
        let path = source.file.path();
        let inside = path.rsplit_once("!/").map_or("", |(_, inside)| inside);
        self.name(source, &format!("{hash} {inside:?}"))
    }

    fn name(&self, source: &Source, what: &str) -> String {
        let Self { symbol, digits, options } = self;
        let read = read_options(&options.read, symbol, source);
        let how = ImportOptions { read, ..options.clone() };
        let version = env!("CARGO_PKG_VERSION");
        let text = format!("{version} {symbol} {digits} {:?} {} {how:?} {what}", source.kind, source.gzip);
        blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
    }
}

/// The sources of the journal.
pub(super) struct Known {
    sources: Vec<ImportedSource>,
    by_stamp: HashMap<String, usize>,
    by_content: HashMap<String, usize>,
}

impl Known {
    pub(super) fn new(sources: Vec<ImportedSource>) -> Self {
        let stamps = sources.iter().enumerate();
        let by_stamp = stamps.filter_map(|(index, source)| Some((source.by_stamp.clone()?, index))).collect();
        let contents = sources.iter().enumerate();
        let by_content = contents.map(|(index, source)| (source.by_content.clone(), index)).collect();
        Self { sources, by_stamp, by_content }
    }

    pub(super) fn by_stamp(&self, name: &str) -> Option<&ImportedSource> {
        self.by_stamp.get(name).and_then(|&index| self.sources.get(index))
    }

    pub(super) fn by_content(&self, name: &str) -> Option<&ImportedSource> {
        self.by_content.get(name).and_then(|&index| self.sources.get(index))
    }
}
