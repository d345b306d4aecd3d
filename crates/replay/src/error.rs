//! What can go wrong with a replay: one enum, each variant with a stable code.

use tickloom_bars::MtfError;
use tickloom_model::BarKind;
use tickloom_store::{PartitionKey, StoreError};

/// A replay that cannot begin or go on. The text says what was found and what to try.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// Nothing is stored in the range.
    #[error("{symbols} have no ticks from {start} to {end}: import that range first, or choose another")]
    NoTicks {
        /// The symbols, for reading.
        symbols: String,
        /// The first moment of the range.
        start: String,
        /// The first moment after it.
        end: String,
    },
    /// A speed that nothing can be played at.
    #[error("{found} is no speed: use a number above 0, 1 for real time, or infinity for as fast as it goes")]
    InvalidSpeed {
        /// What was given, for reading.
        found: String,
    },
    /// Not a step.
    #[error("{found:?} is no step: use tick, session or one of this replay's timeframes, {known}")]
    InvalidStep {
        /// The text as given.
        found: String,
        /// The timeframes, for reading.
        known: String,
    },
    /// What is stored of a day is not what was stored when the replay was opened.
    #[error("{partition} was replaced or removed after this replay was opened: open the replay again")]
    DayChanged {
        /// The symbol and the day.
        partition: PartitionKey,
    },
    /// Symbols, timeframes or a capacity that no state is made for.
    #[error(transparent)]
    State(#[from] MtfError),
    /// The store could not say.
    #[error(transparent)]
    Store(#[from] StoreError),
}

tickloom_model::error_codes! { ReplayError {
    NoTicks => "replay.no_ticks",
    InvalidSpeed => "replay.speed_invalid",
    InvalidStep => "replay.step_invalid",
    DayChanged => "replay.day_changed";
    Self::State(error) => error.code(),
    Self::Store(error) => error.code(),
} }

impl ReplayError {
    /// A step by bars that are not kept, or by a name that means none.
    pub(crate) fn invalid_step(found: &impl ToString, kept: &[BarKind]) -> Self {
        Self::InvalidStep { found: found.to_string(), known: listed(kept) }
    }
}

/// Names in a row, for reading.
pub(crate) fn listed<T: ToString>(names: &[T]) -> String {
    names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}
