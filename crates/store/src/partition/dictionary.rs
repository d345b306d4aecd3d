//! Volumes as places in a list of those that occur: Parquet's encoding RLE_DICTIONARY.
//!
//! The list begins with the volume that occurs most, and a place takes one whole byte or two, so that most bytes are small
//! numbers and entropy coding makes less of them than of tightly packed bits (docs/adr/0014-packing-our-own-pages.md).

use std::cmp::Reverse;

use super::{deltas::put_varint, numbers::little_endian};

/// The distinct volumes of a column and where each row's is among them.
pub(super) struct Dictionary {
    /// Most frequent first; of two as frequent, the one that came first.
    volumes: Vec<f32>,
    /// For each volume, in the order in which they came first, its place in `volumes`.
    ranks: Vec<u16>,
    /// For each row which volume it has, in the order in which they came first.
    rows: Vec<u16>,
}

impl Dictionary {
    /// `None` where a list would take more room than the volumes themselves, or have more places than two bytes can tell, or
    /// where some volume is no number.
    pub(super) fn of(volumes: &[f32]) -> Option<Self> {
        if volumes.iter().fold(false, |any, volume| any | volume.is_nan()) {
            return None;
        }
        let mut seen = Seen::new();
        let mut rows = vec![0; volumes.len()];
        for (row, volume) in rows.iter_mut().zip(volumes) {
            *row = seen.number(volume.to_bits())?;
        }
        let (volumes_by_frequency, ranks) = seen.by_frequency();
        let dictionary = Self { volumes: volumes_by_frequency, ranks, rows };
        (dictionary.bytes() < size_of_val(volumes)).then_some(dictionary)
    }

    pub(super) fn volumes(&self) -> &[f32] {
        &self.volumes
    }

    /// Adds a data page: the bits of a place, and all places as one bit-packed run of groups of eight.
    pub(super) fn pack(&self, page: &mut Vec<u8>) {
        let groups = self.rows.len().div_ceil(8);
        page.push(8 * self.place_bytes() as u8);
        put_varint(page, (groups as u64) << 1 | 1);
        let end = page.len() + groups * 8 * self.place_bytes();
        let places = self.rows.iter().map(|row| self.ranks[usize::from(*row)]);
        match self.place_bytes() {
            1 => page.extend(places.map(|place| place as u8)),
            _ => page.extend_from_slice(little_endian(&places.collect::<Vec<_>>())),
        }
        page.resize(end, 0);
    }

    fn bytes(&self) -> usize {
        size_of_val(&self.volumes[..]) + self.rows.len() * self.place_bytes()
    }

    fn place_bytes(&self) -> usize {
        if self.volumes.len() <= 1 << 8 { 1 } else { 2 }
    }
}

/// The volumes seen so far, found by their bits: an open-addressed table, at most half full.
struct Seen {
    slots: Vec<Slot>,
    /// How far a hash is shifted so that as many bits are left as there are slots for.
    shift: u32,
    /// The slot of each volume, in the order in which they came first.
    order: Vec<u32>,
}

/// A volume that was seen; all that is asked of it lies together, and so is fetched at once.
#[derive(Clone, Copy)]
struct Slot {
    bits: u32,
    count: u32,
    number: u16,
}

/// Its bits are those of no number.
const EMPTY: Slot = Slot { bits: u32::MAX, count: 0, number: 0 };

/// Bits of the number of slots to begin with: what a day's usual volumes need.
const SLOT_BITS: u32 = 12;

impl Seen {
    fn new() -> Self {
        Self { slots: vec![EMPTY; 1 << SLOT_BITS], shift: u32::BITS - SLOT_BITS, order: Vec::new() }
    }

    /// Counts a volume. Its number is how many others came before it did; there is none left after 65,536.
    #[inline]
    fn number(&mut self, bits: u32) -> Option<u16> {
        let mut slot = self.slot(bits);
        if self.slots[slot].bits != bits {
            slot = self.add(slot, bits)?;
        }
        let seen = &mut self.slots[slot];
        seen.count += 1;
        Some(seen.number)
    }

    /// Where a volume is, or would be.
    #[inline]
    fn slot(&self, bits: u32) -> usize {
        // Fibonacci hashing: the upper bits of the product depend on all bits of the volume.
        let mut slot = (bits.wrapping_mul(0x9e37_79b9) >> self.shift) as usize;
        while self.slots[slot].bits != bits && self.slots[slot].bits != EMPTY.bits {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }

    #[cold]
    fn add(&mut self, slot: usize, bits: u32) -> Option<usize> {
        let number = u16::try_from(self.order.len()).ok()?;
        self.slots[slot] = Slot { bits, count: 0, number };
        self.order.push(slot as u32);
        if self.order.len() * 2 > self.slots.len() {
            self.grow();
        }
        Some(self.slot(bits))
    }

    fn grow(&mut self) {
        let slots = vec![EMPTY; 2 * self.slots.len()];
        let before = std::mem::replace(&mut self.slots, slots);
        self.shift -= 1;
        for index in 0..self.order.len() {
            let seen = before[self.order[index] as usize];
            let slot = self.slot(seen.bits);
            self.slots[slot] = seen;
            self.order[index] = slot as u32;
        }
    }

    /// The volumes, most frequent first, and for the number of each its place among them.
    fn by_frequency(&self) -> (Vec<f32>, Vec<u16>) {
        let mut seen: Vec<Slot> = self.order.iter().map(|&slot| self.slots[slot as usize]).collect();
        seen.sort_by_key(|seen| Reverse(seen.count));
        let mut ranks = vec![0; seen.len()];
        (0..=u16::MAX).zip(&seen).for_each(|(rank, seen)| ranks[usize::from(seen.number)] = rank);
        (seen.iter().map(|seen| f32::from_bits(seen.bits)).collect(), ranks)
    }
}
