//! Reads stored days ahead of who plays them, a bounded number at a time.

use std::{
    collections::VecDeque,
    sync::{
        Arc,
        mpsc::{Receiver, sync_channel},
    },
};

use rayon::prelude::*;
use tickloom_model::Ticks;
use tickloom_store::{PartitionKey, Store};

use crate::{
    ReplayError,
    merge::DayMerge,
    plan::{Plan, PlannedDay, PlannedPart},
};

/// Days that are read while another is played.
const AHEAD: usize = 2;

/// The days of a plan from one of them on, in order.
pub(crate) struct Reader {
    store: Store,
    plan: Arc<Plan>,
    /// The day that is read ahead next.
    next: usize,
    ahead: VecDeque<Receiver<Result<DayMerge, ReplayError>>>,
}

impl Reader {
    pub(crate) fn new(store: Store, plan: Arc<Plan>, first_day: usize) -> Self {
        Self { store, plan, next: first_day, ahead: VecDeque::with_capacity(AHEAD) }
    }

    /// The next day; `None` after the last.
    pub(crate) fn next_day(&mut self) -> Option<Result<DayMerge, ReplayError>> {
        self.read_ahead();
        let day = self.ahead.pop_front()?;
        self.read_ahead();
        // Who reads always answers.
        day.recv().ok()
    }

    fn read_ahead(&mut self) {
        while self.ahead.len() < AHEAD && self.next < self.plan.days.len() {
            let (answer, day) = sync_channel(1);
            let (store, plan, index) = (self.store.clone(), Arc::clone(&self.plan), self.next);
            rayon::spawn(move || {
                // Nobody listens any more if the replay went elsewhere.
                let _ = answer.send(read(&store, &plan, &plan.days[index]));
            });
            self.ahead.push_back(day);
            self.next += 1;
        }
    }
}

fn read(store: &Store, plan: &Plan, day: &PlannedDay) -> Result<DayMerge, ReplayError> {
    let part = |part: &PlannedPart| {
        let key = PartitionKey { symbol: plan.symbols[part.symbol].clone(), day: day.day };
        Ok((part.symbol, read_part(store, key, part)?))
    };
    let parts: Vec<_> = day.parts.par_iter().map(part).collect::<Result<_, ReplayError>>()?;
    Ok(DayMerge::new(parts, plan.range))
}

/// What was stored when the replay was opened, or nothing.
fn read_part(store: &Store, partition: PartitionKey, part: &PlannedPart) -> Result<Ticks, ReplayError> {
    match store.day(&partition) {
        Ok(day) if day.content_hash == part.content_hash => Ok(day.ticks),
        Err(error) if store.partition(&partition).is_some() => Err(error.into()),
        _ => Err(ReplayError::DayChanged { partition }),
    }
}
