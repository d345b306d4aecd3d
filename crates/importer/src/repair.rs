//! Days that are lost or not as they were stored, brought back from their source; no good day is touched.

use std::collections::{BTreeMap, BTreeSet};

use tickloom_model::{Symbol, TimeRange, UtcDay};
use tickloom_store::{
    ContentHash, PartitionKey, Problem, ProblemKind, SetAside, Store, StoreError, VerifyProgress,
    VerifyReport, VerifyScope,
};

use crate::{Control, ImportError, ImportOptions, ImportReport, Outcome, Progress, TickSource, import_from};

/// A moment of a running repair.
#[derive(Debug, Clone, Copy)]
pub enum RepairProgress<'moment> {
    /// Files are verified, before or after.
    Verifying(&'moment VerifyProgress),
    /// Days are imported.
    Importing(&'moment Progress),
}

/// A day that was brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepairedDay {
    /// Which one.
    pub key: PartitionKey,
    /// How many ticks it held, if that is known.
    pub ticks_before: Option<u64>,
    /// How many it holds now.
    pub ticks_after: u64,
    /// Whether these are the very ticks of before, if that is known.
    pub is_same: Option<bool>,
}

/// A symbol that the source could do nothing for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnrepairedSymbol {
    /// Which one.
    pub symbol: Symbol,
    /// The stable code of the error.
    pub code: &'static str,
    /// What is wrong and what to do.
    pub message: String,
}

/// What a repair did.
#[derive(Debug, Clone, PartialEq)]
pub struct RepairReport {
    /// What was wrong before.
    pub found: VerifyReport,
    /// The days that are stored again.
    pub repaired: Vec<RepairedDay>,
    /// What is wrong still.
    pub left: Vec<Problem>,
    /// The imports that were made, one for each symbol.
    pub imports: Vec<ImportReport>,
    /// Symbols for which none could be made.
    pub unrepaired: Vec<UnrepairedSymbol>,
}

impl RepairReport {
    /// Whether everything is as it was stored.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.left.is_empty() && self.repaired.iter().all(|day| day.is_same != Some(false))
    }
}

/// Verifies a scope of the store, puts files that are not as they were stored out of the way, imports just these days and the missing ones
/// from a source, and verifies them again.
///
/// Where the source has nothing of a day whose file can still be read, that file is put back, and the problem stays.
///
/// # Errors
/// [`StoreError::Interrupted`] if `observe` asked to stop, or a failure of the store. What the source could not give stands in the report.
pub fn repair(
    store: &Store,
    scope: &VerifyScope,
    source: &dyn TickSource,
    options: &ImportOptions,
    observe: &mut dyn FnMut(RepairProgress<'_>) -> Control,
) -> Result<RepairReport, ImportError> {
    let found = verify(store, scope, observe)?;
    let mut days: BTreeMap<Symbol, BTreeSet<UtcDay>> = BTreeMap::new();
    for PartitionKey { symbol, day } in found.days_to_repair() {
        days.entry(symbol).or_default().insert(day);
    }
    let mut report = RepairReport {
        found,
        repaired: Vec::new(),
        left: Vec::new(),
        imports: Vec::new(),
        unrepaired: Vec::new(),
    };
    for (symbol, days) in &days {
        Repair { store, source, options, symbol, days }.run(&mut report, observe)?;
    }
    report.left = left(store, &report.found, &days, observe)?;
    Ok(report)
}

/// What lost days held, as far as that is known.
type Known = BTreeMap<UtcDay, (Option<u64>, Option<ContentHash>)>;

/// The repair of one symbol.
struct Repair<'a> {
    store: &'a Store,
    source: &'a dyn TickSource,
    options: &'a ImportOptions,
    symbol: &'a Symbol,
    days: &'a BTreeSet<UtcDay>,
}

