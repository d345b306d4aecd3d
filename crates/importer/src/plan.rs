//! Which files to read, in which order: what a source offers, told by names alone.

use std::collections::BTreeSet;

use tickloom_model::{Symbol, UtcDay};

use crate::{
    ImportError, Listing, RefusedFile, SkippedFile, TickFile, TickSource,
    kind::{Kind, kind_of, without_gzip},
};

/// What an import will read, in the order in which it will.
#[derive(Default)]
pub(crate) struct Plan {
    pub(crate) sources: Vec<Source>,
    pub(crate) skipped: Vec<SkippedFile>,
    pub(crate) refused: Vec<RefusedFile>,
}

/// A file to read.
pub(crate) struct Source {
    /// Its name in reports.
    pub(crate) name: String,
    pub(crate) file: Box<dyn TickFile>,
    pub(crate) kind: Kind,
    /// Whether its bytes are packed.
    pub(crate) gzip: bool,
    /// Its size, before an archive's compression; 0 if that is not known.
    pub(crate) bytes: u64,
}

/// How many passed-over files an error tells.
const REASONS_TOLD: usize = 3;

impl Plan {
    /// Sorts out what a source offers.
    ///
    /// Hours of .bi5 come in order of time, all else in order of names, so that days arrive whole.
    pub(crate) fn of(symbol: &Symbol, source: &dyn TickSource) -> Result<Self, ImportError> {
        let failed = |error| ImportError::SourceFailed { place: source.describe(), error };
        let Listing { files, unreadable } = source.list().map_err(failed)?;
        let mut plan = Self { refused: unreadable, ..Self::default() };
        files.into_iter().for_each(|file| plan.add(symbol, file));
        plan.sources
            .sort_by(|left, right| (left.kind.hour(), &left.name).cmp(&(right.kind.hour(), &right.name)));
        if plan.sources.is_empty() && plan.refused.is_empty() {
            return Err(plan.nothing(symbol, source));
        }
        Ok(plan)
    }

    /// Leaves out files that can only hold ticks of other days.
    pub(crate) fn keep_days(&mut self, days: Option<&BTreeSet<UtcDay>>) {
        let Some(days) = days else { return };
        let may_hold =
            |source: &Source| source.kind.hour().is_none_or(|hour| days.contains(&UtcDay::of(hour)));
        self.sources.retain(may_hold);
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.sources.iter().map(|source| source.bytes).sum()
    }

    fn add(&mut self, symbol: &Symbol, file: Box<dyn TickFile>) {
        let name = file.name().to_owned();
        let path = file.path().into_owned();
        let (unpacked, gzip) = without_gzip(&path);
        match kind_of(symbol, unpacked) {
            Ok(kind) => {
                self.sources.push(Source { name, kind, gzip, bytes: file.bytes().unwrap_or(0), file })
            }
            Err(reason) => self.skipped.push(SkippedFile { source: name, reason }),
        }
    }

    fn nothing(self, symbol: &Symbol, source: &dyn TickSource) -> ImportError {
        let told = self.skipped.iter().take(REASONS_TOLD);
        let mut reasons: String =
            told.map(|file| format!("; {} is passed over: {}", file.source, file.reason)).collect();
        if self.skipped.len() > REASONS_TOLD {
            reasons.push_str(&format!("; and {} more", self.skipped.len() - REASONS_TOLD));
        }
        ImportError::NothingToImport { symbol: symbol.clone(), places: source.describe(), reasons }
    }
}
