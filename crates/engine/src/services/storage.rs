//! The store as a whole: how it is, how large, whether it is as it was written; copies of it.

use std::sync::{Arc, Weak};

use tickloom_importer::{Control, RepairProgress, repair};
use tickloom_ipc::Failure;
use tickloom_model::UnixNanos;
use tickloom_protocol::methods::{
    storage::{Backup, Clean, CopyPlace, Health, Repair, Restore, Sizes, Verify},
    verification::{RepairEvent, RepairOrder, StoreSelection, VerifyEvent},
    work::CopyProgress,
};
use tickloom_store::{Store, StoreError, VerifyProgress};

use crate::{
    Events, Feed, Methods, Service, failed,
    registry::Registry,
    wire::{
        given::{self, Offered},
        imports, storage, verification,
    },
};

/// All moments of one kind of work: a client that reads slowly gets the latest.
const PROGRESS: u64 = 0;

/// It can end the engine, whose registry holds it.
pub(super) struct Storage {
    store: Store,
    registry: Weak<Registry>,
}

impl Storage {
    pub(super) fn new(store: Store, registry: &Arc<Registry>) -> Self {
        Self { store, registry: Arc::downgrade(registry) }
    }
}

impl Service for Storage {
    fn name(&self) -> &str {
        "storage"
    }

    fn methods(&self) -> Methods {
        let [asked, sized, verified, repaired, cleaned, copied, restored] =
            [(); 7].map(|()| self.store.clone());
        let registry = self.registry.clone();
        Methods::new()
            .once::<Health>(move |_, _| asked.health().map(storage::health).map_err(failed))
            .once::<Sizes>(move |_, _| sized.sizes().map(storage::sizes).map_err(failed))
            .events::<Verify>(move |_, selection| verify(verified.clone(), selection))
            .events::<Repair>(move |_, order| begin_repair(repaired.clone(), order))
            .once::<Clean>(move |_, order| {
                cleaned.clean(&storage::clean_options(order)?).map(storage::clean_report).map_err(failed)
            })
            .events::<Backup>(move |_, place| backup(copied.clone(), &place))
            .events::<Restore>(move |_, place| restore(restored.clone(), &place, registry.clone()))
    }
}

fn verify(store: Store, selection: StoreSelection) -> Result<Feed<VerifyEvent>, Failure> {
    let scope = verification::scope(selection)?;
    Ok(Feed::working(move |events| {
        let mut last = None;
        let verified = store.verify(&scope, &mut |progress| {
            last = Some(progress.clone());
            tell(events, &verifying(progress))
        });
        let report = verified.map(verification::verify_report).map_err(failed)?;
        Ok(last.map(|progress| VerifyEvent { report: Some(report), ..verifying(&progress) }))
    }))
}

fn verifying(progress: &VerifyProgress) -> VerifyEvent {
    VerifyEvent { progress: verification::verify_progress(progress), report: None }
}

fn begin_repair(store: Store, order: RepairOrder) -> Result<Feed<RepairEvent>, Failure> {
    let options = imports::repair_options(&order)?;
    let scope = verification::scope(order.selection.unwrap_or_default())?;
    let Offered::Files(source) = given::sources(order.sources)? else {
        return Err(given::bad_params("a repair needs files, not a table"));
    };
    Ok(Feed::working(move |events| {
        let watch = &mut |moment: RepairProgress<'_>| go_on(tell(events, &repairing(moment)));
        let report = repair(&store, &scope, &source, &options, watch).map_err(imports::import_failed)?;
        Ok(Some(RepairEvent { report: Some(verification::repair_report(report)), ..RepairEvent::default() }))
    }))
}

fn repairing(moment: RepairProgress<'_>) -> RepairEvent {
    match moment {
        RepairProgress::Verifying(progress) => {
            RepairEvent { verifying: Some(verification::verify_progress(progress)), ..RepairEvent::default() }
        }
        RepairProgress::Importing(progress) => RepairEvent {
            importing: Some(imports::progress(progress, "", "running")),
            ..RepairEvent::default()
        },
    }
}

fn backup(store: Store, place: &CopyPlace) -> Result<Feed<CopyProgress>, Failure> {
    let folder = given::path(&place.path)?;
    Ok(Feed::working(move |events| {
        copying(events, |goes_on| store.backup(&folder, goes_on).map(|report| report.taken))
    }))
}

/// What is brought here becomes the store when it is opened the next time, so the engine ends when it is told of.
fn restore(store: Store, place: &CopyPlace, registry: Weak<Registry>) -> Result<Feed<CopyProgress>, Failure> {
    let folder = given::path(&place.path)?;
    let end = move || registry.upgrade().into_iter().for_each(|registry| registry.stop_engine());
    let copied = move |events: &_| {
        copying(events, |goes_on| store.restore_at_next_open(&folder, goes_on).map(|report| report.taken))
    };
    Ok(Feed::working_then(copied, end))
}

/// Tells how far a copy is; its last moment is the last event, and says of when the copy is.
fn copying(
    events: &Events<CopyProgress>,
    copy: impl FnOnce(&mut dyn FnMut(&tickloom_store::CopyProgress) -> bool) -> Result<UnixNanos, StoreError>,
) -> Result<Option<CopyProgress>, Failure> {
    let mut last = None;
    let copied = copy(&mut |progress| {
        let progress = storage::copy_progress(progress);
        let goes_on = tell(events, &progress);
        last = Some(progress);
        goes_on
    });
    let taken = copied.map_err(failed)?.as_i64();
    Ok(last.map(|progress| CopyProgress { taken: Some(taken), ..progress }))
}

/// Tells of a moment; false if nobody listens any more.
fn tell<T: crate::Data>(events: &Events<T>, moment: &T) -> bool {
    events.latest(PROGRESS, moment).is_ok()
}

const fn go_on(goes_on: bool) -> Control {
    if goes_on { Control::Continue } else { Control::Abort }
}
