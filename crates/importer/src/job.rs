//! What every thread of an import needs to know.

use std::collections::BTreeSet;

use tickloom_formats::csv::ReadOptions;
use tickloom_model::{Symbol, UtcDay};
use tickloom_store::Store;

use crate::{examine::Examiner, progress::Shared};

/// One import, as its threads share it.
#[derive(Clone, Copy)]
pub(crate) struct Job<'import> {
    pub(crate) store: &'import Store,
    pub(crate) symbol: &'import Symbol,
    pub(crate) import_id: &'import str,
    pub(crate) examiner: Examiner,
    pub(crate) piece_bytes: usize,
    pub(crate) read: &'import ReadOptions,
    /// Days whose ticks are wanted; all if none.
    pub(crate) days: Option<&'import BTreeSet<UtcDay>>,
    pub(crate) shared: &'import Shared,
}
