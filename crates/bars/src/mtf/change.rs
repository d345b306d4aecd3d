//! A bar that became complete, as its observers see it, and as a log says it.

use std::fmt;

use tickloom_model::{Bar, BarKind, Digits, Side, Symbol, UnixNanos};

use crate::CompletedBar;

/// A bar of a state became complete.
///
/// Prints as a line of a log does, prices with the instrument's decimals, one more for mid:
/// `EURUSD 5m completed 2019-02-04T10:05 o 1.14352 h 1.14360 l 1.14350 c 1.14355 v 12.5 n 75 spread 0.00002..0.00004`.
#[derive(Clone, Copy, PartialEq)]
pub struct StateChange<'a> {
    /// Whose bar.
    pub symbol: &'a Symbol,
    /// Decimals of a point.
    pub digits: Digits,
    /// Of which side.
    pub side: Side,
    /// Of which timeframe.
    pub timeframe: BarKind,
    /// The bar and since when it is known.
    pub completed: CompletedBar,
}

impl fmt::Display for StateChange<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Bar { open_time, open, high, low, close, volume, ticks, spread } = self.completed.bar;
        let price = |units| Price { units, digits: self.digits, side: self.side };
        let distance = |points| Price { units: points, digits: self.digits, side: Side::Bid };
        write!(formatter, "{} {} completed {} ", self.symbol, self.timeframe, to_minutes(open_time))?;
        write!(formatter, "o {} h {} l {} c {} ", price(open), price(high), price(low), price(close))?;
        write!(formatter, "v {volume} n {ticks} spread {}..{}", distance(spread.min), distance(spread.max))
    }
}

impl fmt::Debug for StateChange<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// A price with all its decimals: `1.14352`, of half points `1.143525`.
struct Price {
    units: i64,
    digits: Digits,
    side: Side,
}

impl fmt::Display for Price {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Half of the last decimal is five of the next.
        let is_half = self.side.units_per_point() == 2;
        let decimals = usize::from(self.digits.get()) + usize::from(is_half);
        let scaled = i128::from(self.units) * if is_half { 5 } else { 1 };
        let (sign, scaled) = (if scaled < 0 { "-" } else { "" }, scaled.unsigned_abs());
        let per_one = 10_u128.pow(decimals as u32);
        write!(formatter, "{sign}{}", scaled / per_one)?;
        if decimals > 0 { write!(formatter, ".{:0decimals$}", scaled % per_one) } else { Ok(()) }
    }
}

/// A time without seconds that are none, and without its zone, which is UTC.
fn to_minutes(time: UnixNanos) -> String {
    let text = time.to_string();
    let text = text.strip_suffix('Z').unwrap_or(&text);
    let text = text.strip_suffix(".000").unwrap_or(text);
    text.strip_suffix(":00").unwrap_or(text).to_owned()
}

#[cfg(test)]
mod tests {
    use tickloom_model::Spread;

    use super::*;

    fn line(side: Side, digits: u64, open_time: &str, [open, high, low, close]: [i64; 4]) -> String {
        let open_time = open_time.parse().unwrap();
        let spread = Spread { min: -2, max: 4, close: 2, sum: 9.0 };
        let bar = Bar { open_time, open, high, low, close, volume: 12.5, ticks: 75, spread };
        let (symbol, digits) = (&"EURUSD".parse().unwrap(), Digits::new(digits).unwrap());
        let completed = CompletedBar { bar, available_at: open_time };
        let timeframe = "5m".parse().unwrap();
        format!("{:?}", StateChange { symbol, digits, side, timeframe, completed })
    }

    #[test]
    fn a_change_reads_like_a_line_of_a_log() {
        let cases = [
            (
                line(Side::Bid, 5, "2019-02-04T10:05", [114_352, 114_360, 114_350, 114_355]),
                "EURUSD 5m completed 2019-02-04T10:05 o 1.14352 h 1.14360 l 1.14350 c 1.14355 v 12.5 n 75 \
                 spread -0.00002..0.00004",
            ),
            (
                line(Side::Mid, 1, "1969-12-31T23:59:30.5", [3, 5, -1, 0]),
                "EURUSD 5m completed 1969-12-31T23:59:30.500 o 0.15 h 0.25 l -0.05 c 0.00 v 12.5 n 75 \
                 spread -0.2..0.4",
            ),
            (
                line(Side::Ask, 0, "1970-01-01T00:00:01", [7, 8, 6, 7]),
                "EURUSD 5m completed 1970-01-01T00:00:01 o 7 h 8 l 6 c 7 v 12.5 n 75 spread -2..4",
            ),
        ];
        for (found, expected) in cases {
            assert_eq!(found, expected);
        }
    }
}
