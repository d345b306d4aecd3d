//! Imports: looked into before, started, paused, watched, ended; and what they left.

mod judged;
mod reports;

use std::{sync::Arc, time::Duration};

use tickloom_importer::inspect;
use tickloom_ipc::Failure;
use tickloom_protocol::methods::{
    common::Empty,
    imports::{
        Cancel, Coverage, Gaps, ImportId, ImportOrder, Inspect, InspectQuery, MissingDays, Passport, Pause,
        Progress, Report, Resume, Running, RunningImports, Start,
    },
    inspection::Inspection,
    work::ImportProgress,
};
use tickloom_store::Store;

use crate::{
    Feed, Methods, Request, Service, failed,
    importing::{self, Wish},
    tuning::Tuned,
    wire::{given, imports, inspection, words::word},
};

/// A folder of many files is listed before the first of them is read.
const TO_BEGIN: Duration = Duration::from_secs(600);

/// Years of ticks may have to be read.
const TO_JUDGE: Duration = Duration::from_secs(600);

pub(super) struct Imports {
    store: Store,
    imports: Arc<importing::Imports>,
    tuned: Tuned,
}

impl Imports {
    pub(super) fn new(store: Store, tuned: Tuned) -> Self {
        Self { store, imports: Arc::default(), tuned }
    }

    /// A method that wishes something of an import; one that has ended is left as it is.
    fn wishing(
        &self,
        wish: Wish,
    ) -> impl Fn(&Request, ImportId) -> Result<Empty, Failure> + Send + Sync + 'static + use<> {
        let (imports, store) = (self.imports.clone(), self.store.clone());
        move |_, ImportId { id }| match imports.find(&id) {
            Some(import) => {
                import.wish(wish);
                Ok(Empty {})
            }
            None => reports::recorded(&store, &id).map(|_| Empty {}),
        }
    }

    fn with_judgements(&self, methods: Methods) -> Methods {
        let [covered, gapped, missing, known] = [(); 4].map(|()| self.store.clone());
        methods
            .parts::<Coverage>(move |request, query, parts| {
                judged::coverage(&covered, request, &query, parts)
            })
            .parts::<Gaps>(move |request, query, parts| judged::gaps(&gapped, request, query, parts))
            .once::<MissingDays>(move |request, range| judged::missing_days(&missing, request, &range))
            .within(TO_JUDGE)
            .once::<Passport>(move |request, month| judged::passport(&known, request, &month))
            .within(TO_JUDGE)
    }
}

impl Service for Imports {
    fn name(&self) -> &str {
        "imports"
    }

    fn methods(&self) -> Methods {
        let [started, watched, listed] = [(); 3].map(|()| self.imports.clone());
        let [store, recorded, reported] = [(); 3].map(|()| self.store.clone());
        let tuned = self.tuned.clone();
        let methods = Methods::new()
            .once::<Inspect>(|_, query| look_into(&query))
            .within(TO_BEGIN)
            .once::<Start>(move |request, order| start(&started, &store, &tuned, request, order))
            .within(TO_BEGIN)
            .once::<Pause>(self.wishing(Wish::Pause))
            .once::<Resume>(self.wishing(Wish::GoOn))
            .once::<Cancel>(self.wishing(Wish::Stop))
            .events::<Progress>(move |_, import| watch(&watched, &recorded, &import))
            .once::<Running>(move |_, _| Ok(running(&listed)))
            .once::<Report>(move |_, import| reports::report(&reported, &import.id));
        self.with_judgements(methods)
    }

    fn stop(&self) {
        self.imports.stop();
    }
}

fn look_into(query: &InspectQuery) -> Result<Inspection, Failure> {
    let options = given::reading(query.dialect.as_deref(), query.zone.as_deref(), query.swap_sides)?;
    inspect(&given::path(&query.path)?, &options).map(inspection::inspection).map_err(failed)
}

fn start(
    imports: &Arc<importing::Imports>,
    store: &Store,
    tuned: &Tuned,
    request: &Request,
    order: ImportOrder,
) -> Result<ImportId, Failure> {
    let (symbol, mut options) = (word(&order.symbol)?, imports::options(&order)?);
    options.threads = options.threads.or(tuned.get().import_threads);
    let id = imports.start(store, symbol, given::sources(order.sources)?, options, request)?;
    Ok(ImportId { id })
}

/// The moments of an import. One that ended long ago has only its last.
fn watch(
    imports: &importing::Imports,
    store: &Store,
    ImportId { id }: &ImportId,
) -> Result<Feed<ImportProgress>, Failure> {
    if let Some(import) = imports.find(id) {
        return Ok(Feed::working(move |events| import.watch(events)));
    }
    let ended = reports::ended(store, id)?;
    Ok(Feed::working(move |_| Ok(Some(ended))))
}

fn running(imports: &importing::Imports) -> RunningImports {
    RunningImports { imports: imports.running().iter().filter_map(|import| import.moment()).collect() }
}
