//! Imports that go on whether or not somebody watches: each on a thread of its own, a few at once, remembered for a while.

mod import;

use std::{
    collections::VecDeque,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tickloom_importer::{ImportError, ImportOptions, ImportReport, import_from, write_ticks};
use tickloom_ipc::Failure;
use tickloom_model::Symbol;
use tickloom_store::Store;
use tracing::Span;

pub(crate) use import::{Import, Wish};

use crate::{
    Request,
    pool::{guarded, unavailable},
    wire::{given::Offered, imports::import_failed},
};

/// Imports at once. Each takes all cores if it can, so that more would only take turns.
const MOST_RUNNING: usize = 4;

/// Imports that have ended and can still be watched to their end.
const MOST_ENDED: usize = 64;

/// How long an import may take to come to a safe point by itself when the engine ends. What is given up then is read again later.
const TO_A_SAFE_POINT: Duration = Duration::from_millis(700);

/// How long is waited for those that were told to give up.
const TO_GIVE_UP: Duration = Duration::from_secs(8);

/// All imports of an engine.
#[derive(Default)]
pub(crate) struct Imports {
    known: Mutex<Known>,
    /// An import has ended.
    ended: Condvar,
}

#[derive(Default)]
struct Known {
    running: Vec<Arc<Import>>,
    ended: VecDeque<Arc<Import>>,
}

impl Imports {
    /// Starts an import, and returns when it has begun to read.
    ///
    /// # Errors
    /// Why it cannot, before anything is read; `service.unavailable` if too many run.
    pub(crate) fn start(
        self: &Arc<Self>,
        store: &Store,
        symbol: Symbol,
        offered: Offered,
        options: ImportOptions,
        request: &Request,
    ) -> Result<String, Failure> {
        let import = Arc::new(Import::new(symbol.to_string()));
        self.admit(&import)?;
        let (imports, running, store) = (self.clone(), import.clone(), store.clone());
        let span = Span::current();
        let work = move || {
            let _of_request = span.entered();
            let done = guarded("imports.start", || run(&store, &symbol, offered, &options, &running));
            running.end(done);
            // Who waits for the end of all may then close the store.
            drop(store);
            imports.leave(&running);
        };
        if let Err(error) = std::thread::Builder::new().name("tickloom-import".into()).spawn(work) {
            self.leave(&import);
            return Err(unavailable(format!("an import has no thread: {error}")));
        }
        import.begun(request)
    }

    /// An import that runs, or has ended not long ago.
    pub(crate) fn find(&self, id: &str) -> Option<Arc<Import>> {
        let known = self.known();
        known.running.iter().chain(&known.ended).find(|import| import.is(id)).cloned()
    }

    /// Those that have not ended, oldest first.
    pub(crate) fn running(&self) -> Vec<Arc<Import>> {
        self.known().running.iter().filter(|import| !import.has_ended()).cloned().collect()
    }

    /// Ends all of them at a safe point, and waits for it.
    pub(crate) fn stop(&self) {
        for (wish, patience) in [(Wish::Stop, TO_A_SAFE_POINT), (Wish::Abort, TO_GIVE_UP)] {
            self.running().iter().for_each(|import| import.wish(wish));
            if self.have_ended_by(Instant::now() + patience) {
                return;
            }
        }
    }

    fn have_ended_by(&self, moment: Instant) -> bool {
        let left = moment.saturating_duration_since(Instant::now());
        let waited = self.ended.wait_timeout_while(self.known(), left, |known| !known.running.is_empty());
        !waited.unwrap_or_else(PoisonError::into_inner).1.timed_out()
    }

    fn admit(&self, import: &Arc<Import>) -> Result<(), Failure> {
        let mut known = self.known();
        if known.running.len() >= MOST_RUNNING {
            return Err(unavailable(format!("{MOST_RUNNING} imports run already: wait for one of them")));
        }
        known.running.push(import.clone());
        Ok(())
    }

    fn leave(&self, import: &Arc<Import>) {
        let mut known = self.known();
        known.running.retain(|other| !Arc::ptr_eq(other, import));
        if import.has_begun() {
            known.ended.push_back(import.clone());
        }
        if known.ended.len() > MOST_ENDED {
            known.ended.pop_front();
        }
        drop(known);
        self.ended.notify_all();
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The import itself, on its thread.
fn run(
    store: &Store,
    symbol: &Symbol,
    offered: Offered,
    options: &ImportOptions,
    import: &Import,
) -> Result<ImportReport, Failure> {
    let observe = &mut |progress: &_| import.observe(progress);
    let done: Result<ImportReport, ImportError> = match offered {
        Offered::Files(source) => import_from(store, symbol, &source, options, observe),
        Offered::Table(table, name) => write_ticks(store, symbol, table, &name, options, observe),
    };
    done.map_err(import_failed)
}
