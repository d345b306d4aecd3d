//! How numbers of a column are laid out: mostly like the one before, and then read without looking for their point and end.

use super::word::{Plain, eight_digits, load, only_digits, values};

/// Where a number of up to eight bytes has its point, where it ends, and what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mould {
    /// The bytes that are digits.
    digits: u64,
    /// Those of them that stand before the point.
    before: u64,
    /// The byte that is the point, and what it is; nothing where there is none.
    point: (u64, u64),
    /// How far digits are shifted so that the last of eight is the last of the number.
    shift: u32,
    decimals: u32,
    length: usize,
    end: u8,
}

impl Mould {
    /// What no number fits.
    pub(super) const NONE: Self =
        Self { digits: 0, before: 0, point: (0, 1), shift: 0, decimals: 0, length: 0, end: 0 };

    /// The mould of a number that was read at a place, `decimal` standing for its point.
    pub(super) fn of(number: Plain, text: &[u8], at: usize, decimal: u8) -> Self {
        let length = number.end - at;
        let (Some(&end), 1..=8) = (text.get(number.end), length) else { return Self::NONE };
        let all = u64::MAX >> (64 - 8 * length);
        let (decimals, shift) = (number.decimals, 64 - 8 * length as u32);
        if decimals == 0 {
            return Self { digits: all, before: 0, point: (0, 0), shift, decimals, length, end };
        }
        let point_at = 8 * (length - 1 - decimals as usize);
        let point = (0xff << point_at, u64::from(decimal ^ b'0') << point_at);
        Self { digits: all & !point.0, before: (1 << point_at) - 1, point, shift, decimals, length, end }
    }

    /// The number that starts at a place, if it fits.
    #[inline(always)]
    pub(super) fn read(&self, text: &[u8], at: usize) -> Option<Plain> {
        let values = values(load(text, at)?);
        let (digits, end) = (values & self.digits, at + self.length);
        let fits = only_digits(digits) & (values & self.point.0 == self.point.1);
        if !fits || text.get(end) != Some(&self.end) {
            return None;
        }
        let closed = (digits & self.before) << 8 | (digits & !self.before);
        Some(Plain { mantissa: eight_digits(closed << self.shift), decimals: self.decimals, end })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

    use proptest::prelude::*;

    use super::*;
    use crate::csv::word::plain_by_bytes;

    /// The mould of the number that a text starts with.
    fn mould_of(text: &str) -> Mould {
        let number = plain_by_bytes(text.as_bytes(), 0, b'.').unwrap();
        Mould::of(number, text.as_bytes(), 0, b'.')
    }

    #[test]
    fn a_number_fits_the_mould_of_one_that_is_laid_out_alike() {
        let cases = [
            ("1.21189,", "1.00000,        ", Some((100_000, 5))),
            ("1.21189,", "1.2118,1        ", None),
            ("1.21189,", "1.211890,       ", None),
            ("1.21189,", "12.1189,        ", None),
            ("1.21189,", "1.21a89,        ", None),
            ("1.21189,", "1,21189,        ", None),
            ("1.21189,", "1.21189\n        ", None),
            ("1234.567,", "9876.543,       ", Some((9_876_543, 3))),
            ("12345.678,", "98765.432,      ", None),
            ("12345678,", "98765432,       ", Some((98_765_432, 0))),
            ("7\r", "8\r              ", Some((8, 0))),
            ("7\r", "8,              ", None),
            ("1.21189,", "1.21189", None),
        ];
        for (mould, text, expected) in cases {
            let read = mould_of(mould).read(text.as_bytes(), 0);
            assert_eq!(read.map(|number| (number.mantissa, number.decimals)), expected, "{text} by {mould}");
        }
    }

    #[test]
    fn nothing_fits_no_mould() {
        for text in ["0000000000", "          ", "\0\0\0\0\0\0\0\0\0\0"] {
            assert_eq!(Mould::NONE.read(text.as_bytes(), 0), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_fits_is_read_as_without_a_mould(mould in "[0-9]{1,7}(\\.[0-9]{1,5})?[,;]", text in "[0-9.,;]{12,20}") {
            if let Some(number) = mould_of(&mould).read(text.as_bytes(), 0) {
                prop_assert_eq!(Some(number), plain_by_bytes(text.as_bytes(), 0, b'.'));
            }
        }
    }
}
