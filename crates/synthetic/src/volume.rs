//! Volumes as a provider quotes them: mostly one million, else the sizes that a few makers' lots add up to.

use crate::weighted::Weighted;

/// Hundredths in one unit of volume.
const ONE: usize = 100;
/// Volumes lie below this many hundredths.
const LIMIT: usize = 2_400;
/// What each hundredth more leaves of a volume's weight, of 2^32: a third fewer per unit.
const DECAY: u64 = 4_275_639_757;
/// The share of volumes of exactly one unit, in thousandths.
const ONES_PER_MILLE: u64 = 262;
/// Lots in ten-thousandths of a unit, and the part of all larger volumes that is made of them.
const LOTS: [(usize, u64); 6] = [(7_500, 14), (3_750, 6), (1_875, 36), (1_250, 12), (750, 9), (100, 8)];

/// Of 256 sides whose price stands still, how many keep their volume too.
const KEPT: u64 = 46;

/// What volumes are quoted and how often.
#[derive(Debug, Clone)]
pub(crate) struct Volumes(Weighted);

impl Volumes {
    pub(crate) fn new() -> Self {
        Self(Weighted::new(&weights()))
    }

    /// The volume after this one.
    #[inline]
    pub(crate) fn next(&self, volume: f32, price_moved: bool, bits: u64) -> f32 {
        if price_moved || bits >> 56 >= KEPT { self.pick(bits as u32) } else { volume }
    }

    #[inline]
    fn pick(&self, bits: u32) -> f32 {
        // Both are exact in a float, so the quotient is what parsing two decimals gives.
        self.0.pick(bits) as f32 / ONE as f32
    }
}

fn weights() -> Vec<u64> {
    let mut weights = vec![0; LIMIT];
    for (lot, part) in LOTS {
        larger_volumes(lot).for_each(|volume| weights[volume] += part * lot as u64);
    }
    let mut left = 1 << 32;
    for weight in &mut weights[ONE..] {
        *weight = (*weight * left) >> 16;
        left = (left * DECAY) >> 32;
    }
    weights[ONE] = weights.iter().sum::<u64>() / (1_000 - ONES_PER_MILLE) * ONES_PER_MILLE;
    weights
}

/// Multiples of a lot above one unit, rounded to hundredths with halves going down.
fn larger_volumes(lot: usize) -> impl Iterator<Item = usize> {
    (1..)
        .map(move |n| (n * lot + 49) / 100)
        .skip_while(|volume| *volume <= ONE)
        .take_while(|volume| *volume < LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_a_hundredth_go_down() {
        let eighths: Vec<usize> = larger_volumes(1_250).take(4).collect();
        assert_eq!(eighths, [112, 125, 137, 150]);
        let sixteenths: Vec<usize> = larger_volumes(1_875).take(4).collect();
        assert_eq!(sixteenths, [112, 131, 150, 169]);
    }

    #[test]
    fn a_volume_is_the_float_that_its_two_decimals_parse_to() {
        let volumes = Volumes::new();
        for bits in (0..=u32::MAX).step_by(1 << 16) {
            let volume = volumes.pick(bits);
            assert_eq!(format!("{volume:.2}").parse(), Ok(volume));
            assert!((1.0..24.0).contains(&volume));
        }
    }

    #[test]
    fn a_quarter_of_the_volumes_is_one() {
        let weights = weights();
        let share = weights[ONE] as f64 / weights.iter().sum::<u64>() as f64;
        assert!((share - 0.262).abs() < 0.001, "{share}");
    }
}
