//! The name of an instrument, safe to be a folder's name on every platform.

use std::{fmt, str::FromStr, sync::Arc};

use crate::ModelError;

/// An instrument's name in upper case: 1 to 32 of `A-Z 0-9 . - _`, starting with a letter or digit and not ending in a dot.
///
/// Lower case is accepted and raised. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Symbol(Arc<str>);

impl Symbol {
    const MAX_LENGTH: usize = 32;

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_symbol(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    text.len() <= Symbol::MAX_LENGTH
        && text.bytes().all(allowed)
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && !text.ends_with('.')
}

impl FromStr for Symbol {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        if !is_symbol(text) {
            return Err(ModelError::InvalidSymbol { found: text.into() });
        }
        Ok(Self(text.to_ascii_uppercase().into()))
    }
}

impl TryFrom<String> for Symbol {
    type Error = ModelError;

    fn try_from(text: String) -> Result<Self, ModelError> {
        text.parse()
    }
}

impl From<Symbol> for String {
    fn from(symbol: Symbol) -> Self {
        symbol.as_str().into()
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_case_is_raised() {
        assert_eq!("eurusd".parse::<Symbol>().unwrap().as_str(), "EURUSD");
    }

    #[test]
    fn names_that_could_leave_their_folder_are_refused() {
        let hostile =
            ["", "../../etc", "EUR/USD", "EUR\\USD", ".", "..", "A.", "-x", "EUR USD", "EUR\0", "ÉUR", "C:"];
        for text in hostile.into_iter().map(String::from).chain(["A".repeat(33)]) {
            assert_eq!(
                text.parse::<Symbol>(),
                Err(ModelError::InvalidSymbol { found: text.clone() }),
                "{text:?}"
            );
        }
    }
}
