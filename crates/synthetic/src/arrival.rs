//! How long it is from tick to tick: beats of the provider's clock, and silences between them.

use crate::weighted::Weighted;

/// The longest of the short gaps in milliseconds.
const SHORT_MS: usize = 206;
/// Short gaps as (first, last, weight) in milliseconds: peaks at multiples of 51, some ground in between.
const SHORT_GAPS: [(usize, usize, u64); 15] = [
    (51, 52, 340),
    (53, 53, 55),
    (54, 100, 100),
    (101, 101, 160),
    (102, 102, 3_050),
    (103, 103, 1_930),
    (104, 104, 480),
    (105, 106, 200),
    (107, 151, 1_075),
    (152, 152, 70),
    (153, 153, 545),
    (154, 154, 275),
    (155, 155, 45),
    (156, 203, 560),
    (204, 206, 400),
];
/// The mean of the short gaps in milliseconds.
const SHORT_MEAN_MS: i64 = 116;

/// Of [`N_STEPS`] silences, how many are shorter than which length; in thousandths of the mean, beyond [`SHORT_MS`].
const SILENCES: [(usize, i64); 12] = [
    (0, 0),
    (102, 90),
    (256, 200),
    (512, 500),
    (768, 1_200),
    (922, 2_350),
    (972, 3_600),
    (1_004, 5_700),
    (1_014, 7_300),
    (1_020, 9_200),
    (1_023, 13_000),
    (1_024, 26_000),
];
/// Steps of equal probability.
const N_STEPS: usize = 1_024;

/// The lengths of gaps between ticks.
#[derive(Debug, Clone)]
pub(crate) struct Gaps {
    short: Weighted,
    silence: Vec<i64>,
}

/// How busy the market is for the moment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// The share of gaps that are silences, of 65,536.
    silences: u64,
    /// Their mean length beyond the short ones, in milliseconds.
    mean_ms: i64,
}

impl Gaps {
    pub(crate) fn new() -> Self {
        let mut weights = vec![0; SHORT_MS + 1];
        for (first, last, weight) in SHORT_GAPS {
            let each = 1_000 * weight / (last - first + 1) as u64;
            weights[first..=last].iter_mut().for_each(|sum| *sum += each);
        }
        Self { short: Weighted::new(&weights), silence: silence_lengths() }
    }

    /// The milliseconds to the next tick.
    #[inline]
    pub(crate) fn pick(&self, pace: Pace, bits: u64) -> i64 {
        if (bits >> 48) >= pace.silences {
            return self.short.pick(bits as u32) as i64;
        }
        let (step, along) = ((bits as usize >> 22) % N_STEPS, (bits & 0x3F_FFFF) as i64);
        let thousandths =
            self.silence[step] + (((self.silence[step + 1] - self.silence[step]) * along) >> 22);
        SHORT_MS as i64 + 1 + thousandths * pace.mean_ms / 1_000
    }
}

impl Pace {
    /// The pace at which that many ticks an hour come.
    pub(crate) fn of(ticks_per_hour: i64) -> Self {
        let gap_ms = 3_600_000 / ticks_per_hour.max(1);
        // Where ticks are rare, silences are both more and longer; fitted to hours from 2,000 to 11,000 ticks.
        let per_mille = (660 - 100_000 / gap_ms.max(1)).max(200);
        let silent_ms = (1_000 * gap_ms - (1_000 - per_mille) * SHORT_MEAN_MS) / per_mille;
        Self {
            silences: (per_mille * 65_536 / 1_000) as u64,
            mean_ms: (silent_ms - SHORT_MS as i64).max(100),
        }
    }
}

/// The lengths at equal steps of probability, scaled to a mean of one thousand.
fn silence_lengths() -> Vec<i64> {
    let mut lengths: Vec<i64> = (0..=N_STEPS).map(|step| 1_000 * length_at(step)).collect();
    let mean = lengths.windows(2).map(|pair| i64::midpoint(pair[0], pair[1])).sum::<i64>() / N_STEPS as i64;
    lengths.iter_mut().for_each(|length| *length = *length * 1_000 / mean);
    lengths
}

fn length_at(step: usize) -> i64 {
    let right = SILENCES.iter().position(|(share, _)| *share >= step).unwrap_or(SILENCES.len() - 1).max(1);
    let ((from, low), (to, high)) = (SILENCES[right - 1], SILENCES[right]);
    low + (high - low) * (step - from) as i64 / (to - from) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn a_pace_brings_as_many_ticks_as_it_says() {
        let gaps = Gaps::new();
        for ticks_per_hour in [2_000, 5_000, 11_000] {
            let (pace, mut random) = (Pace::of(ticks_per_hour), Random::new(5, 5));
            let n_gaps = 200_000;
            let total: i64 = (0..n_gaps).map(|_| gaps.pick(pace, random.bits())).sum();
            let found = n_gaps * 3_600_000 / total;
            assert!((found - ticks_per_hour).abs() * 30 < ticks_per_hour, "{ticks_per_hour}: {found}");
        }
    }

    #[test]
    fn no_gap_is_shorter_than_a_beat() {
        let (gaps, pace, mut random) = (Gaps::new(), Pace::of(9_000), Random::new(6, 6));
        assert!((0..100_000).all(|_| gaps.pick(pace, random.bits()) > 50));
    }
}
