//! Numbers as the bytes that files and hashes are made of.

use zerocopy::{Immutable, IntoBytes};

/// The bytes of numbers, the lowest first, where they lie.
pub(super) fn little_endian<T: IntoBytes + Immutable>(numbers: &[T]) -> &[u8] {
    const { assert!(cfg!(target_endian = "little"), "tick files are written on little-endian machines alone") };
    numbers.as_bytes()
}
