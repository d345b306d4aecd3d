//! Whole numbers as differences from one to the next: Parquet's encoding DELTA_BINARY_PACKED, packed so that zstd does the rest.
//!
//! A page is a header (block size, miniblocks in a block, values, the first value) and blocks: a lowest difference, the
//! bits that each of four miniblocks spends on a difference, and the differences less the lowest. Usual writers take the lowest
//! there is and the fewest bits. Here differences that fit take one byte or two, counted from a lowest that is always
//! the same, so that a byte means the same all over the page and entropy coding can count on it: larger before
//! zstd, smaller after it, and packed without shifting a bit (docs/adr/0014-packing-our-own-pages.md).

/// Differences of a block: enough that what a block says of itself weighs nothing.
const BLOCK: usize = 512;
const MINIBLOCKS: usize = 4;
const MINIBLOCK: usize = BLOCK / MINIBLOCKS;

/// What one or two bytes may hold: the lowest difference and the bits. Prices go up and down; times go only up, seldom by over a minute.
const RANGES: [(i64, u32); 3] = [(-0x80, 8), (0, 16), (-0x8000, 16)];

/// Adds the page of some values.
pub(super) fn pack(values: &[i64], page: &mut Vec<u8>) {
    let first = values.first().copied().unwrap_or_default();
    [BLOCK, MINIBLOCKS, values.len()].into_iter().for_each(|size| put_varint(page, size as u64));
    put_varint(page, zigzag(first));
    let mut room = [0; BLOCK];
    for start in (1..values.len()).step_by(BLOCK) {
        let block = &values[start - 1..values.len().min(start + BLOCK)];
        put_block(page, differences(block, &mut room));
    }
}

/// From each value to the next; they may wrap around, as they will again when they are added up.
fn differences<'a>(values: &[i64], room: &'a mut [i64; BLOCK]) -> &'a [i64] {
    let pairs = values.iter().zip(values.iter().skip(1));
    room.iter_mut().zip(pairs).for_each(|(place, (value, next))| *place = next.wrapping_sub(*value));
    &room[..values.len() - 1]
}

fn put_block(page: &mut Vec<u8>, differences: &[i64]) {
    let fits = |(lowest, bits): &(i64, u32)| spread(differences, *lowest) >> bits == 0;
    let range = RANGES.into_iter().find(fits);
    let lowest =
        range.map_or_else(|| differences.iter().copied().min().unwrap_or_default(), |(lowest, _)| lowest);
    let miniblocks = differences.chunks(MINIBLOCK);
    let mut widths = [0; MINIBLOCKS];
    for (width, miniblock) in widths.iter_mut().zip(miniblocks.clone()) {
        *width =
            range.map_or_else(|| u64::BITS - spread(miniblock, lowest).leading_zeros(), |(_, bits)| bits);
    }
    put_varint(page, zigzag(lowest));
    page.extend(widths.map(|width| width as u8));
    for (width, miniblock) in widths.into_iter().zip(miniblocks) {
        put_miniblock(page, miniblock, lowest, width);
    }
}

/// All bits that any difference needs beyond the lowest. Seen without a branch, which the compiler turns into vectors.
fn spread(differences: &[i64], lowest: i64) -> u64 {
    differences.iter().fold(0, |bits, difference| bits | above(*difference, lowest))
}

const fn above(difference: i64, lowest: i64) -> u64 {
    difference.wrapping_sub(lowest) as u64
}

/// One miniblock, with zeros after the last value for those that are missing.
fn put_miniblock(page: &mut Vec<u8>, differences: &[i64], lowest: i64, width: u32) {
    let end = page.len() + MINIBLOCK * width as usize / 8;
    let packed = differences.iter().map(|difference| above(*difference, lowest));
    match width {
        8 => page.extend(packed.map(|value| value as u8)),
        16 => put_two_bytes(page, packed),
        _ => put_bits(page, packed, width),
    }
    page.resize(end, 0);
}

fn put_two_bytes(page: &mut Vec<u8>, values: impl Iterator<Item = u64>) {
    let mut room = [[0; 2]; MINIBLOCK];
    room.iter_mut().zip(values).for_each(|(place, value)| *place = (value as u16).to_le_bytes());
    page.extend_from_slice(room.as_flattened());
}

/// Numbers of any width, the lowest bits first.
fn put_bits(page: &mut Vec<u8>, values: impl Iterator<Item = u64>, width: u32) {
    let (mut waiting, mut bits) = (0_u128, 0);
    for value in values {
        waiting |= u128::from(value) << bits;
        bits += width;
        while bits >= 32 {
            page.extend_from_slice(&(waiting as u32).to_le_bytes());
            waiting >>= 32;
            bits -= 32;
        }
    }
    page.extend_from_slice(&waiting.to_le_bytes()[..bits.div_ceil(8) as usize]);
}

/// Small numbers of either sign as small ones without: 0, -1, 1, -2, …
const fn zigzag(value: i64) -> u64 {
    (value << 1 ^ value >> (i64::BITS - 1)) as u64
}

/// Seven bits to a byte, the lowest first; the eighth says that more follow.
pub(super) fn put_varint(page: &mut Vec<u8>, mut value: u64) {
    while value > 0x7f {
        page.push(value as u8 | 0x80);
        value >>= 7;
    }
    page.push(value as u8);
}
