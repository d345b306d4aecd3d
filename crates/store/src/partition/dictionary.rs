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
    places: Vec<u16>,
}

impl Dictionary {
    /// `None` where a list would take more room than the volumes themselves, or have more places than two bytes can tell.
    pub(super) fn of(volumes: &[f32]) -> Option<Self> {
        let mut seen = Seen::new();
        let mut places = Vec::with_capacity(volumes.len());
        for volume in volumes {
            places.push(seen.place(volume.to_bits())?);
        }
        let (list, ranks) = seen.by_frequency();
        places.iter_mut().for_each(|place| *place = ranks[usize::from(*place)]);
        let dictionary = Self { volumes: list, places };
        (dictionary.bytes() < size_of_val(volumes)).then_some(dictionary)
    }

    pub(super) fn volumes(&self) -> &[f32] {
        &self.volumes
    }

    /// Adds a data page: the bits of a place, and all places as one bit-packed run of groups of eight.
    pub(super) fn pack(&self, page: &mut Vec<u8>) {
        let groups = self.places.len().div_ceil(8);
        page.push(8 * self.place_bytes() as u8);
        put_varint(page, (groups as u64) << 1 | 1);
        let end = page.len() + groups * 8 * self.place_bytes();
        match self.place_bytes() {
            1 => page.extend(self.places.iter().map(|place| *place as u8)),
            _ => page.extend_from_slice(little_endian(&self.places)),
        }
        page.resize(end, 0);
    }

    fn bytes(&self) -> usize {
        size_of_val(&self.volumes[..]) + self.places.len() * self.place_bytes()
    }

    fn place_bytes(&self) -> usize {
        if self.volumes.len() <= 1 << 8 { 1 } else { 2 }
    }
}

/// The volumes seen so far, found by their bits: an open-addressed table of places, at most half full.
struct Seen {
    slots: Vec<Option<u16>>,
    bits: Vec<u32>,
    counts: Vec<u32>,
}

/// Slots to begin with: what a day's usual volumes need.
const SLOTS: usize = 1 << 12;

impl Seen {
    fn new() -> Self {
        Self { slots: vec![None; SLOTS], bits: Vec::new(), counts: Vec::new() }
    }

    /// The place of a volume, a new one at the end if it was not seen before and there is one left.
    fn place(&mut self, bits: u32) -> Option<u16> {
        let slot = self.slot(bits);
        let place = match self.slots[slot] {
            Some(place) => place,
            None => self.add(slot, bits)?,
        };
        self.counts[usize::from(place)] += 1;
        Some(place)
    }

    /// Where a volume is, or would be.
    fn slot(&self, bits: u32) -> usize {
        let mask = self.slots.len() - 1;
        // Fibonacci hashing: the upper bits of the product depend on all bits of the volume.
        let mut slot = bits.wrapping_mul(0x9e37_79b9) as usize >> 15 & mask;
        while self.slots[slot].is_some_and(|place| self.bits[usize::from(place)] != bits) {
            slot = (slot + 1) & mask;
        }
        slot
    }

    #[cold]
    fn add(&mut self, slot: usize, bits: u32) -> Option<u16> {
        let place = u16::try_from(self.bits.len()).ok()?;
        self.slots[slot] = Some(place);
        self.bits.push(bits);
        self.counts.push(0);
        if self.bits.len() * 2 > self.slots.len() {
            self.grow();
        }
        Some(place)
    }

    fn grow(&mut self) {
        self.slots = vec![None; 2 * self.slots.len()];
        for place in 0..self.bits.len() {
            let slot = self.slot(self.bits[place]);
            self.slots[slot] = u16::try_from(place).ok();
        }
    }

    /// The volumes, most frequent first, and for each old place its new one.
    fn by_frequency(self) -> (Vec<f32>, Vec<u16>) {
        let mut order: Vec<usize> = (0..self.bits.len()).collect();
        order.sort_by_key(|&place| Reverse(self.counts[place]));
        let mut ranks = vec![0; order.len()];
        (0..=u16::MAX).zip(&order).for_each(|(rank, &place)| ranks[place] = rank);
        (order.iter().map(|&place| f32::from_bits(self.bits[place])).collect(), ranks)
    }
}
