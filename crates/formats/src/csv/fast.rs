//! Usual rows, read fast: time, two prices, perhaps two volumes, nothing odd in them.
//!
//! A row that is not so is left to the careful reader; what is read here it would read the same.

use tickloom_model::{Digits, MAX_POINTS, POWERS_OF_TEN};

use super::{
    clock::Clock,
    header::Column,
    marks::Marks,
    mould::Mould,
    number,
    word::{Plain, plain_by_bytes, plain_by_word},
};
use crate::Field;

/// The order of the columns in a file of usual rows: a time in one cell or two, the prices, the volumes, and others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) time_cells: usize,
    pub(super) bid_first: bool,
    pub(super) bid_volume_first: bool,
    /// How many columns of volumes there are.
    pub(super) volumes: usize,
    /// How many columns follow that are none of ours.
    pub(super) others: usize,
}

impl Shape {
    /// The shape of these columns, if their rows can be usual ones.
    pub(super) fn of(columns: &[Column]) -> Option<Self> {
        use Column::{Clock, Date, Other};
        let (time_cells, columns) = match columns {
            [Column::Field(Field::Time), rest @ ..] => (1, rest),
            [Date, Clock, rest @ ..] => (2, rest),
            _ => return None,
        };
        let ours = columns.iter().take_while(|column| **column != Other).count();
        let (columns, others) = columns.split_at(ours);
        let (prices, volumes) = columns.split_at_checked(2)?;
        let bid_first = match prices {
            [Column::Field(Field::Bid), Column::Field(Field::Ask)] => true,
            [Column::Field(Field::Ask), Column::Field(Field::Bid)] => false,
            _ => return None,
        };
        let bid_volume_first = match volumes {
            [] => bid_first,
            [Column::Field(Field::BidVolume)]
            | [Column::Field(Field::BidVolume), Column::Field(Field::AskVolume)] => true,
            [Column::Field(Field::AskVolume)]
            | [Column::Field(Field::AskVolume), Column::Field(Field::BidVolume)] => false,
            _ => return None,
        };
        let are_others = others.iter().all(|column| *column == Other);
        let (volumes, others) = (volumes.len(), others.len());
        are_others.then_some(Self { time_cells, bid_first, bid_volume_first, volumes, others })
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

/// What the rows of a file have in common.
#[derive(Clone, Copy)]
pub(super) struct Usual {
    pub(super) marks: Marks,
    pub(super) digits: Digits,
    pub(super) others: usize,
}

/// The row that starts at a place, or `None` if it needs care. `mould` is that of the last price.
#[inline(always)]
pub(super) fn usual_row<const VOLUMES: usize>(
    rows: &[u8],
    at: usize,
    clock: &mut impl Clock,
    usual: Usual,
    mould: &mut Mould,
) -> Option<UsualRow> {
    let (nanos, end) = clock.read(rows, at)?;
    let (first, end) = price(rows, end + 1, usual, mould)?;
    let (second, end) = price(rows, separated(rows, end, usual)?, usual, mould)?;
    let mut volumes = [0.0; 2];
    let mut end = end;
    for place in volumes.iter_mut().take(VOLUMES) {
        (*place, end) = volume(rows, separated(rows, end, usual)?, usual)?;
    }
    if usual.others > 0 {
        end = others_end(rows, separated(rows, end, usual)?, usual)?;
    }
    Some(UsualRow { nanos, prices: [first, second], volumes, end: next_line(rows, end)? })
}

#[inline(always)]
fn price(rows: &[u8], at: usize, usual: Usual, mould: &mut Mould) -> Option<(i64, usize)> {
    let number = mould.read(rows, at).or_else(|| new_price(rows, at, usual, mould));
    number.and_then(|number| points(number, usual)).or_else(|| careful_price(rows, at, usual))
}

/// A price that is laid out unlike the one before.
#[inline(never)]
fn new_price(rows: &[u8], at: usize, usual: Usual, mould: &mut Mould) -> Option<Plain> {
    let number = plain_by_bytes(rows, at, usual.marks.decimal)?;
    *mould = Mould::of(number, rows, at, usual.marks.decimal);
    Some(number)
}

#[inline(always)]
fn points(number: Plain, usual: Usual) -> Option<(i64, usize)> {
    let missing = u32::from(usual.digits.get()).checked_sub(number.decimals)?;
    let points = (number.mantissa as i64).checked_mul(*POWERS_OF_TEN.get(missing as usize)?)?;
    (points <= MAX_POINTS).then_some((points, number.end))
}

/// Powers of ten that a 32-bit float holds exactly.
const EXACT_POWERS: [f32; 11] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10];
const EXACT_MANTISSA: u64 = 1 << 24;
const MAX_CELL_BYTES: usize = 32;

#[inline(always)]
fn volume(rows: &[u8], at: usize, usual: Usual) -> Option<(f32, usize)> {
    plain_volume(rows, at, usual).or_else(|| careful_volume(rows, at, usual))
}

#[inline(always)]
fn plain_volume(rows: &[u8], at: usize, usual: Usual) -> Option<(f32, usize)> {
    let number = plain_by_word(rows, at, usual.marks.decimal)?;
    let power = EXACT_POWERS.get(number.decimals as usize)?;
    // Both are exact, and division rounds to the nearest float: the same as reading the decimal text.
    (number.mantissa < EXACT_MANTISSA).then_some((number.mantissa as f32 / power, number.end))
}

/// A price with the noise of floats costs a careful look at its cell, not at the whole row.
#[cold]
fn careful_price(rows: &[u8], at: usize, usual: Usual) -> Option<(i64, usize)> {
    let cell = cell(rows, at, usual)?;
    Some((number::points(cell, usual.digits, usual.marks.decimal).ok()?, at + cell.len()))
}

#[cold]
fn careful_volume(rows: &[u8], at: usize, usual: Usual) -> Option<(f32, usize)> {
    let cell = cell(rows, at, usual)?;
    Some((number::volume(cell, usual.marks.decimal)?, at + cell.len()))
}

/// The unquoted cell that starts at a place, if it is of usual length.
fn cell(rows: &[u8], at: usize, usual: Usual) -> Option<&[u8]> {
    let rest = rows.get(at..)?;
    let is_end = |byte: &u8| *byte == usual.marks.separator || matches!(*byte, b'\r' | b'\n');
    rest.iter().take(MAX_CELL_BYTES).position(is_end).map(|end| &rest[..end])
}

/// Where the line ends, if as many cells without quotes come before as there should be.
#[inline(always)]
fn others_end(rows: &[u8], at: usize, usual: Usual) -> Option<usize> {
    let mut cells = 1;
    for (length, byte) in rows.get(at..)?.iter().enumerate() {
        match *byte {
            b'\r' | b'\n' => return (cells == usual.others).then_some(at + length),
            b'"' => return None,
            byte => cells += usize::from(byte == usual.marks.separator),
        }
    }
    None
}

#[inline(always)]
fn separated(rows: &[u8], at: usize, usual: Usual) -> Option<usize> {
    (rows.get(at) == Some(&usual.marks.separator)).then_some(at + 1)
}

#[inline(always)]
fn next_line(rows: &[u8], at: usize) -> Option<usize> {
    match *rows.get(at)? {
        b'\n' => Some(at + 1),
        b'\r' if rows.get(at + 1) == Some(&b'\n') => Some(at + 2),
        _ => None,
    }
}
