//! How long to wait before asking again.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    time::Duration,
};

use crate::failure::{Again, Failure};

/// The longest pause of our own making.
const LONGEST: Duration = Duration::from_secs(30);

/// The longest pause that a server may ask for; an hour for which it wants more counts as lost.
const LONGEST_ASKED_FOR: Duration = Duration::from_secs(300);

/// The pause after the failed attempt of this number, from 1; none if asking again is of no use.
pub(crate) fn pause_after(attempt: u32, failure: &Failure, first: Duration) -> Option<Duration> {
    let own = jittered(doubled(first, attempt), chance());
    match failure.again {
        Again::Never => None,
        Again::Later => Some(own),
        Again::After(asked) => (asked <= LONGEST_ASKED_FOR).then(|| asked.max(own)),
    }
}

fn doubled(first: Duration, attempt: u32) -> Duration {
    let factor = 1 << attempt.saturating_sub(1).min(16);
    first.saturating_mul(factor).min(LONGEST)
}

/// Half of the pause to all of it, so that connections that failed together do not come back together.
fn jittered(pause: Duration, chance: f64) -> Duration {
    pause.mul_f64(0.5 + 0.5 * chance)
}

/// A number from 0 to 1 that differs from call to call: the standard library seeds its hashers at random.
fn chance() -> f64 {
    RandomState::new().build_hasher().finish() as f64 / u64::MAX as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_limit_and_are_spread() {
        let first = Duration::from_millis(500);
        for (attempt, millis) in [(1, 500), (2, 1_000), (3, 2_000), (6, 16_000), (7, 30_000), (200, 30_000)] {
            let longest = Duration::from_millis(millis);
            assert_eq!(doubled(first, attempt), longest);
            let pause = pause_after(attempt, &Failure::passing("download.network", ""), first).unwrap();
            assert!(pause >= longest / 2 && pause <= longest, "{attempt}: {pause:?}");
        }
    }

    #[test]
    fn what_the_server_asks_for_is_kept_to_if_it_is_bearable() {
        let asks = |seconds| {
            let again = Again::After(Duration::from_secs(seconds));
            pause_after(1, &Failure { again, ..Failure::passing("download.status", "") }, Duration::ZERO)
        };
        assert_eq!(asks(7), Some(Duration::from_secs(7)));
        assert_eq!(asks(301), None);
    }

    #[test]
    fn what_will_not_change_is_not_asked_again() {
        assert_eq!(pause_after(1, &Failure::lasting("download.redirect", ""), Duration::ZERO), None);
    }
}
