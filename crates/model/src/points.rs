//! Floats as exact points: one by one, and whole columns at the speed of memory.

use crate::{MAX_POINTS, points_to_f64};

/// How far from a whole point a float may lie: noise of arithmetic, not another price.
pub const NOISE: f64 = 0.02;
/// Added to a float of less than 2^51, it moves the whole number nearest to it into the lowest bits.
const TO_LOWEST_BITS: f64 = 1.5 * (1_u64 << 52) as f64;
/// Up to here the noise of a multiplication is less than [`NOISE`], and the trick with the lowest bits holds.
const MAX_QUICK: f64 = (1_u64 << 45) as f64;

/// The price in whole points: the float of a decimal number that the instrument's decimals can write, or within a
/// fiftieth of a point of it. `None` for any other, for NaN, and beyond [`MAX_POINTS`].
///
/// ```
/// use tickloom_model::points_of_f64;
///
/// assert_eq!(points_of_f64(1.14352, 100_000), Some(114_352));
/// assert_eq!(points_of_f64(0.1 + 0.2, 10), Some(3));
/// assert_eq!(points_of_f64(1.143525, 100_000), None);
/// ```
#[must_use]
#[inline]
pub fn points_of_f64(price: f64, points_per_unit: i64) -> Option<i64> {
    let scaled = price * points_per_unit as f64;
    let points = scaled.round();
    if scaled.abs() <= MAX_QUICK && (scaled - points).abs() <= NOISE {
        return Some(points as i64);
    }
    // Far out the multiplication itself may miss by a point; NaN becomes 0, which does not come back.
    let points = points as i64;
    let candidates = [points, points.saturating_sub(1), points.saturating_add(1)];
    let comes_back = |candidate: &i64| {
        candidate.unsigned_abs() <= MAX_POINTS.unsigned_abs()
            && points_to_f64(*candidate, points_per_unit) == price
    };
    candidates.into_iter().find(comes_back)
}

/// The whole point nearest to a price, and how far away it is, both in points. Within 2^44 points, and [`NOISE`], it is
/// what [`points_of_f64`] gives; what comes out of any other price means nothing, and out of NaN or infinity is none.
///
/// ```
/// use tickloom_model::nearest_point;
///
/// assert_eq!(nearest_point(1.5, 10.0), (15.0, 0.0));
/// assert_eq!(nearest_point(1.525, 10.0), (15.0, 0.25));
/// assert!(nearest_point(f64::NAN, 10.0).0.is_nan());
/// ```
#[must_use]
#[inline]
pub fn nearest_point(price: f64, points_per_unit: f64) -> (f64, f64) {
    let scaled = price * points_per_unit;
    let nearest = (scaled + TO_LOWEST_BITS) - TO_LOWEST_BITS;
    (nearest, (scaled - nearest).abs())
}

/// Adds the points of every price to a column; what [`points_of_f64`] gives for each.
///
/// # Errors
/// The position of the first price that has none; the column is then of no use.
pub fn extend_points(points: &mut Vec<i64>, prices: &[f64], points_per_unit: i64) -> Result<(), usize> {
    let start = points.len();
    let mut is_quick = true;
    points.extend(prices.iter().map(|price| {
        let scaled = price * points_per_unit as f64;
        let moved = scaled + TO_LOWEST_BITS;
        is_quick &= (scaled - (moved - TO_LOWEST_BITS)).abs() <= NOISE && scaled.abs() <= MAX_QUICK;
        moved.to_bits().wrapping_sub(TO_LOWEST_BITS.to_bits()) as i64
    }));
    if is_quick {
        return Ok(());
    }
    for (position, (points, price)) in points[start..].iter_mut().zip(prices).enumerate() {
        *points = points_of_f64(*price, points_per_unit).ok_or(position)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::POWERS_OF_TEN;

    #[test]
    fn what_the_decimals_can_write_has_points() {
        for (price, digits, expected) in [
            (1.14352, 5, Some(114_352)),
            (-0.5, 1, Some(-5)),
            (1.1 + 2.2, 1, Some(33)),
            (1.143525, 5, None),
            (9_007_199_254_740_992.0, 0, Some(MAX_POINTS)),
            (9_007_199_254_740_994.0, 0, None),
            (f64::NAN, 5, None),
            (f64::INFINITY, 5, None),
            (-0.0, 5, Some(0)),
        ] {
            let per_unit = POWERS_OF_TEN[digits];
            assert_eq!(points_of_f64(price, per_unit), expected, "{price}");
            let mut column = vec![7];
            let answer = extend_points(&mut column, &[1.0, price], per_unit);
            assert_eq!(
                answer.map(|()| column),
                expected.map(|points| vec![7, per_unit, points]).ok_or(1),
                "{price}"
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn points_come_back_from_floats_one_by_one_and_as_columns(
            // Beyond, neighbouring points may be the same float.
            points in proptest::collection::vec(-MAX_POINTS / 4..=MAX_POINTS / 4, 0..20), small in -200_000_i64..200_000, digits in 0_usize..=9,
        ) {
            let per_unit = POWERS_OF_TEN[digits];
            for column in [points, vec![small; 9]] {
                let prices: Vec<f64> = column.iter().map(|&points| points_to_f64(points, per_unit)).collect();
                let mut found = Vec::new();
                proptest::prop_assert_eq!(extend_points(&mut found, &prices, per_unit), Ok(()));
                proptest::prop_assert_eq!(&found, &column);
            }
        }

        #[test]
        fn a_column_is_its_floats_one_by_one(prices: Vec<f64>, digits in 0_usize..=9) {
            let per_unit = POWERS_OF_TEN[digits];
            let one_by_one: Option<Vec<i64>> = prices.iter().map(|price| points_of_f64(*price, per_unit)).collect();
            let mut found = Vec::new();
            let column = extend_points(&mut found, &prices, per_unit).ok().map(|()| found);
            proptest::prop_assert_eq!(column, one_by_one);
        }
    }
}
