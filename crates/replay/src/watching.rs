//! Who watches a replay, and the nobody that most calls have.

use std::ops::ControlFlow;

use crate::Event;

/// Somebody who sees events, and may end what is going on.
pub(crate) type See<'a> = &'a mut dyn FnMut(&Event) -> ControlFlow<()>;
/// Somebody who is asked now and then whether to stop.
pub(crate) type Stop<'a> = &'a mut dyn FnMut() -> bool;

/// Nobody stops it.
pub(crate) const fn never() -> bool {
    false
}

/// Nobody looks.
pub(crate) const fn ignore(_: &Event) -> ControlFlow<()> {
    ControlFlow::Continue(())
}
