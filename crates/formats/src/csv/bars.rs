//! Bars as CSV: every digit of a price, and the volume as the shortest text that reads back the same.

use std::{fmt, io::Write};

use tickloom_model::{Bar, Digits, Side};

/// The header of [`write_bar`].
pub const BAR_HEADER: &str = "open_time,open,high,low,close,volume,ticks";

/// Adds a bar without an end of line. `digits` are those of the instrument: mid prices, which lie on half points, get one more.
///
/// Times have three decimals, or six or nine where three would lose something.
pub fn write_bar(bar: &Bar, digits: Digits, side: Side, out: &mut Vec<u8>) {
    let Bar { open_time, open, high, low, close, volume, ticks, .. } = bar;
    let [open, high, low, close] = [open, high, low, close].map(|&units| PriceText { units, digits, side });
    // Writing to memory cannot fail.
    let _ = write!(out, "{open_time},{open},{high},{low},{close},{volume},{ticks}");
}

/// A price in the units of its side, with every digit when displayed.
#[derive(Debug, Clone, Copy)]
pub struct PriceText {
    /// Points, or half points for mid.
    pub units: i64,
    /// Decimals of a point.
    pub digits: Digits,
    /// Whose units they are.
    pub side: Side,
}

impl fmt::Display for PriceText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mantissa, decimals) = match self.side {
            Side::Bid | Side::Ask => (i128::from(self.units), self.digits.get()),
            Side::Mid => (i128::from(self.units) * 5, self.digits.get() + 1),
        };
        let one = 10_u128.pow(decimals.into());
        let sign = if mantissa < 0 { "-" } else { "" };
        write!(formatter, "{sign}{}", mantissa.unsigned_abs() / one)?;
        if decimals == 0 {
            return Ok(());
        }
        write!(formatter, ".{:0width$}", mantissa.unsigned_abs() % one, width = decimals.into())
    }
}

#[cfg(test)]
mod tests {
    use tickloom_model::Spread;

    use super::*;

    fn written(digits: u64, side: Side, [open, high, low, close]: [i64; 4]) -> String {
        let open_time = "2019-02-04T00:00:00Z".parse().unwrap();
        let bar =
            Bar { open_time, open, high, low, close, volume: 7.25, ticks: 3, spread: Spread::default() };
        let mut out = Vec::new();
        write_bar(&bar, Digits::new(digits).unwrap(), side, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn prices_have_the_digits_of_their_instrument_and_one_more_on_half_points() {
        for (digits, side, prices, expected) in [
            (5, Side::Bid, [114_541, 114_600, 114_500, 114_541], "1.14541,1.14600,1.14500,1.14541"),
            (5, Side::Mid, [229_087, 229_200, 229_000, 229_087], "1.145435,1.146000,1.145000,1.145435"),
            (0, Side::Ask, [7, 7, 7, 7], "7,7,7,7"),
            (0, Side::Mid, [7, 8, 1, 7], "3.5,4.0,0.5,3.5"),
            (2, Side::Bid, [-5, 0, -123, 5], "-0.05,0.00,-1.23,0.05"),
        ] {
            let line = format!("2019-02-04T00:00:00.000Z,{expected},7.25,3");
            assert_eq!(written(digits, side, prices), line);
        }
    }
}
