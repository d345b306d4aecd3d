//! What ends a bar: time, a number of ticks, a volume, a range of prices, or a brick.

use std::{fmt, num::NonZeroU32, str::FromStr};

use crate::{ModelError, Timeframe};

/// The kind of a bar and its size, named alike in every layer.
///
/// | name | a bar lasts |
/// |---|---|
/// | `30s` `5m` `4h` `1d` `1w` `1mo` | a [`Timeframe`] |
/// | `100t` | 100 ticks |
/// | `500v` | until its volume reaches 500, in the provider's unit |
/// | `10r` | until high less low reaches 10 points |
/// | `10b` | a Renko brick of 10 points |
///
/// Sizes are whole numbers from 1 to 4,294,967,295, without leading zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BarKind {
    /// Bars of time.
    Time(Timeframe),
    /// So many ticks.
    Ticks(NonZeroU32),
    /// So much volume.
    Volume(NonZeroU32),
    /// So many points between low and high.
    Range(NonZeroU32),
    /// Bricks of so many points.
    Renko(NonZeroU32),
}

impl BarKind {
    /// The timeframe of bars of time.
    #[must_use]
    pub const fn timeframe(self) -> Option<Timeframe> {
        if let Self::Time(timeframe) = self { Some(timeframe) } else { None }
    }
}

impl From<Timeframe> for BarKind {
    fn from(timeframe: Timeframe) -> Self {
        Self::Time(timeframe)
    }
}

impl fmt::Display for BarKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (size, unit) = match self {
            Self::Time(timeframe) => return timeframe.fmt(formatter),
            Self::Ticks(size) => (size, 't'),
            Self::Volume(size) => (size, 'v'),
            Self::Range(size) => (size, 'r'),
            Self::Renko(size) => (size, 'b'),
        };
        formatter.pad(&format!("{size}{unit}"))
    }
}

impl FromStr for BarKind {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        if let Ok(timeframe) = text.parse() {
            return Ok(Self::Time(timeframe));
        }
        sized(text).ok_or_else(|| ModelError::InvalidTimeframe { found: text.into() })
    }
}

fn sized(text: &str) -> Option<BarKind> {
    let unit = text.chars().next_back()?;
    let size = text.strip_suffix(unit)?;
    if !size.starts_with(|first| matches!(first, '1'..='9')) {
        return None;
    }
    let size = size.parse().ok()?;
    match unit {
        't' => Some(BarKind::Ticks(size)),
        'v' => Some(BarKind::Volume(size)),
        'r' => Some(BarKind::Range(size)),
        'b' => Some(BarKind::Renko(size)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_print_as_they_were_read() {
        for name in ["1m", "5m", "1mo", "1w", "100t", "500v", "10r", "10b", "4294967295t"] {
            assert_eq!(name.parse::<BarKind>().unwrap().to_string(), name);
        }
        assert_eq!("H4".parse::<BarKind>().unwrap().to_string(), "4h");
    }

    #[test]
    fn what_is_no_kind_is_refused() {
        for text in
            ["", "t", "0t", "01t", "+1t", "-1t", "1.5v", "4294967296t", "10T", "10 t", "10x", "10tt", "ⅷt"]
        {
            assert_eq!(
                text.parse::<BarKind>(),
                Err(ModelError::InvalidTimeframe { found: text.into() }),
                "{text:?}"
            );
        }
    }
}
