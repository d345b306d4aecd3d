//! A walk over Thrift's compact form, in which Parquet describes itself: every length and count is checked on the way.

/// No footer of a table of ticks has longer lists: row groups are numbered in 16 bits.
const MOST_ELEMENTS: u64 = 1 << 15;
/// The format itself nests eight deep.
const DEEPEST: usize = 16;

const STRUCT: u8 = 12;

/// Bytes still to be walked over.
pub(super) struct Walk<'bytes> {
    pub(super) rest: &'bytes [u8],
}

impl<'bytes> Walk<'bytes> {
    pub(super) const fn over(rest: &'bytes [u8]) -> Self {
        Self { rest }
    }

    /// Goes to the end of a struct and tells of its whole numbers, and of those in structs directly in it: by the fields'
    /// numbers, of which the outer one is 0 for the struct's own. `None` if it is damaged or hostile.
    pub(super) fn numbers(&mut self, mut tell: impl FnMut([u64; 2], i64)) -> Option<()> {
        self.fields(0, &mut |walk, kind, field, depth| match kind {
            STRUCT => walk.fields(depth + 1, &mut |walk, kind, inner, depth| {
                walk.number_or_skip(kind, depth)
                    .map(|number| number.map_or((), |number| tell([field, inner], number)))
            }),
            _ => walk
                .number_or_skip(kind, depth)
                .map(|number| number.map_or((), |number| tell([0, field], number))),
        })
    }

    /// Goes to the end of a struct; `None` if it is damaged or hostile.
    pub(super) fn structure(&mut self, depth: usize) -> Option<()> {
        self.fields(depth, &mut |walk, kind, _, depth| walk.value(kind, depth, true))
    }

    fn fields(
        &mut self,
        depth: usize,
        visit: &mut dyn FnMut(&mut Self, u8, u64, usize) -> Option<()>,
    ) -> Option<()> {
        let mut field = 0_u64;
        loop {
            let header = self.byte()?;
            if header == 0 {
                return Some(());
            }
            field = match header >> 4 {
                0 => u64::try_from(signed(self.number()?)).ok()?,
                step => field.checked_add(step.into())?,
            };
            visit(self, header & 0x0f, field, depth)?;
        }
    }

    fn number_or_skip(&mut self, kind: u8, depth: usize) -> Option<Option<i64>> {
        match kind {
            4..=6 => self.number().map(|number| Some(signed(number))),
            _ => self.value(kind, depth, true).map(|()| None),
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
            STRUCT if depth < DEEPEST => self.structure(depth + 1),
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
}

/// Small numbers of either sign are short: 0, -1, 1, -2 are written as 0, 1, 2, 3.
const fn signed(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(bytes: &[u8]) -> Option<()> {
        Walk::over(bytes).structure(0)
    }

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
        for (name, bytes, expected) in cases {
            assert_eq!(walk(bytes).is_some(), expected, "{name}");
        }
        assert!(walk(&[0x1c; 100_000]).is_none(), "structs in structs without end");
    }

    #[test]
    fn numbers_are_told_by_the_fields_that_hold_them() {
        // {1: 3, 2: -1, 5: {1: 7, 3: text}, 7: {2: 1}} and two bytes of something else.
        let bytes = [0x15, 6, 0x15, 1, 0x3c, 0x15, 14, 0x28, 1, b'a', 0, 0x2c, 0x25, 2, 0, 0, 9, 9];
        let (mut walk, mut told) = (Walk::over(&bytes), Vec::new());
        assert!(walk.numbers(|fields, number| told.push((fields, number))).is_some());
        assert_eq!(told, [([0, 1], 3), ([0, 2], -1), ([5, 1], 7), ([7, 2], 1)]);
        assert_eq!(walk.rest, [9, 9]);
    }
}
