//! The class `Store`: an open store, shared by all threads of the process.

use std::{
    num::NonZeroUsize,
    path::PathBuf,
    sync::{Mutex, PoisonError, RwLock},
    time::Duration,
};

use pyo3::prelude::*;
use tickloom_bars::gaps::GapRules;
use tickloom_formats::csv::{Dialect, ReadOptions, Zone};
use tickloom_importer::{
    Control, ImportError, ImportOptions, RepairProgress, import_from, repair, write_ticks,
};
use tickloom_logs::{Attached, attach};
use tickloom_model::{Digits, Symbol};
use tickloom_quality::{CoverageBy, Month, coverage, coverage_table, gaps, passport};
use tickloom_store::{AnyTable, ArrowTable, CleanOptions, SqlValue, StoreError, VerifyScope};

use crate::{
    backup::{self, BackupFields},
    bars::BarRequest,
    clean::CleanFields,
    convert::{self, Parameter, word},
    door::outside,
    engine_settings::query_bounds,
    errors::{closed, to_python},
    health::HealthFields,
    imports::ReportFields,
    instruments::{InstrumentFields, StoredInstrumentFields},
    observer::Observer,
    quality,
    replay::{Replay, ReplayRequest},
    sizes::SizesFields,
    sources::Offered,
    stream,
    table::Table,
    verify::{RepairFields, VerifyFields, VerifyProgressFields},
};

/// An open store; after `close` every call raises.
#[pyclass(frozen, module = "tickloom._core")]
pub(crate) struct Store {
    open: RwLock<Option<tickloom_store::Store>>,
    log: Mutex<Option<Attached>>,
    home: PathBuf,
}

#[pymethods]
impl Store {
    #[new]
    fn open(py: Python<'_>, home: PathBuf) -> PyResult<Self> {
        tickloom_logs::listen();
        let store = outside(py, || tickloom_store::Store::open(&home))?;
        let log = Mutex::new(Some(attach(store.home())));
        Ok(Self { home: store.home().into(), open: RwLock::new(Some(store)), log })
    }

    #[getter]
    fn home(&self) -> PathBuf {
        self.home.clone()
    }

