//! What the engine does: a file for each group of methods.

mod system;

use std::sync::Arc;

use tickloom_store::Store;

use crate::{Service, registry::Registry};

/// The services of every engine, in the order in which they are started.
pub(crate) fn all(registry: &Arc<Registry>, _store: &Store) -> Vec<Arc<dyn Service>> {
    vec![Arc::new(system::System::new(registry))]
}
