//! The bytes that have a meaning between and inside the numbers of a file.

/// What separates fields, and what stands before the decimals of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) separator: u8,
    pub(super) decimal: u8,
}

impl Marks {
    /// What may separate fields.
    pub(super) const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

    /// The mark between groups of three digits: the one that does not stand before decimals.
    pub(super) const fn grouping(decimal: u8) -> u8 {
        if decimal == b',' { b'.' } else { b',' }
    }

    /// These marks with the decimal mark that most of these numbers have, a comma only where fields are not separated by it.
    pub(super) fn with_decimal_of<'a>(self, numbers: impl Iterator<Item = &'a [u8]>) -> Self {
        let last_mark = |number: &'a [u8]| number.iter().rev().find(|byte| matches!(**byte, b'.' | b','));
        let lead = numbers.filter_map(last_mark).fold(0_i64, |lead, mark| match *mark {
            b',' => lead + 1,
            _ => lead - 1,
        });
        let decimal = if lead > 0 && self.separator != b',' { b',' } else { b'.' };
        Self { decimal, ..self }
    }
}
