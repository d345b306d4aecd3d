//! Which side of the quote a bar is built from.

use std::{fmt, str::FromStr};

use crate::ModelError;

/// A side of the quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// What buyers offer.
    Bid,
    /// What sellers ask.
    Ask,
    /// Half-way between bid and ask, kept exactly as a whole number of half points.
    Mid,
}

impl Side {
    /// Every side, in the order of documentation.
    pub const ALL: [Self; 3] = [Self::Bid, Self::Ask, Self::Mid];

    /// How many of this side's price units make one point: 1, or 2 for mid, which counts half points.
    #[must_use]
    pub const fn units_per_point(self) -> i64 {
        match self {
            Self::Bid | Self::Ask => 1,
            Self::Mid => 2,
        }
    }

    /// The name, as everywhere in Tickloom.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bid => "bid",
            Self::Ask => "ask",
            Self::Mid => "mid",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Side {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        Self::ALL
            .into_iter()
            .find(|side| side.name() == text)
            .ok_or_else(|| ModelError::InvalidSide { found: text.into() })
    }
}
