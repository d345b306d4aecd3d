//! Every stored file held against what was written: nothing is believed that can be computed again, and nothing is changed.

mod examine;
mod examine_all;
mod foreign;
mod problem;

use std::time::{Duration, Instant};

use tickloom_model::{Symbol, TimeRange, UtcDay};

use crate::{LostPartition, PartitionInfo, PartitionKey, Store, StoreError, index::scan};
use examine::Examiner;
pub use problem::{Problem, ProblemKind};

/// What to verify.
#[derive(Debug, Clone)]
pub struct VerifyScope {
    /// Only these symbols; all of them, and what belongs to none, if empty.
    pub symbols: Vec<Symbol>,
    /// Only days that touch this range.
    pub range: TimeRange,
}

impl Default for VerifyScope {
    fn default() -> Self {
        Self { symbols: Vec::new(), range: TimeRange::ALL }
    }
}

impl VerifyScope {
    fn is_everything(&self) -> bool {
        self.symbols.is_empty() && self.range == TimeRange::ALL
    }

    fn includes(&self, symbol: &Symbol, day: UtcDay) -> bool {
        let (day, range) = (day.range(), self.range);
        (self.symbols.is_empty() || self.symbols.contains(symbol))
            && day.start < range.end
            && range.start < day.end
    }

    fn includes_key(&self, key: &PartitionKey) -> bool {
        self.includes(&key.symbol, key.day)
    }

    /// What lies in no day's folder belongs to the whole, or to its symbol.
    fn includes_problem(&self, problem: &Problem) -> bool {
        match (&problem.symbol, problem.day) {
            (Some(symbol), Some(day)) => self.includes(symbol, day),
            (Some(symbol), None) => self.symbols.is_empty() || self.symbols.contains(symbol),
            _ => self.is_everything(),
        }
    }
}

/// A moment of a running verification.
#[derive(Debug, Clone, PartialEq)]
pub struct VerifyProgress {
    /// Files read.
    pub files_done: u64,
    /// Files to read.
    pub files_total: u64,
    /// Bytes read.
    pub bytes_done: u64,
    /// Bytes to read.
    pub bytes_total: u64,
    /// Problems found so far.
    pub problems: u64,
    /// Since the start.
    pub elapsed: Duration,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq)]
pub struct VerifyReport {
    /// Files read.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Ticks in the files that are as they were written.
    pub ticks: u64,
    /// Everything that is not as it was stored, by symbol, day and path.
    pub problems: Vec<Problem>,
    /// Foreign files beyond those that are listed.
    pub more_foreign: u64,
    /// How long it took.
    pub elapsed: Duration,
}

impl VerifyReport {
    /// Whether everything is as it was stored.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.problems.is_empty()
    }

    /// Days that an import of their source can mend, by symbol and day, each once.
    #[must_use]
    pub fn days_to_repair(&self) -> Vec<PartitionKey> {
        let mended = self.problems.iter().filter(|problem| problem.kind.is_mended_by_import());
        let mut keys: Vec<_> = mended
            .filter_map(|problem| Some(PartitionKey { symbol: problem.symbol.clone()?, day: problem.day? }))
            .collect();
        keys.dedup();
        keys
    }
}

impl Store {
    /// Reads every stored file of a scope and holds it against what was written: the hash of its bytes, the hash of its
    /// ticks, their order and day, what the catalogue knows. Also tells of days that are lost and of files that are none of ours.
    ///
    /// Changes nothing. One file for each of at most eight threads is in memory. `goes_on` is called on this thread about ten times a
    /// second and once at the end; `false` ends the verification.
    ///
    /// # Errors
    /// [`StoreError::Interrupted`] if it was ended, or a failure to list the folders or to read the catalogue. What is wrong with
    /// single files stands in the report.
    pub fn verify(
        &self,
        scope: &VerifyScope,
        goes_on: &mut dyn FnMut(&VerifyProgress) -> bool,
    ) -> Result<VerifyReport, StoreError> {
        let started = Instant::now();
        let stored: Vec<PartitionInfo> =
            self.index().values().filter(|info| scope.includes_key(&info.key)).cloned().collect();
        let examiner = Examiner::new(self);
        let examined = examine_all::examine_all(&examiner, &stored, started, goes_on)?;
        let foreign = foreign::look(self.inner.home(), scope)?;

        let mut problems = examined.problems;
        problems.extend(self.unknown(scope, &examiner)?);
        let lost = self.catalogue().lost()?;
        problems.extend(
            lost.into_iter().filter(|lost| scope.includes_key(&lost.key)).map(|lost| told(self, lost)),
        );
        problems.extend(foreign.problems);
        problems.sort_by(|left, right| {
            (&left.symbol, left.day, &left.path).cmp(&(&right.symbol, right.day, &right.path))
        });
        Ok(VerifyReport {
            files: stored.len() as u64,
            bytes: examined.bytes,
            ticks: examined.ticks,
            problems,
            more_foreign: foreign.more,
            elapsed: started.elapsed(),
        })
    }

    /// Tick files where tick files belong that nobody has stored.
    fn unknown(&self, scope: &VerifyScope, examiner: &Examiner<'_>) -> Result<Vec<Problem>, StoreError> {
        let files = scan(self.inner.home())?.partitions;
        let keys = files.into_iter().map(|found| found.key).filter(|key| scope.includes_key(key));
        Ok(keys.filter_map(|key| examiner.unknown(&key)).collect())
    }
}

fn told(store: &Store, lost: LostPartition) -> Problem {
    let ticks = lost.ticks.map_or_else(String::new, |ticks| format!("{ticks} ticks "));
    let (kind, found) = match &lost.path {
        Some(path) => {
            (ProblemKind::Damaged, format!("{ticks}lost: the damaged file lies in {}", path.display()))
        }
        None => (ProblemKind::Missing, format!("{ticks}lost: the file is gone")),
    };
    let path = store.inner.home().partition(&lost.key);
    Problem { kind, symbol: Some(lost.key.symbol), day: Some(lost.key.day), path, found }
}
