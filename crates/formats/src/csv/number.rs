//! Prices and volumes as text, read carefully: exact points, and the nearest 32-bit float.

use std::borrow::Cow;

use memchr::memchr;
use tickloom_model::{Digits, MAX_POINTS};

use super::marks::Marks;

pub(super) const A_PRICE: &str = "a price such as 1.14545";
const A_COMMA_PRICE: &str = "a price such as 1,14545";
const A_SMALLER_PRICE: &str = "a price of at most 2^53 points";
const FEWER_DECIMALS: &str = "a price with at most the instrument's decimals";
pub(crate) const A_VOLUME: &str = "a finite volume that is not negative, or nothing";

/// More significant digits than this are no one's price: they are what a float prints as.
const SIGNIFICANT_DIGITS: usize = 10;

/// A number with a point before its decimals and nothing between its groups of digits; `None` if it is ambiguous.
///
/// Groups are only told from decimals where both marks are there: `1,234.56`, and `1.234,56` in a file of decimal commas.
fn plain(text: &[u8], decimal: u8) -> Option<Cow<'_, [u8]>> {
    let grouping = Marks::grouping(decimal);
    if memchr(grouping, text).is_some() {
        return ungrouped(text, decimal, grouping).map(Cow::Owned);
    }
    if decimal == b'.' {
        return Some(Cow::Borrowed(text));
    }
    let point = |byte: &u8| if *byte == decimal { b'.' } else { *byte };
    Some(Cow::Owned(text.iter().map(point).collect()))
}

fn ungrouped(text: &[u8], decimal: u8, grouping: u8) -> Option<Vec<u8>> {
    let (whole, fraction) = text.split_at(memchr(decimal, text)?);
    let mut groups = whole.split(|byte| *byte == grouping);
    let first = groups.next()?;
    let digits = first.strip_prefix(b"-").or_else(|| first.strip_prefix(b"+")).unwrap_or(first).len();
    let are_groups = (1..=3).contains(&digits) && groups.clone().all(|group| group.len() == 3);
    are_groups.then(|| [first, &groups.collect::<Vec<_>>().concat(), b".", &fraction[1..]].concat())
}

/// The digits of a price before and after the point.
struct Decimal<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
}

impl<'a> Decimal<'a> {
    fn of(text: &'a [u8]) -> Option<Self> {
        let (negative, text) = match text {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] => (false, rest),
            _ => (false, text),
        };
        let (whole, fraction) = match memchr(b'.', text) {
            Some(point) => (&text[..point], Some(&text[point + 1..])),
            None => (text, None),
        };
        let are_digits = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
        (are_digits(whole) && fraction.is_none_or(are_digits)).then_some(Self {
            negative,
            whole,
            fraction: fraction.unwrap_or_default(),
        })
    }

    /// The digits down to that decimal as a whole number, cut off there.
    fn cut(&self, decimals: usize) -> Option<i64> {
        let padding = decimals.saturating_sub(self.fraction.len());
        let kept = &self.fraction[..decimals.min(self.fraction.len())];
        let digits = self.whole.iter().chain(kept).map(|byte| i64::from(byte - b'0'));
        let mut digits = digits.chain(std::iter::repeat_n(0, padding));
        digits.try_fold(0_i64, |value, digit| value.checked_mul(10)?.checked_add(digit))
    }

    /// What follows that decimal, in units of it, from 0 up to 1.
    fn rest(&self, decimals: usize) -> f64 {
        let rest = self.fraction.get(decimals..).unwrap_or_default().iter();
        rest.rev().fold(0.0, |value, byte| (value + f64::from(byte - b'0')) / 10.0)
    }

    fn significant(&self) -> usize {
        let digits = self.whole.iter().chain(self.fraction);
        digits.skip_while(|digit| **digit == b'0').count()
    }

    fn as_f64(&self) -> f64 {
        self.whole.iter().fold(0.0, |value, byte| value * 10.0 + f64::from(byte - b'0')) + self.rest(0)
    }
}

/// A price in points, exactly; float noise below a fiftieth of a point is taken off.
pub(super) fn points(text: &[u8], digits: Digits, decimal: u8) -> Result<i64, &'static str> {
    let no_price = if decimal == b',' { A_COMMA_PRICE } else { A_PRICE };
    let text = plain(text, decimal).ok_or(no_price)?;
    let decimal = Decimal::of(&text).ok_or(no_price)?;
    let decimals = usize::from(digits.get());
    let cut = decimal.cut(decimals).filter(|points| *points <= MAX_POINTS).ok_or(A_SMALLER_PRICE)?;
    let magnitude = match decimal.rest(decimals) {
        ..=0.02 => cut,
        0.98.. if cut < MAX_POINTS => cut + 1,
        0.98.. => return Err(A_SMALLER_PRICE),
        _ => return Err(FEWER_DECIMALS),
    };
    Ok(if decimal.negative { -magnitude } else { magnitude })
}

