//! A Parquet footer looked over before its decoder sees it.
//!
//! The decoder takes memory for as many elements as a list claims to have. So every list is walked first: one that claims
//! more than is there, or more than any table of ticks needs, is refused.

use super::unreadable;
use crate::StoreError;

/// No footer of a table of ticks comes near: a row group of a hundred columns takes some 10 KB.
pub(super) const MOST_BYTES: u64 = 32 << 20;
/// Row groups are numbered in 16 bits.
const MOST_ELEMENTS: u64 = 1 << 15;
/// The format itself nests eight deep.
const DEEPEST: usize = 16;

/// Refuses bytes that are no Thrift struct (in its compact form), or a hostile one.
pub(super) fn look_over(footer: &[u8]) -> Result<(), StoreError> {
    let walked = Walk { rest: footer }.structure(0);
    walked.ok_or_else(|| unreadable("its footer is damaged, or describes more than a table of ticks has"))
}

struct Walk<'footer> {
    rest: &'footer [u8],
}

impl Walk<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip(&mut self, count: u64) -> Option<()> {
        self.rest = self.rest.get(usize::try_from(count).ok()?..)?;
        Some(())
    }

    fn number(&mut self) -> Option<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    }

    fn structure(&mut self, depth: usize) -> Option<()> {
        loop {
            let header = self.byte()?;
            if header == 0 {
                return Some(());
            }
            if header >> 4 == 0 {
                self.number()?;
            }
            self.value(header & 0x0f, depth, true)?;
        }
    }

    /// A value of one of the format's types; truth values stand in the header of their field, and as bytes in lists.
    fn value(&mut self, kind: u8, depth: usize, in_field: bool) -> Option<()> {
        match kind {
            1 | 2 if in_field => Some(()),
            1..=3 => self.skip(1),
            4..=6 => self.number().map(drop),
            7 => self.skip(8),
            8 => {
                let length = self.number()?;
                self.skip(length)
            }
            9 | 10 if depth < DEEPEST => self.list(depth + 1),
            12 if depth < DEEPEST => self.structure(depth + 1),
            _ => None,
        }
    }

    fn list(&mut self, depth: usize) -> Option<()> {
        let header = self.byte()?;
        let count = match header >> 4 {
            15 => self.number()?,
            few => u64::from(few),
        };
        if count > MOST_ELEMENTS {
            return None;
        }
        (0..count).try_for_each(|_| self.value(header & 0x0f, depth, false))
    }
}

#[cfg(test)]
mod tests {
    use super::look_over;

    #[test]
    fn lists_that_claim_more_than_is_there_are_refused() {
        let cases: [(&str, &[u8], bool); 9] = [
            ("empty struct", &[0], true),
            ("a number and a text", &[0x15, 2, 0x18, 3, b'a', b'b', b'c', 0], true),
            ("a list of numbers", &[0x19, 0x25, 2, 4, 0], true),
            ("no end", &[0x15, 2], false),
            ("a text beyond the end", &[0x18, 100, b'a', 0], false),
            ("a list beyond the end", &[0x19, 0xf5, 100, 2, 4, 0], false),
            ("a list of two billion", &[0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 7, 0], false),
            ("no such type", &[0x1e, 0], false),
            (
                "an endless number",
                &[0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
                false,
            ),
        ];
        for (name, footer, expected) in cases {
            assert_eq!(look_over(footer).is_ok(), expected, "{name}");
        }
        assert!(look_over(&[0x1c; 100_000]).is_err(), "structs in structs without end");
    }
}
