//! What an import does by itself with the rows of a finding.

use std::fmt;

use crate::FindingCode;

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// It is stored as it is.
    Kept,
    /// It is not stored.
    Dropped,
    /// It is stored at the place that its time gives it.
    Reordered,
}

/// What an import that is not strict does with the rows of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rule {
    /// What became of the rows.
    pub action: Action,
    /// The same as a sentence.
    pub text: &'static str,
}

impl Action {
    /// The name, as everywhere in Tickloom.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Dropped => "dropped",
            Self::Reordered => "reordered",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FindingCode {
    /// What happened to the rows, unless the import was strict.
    #[must_use]
    pub const fn rule(self) -> Rule {
        let (action, text) = match self {
            Self::Repeated => (Action::Dropped, "One of the equal rows is stored, the others are dropped."),
            Self::EqualTimes => (
                Action::Kept,
                "All are stored in the order of their file; where files disagree, by bid, ask and volumes.",
            ),
            Self::OutOfOrder => (Action::Reordered, "Rows are stored in the order of their times."),
            Self::Crossed | Self::ZeroSpread => {
                (Action::Kept, "Quotes are stored as the provider gave them.")
            }
            Self::PriceNotPositive | Self::PriceAbsurd | Self::Spike => {
                (Action::Kept, "Prices are stored as the provider gave them.")
            }
            Self::Stale => (Action::Kept, "All ticks of the stretch are stored."),
            Self::WrongScale => (Action::Kept, "The file is stored as it is, nothing is rescaled."),
            Self::VolumeOdd => (Action::Kept, "Volumes are stored as the provider gave them."),
        };
        Rule { action, text }
    }
}
