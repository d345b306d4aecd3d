//! A choice among many with given weights, made with one look into a table.

/// Bits of randomness that a choice takes.
const BITS: u32 = 32;

/// Numbers from 0 that come up as often as their weights say (Walker's alias method, in whole numbers).
#[derive(Debug, Clone)]
pub(crate) struct Weighted {
    cells: Vec<Cell>,
    fraction_bits: u32,
}

/// One equally likely cell: below the cut it means itself, above it another number.
#[derive(Debug, Clone, Copy)]
struct Cell {
    cut: u32,
    other: u32,
}

impl Weighted {
    /// A choice by weights, of which one at least must not be zero.
    pub(crate) fn new(weights: &[u64]) -> Self {
        let n_cells = weights.len().next_power_of_two().max(2);
        let fraction_bits = BITS - n_cells.trailing_zeros();
        let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum::<u128>().max(1);
        let share = |weight: u64| ((u128::from(weight) << BITS) / total) as i64;
        let mut shares: Vec<i64> = weights.iter().map(|weight| share(*weight)).collect();
        shares.resize(n_cells, 0);
        give_rounding_to_the_largest(&mut shares);
        Self { cells: level(shares, 1 << fraction_bits), fraction_bits }
    }

    /// The number that these random bits choose.
    #[inline]
    pub(crate) fn pick(&self, bits: u32) -> usize {
        let index = (bits >> self.fraction_bits) as usize;
        let cell = self.cells[index];
        let fraction = bits & ((1 << self.fraction_bits) - 1);
        if fraction < cell.cut { index } else { cell.other as usize }
    }
}

fn give_rounding_to_the_largest(shares: &mut [i64]) {
    let lost = (1_i64 << BITS) - shares.iter().sum::<i64>();
    if let Some(largest) = shares.iter_mut().max() {
        *largest += lost;
    }
}

/// Fills every cell to the same level, topping up the poor ones with what the rich have too much.
fn level(mut shares: Vec<i64>, full: i64) -> Vec<Cell> {
    let mut cells: Vec<Cell> =
        (0..shares.len()).map(|own| Cell { cut: full as u32, other: own as u32 }).collect();
    let (mut poor, mut rich): (Vec<usize>, Vec<usize>) =
        (0..shares.len()).partition(|index| shares[*index] < full);
    while let (Some(&giver), Some(taker)) = (rich.last(), poor.pop()) {
        cells[taker] = Cell { cut: shares[taker] as u32, other: giver as u32 };
        shares[giver] -= full - shares[taker];
        if shares[giver] < full {
            rich.pop();
            poor.push(giver);
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often each number comes up over evenly spread bits.
    fn counts(weights: &[u64]) -> Vec<u32> {
        let choice = Weighted::new(weights);
        let mut counts = vec![0; weights.len()];
        (0..1_u32 << 16).for_each(|bits| counts[choice.pick(bits << 16)] += 1);
        counts
    }

    #[test]
    fn numbers_come_up_as_often_as_their_weights_say() {
        for (weights, expected) in [
            (vec![1], vec![65_536]),
            (vec![1, 1], vec![32_768, 32_768]),
            (vec![3, 0, 1], vec![49_152, 0, 16_384]),
            (vec![0, 0, 0, 0, 5], vec![0, 0, 0, 0, 65_536]),
        ] {
            assert_eq!(counts(&weights), expected, "{weights:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_share_is_met_to_the_resolution(weights in proptest::collection::vec(1_u64..1_000, 1..100)) {
            let total: u64 = weights.iter().sum();
            for (count, weight) in counts(&weights).iter().zip(&weights) {
                let expected = (weight << 16) as f64 / total as f64;
                // Each cell that takes part is rounded by less than one.
                proptest::prop_assert!((f64::from(*count) - expected).abs() < 128.0, "{count} {expected}");
            }
        }
    }
}