/// How many decimals a price was meant to have, or `None` if the text is no price.
pub(crate) fn decimals(text: &[u8], decimal: u8) -> Option<u8> {
    let text = plain(text, decimal)?;
    let decimal = Decimal::of(&text)?;
    let most = Digits::MAX.get();
    if decimal.significant() <= SIGNIFICANT_DIGITS {
        return Some((decimal.fraction.len() as u8).min(most));
    }
    // Half of the last bit of a 32-bit float: what a price loses that was once one.
    let noise = decimal.as_f64() * f64::from(f32::EPSILON) / 2.0;
    let is_whole = |decimals: &u8| {
        let rest = decimal.rest((*decimals).into());
        rest.min(1.0 - rest) <= noise * 10_f64.powi((*decimals).into())
    };
    (0..most).find(is_whole).or(Some(most))
}

/// A volume as the nearest 32-bit float; no text is no volume, which is 0.
pub(super) fn volume(text: &[u8], decimal: u8) -> Option<f32> {
    if text.is_empty() {
        return Some(0.0);
    }
    let text = plain(text, decimal)?;
    // Keeps out the words that a float may also be written as.
    let is_number = text.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
    let text = std::str::from_utf8(&text).ok().filter(|_| is_number)?;
    let volume: f32 = text.parse().ok()?;
    // Adding zero turns a negative zero into a plain one.
    (volume.is_finite() && volume >= 0.0).then_some(volume + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(count: u64) -> Digits {
        Digits::new(count).unwrap()
    }

    #[test]
    fn prices_are_exact_points() {
        for (text, count, expected) in [
            ("1.14545", 5, Ok(114_545)),
            ("1.1", 5, Ok(110_000)),
            ("1", 5, Ok(100_000)),
            ("-37.63", 2, Ok(-3_763)),
            ("+1.5", 1, Ok(15)),
            ("0001.5", 1, Ok(15)),
            ("1.1454500", 5, Ok(114_545)),
            ("203.14900000000003", 3, Ok(203_149)),
            ("1580.7869999999998", 3, Ok(1_580_787)),
            ("1.145451", 5, Err(FEWER_DECIMALS)),
            ("1.1454502", 5, Ok(114_545)),
            ("1.1454503", 5, Err(FEWER_DECIMALS)),
            ("9007199254740992", 0, Ok(MAX_POINTS)),
            ("9007199254740993", 0, Err(A_SMALLER_PRICE)),
            ("99999999999999999999", 5, Err(A_SMALLER_PRICE)),
            ("", 5, Err(A_PRICE)),
            (".5", 5, Err(A_PRICE)),
            ("1.", 5, Err(A_PRICE)),
            ("1e5", 5, Err(A_PRICE)),
            ("1.1.1", 5, Err(A_PRICE)),
            ("--1", 5, Err(A_PRICE)),
            ("NaN", 5, Err(A_PRICE)),
        ] {
            assert_eq!(points(text.as_bytes(), digits(count), b'.'), expected, "{text} with {count}");
        }
    }

    #[test]
    fn a_price_that_rounds_up_beyond_the_limit_is_refused() {
        assert_eq!(points(b"9007199254740992.99", digits(0), b'.'), Err(A_SMALLER_PRICE));
    }

    #[test]
    fn decimals_are_those_written_less_the_noise_of_floats() {
        for (text, expected) in [
            ("1.14545", Some(5)),
            ("1.14500", Some(5)),
            ("1.14001", Some(5)),
            ("80.9", Some(1)),
            ("12", Some(0)),
            ("203.14900000000003", Some(3)),
            ("1580.7869999999998", Some(3)),
            ("1.0523600578308105", Some(5)),
            ("449.99999227", Some(0)),
            ("0.00123456789123", Some(9)),
            ("price", None),
        ] {
            assert_eq!(decimals(text.as_bytes(), b'.'), expected, "{text}");
        }
    }

    #[test]
    fn volumes_are_finite_and_not_negative() {
        for (text, expected) in [
            ("0.75", Some(0.75)),
            ("", Some(0.0)),
            ("1e-05", Some(1e-5)),
            ("900000", Some(900_000.0)),
            ("-0", Some(0.0)),
            ("-1", None),
            ("inf", None),
            ("NaN", None),
            ("1e99", None),
            ("1 000", None),
        ] {
            assert_eq!(volume(text.as_bytes(), b'.'), expected, "{text}");
        }
        assert!(volume(b"-0", b'.').unwrap().is_sign_positive());
    }

    #[test]
    fn groups_are_taken_out_only_where_both_marks_are_there() {
        for (text, decimal, expected) in [
            ("1,234.56", b'.', Some(123_456)),
            ("1,234,567.8", b'.', Some(123_456_780)),
            ("-1,234.5", b'.', Some(-123_450)),
            ("1.234,56", b',', Some(123_456)),
            ("1234,56", b',', Some(123_456)),
            ("12", b',', Some(1_200)),
            ("1,234", b'.', None),
            ("1.23", b',', None),
            ("1,23,4.5", b'.', None),
            (",234.5", b'.', None),
            ("1234,567.8", b'.', None),
            ("1.234.567", b',', None),
            ("1,5,0", b',', None),
        ] {
            assert_eq!(points(text.as_bytes(), digits(2), decimal).ok(), expected, "{text}");
        }
        assert_eq!(volume(b"1.500.000,5", b','), Some(1_500_000.5));
        assert_eq!(decimals(b"1.234,560", b','), Some(3));
    }
}
