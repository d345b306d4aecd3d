//! Prices as whole points, and the one place where they become floating-point numbers.

use crate::ModelError;

/// `10^n` for every number of decimals that a price may have.
pub const POWERS_OF_TEN: [i64; Digits::MAX.0 as usize + 1] =
    [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

/// The largest number of points a price may have in either direction: `2^53`, up to which a 64-bit float holds
/// every whole number, so that a price survives the way to Python and back.
pub const MAX_POINTS: i64 = 1 << 53;

/// How many decimals an instrument's price has: a point is `10^-digits` of the quote currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "u64", into = "u64")]
pub struct Digits(u8);

impl Digits {
    /// The most decimals a price may have.
    pub const MAX: Self = Self(9);

    /// That many decimals.
    ///
    /// # Errors
    /// [`ModelError::InvalidDigits`] above [`Digits::MAX`].
    pub const fn new(digits: u64) -> Result<Self, ModelError> {
        if digits > Self::MAX.0 as u64 {
            return Err(ModelError::InvalidDigits { found: digits, max: Self::MAX.0 });
        }
        Ok(Self(digits as u8))
    }

    /// The number of decimals.
    #[must_use]
    pub const fn get(self) -> u8 {
        self.0
    }

    /// Points in one unit of the quote currency: `10^digits`.
    #[must_use]
    pub const fn points_per_unit(self) -> i64 {
        POWERS_OF_TEN[self.0 as usize]
    }
}

impl TryFrom<u64> for Digits {
    type Error = ModelError;

    fn try_from(digits: u64) -> Result<Self, ModelError> {
        Self::new(digits)
    }
}

impl From<Digits> for u64 {
    fn from(digits: Digits) -> Self {
        digits.0.into()
    }
}

/// The price in quote currency, as the float nearest to the decimal number.
///
/// `units_per_one` is how many of `points` make one unit of the quote currency: `10^digits`, or twice that for
/// mid prices, which are kept in half points. Both operands are exact in a float (see [`MAX_POINTS`]) and IEEE 754 division rounds
/// correctly, so the result equals what parsing the decimal text would give.
#[must_use]
#[inline]
pub fn points_to_f64(points: i64, units_per_one: i64) -> f64 {
    points as f64 / units_per_one as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_decimals_are_refused() {
        assert_eq!(Digits::new(10), Err(ModelError::InvalidDigits { found: 10, max: 9 }));
    }

    proptest::proptest! {
        #[test]
        fn a_price_equals_the_parse_of_its_decimal_text(points in -MAX_POINTS..MAX_POINTS, digits in 0_u64..=9) {
            let digits = Digits::new(digits).unwrap();
            let per_unit = digits.points_per_unit();
            let text = format!(
                "{}{}.{:0width$}",
                if points < 0 { "-" } else { "" },
                points.abs() / per_unit,
                points.abs() % per_unit,
                width = digits.get() as usize
            );
            // With no decimals the text ends in ".0", which parses to the same number.
            proptest::prop_assert_eq!(points_to_f64(points, per_unit), text.parse::<f64>().unwrap());
        }
    }
}
