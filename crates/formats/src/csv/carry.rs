//! What one piece of a file leaves to the next, in files whose rows lean on the rows before them.

use super::zone::LocalWalk;

/// What the rows so far have left behind; see [`Layout::parse_next`](super::Layout::parse_next).
#[derive(Debug, Clone, Copy, Default)]
pub struct Carry {
    pub(super) bid: Option<i64>,
    pub(super) ask: Option<i64>,
    pub(crate) walk: LocalWalk,
}
