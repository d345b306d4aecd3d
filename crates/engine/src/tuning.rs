//! What a running engine can be told anew.

use std::{
    num::NonZeroUsize,
    sync::{Arc, PoisonError, RwLock},
};

use tickloom_store::QueryBounds;

/// Settings that hold from the next request on, whoever makes it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tuning {
    /// What a query may take.
    pub queries: QueryBounds,
    /// Threads of an import that names none; without a number, one for each core.
    pub import_threads: Option<NonZeroUsize>,
}

/// The tuning that holds, as its services see it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tuned(Arc<RwLock<Tuning>>);

impl Tuned {
    pub(crate) fn get(&self) -> Tuning {
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn set(&self, tuning: Tuning) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = tuning;
    }
}
