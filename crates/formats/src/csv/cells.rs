//! One line as its cells: text between separators, with or without quotes around it.

use memchr::memchr;

/// The cells of a line without its end. A cell whose quotes do not match comes out with them, and is no number.
#[derive(Clone)]
pub(super) struct Cells<'a> {
    rest: Option<&'a [u8]>,
    separator: u8,
}

impl<'a> Cells<'a> {
    pub(super) const fn of(line: &'a [u8], separator: u8) -> Self {
        Self { rest: Some(line), separator }
    }
}

impl<'a> Iterator for Cells<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let rest = self.rest?;
        let end = match rest.first() {
            Some(b'"') => 1 + memchr(b'"', &rest[1..]).map_or(0, |quote| quote + 1),
            _ => 0,
        };
        let end = memchr(self.separator, &rest[end..]).map_or(rest.len(), |separator| end + separator);
        self.rest = rest.get(end + 1..);
        Some(unquoted(&rest[..end]))
    }
}

fn unquoted(cell: &[u8]) -> &[u8] {
    match cell {
        [b'"', inner @ .., b'"'] if memchr(b'"', inner).is_none() => inner,
        _ => cell,
    }
}

/// A line without its line feed and the carriage return before it.
pub(super) fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Whether a line holds nothing: not a row, but not wrong either.
pub(super) fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

/// The lines of some bytes with their offsets, without their ends and without the blank ones.
pub(super) fn rows(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    let lines = std::iter::from_fn(move || {
        let rest = bytes.get(at..).filter(|rest| !rest.is_empty())?;
        let length = memchr(b'\n', rest).map_or(rest.len(), |feed| feed + 1);
        let line = (at, without_end(&rest[..length]));
        at += length;
        Some(line)
    });
    lines.filter(|(_, line)| !is_blank(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_between_separators_that_are_not_quoted() {
        let cases: [(&str, &[&str]); 9] = [
            ("", &[""]),
            ("1", &["1"]),
            ("1,2", &["1", "2"]),
            ("1,,", &["1", "", ""]),
            ("\"1\",2", &["1", "2"]),
            ("\"1,5\",2", &["1,5", "2"]),
            ("\"\",2", &["", "2"]),
            ("\"1,2", &["\"1", "2"]),
            ("\"1\"5,2", &["\"1\"5", "2"]),
        ];
        for (line, expected) in cases {
            let expected: Vec<&[u8]> = expected.iter().map(|cell| cell.as_bytes()).collect();
            assert_eq!(Cells::of(line.as_bytes(), b',').collect::<Vec<_>>(), expected, "{line}");
        }
    }

    #[test]
    fn rows_are_lines_that_are_not_blank_with_or_without_a_last_newline() {
        let found: Vec<_> = rows(b"a\r\n\n \r\nb\nc").collect();
        assert_eq!(found, [(0, &b"a"[..]), (7, b"b"), (9, b"c")]);
    }
}