impl Repair<'_> {
    fn run(
        &self,
        report: &mut RepairReport,
        observe: &mut dyn FnMut(RepairProgress<'_>) -> Control,
    ) -> Result<(), ImportError> {
        // Once its files are out of the way, nothing else may tell how many decimals the symbol has.
        let digits = self.options.digits.or_else(|| self.store.stored_digits(self.symbol));
        let options = ImportOptions { digits, days: Some(self.days.clone()), ..self.options.clone() };
        let aside = self.set_aside(&report.found)?;
        let known = self.known()?;
        let watch = &mut |progress: &Progress| observe(RepairProgress::Importing(progress));
        let imported = import_from(self.store, self.symbol, self.source, &options, watch);
        let repaired = self.repaired(&known);
        for aside in aside {
            self.store.put_back(aside)?;
        }
        match imported {
            Err(error @ (ImportError::Store(_) | ImportError::Stopped { .. })) => return Err(error),
            Err(error) => report.unrepaired.push(UnrepairedSymbol {
                symbol: self.symbol.clone(),
                code: error.code(),
                message: error.to_string(),
            }),
            Ok(import) if import.outcome == Outcome::Interrupted => {
                return Err(StoreError::Interrupted.into());
            }
            Ok(import) => report.imports.push(import),
        }
        report.repaired.extend(repaired);
        Ok(())
    }

    /// Puts the files of the days out of the way; gives back those that can be read, to be put back if nothing better comes.
    fn set_aside(&self, found: &VerifyReport) -> Result<Vec<SetAside>, StoreError> {
        let mut readable = Vec::new();
        for &day in self.days {
            let key = PartitionKey { symbol: self.symbol.clone(), day };
            let aside = self.store.set_aside(&key)?;
            readable.extend(aside.filter(|_| is_readable(found, &key)));
        }
        Ok(readable)
    }

    /// Of the days that are to be repaired.
    fn known(&self) -> Result<Known, StoreError> {
        let is_ours = |key: &PartitionKey| key.symbol == *self.symbol && self.days.contains(&key.day);
        let lost = self.store.lost()?.into_iter().filter(|lost| is_ours(&lost.key));
        Ok(lost.map(|lost| (lost.key.day, (lost.ticks, lost.content_hash))).collect())
    }

    fn repaired(&self, known: &Known) -> Vec<RepairedDay> {
        let repaired = |(&day, &(ticks_before, hash)): (&UtcDay, &(Option<u64>, Option<ContentHash>))| {
            let key = PartitionKey { symbol: self.symbol.clone(), day };
            let info = self.store.partition(&key)?;
            let is_same = hash.map(|hash| hash == info.content_hash);
            Some(RepairedDay { key, ticks_before, ticks_after: info.ticks, is_same })
        };
        known.iter().filter_map(repaired).collect()
    }
}

/// Whether a day's file holds sound ticks, whatever else is wrong with it.
fn is_readable(found: &VerifyReport, key: &PartitionKey) -> bool {
    found.problems.iter().any(|problem| {
        problem.symbol.as_ref() == Some(&key.symbol)
            && problem.day == Some(key.day)
            && matches!(problem.kind, ProblemKind::Altered | ProblemKind::Disagrees)
    })
}

/// What no import can mend, and what is still wrong with the days that one could.
fn left(
    store: &Store,
    found: &VerifyReport,
    days: &BTreeMap<Symbol, BTreeSet<UtcDay>>,
    observe: &mut dyn FnMut(RepairProgress<'_>) -> Control,
) -> Result<Vec<Problem>, ImportError> {
    let mut left: Vec<Problem> =
        found.problems.iter().filter(|problem| !problem.kind.is_mended_by_import()).cloned().collect();
    let all = days.values().flatten();
    let (Some(first), Some(last)) = (all.clone().min(), all.max()) else { return Ok(left) };
    let range = TimeRange { start: first.start(), end: last.range().end };
    let again = verify(store, &VerifyScope { symbols: days.keys().cloned().collect(), range }, observe)?;
    left.extend(again.problems.into_iter().filter(|problem| problem.kind.is_mended_by_import()));
    Ok(left)
}

fn verify(
    store: &Store,
    scope: &VerifyScope,
    observe: &mut dyn FnMut(RepairProgress<'_>) -> Control,
) -> Result<VerifyReport, StoreError> {
    store.verify(scope, &mut |progress| observe(RepairProgress::Verifying(progress)).goes_on())
}
