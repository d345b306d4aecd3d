//! The tables that say how often what happens, made once for all days.

use crate::{arrival::Gaps, quote::Moves, volume::Volumes};

#[derive(Debug, Clone)]
pub(crate) struct Chances {
    pub(crate) gaps: Gaps,
    pub(crate) moves: Moves,
    pub(crate) volumes: Volumes,
}

impl Chances {
    pub(crate) fn new() -> Self {
        Self { gaps: Gaps::new(), moves: Moves::new(), volumes: Volumes::new() }
    }
}
