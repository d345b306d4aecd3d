//! Which sources need not be read again because all their ticks are stored, and which ones become so in this import.

mod known;
mod ledger;

use std::sync::{Mutex, MutexGuard, PoisonError};

use tickloom_model::UtcDay;
use tickloom_store::{ImportedSource, StoreError};

use crate::{ImportOptions, identity::Identity, job::Job, plan::Source};
use known::{Known, Naming};
use ledger::Ledger;

/// The journal as one import sees it; shared by its threads.
pub(crate) struct Journal {
    naming: Naming,
    known: Known,
    ledger: Mutex<Ledger>,
    import_id: String,
    /// An import of a few days of its sources leaves no trace here.
    is_kept: bool,
}

impl Journal {
    /// What is known before an import begins. With [`ImportOptions::again`] that is nothing.
    pub(crate) fn open(job: &Job<'_>, options: &ImportOptions, import_id: &str) -> Result<Self, StoreError> {
        let is_kept = options.days.is_none();
        let known =
            if is_kept && !options.again { job.store.imported_sources(job.symbol)? } else { Vec::new() };
        Ok(Self {
            naming: Naming::new(job, options),
            known: Known::new(known),
            ledger: Mutex::default(),
            import_id: import_id.into(),
            is_kept,
        })
    }

    /// How many ticks a source has that lies where one of the journal lay, as long, and written at the same time.
    pub(crate) fn ticks_by_stamp(&self, source: &Source) -> Option<u64> {
        self.known.by_stamp(&self.naming.by_stamp(source)?).map(|known| known.ticks)
    }

    /// How many ticks a source has whose bytes are those of one of the journal. It is known by its new stamp from now on.
    pub(crate) fn ticks_by_content(&self, source: &Source, hash: &str) -> Option<u64> {
        let known = self.known.by_content(&self.naming.by_content(source, hash))?;
        let by_stamp = self.naming.by_stamp(source).or_else(|| known.by_stamp.clone());
        self.ledger().add_ready(ImportedSource { by_stamp, ..known.clone() });
        Some(known.ticks)
    }

    /// Some of a source was read; it can only be all stored if no row of it was refused.
    pub(crate) fn read(&self, number: usize, identity: &Identity, rows: u64, refused: u64) {
        self.ledger().read(number, identity, rows, refused);
    }

    /// Ticks of a source wait for a day to be committed; each such day is settled once.
    pub(crate) fn feeds(&self, number: usize, day: UtcDay) {
        self.ledger().feeds(number, day);
    }

    /// A source cannot be read, or not to its end.
    pub(crate) fn spoil(&self, number: usize) {
        self.ledger().spoil(number);
    }

    /// A source was read to its end.
    pub(crate) fn end(&self, number: usize, source: &Source) {
        let ended = self.ledger().end(number);
        self.make_ready(ended, |_| source);
    }

    /// Days to which these sources gave ticks are committed.
    pub(crate) fn settle(&self, numbers: &[usize], sources: &[Source]) {
        for &number in numbers {
            let settled = self.ledger().settle(number);
            self.make_ready(settled, |number| &sources[number]);
        }
    }

    /// Takes the sources that are all stored, to be recorded.
    pub(crate) fn take_ready(&self) -> Vec<ImportedSource> {
        let ready = self.ledger().take_ready();
        if self.is_kept { ready } else { Vec::new() }
    }

    fn make_ready<'source>(
        &self,
        stored: Option<ledger::Stored>,
        source: impl FnOnce(usize) -> &'source Source,
    ) {
        let Some(stored) = stored else { return };
        let source = source(stored.number);
        self.ledger().add_ready(ImportedSource {
            symbol: self.naming.symbol().clone(),
            by_stamp: self.naming.by_stamp(source),
            by_content: self.naming.by_content(source, &stored.hash),
            name: source.name.clone(),
            hash: stored.hash,
            bytes: source.bytes,
            ticks: stored.ticks,
            days: stored.days,
            import_id: self.import_id.clone(),
        });
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
