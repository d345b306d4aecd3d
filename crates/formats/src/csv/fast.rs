//! Usual rows, read fast: time, two prices, perhaps two volumes, nothing odd in them.
//!
//! A row that is not so is left to the careful reader; what is read here it would read the same.

use tickloom_model::{Digits, MAX_POINTS, POWERS_OF_TEN};

use super::{
    SEPARATOR,
    clock::Clock,
    number,
    word::{plain_by_bytes, plain_by_word},
};
use crate::Field;

/// The order of the columns in a file of usual rows: in it, the pairs of prices and volumes may be either way round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) bid_first: bool,
    pub(super) bid_volume_first: bool,
    pub(super) volumes: bool,
}

impl Shape {
    /// The shape of these columns, if their rows can be usual ones.
    pub(super) fn of(columns: &[Option<Field>]) -> Option<Self> {
        let [Some(Field::Time), prices @ ..] = columns else { return None };
        let (prices, volumes) = prices.split_at_checked(2)?;
        let bid_first = match prices {
            [Some(Field::Bid), Some(Field::Ask)] => true,
            [Some(Field::Ask), Some(Field::Bid)] => false,
            _ => return None,
        };
        let (volumes, bid_volume_first) = match volumes {
            [] => (false, bid_first),
            [Some(Field::BidVolume), Some(Field::AskVolume)] => (true, true),
            [Some(Field::AskVolume), Some(Field::BidVolume)] => (true, false),
            _ => return None,
        };
        Some(Self { bid_first, bid_volume_first, volumes })
    }
}

/// The numbers of a row in the order of its columns.
pub(super) struct UsualRow {
    pub(super) nanos: i64,
    pub(super) prices: [i64; 2],
    pub(super) volumes: [f32; 2],
    /// Where the next row starts.
    pub(super) end: usize,
}

/// The row that starts at a place, or `None` if it needs care.
#[inline(always)]
pub(super) fn usual_row<const VOLUMES: bool>(
    rows: &[u8],
    at: usize,
    clock: &mut impl Clock,
    digits: Digits,
) -> Option<UsualRow> {
    let (nanos, end) = clock.read(rows, at)?;
    let (first, end) = price(rows, end + 1, digits)?;
    let (second, end) = price(rows, separated(rows, end)?, digits)?;
    let mut volumes = [0.0; 2];
    let mut end = end;
    if VOLUMES {
        for place in &mut volumes {
            (*place, end) = volume(rows, separated(rows, end)?)?;
        }
    }
    Some(UsualRow { nanos, prices: [first, second], volumes, end: next_line(rows, end)? })
}

#[inline(always)]
fn price(rows: &[u8], at: usize, digits: Digits) -> Option<(i64, usize)> {
    plain_price(rows, at, digits).or_else(|| careful_price(rows, at, digits))
}

#[inline(always)]
fn plain_price(rows: &[u8], at: usize, digits: Digits) -> Option<(i64, usize)> {
    let number = plain_by_bytes(rows, at)?;
    let missing = u32::from(digits.get()).checked_sub(number.decimals)?;
    let points = (number.mantissa as i64).checked_mul(*POWERS_OF_TEN.get(missing as usize)?)?;
    (points <= MAX_POINTS).then_some((points, number.end))
}

/// Powers of ten that a 32-bit float holds exactly.
const EXACT_POWERS: [f32; 11] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];
const EXACT_MANTISSA: u64 = 1 << 24;
const MAX_CELL_BYTES: usize = 32;

#[inline(always)]
fn volume(rows: &[u8], at: usize) -> Option<(f32, usize)> {
    plain_volume(rows, at).or_else(|| careful_volume(rows, at))
}

#[inline(always)]
fn plain_volume(rows: &[u8], at: usize) -> Option<(f32, usize)> {
    let number = plain_by_word(rows, at)?;
    let power = EXACT_POWERS.get(number.decimals as usize)?;
    // Both are exact, and division rounds to the nearest float: the same as reading the decimal text.
    (number.mantissa < EXACT_MANTISSA).then_some((number.mantissa as f32 / power, number.end))
}

/// A price with the noise of floats costs a careful look at its cell, not at the whole row.
#[cold]
fn careful_price(rows: &[u8], at: usize, digits: Digits) -> Option<(i64, usize)> {
    let cell = cell(rows, at)?;
    Some((number::points(cell, digits).ok()?, at + cell.len()))
}

#[cold]
fn careful_volume(rows: &[u8], at: usize) -> Option<(f32, usize)> {
    let cell = cell(rows, at)?;
    Some((number::volume(cell)?, at + cell.len()))
}

/// The unquoted cell that starts at a place, if it is of usual length.
fn cell(rows: &[u8], at: usize) -> Option<&[u8]> {
    let rest = rows.get(at..)?;
    let is_end = |byte: &u8| matches!(*byte, SEPARATOR | b'\r' | b'\n');
    rest.iter().take(MAX_CELL_BYTES).position(is_end).map(|end| &rest[..end])
}

#[inline(always)]
fn separated(rows: &[u8], at: usize) -> Option<usize> {
    (rows.get(at) == Some(&SEPARATOR)).then_some(at + 1)
}

#[inline(always)]
fn next_line(rows: &[u8], at: usize) -> Option<usize> {
    match *rows.get(at)? {
        b'\n' => Some(at + 1),
        b'\r' if rows.get(at + 1) == Some(&b'\n') => Some(at + 2),
        _ => None,
    }
}
