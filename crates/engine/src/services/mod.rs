//! What the engine does: a file for each group of methods.

mod bars;
mod imports;
mod instruments;
mod mtf;
mod mtf_feeding;
mod replay;
mod sql;
mod storage;
mod system;
mod tables;
mod ticks;

use std::sync::Arc;

use tickloom_store::Store;

use crate::{Service, registry::Registry, sessions::Sessions, tuning::Tuned};

/// The services of every engine, in the order in which they are started.
pub(crate) fn all(registry: &Arc<Registry>, store: &Store, tuned: &Tuned) -> Vec<Arc<dyn Service>> {
    let store = || store.clone();
    let sessions = Arc::<Sessions>::default();
    vec![
        Arc::new(system::System::new(registry)),
        Arc::new(ticks::Ticks { store: store() }),
        Arc::new(bars::Bars { store: store() }),
        Arc::new(instruments::Instruments { store: store() }),
        Arc::new(sql::Sql { store: store(), tuned: tuned.clone() }),
        Arc::new(tables::Tables { store: store() }),
        Arc::new(storage::Storage::new(store(), registry)),
        Arc::new(imports::Imports::new(store(), tuned.clone())),
        Arc::new(mtf::Mtf { sessions: sessions.clone() }),
        Arc::new(replay::Replay { store: store(), sessions }),
    ]
}
