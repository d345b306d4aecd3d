//! A column of prices as exact points.

use arrow::{
    array::{Array, ArrayRef, AsArray, PrimitiveArray},
    compute::cast,
    datatypes::{ArrowPrimitiveType, DataType, Decimal128Type, Float32Type, Float64Type, Int64Type},
};
use tickloom_model::{Digits, MAX_POINTS, points_of_f64};

use crate::{Field, FormatError, csv::decimals, text::excerpt};

pub(super) const A_PRICE: &str = "a price of at most 2^53 points that the instrument's decimals can write";
/// What stands for a price that cannot be: beyond [`MAX_POINTS`].
pub(super) const NO_PRICE: i64 = i64::MIN;

const TYPES: &str = "floating-point or decimal numbers (whole ones could be prices or points)";
/// Up to here, neighbouring points are different 32-bit floats.
const MAX_F32_POINTS: i64 = 1 << 24;

/// How the prices of a column are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PriceRule {
    Float32,
    Float64,
    /// Whole numbers of `10^-scale`.
    Decimal {
        scale: i8,
    },
    /// Points, as in Tickloom's own tick files.
    Points(Digits),
}

impl PriceRule {
    pub(super) fn of(
        kind: &DataType,
        field: Field,
        name: &str,
        points: Option<Digits>,
    ) -> Result<Self, FormatError> {
        match (kind, points) {
            (DataType::Float32, _) => Ok(Self::Float32),
            (DataType::Float64, _) => Ok(Self::Float64),
            (
                DataType::Decimal32(_, scale)
                | DataType::Decimal64(_, scale)
                | DataType::Decimal128(_, scale),
                _,
            ) => Ok(Self::Decimal { scale: *scale }),
            (DataType::Int64, Some(digits)) => Ok(Self::Points(digits)),
            _ => Err(FormatError::TableColumnType {
                field,
                column: excerpt(name.as_bytes()),
                found: kind.to_string(),
                expected: TYPES,
            }),
        }
    }

    /// Points, with [`NO_PRICE`] where there is no price, or none that these decimals can write.
    pub(super) fn points(self, column: &ArrayRef, digits: Digits) -> Vec<i64> {
        let per_unit = digits.points_per_unit();
        match self {
            Self::Float32 => map::<Float32Type>(column, |price| of_f32(price, per_unit)),
            Self::Float64 => map::<Float64Type>(column, |price| points_of_f64(price, per_unit)),
            Self::Decimal { scale } => {
                let exponent = i32::from(digits.get()) - i32::from(scale);
                let widest = DataType::Decimal128(38, scale);
                match cast(column, &widest) {
                    Ok(wide) => map::<Decimal128Type>(&wide, |units| of_units(units, exponent)),
                    Err(_) => vec![NO_PRICE; column.len()],
                }
            }
            Self::Points(stored) => {
                let exponent = i32::from(digits.get()) - i32::from(stored.get());
                map::<Int64Type>(column, |points| of_units(points.into(), exponent))
            }
        }
    }

    /// The most decimals that the first prices have.
    pub(super) fn digits(self, column: &ArrayRef) -> Option<Digits> {
        let most = match self {
            Self::Points(digits) => return Some(digits),
            Self::Float32 => most_decimals::<Float32Type>(column),
            Self::Float64 => most_decimals::<Float64Type>(column),
            Self::Decimal { scale } => u8::try_from(scale).ok(),
        };
        Digits::new(most?.min(Digits::MAX.get()).into()).ok()
    }
}

fn map<T: ArrowPrimitiveType>(column: &ArrayRef, points: impl Fn(T::Native) -> Option<i64>) -> Vec<i64> {
    let Some(prices) = column.as_any().downcast_ref::<PrimitiveArray<T>>() else {
        return vec![NO_PRICE; column.len()];
    };
    let checked = |price| points(price).filter(is_price).unwrap_or(NO_PRICE);
    if prices.null_count() == 0 {
        return prices.values().iter().map(|price| checked(*price)).collect();
    }
    prices.iter().map(|price| price.map_or(NO_PRICE, checked)).collect()
}

fn is_price(points: &i64) -> bool {
    (-MAX_POINTS..=MAX_POINTS).contains(points)
}

fn of_f32(price: f32, per_unit: i64) -> Option<i64> {
    let points = (f64::from(price) * per_unit as f64).round();
    let comes_back = (points / per_unit as f64) as f32 == price;
    (comes_back && points.abs() < MAX_F32_POINTS as f64).then_some(points as i64)
}

/// Units of `10^-scale` as points, where the exponent is the digits less the scale.
fn of_units(units: i128, exponent: i32) -> Option<i64> {
    let power = i128::from(10).checked_pow(exponent.unsigned_abs())?;
    let points = if exponent >= 0 {
        units.checked_mul(power)?
    } else {
        (units % power == 0).then_some(units / power)?
    };
    i64::try_from(points).ok()
}

fn most_decimals<T: ArrowPrimitiveType<Native: ToString>>(column: &ArrayRef) -> Option<u8> {
    const ROWS: usize = 128;
    let prices = column.as_primitive_opt::<T>()?.iter().flatten().take(ROWS);
    prices.filter_map(|price| decimals(price.to_string().as_bytes(), b'.')).max()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::Int64Array;
    use tickloom_model::POWERS_OF_TEN;

    use super::*;

    #[test]
    fn points_beyond_the_largest_are_no_prices() {
        let column: ArrayRef =
            Arc::new(Int64Array::from(vec![i64::MIN, -MAX_POINTS - 1, -MAX_POINTS, MAX_POINTS]));
        let digits = Digits::new(5).unwrap();
        let points = PriceRule::Points(digits).points(&column, digits);
        assert_eq!(points, [NO_PRICE, NO_PRICE, -MAX_POINTS, MAX_POINTS]);
    }

    #[test]
    fn floats_become_points_where_no_other_price_is_as_near() {
        for (price, digits, expected) in [
            (1.14545, 5, Some(114_545)),
            (203.149_000_000_000_03, 3, Some(203_149)),
            (-37.63, 2, Some(-3_763)),
            (1.145_455, 5, None),
            (1e300, 5, None),
            (f64::NAN, 5, None),
            (f64::INFINITY, 5, None),
            (90_071_992_547.409_9, 5, Some(9_007_199_254_740_990)),
        ] {
            assert_eq!(points_of_f64(price, POWERS_OF_TEN[digits]), expected, "{price}");
        }
        for (price, digits, expected) in [
            (1.14545, 5, Some(114_545)),
            (24_880.1, 1, Some(248_801)),
            (1.145_455, 5, None),
            (16_777.216, 3, None),
        ] {
            assert_eq!(of_f32(price, POWERS_OF_TEN[digits]), expected, "{price}");
        }
    }

    #[test]
    fn decimals_are_exact_or_nothing() {
        assert_eq!(of_units(114_545, 0), Some(114_545));
        assert_eq!(of_units(114_545_000, -3), Some(114_545));
        assert_eq!(of_units(114_545_001, -3), None);
        assert_eq!(of_units(11, 4), Some(110_000));
        assert_eq!(of_units(i128::MAX, 4), None);
        assert_eq!(of_units(1, 127), None);
    }
}
