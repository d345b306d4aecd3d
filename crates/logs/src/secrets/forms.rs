//! The forms in which a secret may come into a text: what languages, URLs and encodings make of it.

use std::fmt::Write;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use zeroize::Zeroizing;

/// A form of a secret. None of it stays in memory.
pub(crate) struct Form {
    pub(crate) bytes: Zeroizing<Vec<u8>>,
    /// Whether letters and digits around it belong to it: base64 puts parts of two bytes into one character.
    pub(crate) spreads: bool,
}

/// Every form that is looked for; some may be the same.
pub(crate) fn forms(secret: &[u8]) -> Vec<Form> {
    let mut forms: Vec<_> = plain(secret).into_iter().map(|bytes| Form { bytes, spreads: false }).collect();
    forms.extend(base64(secret).map(|bytes| Form { bytes, spreads: true }));
    forms
}

fn plain(secret: &[u8]) -> Vec<Zeroizing<Vec<u8>>> {
    let mut forms = vec![Zeroizing::new(secret.to_vec()), hex(secret, false), hex(secret, true)];
    for upper in [false, true] {
        forms.extend(SAFE.map(|safe| percent(secret, safe, upper)));
        forms.push(bytes_repr(secret, upper));
    }
    if let Ok(text) = str::from_utf8(secret) {
        forms.extend(escaped(text));
    }
    forms
}

/// Characters that URLs keep beside letters and digits, by the function that makes one; the last writes blanks as `+`.
const SAFE: [&[u8]; 5] = [b"-._~", b"-._~/", b"-._~!*'()", b"-._~!*'();/?:@&=+$,#", b"-._~ "];

fn percent(secret: &[u8], safe: &[u8], upper: bool) -> Zeroizing<Vec<u8>> {
    written(secret, |byte, out| match byte {
        b' ' if safe.contains(&b' ') => out.push('+'),
        _ if byte.is_ascii_alphanumeric() || safe.contains(&byte) => out.push(byte.into()),
        _ => digits(out, "%", byte, upper),
    })
}

/// As Python shows bytes, and others do.
fn bytes_repr(secret: &[u8], upper: bool) -> Zeroizing<Vec<u8>> {
    written(secret, |byte, out| match byte {
        b'\\' => out.push_str("\\\\"),
        b'\n' => out.push_str("\\n"),
        b'\r' => out.push_str("\\r"),
        b'\t' => out.push_str("\\t"),
        b' '..=b'~' => out.push(byte.into()),
        _ => digits(out, "\\x", byte, upper),
    })
}

fn hex(secret: &[u8], upper: bool) -> Zeroizing<Vec<u8>> {
    written(secret, |byte, out| digits(out, "", byte, upper))
}

fn written(secret: &[u8], write: impl Fn(u8, &mut String)) -> Zeroizing<Vec<u8>> {
    // Room for all of it: text that grows leaves copies behind.
    let mut out = String::with_capacity(secret.len() * 4);
    secret.iter().for_each(|byte| write(*byte, &mut out));
    Zeroizing::new(out.into_bytes())
}

fn digits(out: &mut String, before: &str, byte: u8, upper: bool) {
    // Text takes everything.
    let _ = if upper { write!(out, "{before}{byte:02X}") } else { write!(out, "{before}{byte:02x}") };
}

/// As JSON and source code write a text, and JSON within JSON.
fn escaped(text: &str) -> Vec<Zeroizing<Vec<u8>>> {
    let mut forms = Vec::new();
    for only_ascii in [false, true] {
        for quotes in ["\"", "'", "\"/", ""] {
            let once = escape(text, quotes, only_ascii);
            forms.push(Zeroizing::new(escape(&once, quotes, only_ascii).as_bytes().to_vec()));
            forms.push(Zeroizing::new(once.as_bytes().to_vec()));
        }
    }
    forms
}

fn escape(text: &str, quotes: &str, only_ascii: bool) -> Zeroizing<String> {
    let mut out = Zeroizing::new(String::with_capacity(text.len() * 6));
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            _ if quotes.contains(character) => out.extend(['\\', character]),
            _ if character.is_control() || (only_ascii && !character.is_ascii()) => {
                utf16(&mut out, character)
            }
            _ => out.push(character),
        }
    }
    out
}

fn utf16(out: &mut String, character: char) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// The characters that depend on the secret alone, wherever among groups of three bytes it begins.
fn base64(secret: &[u8]) -> impl Iterator<Item = Zeroizing<Vec<u8>>> {
    [STANDARD_NO_PAD, URL_SAFE_NO_PAD].into_iter().flat_map(move |alphabet| {
        (0..3).map(move |before| {
            let mut bytes = Zeroizing::new(vec![0; before]);
            bytes.reserve_exact(secret.len());
            bytes.extend_from_slice(secret);
            let text = Zeroizing::new(alphabet.encode(&*bytes));
            let (first, end) = ((before * 8).div_ceil(6), bytes.len() * 8 / 6);
            Zeroizing::new(text.as_bytes()[first..end].to_vec())
        })
    })
}
