//! How long to wait before the next attempt: longer each time, and never as long as others do.

use std::time::Duration;

use super::ClientLimits;

/// Doublings that make any first pause the longest.
const MOST: u32 = 30;

/// Counts attempts that led to nothing.
#[derive(Default)]
pub(crate) struct Backoff {
    failed: u32,
}

impl Backoff {
    /// The next pause: from half of it to all of it, by chance, so that many clients do not come at once.
    pub(crate) fn pause(&mut self, limits: &ClientLimits) -> Duration {
        let doubled = limits.first_pause.saturating_mul(1 << self.failed.min(MOST));
        self.failed = self.failed.saturating_add(1);
        doubled.min(limits.longest_pause).mul_f64(0.5 + chance() / 2.0)
    }

    /// The engine was there for long enough.
    pub(crate) fn reset(&mut self) {
        self.failed = 0;
    }
}

/// From 0 to 1; always 1 where the system has no randomness.
fn chance() -> f64 {
    let mut byte = [u8::MAX];
    // A pause without chance is as good a pause.
    let _ = getrandom::fill(&mut byte);
    f64::from(byte[0]) / f64::from(u8::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_begin_anew() {
        let limits = ClientLimits {
            first_pause: Duration::from_millis(10),
            longest_pause: Duration::from_millis(100),
            ..ClientLimits::default()
        };
        let mut backoff = Backoff::default();
        for most in [10, 20, 40, 80, 100, 100] {
            let pause = backoff.pause(&limits);
            let most = Duration::from_millis(most);
            assert!(most / 2 <= pause && pause <= most, "{pause:?} of {most:?}");
        }
        backoff.reset();
        assert!(backoff.pause(&limits) <= limits.first_pause);
        assert!((0..100).all(|_| backoff.pause(&limits) <= limits.longest_pause));
    }
}
