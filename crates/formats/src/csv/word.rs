//! Eight bytes of text at a time: digits told from other bytes, and made numbers, without a loop.
//!
//! Words are little-endian, so the first character is the lowest byte. All is inlined into the loop over the rows:
//! calls in it were measured to cost a sixth of its speed.

use tickloom_model::POWERS_OF_TEN;

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH_BITS: u64 = 0x80 * ONES;
const ZEROS: u64 = 0x30 * ONES;

/// The eight bytes at a place, if there are so many.
#[inline(always)]
pub(super) fn load(text: &[u8], at: usize) -> Option<u64> {
    text.get(at..)?.first_chunk().map(|bytes| u64::from_le_bytes(*bytes))
}

/// The sixteen bytes at a place, if there are so many.
#[inline(always)]
pub(super) fn load_16(text: &[u8], at: usize) -> Option<u128> {
    text.get(at..)?.first_chunk().map(|bytes| u128::from_le_bytes(*bytes))
}

/// Each byte exclusive-or `'0'`: digits become their values, all others become more than 9.
#[inline(always)]
pub(super) const fn values(word: u64) -> u64 {
    word ^ ZEROS
}

/// How many of the lowest bytes are at most 9.
#[inline(always)]
pub(super) const fn leading_digits(values: u64) -> u32 {
    // Bytes up to 9 stay below 0x80 and carry nothing into their neighbour, so the lowest mark is exact.
    ((values.wrapping_add(0x76 * ONES) | values) & HIGH_BITS).trailing_zeros() / 8
}

/// Whether all bytes are at most 9.
#[inline(always)]
pub(super) const fn only_digits(values: u64) -> bool {
    (values.wrapping_add(0x76 * ONES) | values) & HIGH_BITS == 0
}

/// The number that eight digit values spell, the first being the most significant.
#[inline(always)]
pub(super) const fn eight_digits(values: u64) -> u64 {
    const PAIR: u64 = 0x0000_00ff_0000_00ff;
    let pairs = values.wrapping_mul(10).wrapping_add(values >> 8);
    let high = (pairs & PAIR).wrapping_mul(100 + (1_000_000 << 32));
    let low = ((pairs >> 16) & PAIR).wrapping_mul(1 + (10_000 << 32));
    high.wrapping_add(low) >> 32
}

/// A plain decimal number: digits, or digits around one point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Plain {
    /// Its digits without the point.
    pub(super) mantissa: u64,
    /// How many of them are behind the point.
    pub(super) decimals: u32,
    /// Where it ends.
    pub(super) end: usize,
}

/// The plain number that starts at a place, `decimal` standing for its point, read at once; `None` if there is none, or if it needs care.
///
/// For numbers whose length varies: no branch depends on it, so none is mispredicted.
#[inline(always)]
pub(super) fn plain_by_word(text: &[u8], at: usize, decimal: u8) -> Option<Plain> {
    let values = values(load(text, at)?);
    let point = leading_digits(values);
    let shift = 8 * (point & 7);
    let has_point = (values >> shift) as u8 == decimal ^ b'0';
    let hole = if has_point { 0xff << shift } else { 0 };
    let end = leading_digits(values & !hole);
    if end == 8 {
        return plain_by_bytes(text, at, decimal);
    }
    let decimals = if has_point { end.wrapping_sub(point + 1) } else { 0 };
    if point == 0 || (has_point && decimals == 0) {
        return None;
    }
    let before = (1 << shift) - 1;
    let closed = if has_point { (values & before) << 8 | (values & !hole & !before) } else { values };
    let mantissa = eight_digits(closed << (64 - 8 * end));
    Some(Plain { mantissa, decimals, end: at + end as usize })
}

/// As [`plain_by_word`], for numbers of up to eighteen digits whose length hardly varies.
///
/// The processor predicts where such a number ends and starts on the next field before this one is known.
#[inline(always)]
pub(super) fn plain_by_bytes(text: &[u8], at: usize, decimal: u8) -> Option<Plain> {
    let (mut mantissa, mut point, mut end) = (0_u64, None, at);
    for byte in text.get(at..)?.iter().take(19) {
        match byte {
            b'0'..=b'9' => mantissa = mantissa * 10 + u64::from(byte - b'0'),
            byte if *byte == decimal && point.is_none() => point = Some(end),
            _ => break,
        }
        end += 1;
    }
    let decimals = point.map_or(0, |point| end - point - 1);
    let is_plain = end - at < 19 && point.unwrap_or(end) > at && point.is_none_or(|_| decimals > 0);
    is_plain.then_some(Plain { mantissa, decimals: decimals as u32, end })
}

/// The seconds of the day that `HH:MM:SS` say.
#[inline(always)]
pub(super) const fn clock_seconds(word: u64) -> Option<i64> {
    // Colons become 0, as digits become their values.
    let values = word ^ u64::from_le_bytes(*b"00:00:00");
    const COLONS: u64 = 0x0000_ff00_00ff_0000;
    if leading_digits(values) < 8 || values & COLONS != 0 {
        return None;
    }
    let pairs = values.wrapping_mul(10).wrapping_add(values >> 8);
    let (hours, minutes, seconds) = (pairs & 0xff, pairs >> 24 & 0xff, pairs >> 48 & 0xff);
    if hours > 23 || minutes > 59 || seconds > 59 {
        return None;
    }
    Some((hours * 3_600 + minutes * 60 + seconds) as i64)
}

/// The nanoseconds of the one to seven digits that start at a place, and where they end.
#[inline(always)]
pub(super) fn fraction_nanos(text: &[u8], at: usize) -> Option<(i64, usize)> {
    let values = values(load(text, at)?);
    let length = leading_digits(values);
    if length == 0 || length == 8 {
        return None;
    }
    let kept = values & ((1 << (8 * length)) - 1);
    Some((eight_digits(kept) as i64 * POWERS_OF_TEN[1], at + length as usize))
}
