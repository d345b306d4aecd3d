//! Where the ticks of a month came from, and what the imports that brought them noticed.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use tickloom_model::{Symbol, TimeRange, UnixNanos};
use tickloom_store::{FindingRecord, SourceRecord, Store, StoreError, StoredDay};

/// Findings of imports that are listed; of more, the count is.
const MOST_FINDINGS: usize = 200;
/// Records that are read from the catalogue at a time.
const PAGE: usize = 10_000;

/// Sources by name and hash, so that the order of imports makes no difference.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub(super) struct Provenance {
    merge_rules: BTreeSet<String>,
    writers: BTreeSet<String>,
    sources: Vec<SourceText>,
    import_findings: Vec<ImportFinding>,
    more_import_findings: usize,
    #[serde(skip)]
    gathered: BTreeMap<(String, String), SourceText>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct SourceText {
    name: String,
    blake3: String,
    bytes: u64,
    format: String,
    /// Ticks that it offered to days of the month, repeats included.
    ticks: u64,
    days: u64,
}

/// What an import noticed, without the import's name: importing again notices the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
struct ImportFinding {
    code: String,
    severity: String,
    count: u64,
    rule: String,
    source: Option<String>,
    line: Option<u64>,
    time: Option<String>,
    what: String,
}

impl Provenance {
    pub(super) fn add(&mut self, day: &StoredDay) {
        self.merge_rules.insert(day.rules.clone());
        self.writers.insert(day.writer.clone());
        day.sources.iter().for_each(|source| self.add_source(source));
    }

    /// Adds the findings whose first place lies in a range.
    pub(super) fn add_imports(
        &mut self,
        store: &Store,
        symbol: &Symbol,
        range: TimeRange,
    ) -> Result<(), StoreError> {
        let (mut found, mut offset) = (BTreeSet::new(), 0);
        loop {
            let page = store.table::<FindingRecord>().list(PAGE, offset)?;
            let concerns = |record: &FindingRecord| {
                record.symbol == symbol.as_str()
                    && record.time.is_some_and(|time| range.contains(UnixNanos::new(time)))
            };
            found.extend(page.iter().filter(|record| concerns(record)).map(ImportFinding::from));
            if page.len() < PAGE {
                break;
            }
            offset += PAGE;
        }
        self.more_import_findings = found.len().saturating_sub(MOST_FINDINGS);
        self.import_findings = found.into_iter().take(MOST_FINDINGS).collect();
        Ok(())
    }

    pub(super) fn finish(mut self) -> Self {
        self.sources = std::mem::take(&mut self.gathered).into_values().collect();
        self
    }

    fn add_source(&mut self, source: &SourceRecord) {
        let key = (source.name.clone(), source.hash.clone());
        let gathered = self.gathered.entry(key).or_insert_with(|| SourceText::from(source));
        gathered.ticks += source.ticks;
        gathered.days += 1;
    }
}

impl From<&SourceRecord> for SourceText {
    fn from(source: &SourceRecord) -> Self {
        Self {
            name: source.name.clone(),
            blake3: source.hash.clone(),
            bytes: source.bytes,
            format: source.format.clone(),
            ticks: 0,
            days: 0,
        }
    }
}

impl From<&FindingRecord> for ImportFinding {
    fn from(record: &FindingRecord) -> Self {
        Self {
            code: record.code.clone(),
            severity: record.severity.clone(),
            count: record.count,
            rule: record.rule.clone(),
            source: record.source.clone(),
            line: record.line,
            time: record.time.map(|time| UnixNanos::new(time).to_string()),
            what: record.what.clone(),
        }
    }
}
