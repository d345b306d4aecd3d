//! The unit in which a file keeps its times.

use tickloom_model::{NANOS_PER_MICRO, NANOS_PER_MILLI};

/// The coarsest unit that loses nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeUnit {
    Millis,
    Micros,
    Nanos,
}

impl TimeUnit {
    /// The unit for these times, and them in it.
    pub(super) fn coarsest(nanos: &[i64]) -> (Self, Vec<i64>) {
        if let Some(millis) = whole::<NANOS_PER_MILLI>(nanos) {
            (Self::Millis, millis)
        } else if let Some(micros) = whole::<NANOS_PER_MICRO>(nanos) {
            (Self::Micros, micros)
        } else {
            (Self::Nanos, nanos.to_vec())
        }
    }

    pub(super) const fn parquet_name(self) -> &'static str {
        match self {
            Self::Millis => "MILLIS",
            Self::Micros => "MICROS",
            Self::Nanos => "NANOS",
        }
    }
}

/// Times in a unit, if all are whole in it. The unit is known when this is compiled, for then a division is a multiplication.
fn whole<const UNIT: i64>(nanos: &[i64]) -> Option<Vec<i64>> {
    // Finer times mostly show themselves at once.
    if nanos.first().is_some_and(|time| time % UNIT != 0) {
        return None;
    }
    let times: Vec<i64> = nanos.iter().map(|time| time / UNIT).collect();
    let is_whole = times.iter().zip(nanos).fold(true, |all, (time, nanos)| all & (time * UNIT == *nanos));
    is_whole.then_some(times)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_finer_time_makes_the_unit_finer() {
        let cases: [(&[i64], TimeUnit, &[i64]); 6] = [
            (&[], TimeUnit::Millis, &[]),
            (&[0, 3_000_000, -1_000_000], TimeUnit::Millis, &[0, 3, -1]),
            (&[0, 3_000_000, 4_001_000], TimeUnit::Micros, &[0, 3_000, 4_001]),
            (&[1_000, 3_000_000], TimeUnit::Micros, &[1, 3_000]),
            (&[1_000, -1], TimeUnit::Nanos, &[1_000, -1]),
            (&[i64::MIN, i64::MAX], TimeUnit::Nanos, &[i64::MIN, i64::MAX]),
        ];
        for (nanos, unit, times) in cases {
            assert_eq!(TimeUnit::coarsest(nanos), (unit, times.to_vec()), "{nanos:?}");
        }
    }
}
