//! What is still to happen before a source of this import is all stored.

use std::collections::HashMap;

use tickloom_model::UtcDay;
use tickloom_store::ImportedSource;

use crate::identity::Identity;

/// Sources that are on their way, by number, and those that have arrived.
#[derive(Default)]
pub(super) struct Ledger {
    pending: HashMap<usize, Pending>,
    ready: Vec<ImportedSource>,
}

#[derive(Default)]
struct Pending {
    hash: String,
    ticks: u64,
    days: Option<(UtcDay, UtcDay)>,
    /// Days that its ticks wait in, or are on their way to the disk with.
    unsettled: u64,
    is_spoilt: bool,
    has_ended: bool,
}

/// A source whose every tick is stored.
pub(super) struct Stored {
    pub(super) number: usize,
    pub(super) hash: String,
    pub(super) ticks: u64,
    pub(super) days: Option<(UtcDay, UtcDay)>,
}

impl Ledger {
    pub(super) fn read(&mut self, number: usize, identity: &Identity, rows: u64, refused: u64) {
        let pending = self.pending.entry(number).or_default();
        pending.hash.clone_from(&identity.hash);
        pending.ticks += rows;
        pending.is_spoilt |= refused > 0;
    }

    pub(super) fn feeds(&mut self, number: usize, day: UtcDay) {
        let pending = self.pending.entry(number).or_default();
        pending.unsettled += 1;
        pending.days = Some(pending.days.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
    }

    pub(super) fn spoil(&mut self, number: usize) {
        self.pending.entry(number).or_default().is_spoilt = true;
    }

    pub(super) fn end(&mut self, number: usize) -> Option<Stored> {
        self.pending.get_mut(&number)?.has_ended = true;
        self.stored(number)
    }

    pub(super) fn settle(&mut self, number: usize) -> Option<Stored> {
        let pending = self.pending.get_mut(&number)?;
        pending.unsettled = pending.unsettled.saturating_sub(1);
        self.stored(number)
    }

    pub(super) fn add_ready(&mut self, source: ImportedSource) {
        self.ready.push(source);
    }

    pub(super) fn take_ready(&mut self) -> Vec<ImportedSource> {
        std::mem::take(&mut self.ready)
    }

    /// Takes a source out that nothing more can happen to; it is told of only if it was good.
    fn stored(&mut self, number: usize) -> Option<Stored> {
        let is_over =
            self.pending.get(&number).is_some_and(|pending| pending.has_ended && pending.unsettled == 0);
        let pending = if is_over { self.pending.remove(&number)? } else { return None };
        let Pending { hash, ticks, days, is_spoilt, .. } = pending;
        (!is_spoilt && !hash.is_empty()).then_some(Stored { number, hash, ticks, days })
    }
}
