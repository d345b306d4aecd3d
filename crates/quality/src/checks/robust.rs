//! Middle and width of a few numbers, as outliers cannot move them.

/// The median of the absolute deviations times this is the standard deviation of a normal distribution.
const MAD_TO_SIGMA: f64 = 1.482_6;

/// The upper median, 0 of nothing; reorders the values.
pub(super) fn median<T: Copy + Ord + Default>(values: &mut [T]) -> T {
    let middle = values.len() / 2;
    if values.is_empty() { T::default() } else { *values.select_nth_unstable(middle).1 }
}

/// How far values lie from `middle`, as a standard deviation; replaces the values by their deviations.
pub(super) fn sigma(values: &mut [i64], middle: i64) -> f64 {
    values.iter_mut().for_each(|value| *value = (*value - middle).abs());
    MAD_TO_SIGMA * median(values) as f64
}

/// At most `size` of the values, spread evenly.
pub(super) fn sample<T: Copy>(values: &[T], size: usize) -> Vec<T> {
    let step = values.len().div_ceil(size).max(1);
    values.iter().copied().step_by(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outlier_moves_neither_middle_nor_width() {
        let values = [3, 1, 2, 4, 1_000_000];
        assert_eq!(median(&mut values.clone()), 3);
        assert!((sigma(&mut values.clone(), 3) - MAD_TO_SIGMA).abs() < 1e-12);
        assert_eq!(median::<i64>(&mut []), 0);
    }

    #[test]
    fn a_sample_is_spread_evenly_and_never_too_large() {
        assert_eq!(sample(&[1, 2, 3], 5), [1, 2, 3]);
        assert_eq!(sample(&[1, 2, 3, 4, 5], 2), [1, 4]);
        assert_eq!(sample::<i64>(&[], 2), [0_i64; 0]);
    }
}
