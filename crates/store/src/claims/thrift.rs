//! A walk over Thrift's compact form, in which Parquet describes itself: every length, count and type is checked on the way.

use super::format::{Claim, Fields, Kind};

/// No footer of a table of ticks has longer lists: row groups are numbered in 16 bits.
const MOST_ELEMENTS: u64 = 1 << 15;
/// The format itself nests eight deep.
const DEEPEST: usize = 16;
/// Decoders keep the number of a field in 16 bits and take a greater one for another.
const MOST_FIELDS: u64 = i16::MAX as u64;

/// Goes to the end of a struct and tells what it claims; gives what stands behind it. `None` if it is damaged or hostile.
pub(super) fn walk<'bytes>(
    bytes: &'bytes [u8],
    fields: Fields,
    tell: &mut dyn FnMut(Claim, i64),
) -> Option<&'bytes [u8]> {
    let mut walk = Walk { rest: bytes, depth: 0, tell };
    walk.structure(fields)?;
    Some(walk.rest)
}

struct Walk<'bytes, 'tell> {
    rest: &'bytes [u8],
    depth: usize,
    tell: &'tell mut dyn FnMut(Claim, i64),
}

impl Walk<'_, '_> {
    fn structure(&mut self, fields: Fields) -> Option<()> {
        let mut field = 0;
        loop {
            let header = self.byte()?;
            if header == 0 {
                return Some(());
            }
            field = match header >> 4 {
                0 => u64::try_from(signed(self.number()?)).ok()?,
                step => field + u64::from(step),
            };
            if field > MOST_FIELDS {
                return None;
            }
            let known = fields.iter().find(|(number, _)| *number == field);
            self.value(header & 0x0f, known.map_or(&Kind::Unknown, |(_, kind)| kind))?;
        }
    }

    /// A value of the type that its header names, if that is of its kind; gives the number or the length of the text it is.
    fn value(&mut self, wire: u8, kind: &Kind) -> Option<i64> {
        match (wire, kind) {
            (_, Kind::Told(claim, kind)) => {
                let said = self.value(wire, kind)?;
                (self.tell)(*claim, said);
                Some(said)
            }
            // It stands in the header.
            (1 | 2, Kind::Flag | Kind::Unknown) => Some(0),
            (3, Kind::Byte | Kind::Unknown) => self.skip(1),
            (4..=6, Kind::Number | Kind::Unknown) => self.number().map(signed),
            (7, Kind::Double | Kind::Unknown) => self.skip(8),
            (8, Kind::Text | Kind::Unknown) => self.number().and_then(|length| self.skip(length)),
            (9, Kind::List(kind)) => self.deeper(|walk| walk.list(kind)),
            (9, Kind::Unknown) => self.deeper(|walk| walk.list(&Kind::Unknown)),
            (12, Kind::Struct(fields)) => self.deeper(|walk| walk.structure(fields)),
            (12, Kind::Unknown) => self.deeper(|walk| walk.structure(&[])),
            _ => None,
        }
    }

    fn deeper(&mut self, go: impl FnOnce(&mut Self) -> Option<()>) -> Option<i64> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return None;
        }
        go(self)?;
        self.depth -= 1;
        Some(0)
    }

    fn list(&mut self, kind: &Kind) -> Option<()> {
        let header = self.byte()?;
        let (wire, count) = match (header & 0x0f, header >> 4) {
            (wire, 15) => (wire, self.number()?),
            (wire, few) => (wire, u64::from(few)),
        };
        // The format lists no truth values here, and not all decoders agree on how many bytes they take.
        if count > MOST_ELEMENTS || (count > 0 && wire < 3) {
            return None;
        }
        (0..count).try_for_each(|_| self.value(wire, kind).map(drop))
    }

    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn skip(&mut self, count: u64) -> Option<i64> {
        self.rest = self.rest.get(usize::try_from(count).ok()?..)?;
        i64::try_from(count).ok()
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

    const FIELDS: Fields = &[
        (1, Kind::Told(Claim::Packed, &Kind::Number)),
        (2, Kind::Text),
        (
            3,
            Kind::List(&Kind::Told(
                Claim::Column,
                &Kind::Struct(&[(1, Kind::Told(Claim::Name, &Kind::Text))]),
            )),
        ),
        (4, Kind::Flag),
    ];

    fn is_sound(bytes: &[u8]) -> bool {
        walk(bytes, FIELDS, &mut |_, _| {}).is_some()
    }

    #[test]
    fn lists_that_claim_more_than_is_there_are_refused() {
        let cases: [(&str, &[u8], bool); 10] = [
            ("empty struct", &[0], true),
            ("a number and a text", &[0x15, 2, 0x18, 3, b'a', b'b', b'c', 0], true),
            ("a list of numbers", &[0x99, 0x25, 2, 4, 0], true),
            ("no end", &[0x15, 2], false),
            ("a text beyond the end", &[0x28, 100, b'a', 0], false),
            ("a list beyond the end", &[0x99, 0xf5, 100, 2, 4, 0], false),
            ("a list of two billion", &[0x99, 0xfc, 0xff, 0xff, 0xff, 0xff, 7, 0], false),
            ("no such type", &[0x9e, 0], false),
            ("no such field", &[0x05, 0x80, 0x80, 8, 2, 0], false),
            (
                "an endless number",
                &[0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
                false,
            ),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(is_sound(bytes), expected, "{name}");
        }
        assert!(!is_sound(&[0x9c; 100_000]), "structs in structs without end");
    }

    #[test]
    fn a_field_of_another_type_than_its_number_has_is_refused() {
        let cases: [(&str, &[u8], bool); 8] = [
            ("a number of another width", &[0x14, 2, 0], true),
            ("a text for a number", &[0x18, 1, 9, 0], false),
            ("a truth value for a number", &[0x11, 0], false),
            ("a number for a truth value", &[0x45, 2, 0], false),
            ("a text for a list", &[0x38, 1, 0xfc, 0], false),
            ("a list of no structs", &[0x39, 0x15, 2, 0], false),
            ("an empty list of no type", &[0x39, 0, 0], true),
            ("truth values in a list", &[0x99, 0x21, 1, 1, 0], false),
        ];
        for (name, bytes, expected) in cases {
            assert_eq!(is_sound(bytes), expected, "{name}");
        }
    }

    #[test]
    fn claims_are_told_wherever_they_stand() {
        // {1: 3, 2: text, 3: [{1: text}, {}], 4: true, 9: {1: 7}} and two bytes of something else.
        let bytes =
            [0x15, 6, 0x18, 1, b'a', 0x19, 0x2c, 0x18, 2, b'a', b'b', 0, 0, 0x11, 0x5c, 0x15, 14, 0, 0, 9, 9];
        let mut told = Vec::new();
        let rest = walk(&bytes, FIELDS, &mut |claim, number| told.push((claim, number)));
        assert_eq!(rest, Some([9, 9].as_slice()));
        assert_eq!(told, [(Claim::Packed, 3), (Claim::Name, 2), (Claim::Column, 0), (Claim::Column, 0)]);
    }
}
