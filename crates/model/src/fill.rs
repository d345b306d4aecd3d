//! What becomes of periods without ticks, as people say it.

use std::str::FromStr;

use crate::ModelError;

/// What stands where a period has no ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fill {
    /// A bar that stays where the one before closed. Its name is `flat`.
    Flat,
}

impl FromStr for Fill {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        match text {
            "flat" => Ok(Self::Flat),
            _ => Err(ModelError::InvalidFill { found: text.into() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_flat_is_a_way_of_filling() {
        assert_eq!("flat".parse(), Ok(Fill::Flat));
        for text in ["", "Flat", "none", "zero"] {
            assert_eq!(text.parse::<Fill>(), Err(ModelError::InvalidFill { found: text.into() }));
        }
    }
}
