//! Foreign bytes as text that is safe to show, store and open elsewhere.

const EXCERPT_CHARS: usize = 60;
const ROW_CHARS: usize = 1_000;

/// The start of some bytes for a message: see [`BadRow::found`](crate::BadRow::found).
pub(crate) fn excerpt(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(start(bytes, EXCERPT_CHARS));
    cut(text.chars().flat_map(shown).collect(), EXCERPT_CHARS)
}

/// A whole row, from which its bytes can be told again: see [`BadRow::row`](crate::BadRow::row).
#[must_use]
pub fn row_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().min(ROW_CHARS));
    for chunk in start(bytes, ROW_CHARS).utf8_chunks() {
        text.extend(chunk.valid().chars().flat_map(told));
        text.push_str(&chunk.invalid().escape_ascii().to_string());
    }
    cut(text, ROW_CHARS)
}

/// No character takes more than four bytes, so what is left out here would be cut anyway.
fn start(bytes: &[u8], chars: usize) -> &[u8] {
    &bytes[..bytes.len().min(4 * (chars + 1))]
}

fn cut(mut text: String, chars: usize) -> String {
    if let Some((cut, _)) = text.char_indices().nth(chars) {
        let last = text[..cut].char_indices().next_back().map_or(0, |(at, _)| at);
        text.truncate(last);
        text.push('…');
    }
    text
}

fn shown(character: char) -> impl Iterator<Item = char> {
    escaped(character, is_unprintable(character))
}

fn told(character: char) -> impl Iterator<Item = char> {
    escaped(character, is_unprintable(character) || character == '\\')
}

fn escaped(character: char, escape: bool) -> impl Iterator<Item = char> {
    let escape = escape.then(|| character.escape_default());
    let plain = escape.is_none().then_some(character);
    escape.into_iter().flatten().chain(plain)
}

/// Characters that end lines, or turn the direction of what follows them, are no more welcome than control characters.
fn is_unprintable(character: char) -> bool {
    let turns =
        matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    character.is_control() || turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_told_so_that_their_bytes_can_be_told_again() {
        let cases: [(&[u8], &str); 5] = [
            (b"a,b;c", "a,b;c"),
            (b"a\tb\0", "a\\tb\\u{0}"),
            (b"a\\tb", "a\\\\tb"),
            (b"caf\xe9,1", "caf\\xe9,1"),
            ("\u{202e}1.1,€".as_bytes(), "\\u{202e}1.1,€"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(row_text(bytes), expected);
        }
        assert_eq!(row_text(&[b'x'; 60_000]).chars().count(), ROW_CHARS);
    }

    #[test]
    fn excerpts_are_short_and_safe_to_show() {
        let euros = "€".repeat(99);
        let cases: [(&[u8], String); 6] = [
            (b"1.14545", "1.14545".into()),
            (b"a\0b\x1b\t", "a\\u{0}b\\u{1b}\\t".into()),
            (b"caf\xe9", "caf\u{fffd}".into()),
            (&[b'x'; 60], "x".repeat(60)),
            (&[b'x'; 61], format!("{}…", "x".repeat(59))),
            (euros.as_bytes(), format!("{}…", "€".repeat(59))),
        ];
        for (bytes, expected) in cases {
            assert_eq!(excerpt(bytes), expected);
        }
    }
}