    #[getter]
    fn closed(&self) -> bool {
        self.open.read().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    fn close(&self, py: Python<'_>) {
        let store = self.open.write().unwrap_or_else(PoisonError::into_inner).take();
        // The last owner writes the catalogue's log into its file.
        py.detach(|| drop(store));
        // What closing has to tell is told by then.
        self.log.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    fn ticks(&self, py: Python<'_>, symbol: &str, start: i64, end: i64) -> PyResult<Table> {
        let (symbol, range) = (word::<Symbol>(py, symbol)?, convert::range(py, start, end)?);
        let store = self.core(py)?;
        outside(py, || store.ticks(&symbol, range)).map(Table::of_ticks)
    }

    fn bars(&self, py: Python<'_>, request: BarRequest) -> PyResult<Vec<Table>> {
        let query = request.query(py)?;
        let store = self.core(py)?;
        let tables = outside(py, || store.bars(&query))?;
        Ok(tables.into_iter().map(Table::of_bars).collect())
    }

    fn align(&self, py: Python<'_>, request: BarRequest) -> PyResult<Table> {
        let query = request.query(py)?;
        let store = self.core(py)?;
        outside(py, || store.align(&query)).map(Table::of_arrow)
    }

    #[pyo3(signature = (query, parameters, max_rows = None, timeout = None))]
    fn sql(
        &self,
        py: Python<'_>,
        query: &str,
        parameters: Vec<Parameter>,
        max_rows: Option<u64>,
        timeout: Option<f64>,
    ) -> PyResult<Table> {
        let bounds = query_bounds(max_rows, timeout);
        let parameters: Vec<SqlValue> = parameters.into_iter().map(|parameter| parameter.0).collect();
        let store = self.core(py)?;
        let mut observer = Observer::default();
        let outcome = py.detach(|| store.sql_within(query, &parameters, &bounds, || observer.wants_stop()));
        match observer.interruption(py, "the query was interrupted") {
            Some(interruption) => Err(interruption),
            None => outcome.map(|(table, _)| Table::of_arrow(table)).map_err(|error| to_python(py, &error)),
        }
    }

    fn days_with_ticks(&self, py: Python<'_>, symbol: &str, start: i64, end: i64) -> PyResult<Vec<String>> {
        let (symbol, range) = (word::<Symbol>(py, symbol)?, convert::range(py, start, end)?);
        let store = self.core(py)?;
        let days = outside(py, || store.days_with_ticks(&symbol, range))?;
        Ok(days.iter().map(ToString::to_string).collect())
    }

    fn gaps(
        &self,
        py: Python<'_>,
        symbol: &str,
        start: i64,
        end: i64,
        shortest: i64,
        classes: Option<Vec<String>>,
    ) -> PyResult<Table> {
        let (symbol, range) = (word::<Symbol>(py, symbol)?, convert::range(py, start, end)?);
        let (rules, classes) = (quality::rules(shortest), quality::classes(py, classes)?);
        let store = self.core(py)?;
        let found = quality::watched(py, |stop| gaps(&store, &symbol, range, &rules, stop))?;
        Ok(Table::of_arrow(ArrowTable::from(&found.only(&classes))))
    }

    fn replay(&self, py: Python<'_>, request: ReplayRequest) -> PyResult<Replay> {
        let store = self.core(py)?;
        Replay::open(py, &store, request)
    }

    fn missing_days(&self, py: Python<'_>, symbol: &str, start: i64, end: i64) -> PyResult<Vec<String>> {
        let (symbol, range) = (word::<Symbol>(py, symbol)?, convert::range(py, start, end)?);
        let store = self.core(py)?;
        let rules = GapRules::default();
        let found = quality::watched(py, |stop| gaps(&store, &symbol, range, &rules, stop))?;
        Ok(found.missing_days.iter().map(ToString::to_string).collect())
    }

    fn coverage(&self, py: Python<'_>, symbol: &str, start: i64, end: i64, by: &str) -> PyResult<Table> {
        let (symbol, range) = (word::<Symbol>(py, symbol)?, convert::range(py, start, end)?);
        let by = word::<CoverageBy>(py, by)?;
        let store = self.core(py)?;
        let rules = GapRules::default();
        let periods = quality::watched(py, |stop| coverage(&store, &symbol, range, by, &rules, stop))?;
        Ok(Table::of_arrow(coverage_table(&periods)))
    }

    fn passport(&self, py: Python<'_>, symbol: &str, month: &str) -> PyResult<String> {
        let (symbol, month) = (word::<Symbol>(py, symbol)?, word::<Month>(py, month)?);
        let store = self.core(py)?;
        let made = quality::watched(py, |stop| passport(&store, &symbol, month, stop))?;
        Ok(py.detach(|| made.to_json()))
    }

    fn calendar(&self, py: Python<'_>, symbol: &str) -> PyResult<String> {
        let symbol = word::<Symbol>(py, symbol)?;
        let store = self.core(py)?;
        outside(py, || store.calendar(&symbol)).map(|calendar| calendar.rules().to_string())
    }

    fn instruments(&self, py: Python<'_>) -> PyResult<Vec<StoredInstrumentFields>> {
        let store = self.core(py)?;
        let stored = outside(py, || store.instruments())?;
        Ok(stored.into_iter().map(StoredInstrumentFields::from).collect())
    }

    fn instrument(&self, py: Python<'_>, symbol: &str) -> PyResult<Option<InstrumentFields>> {
        let symbol = word::<Symbol>(py, symbol)?;
        let store = self.core(py)?;
        Ok(outside(py, || store.instrument(&symbol))?.map(InstrumentFields::from))
    }

    fn health(&self, py: Python<'_>) -> PyResult<HealthFields> {
        let store = self.core(py)?;
        outside(py, || store.health()).map(HealthFields::from)
    }

    fn sizes(&self, py: Python<'_>) -> PyResult<SizesFields> {
        let store = self.core(py)?;
        outside(py, || store.sizes()).map(SizesFields::from)
    }

    #[pyo3(signature = (symbol, source, digits, threads, dialect, zone, swap_sides, strict, again, observe))]
    #[expect(clippy::too_many_arguments, reason = "the options of an import, all named in Python")]
    fn import_ticks(
        &self,
        py: Python<'_>,
        symbol: &str,
        source: Offered,
        digits: Option<u64>,
        threads: Option<NonZeroUsize>,
        dialect: Option<&str>,
        zone: Option<&str>,
        swap_sides: bool,
        strict: bool,
        again: bool,
        observe: Option<Py<PyAny>>,
    ) -> PyResult<ReportFields> {
        let symbol = word::<Symbol>(py, symbol)?;
        let digits = digits.map(Digits::new).transpose().map_err(|error| to_python(py, &error))?;
        let read = reading(py, dialect, zone, swap_sides)?;
        let options = ImportOptions { digits, threads, read, strict, again, ..ImportOptions::default() };
        let store = self.core(py)?;
        let mut observer = Observer::telling(observe);
        let outcome = py.detach(|| {
            let source = source.source()?;
            import_from(&store, &symbol, &*source, &options, &mut |progress| observer.observe(progress))
        });
        finished(py, observer, outcome)
    }

    #[pyo3(signature = (symbol, table, name, digits, threads, zone, swap_sides, strict, observe))]
    #[expect(clippy::too_many_arguments, reason = "the options of an import, all named in Python")]
    fn write_ticks(
        &self,
        py: Python<'_>,
        symbol: &str,
        table: &Bound<'_, PyAny>,
        name: &str,
        digits: Option<u64>,
        threads: Option<NonZeroUsize>,
        zone: Option<&str>,
        swap_sides: bool,
        strict: bool,
        observe: Option<Py<PyAny>>,
    ) -> PyResult<ReportFields> {
        let symbol = word::<Symbol>(py, symbol)?;
        let digits = digits.map(Digits::new).transpose().map_err(|error| to_python(py, &error))?;
        let read = reading(py, None, zone, swap_sides)?;
        let options = ImportOptions { digits, threads, read, strict, ..ImportOptions::default() };
        let (store, table) = (self.core(py)?, stream::foreign(py, table)?);
        let mut observer = Observer::telling(observe);
        let outcome = py.detach(|| {
            write_ticks(&store, &symbol, table, name, &options, &mut |progress| observer.observe(progress))
        });
        finished(py, observer, outcome)
    }

    fn verify(
        &self,
        py: Python<'_>,
        symbols: Vec<String>,
        start: i64,
        end: i64,
        observe: Option<Py<PyAny>>,
    ) -> PyResult<VerifyFields> {
        let scope = scope(py, &symbols, start, end)?;
        let store = self.core(py)?;
        let mut observer = Observer::telling(observe);
        let goes_on = &mut |progress: &_| {
            observer.observe_with(|| VerifyProgressFields::from(progress)) == Control::Continue
        };
        let outcome = py.detach(|| store.verify(&scope, goes_on));
        match observer.interruption(py, "the verification was interrupted: nothing was changed") {
            Some(interruption) => Err(interruption),
            None => outcome.map(|report| VerifyFields::from(&report)).map_err(|error| to_python(py, &error)),
        }
    }

    #[pyo3(signature = (source, symbols, start, end, digits, dialect, zone, swap_sides, observe))]
    #[expect(clippy::too_many_arguments, reason = "the options of a repair, all named in Python")]
    fn repair(
        &self,
        py: Python<'_>,
        source: Offered,
        symbols: Vec<String>,
        start: i64,
        end: i64,
        digits: Option<u64>,
        dialect: Option<&str>,
        zone: Option<&str>,
        swap_sides: bool,
        observe: Option<Py<PyAny>>,
    ) -> PyResult<RepairFields> {
        let scope = scope(py, &symbols, start, end)?;
        let digits = digits.map(Digits::new).transpose().map_err(|error| to_python(py, &error))?;
        let read = reading(py, dialect, zone, swap_sides)?;
        let options = ImportOptions { digits, read, ..ImportOptions::default() };
        let store = self.core(py)?;
        let mut observer = Observer::telling(observe);
        let watch = &mut |progress: RepairProgress<'_>| match progress {
            RepairProgress::Verifying(moment) => observer.observe_with(|| VerifyProgressFields::from(moment)),
            RepairProgress::Importing(moment) => observer.observe(moment),
        };
        let outcome = py.detach(|| repair(&store, &scope, &*source.source()?, &options, watch));
        match observer.interruption(py, "the repair was interrupted: the same call goes on from there") {
            Some(interruption) => Err(interruption),
            None => outcome.map(|report| RepairFields::from(&report)).map_err(|error| to_python(py, &error)),
        }
    }

    fn clean(
        &self,
        py: Python<'_>,
        older_than: f64,
        lost: bool,
        cached_bars: bool,
        dry_run: bool,
    ) -> PyResult<CleanFields> {
        let older_than = Duration::try_from_secs_f64(older_than).unwrap_or(Duration::MAX);
        let store = self.core(py)?;
        let options = CleanOptions { older_than, lost, cached_bars, dry_run };
        let report = outside(py, || store.clean(&options))?;
        Ok(CleanFields::from(&report))
    }

    fn backup(&self, py: Python<'_>, folder: PathBuf, observe: Option<Py<PyAny>>) -> PyResult<BackupFields> {
        backup::backup(py, &self.core(py)?, &folder, observe)
    }

    fn create(&self, py: Python<'_>, table: &str, record: &str) -> PyResult<()> {
        self.with_table(py, table, |table| table.create_json(record))
    }

    fn get(&self, py: Python<'_>, table: &str, key: Vec<String>) -> PyResult<Option<String>> {
        self.with_table(py, table, |table| table.get_json(&key))
    }

    fn list(&self, py: Python<'_>, table: &str, limit: usize, offset: usize) -> PyResult<String> {
        self.with_table(py, table, |table| table.list_json(limit, offset))
    }

    fn update(&self, py: Python<'_>, table: &str, record: &str) -> PyResult<()> {
        self.with_table(py, table, |table| table.update_json(record))
    }

    fn delete(&self, py: Python<'_>, table: &str, key: Vec<String>) -> PyResult<bool> {
        self.with_table(py, table, |table| table.delete_key(&key))
    }
}

/// What to verify, from its words.
fn scope(py: Python<'_>, symbols: &[String], start: i64, end: i64) -> PyResult<VerifyScope> {
    let symbols = symbols.iter().map(|symbol| word::<Symbol>(py, symbol)).collect::<PyResult<_>>()?;
    Ok(VerifyScope { symbols, range: convert::range(py, start, end)? })
}

/// What a caller knows of CSV files, from its words.
pub(crate) fn reading(
    py: Python<'_>,
    dialect: Option<&str>,
    zone: Option<&str>,
    swap: bool,
) -> PyResult<ReadOptions> {
    let dialect = dialect.map(Dialect::named).transpose().map_err(|error| to_python(py, &error))?;
    let zone = zone.map(|zone| word::<Zone>(py, zone)).transpose()?;
    Ok(ReadOptions { dialect, zone, swap, ..ReadOptions::default() })
}

impl Store {
    /// A handle for one call: closing meanwhile lets the call end first.
    fn core(&self, py: Python<'_>) -> PyResult<tickloom_store::Store> {
        let open = self.open.read().unwrap_or_else(PoisonError::into_inner);
        open.clone().ok_or_else(|| closed(py, &format!("the workspace {}", self.home.display())))
    }

    fn with_table<T: Send>(
        &self,
        py: Python<'_>,
        table: &str,
        call: impl FnOnce(&dyn AnyTable) -> Result<T, StoreError> + Send,
    ) -> PyResult<T> {
        let store = self.core(py)?;
        outside(py, || call(&*store.table_by_name(table)?))
    }
}

/// An interruption is raised with the report of what was stored until then.
fn finished(
    py: Python<'_>,
    observer: Observer,
    outcome: Result<tickloom_importer::ImportReport, ImportError>,
) -> PyResult<ReportFields> {
    let report = outcome.map(|report| ReportFields::from(&report)).map_err(|error| to_python(py, &error));
    let message = "the import was interrupted: what was stored is kept, the same call goes on from there";
    let Some(interruption) = observer.interruption(py, message) else { return report };
    interruption.value(py).setattr("report", report?)?;
    Err(interruption)
}
