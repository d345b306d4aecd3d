//! An import from beginning to end: plan, decimals, threads, report, record.

use std::{num::NonZeroUsize, path::PathBuf, thread};

use tickloom_formats::csv::ReadOptions;
use tickloom_model::{Digits, Instrument, InstrumentKind, Symbol};
use tickloom_quality::Finding;
use tickloom_store::{FindingRecord, ImportRecord, InstrumentRecord, Store, StoreError, now};
use tracing::{info, warn};

use crate::{
    Control, Files, ImportError, ImportOptions, ImportReport, Outcome, Progress, TickSource, document,
    examine::Examiner,
    feed::{PIECE_BYTES, first_digits},
    job::Job,
    journal::Journal,
    options::read_options,
    pipeline::run,
    plan::{Plan, Source},
    progress::Shared,
};

/// Files that were refused of which the log tells.
const REFUSED: usize = 20;

/// Imports the ticks of one symbol from files, folders and zip archives.
///
/// `observe` is called on this thread about ten times a second and once at the end; it can ask to stop, which keeps all that was
/// read until then. Ticks of a day that is stored already are merged with it. Importing the same bytes again changes nothing.
///
/// # Errors
/// [`ImportError::PathNotFound`], [`ImportError::NothingToImport`], [`ImportError::DigitsNeeded`] or
/// [`ImportError::DigitsUnclear`] before anything is read; [`ImportError::Store`] if the store refuses before
/// anything is read, [`ImportError::Stopped`] if it fails on the way. Bad rows and files are no errors: they stand in the report.
pub fn import(
    store: &Store,
    symbol: &Symbol,
    paths: &[PathBuf],
    options: &ImportOptions,
    observe: &mut dyn FnMut(&Progress) -> Control,
) -> Result<ImportReport, ImportError> {
    import_from(store, symbol, &Files::at(paths)?, options, observe)
}

/// Imports the ticks of one symbol from any source, as [`import`] does from paths.
///
/// # Errors
/// As [`import`], and [`ImportError::SourceFailed`] if the source cannot say what it has.
pub fn import_from(
    store: &Store,
    symbol: &Symbol,
    source: &dyn TickSource,
    options: &ImportOptions,
    observe: &mut dyn FnMut(&Progress) -> Control,
) -> Result<ImportReport, ImportError> {
    let mut plan = Plan::of(symbol, source)?;
    let digits = digits(store, symbol, options, &plan)?;
    plan.keep_days(options.days.as_ref());
    let started = Started::record(store, symbol)?;
    let shared = Shared::new(&started.record.id, plan.sources.len() as u64, plan.bytes());
    let threads =
        options.threads.or_else(|| thread::available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN);
    let examiner = Examiner { digits, is_strict: options.strict };
    info!(import = started.record.id, %symbol, files = plan.sources.len(), bytes = plan.bytes(), "import started");
    let piece_bytes = options.piece_bytes.map_or(PIECE_BYTES, NonZeroUsize::get);
    let import_id = started.record.id.as_str();
    let (read, days) = (&options.read, options.days.as_ref());
    let job = Job { store, symbol, import_id, examiner, piece_bytes, read, days, shared: &shared };
    let journal = Journal::open(&job, options, import_id)?;
    run(job, &journal, &plan.sources, threads, observe);
    started.finish(store, examiner, plan, shared)
}

/// The decimals with which the ticks will be stored: as they are already, as asked for, as known, or as the files show.
fn digits(
    store: &Store,
    symbol: &Symbol,
    options: &ImportOptions,
    plan: &Plan,
) -> Result<Digits, ImportError> {
    match (store.stored_digits(symbol), options.digits) {
        (Some(stored), Some(given)) if stored != given => {
            Err(StoreError::DigitsDiffer { symbol: symbol.clone(), stored, given }.into())
        }
        (Some(digits), _) | (None, Some(digits)) => Ok(digits),
        (None, None) => match store.instrument(symbol)? {
            Some(instrument) => Ok(instrument.digits),
            None => digits_of_files(symbol, &plan.sources, &options.read),
        },
    }
}

/// The decimals that the first file with any prices shows.
fn digits_of_files(symbol: &Symbol, sources: &[Source], read: &ReadOptions) -> Result<Digits, ImportError> {
    if sources.iter().any(|source| source.kind.hour().is_some()) {
        return Err(ImportError::DigitsNeeded { symbol: symbol.clone() });
    }
    let mut refused = None;
    for source in sources {
        match first_digits(source, &read_options(read, symbol, source)) {
            Ok(Some(digits)) => return Ok(digits),
            Ok(None) => {}
            Err(refusal) => refused = refused.or(Some((source.name.clone(), refusal.message))),
        }
    }
    let (source_name, reason) = refused.unwrap_or_else(|| ("any file".into(), "there is no price".into()));
    Err(ImportError::DigitsUnclear { symbol: symbol.clone(), source_name, reason })
}

