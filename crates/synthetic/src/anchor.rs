//! Where each day's price starts: a walk over the years of which any day can be had without the days before.

use tickloom_model::UtcDay;

use crate::{
    random::{hash, scaled},
    week::weekday,
};

/// The price around which the years wander, in points.
const CENTRE: i64 = 120_000;
/// How far the fastest wave swings to either side, in points.
const SWING: i64 = 250;
/// Waves, each half as fast as the one before and √2 as high, as a random walk's are; the slowest takes four years.
const N_WAVES: u32 = 11;

/// The mid price in points at which a day begins and the day before ends.
///
/// Nothing moves over the weekend: Saturday, Sunday and Monday begin at the same price.
pub(crate) fn price_at_start(seed: u64, day: UtcDay) -> i64 {
    let position = trading_days(day);
    let mut swing = SWING;
    (0..N_WAVES).fold(CENTRE, |price, wave| {
        let height = wave_at(hash(seed, u64::from(wave)), position, wave, swing);
        swing = swing * 181 / 128;
        price + height
    })
}

fn trading_days(day: UtcDay) -> i64 {
    let weeks = (i64::from(day.days_since_epoch()) + 4).div_euclid(7);
    5 * weeks + (weekday(day) - 1).max(0)
}

/// A line between random heights that lie `2^wave` days apart.
fn wave_at(seed: u64, position: i64, wave: u32, swing: i64) -> i64 {
    let (knot, length) = (position >> wave, 1 << wave);
    let height = |knot: i64| scaled(hash(seed, knot as u64), -swing, swing + 1);
    let along = position - (knot << wave);
    (height(knot) * (length - along) + height(knot + 1) * along) / length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> UtcDay {
        text.parse().unwrap()
    }

    #[test]
    fn the_weekend_does_not_move_the_price() {
        let price = |text| price_at_start(7, day(text));
        assert_eq!(price("2024-01-06"), price("2024-01-08"));
        assert_eq!(price("2024-01-07"), price("2024-01-08"));
        assert_ne!(price("2024-01-08"), price("2024-01-09"));
    }

    #[test]
    fn the_price_stays_sane_and_moves_like_a_currency_for_a_century() {
        let first = day("1970-01-05").days_since_epoch();
        let prices: Vec<i64> =
            (0..36_500).map(|n| price_at_start(3, UtcDay::from_days_since_epoch(first + n))).collect();
        assert!(prices.iter().all(|price| (92_000..148_000).contains(price)));
        let moves: Vec<f64> = prices.windows(2).map(|pair| (pair[1] - pair[0]) as f64).collect();
        let mean_square = moves.iter().map(|points| points * points).sum::<f64>() / moves.len() as f64;
        assert!((150.0..350.0).contains(&mean_square.sqrt()), "{}", mean_square.sqrt());
    }
}
