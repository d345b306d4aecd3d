//! Where days begin, as people say it.

use std::{fmt, str::FromStr};

use crate::ModelError;

/// Where the days begin of which bars of days, weeks and months are made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum DayRule {
    /// At midnight UTC.
    #[default]
    Utc,
    /// Where the session days of the symbol's calendar begin.
    Session,
}

impl DayRule {
    /// Every rule, in the order of documentation.
    pub const ALL: [Self; 2] = [Self::Utc, Self::Session];

    /// The name, as everywhere in Tickloom.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utc => "utc",
            Self::Session => "session",
        }
    }
}

impl fmt::Display for DayRule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for DayRule {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        Self::ALL
            .into_iter()
            .find(|rule| rule.name() == text)
            .ok_or_else(|| ModelError::InvalidDay { found: text.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_print_as_they_were_read_and_nothing_else_is_one() {
        for rule in DayRule::ALL {
            assert_eq!(rule.to_string().parse(), Ok(rule));
        }
        for text in ["", "UTC", "local", "session "] {
            assert_eq!(text.parse::<DayRule>(), Err(ModelError::InvalidDay { found: text.into() }));
        }
    }
}