/// How it ended, and the first files that were refused: the report has all of them.
fn tell(report: &ImportReport, fatal: Option<&StoreError>) {
    let import = report.id.as_str();
    for file in report.refused_files.iter().take(REFUSED) {
        warn!(import, source = file.source, code = file.code, reason = file.message, "file refused");
    }
    let (outcome, code) = (report.outcome.name(), fatal.map(StoreError::code));
    let ImportReport { symbol, files, rows, stored, refused, .. } = report;
    let seconds = report.elapsed.as_secs_f64();
    info!(import, %symbol, outcome, code, files, rows, stored, refused, seconds, "import ended");
}

/// An import that the catalogue knows to be running.
struct Started {
    record: ImportRecord,
    symbol: Symbol,
}

impl Started {
    fn record(store: &Store, symbol: &Symbol) -> Result<Self, StoreError> {
        let started = now().as_i64();
        let record = ImportRecord {
            id: format!("{started}-{}", std::process::id()),
            symbol: symbol.to_string(),
            started,
            finished: None,
            status: "running".into(),
            files: 0,
            bytes: 0,
            rows: 0,
            stored: 0,
            duplicates: 0,
            refused: 0,
            error: None,
        };
        store.table::<ImportRecord>().create(&record)?;
        Ok(Self { record, symbol: symbol.clone() })
    }

    fn finish(
        self,
        store: &Store,
        examiner: Examiner,
        plan: Plan,
        shared: Shared,
    ) -> Result<ImportReport, ImportError> {
        let (elapsed, stopped) = (shared.elapsed(), shared.stopping());
        let mut tally = shared.into_tally();
        let fatal = tally.fatal.take();
        let mut refused_files = plan.refused;
        refused_files.append(&mut tally.refused_files);
        let outcome = match () {
            () if fatal.is_some() => Outcome::Failed,
            () if stopped => Outcome::Interrupted,
            () if tally.refused > 0 || !refused_files.is_empty() => Outcome::Refused,
            () => Outcome::Done,
        };
        let report = ImportReport {
            id: self.record.id.clone(),
            symbol: self.symbol.clone(),
            digits: examiner.digits,
            strict: examiner.is_strict,
            outcome,
            files: tally.files_done,
            bytes: tally.bytes_done,
            rows: tally.rows,
            stored: tally.stored,
            duplicates: tally.duplicates,
            files_known: tally.files_known,
            outside: tally.outside,
            refused: tally.refused,
            first_refused: tally.first_refused,
            refused_files,
            skipped: plan.skipped,
            days_changed: tally.days.len() as u64,
            replaced: tally.replaced.into_values().collect(),
            elapsed,
            findings: tally.noticed.into_findings(),
            file: store.report_folder(&self.record.id).join(document::FILE),
            quarantine: tally.quarantine,
        };
        tell(&report, fatal.as_ref());
        let recorded =
            document::write(store, &report).and_then(|()| self.close(store, &report, fatal.as_ref()));
        match fatal {
            Some(error) => Err(ImportError::Stopped { error, report: Box::new(report) }),
            None => recorded.map(|()| report).map_err(ImportError::from),
        }
    }

    /// Notes in the catalogue how the import ended, and what was learnt of the instrument.
    fn close(
        mut self,
        store: &Store,
        report: &ImportReport,
        fatal: Option<&StoreError>,
    ) -> Result<(), StoreError> {
        self.record.finished = Some(now().as_i64());
        self.record.status = report.outcome.name().into();
        self.record.files = report.files;
        self.record.bytes = report.bytes;
        self.record.rows = report.rows;
        self.record.stored = report.stored;
        self.record.duplicates = report.duplicates;
        self.record.refused = report.refused;
        self.record.error = fatal.map(|error| error.code().into());
        store.table::<ImportRecord>().update(&self.record)?;
        let findings = store.table::<FindingRecord>();
        report.findings.iter().try_for_each(|finding| findings.create(&finding_record(report, finding)))?;
        remember_instrument(store, &self.symbol, report)
    }
}

fn finding_record(report: &ImportReport, finding: &Finding) -> FindingRecord {
    let first = finding.first.first();
    FindingRecord {
        import_id: report.id.clone(),
        code: finding.code.code().into(),
        symbol: report.symbol.to_string(),
        severity: finding.code.severity().name().into(),
        count: finding.count,
        rule: report.rule(finding.code).into(),
        source: first.and_then(|place| place.source.clone()),
        line: first.and_then(|place| place.line),
        byte: first.and_then(|place| place.byte),
        time: first.map(|place| place.time.as_i64()),
        what: first.map(|place| place.what.clone()).unwrap_or_default(),
    }
}

fn remember_instrument(store: &Store, symbol: &Symbol, report: &ImportReport) -> Result<(), StoreError> {
    let instruments = store.table::<InstrumentRecord>();
    if report.stored == 0 || instruments.get(&[symbol.to_string()])?.is_some() {
        return Ok(());
    }
    let kind = Instrument::builtin(symbol).map_or(InstrumentKind::Other, |known| known.kind);
    let instrument = Instrument { symbol: symbol.clone(), digits: report.digits, kind };
    instruments.create(&InstrumentRecord::from(&instrument))
}
