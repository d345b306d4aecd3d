//! A passport as JSON that people can read and cite: the last line holds a hash over all the others.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::Passport;

/// Values that lie deeper than this share a line.
const DEEPEST_LINE: usize = 2;
const HASH_OPENS: &str = ",\n  \"passport_hash\": \"";
const HASH_CLOSES: &str = "\"\n}\n";

impl Passport {
    /// The whole passport as JSON, always the same bytes for the same passport.
    ///
    /// `passport_hash` is the BLAKE3 of the document with 64 zeros in its place.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut bytes = Vec::new();
        let mut serializer = Serializer::with_formatter(&mut bytes, Lines::default());
        // Text, numbers and lists go into memory, which cannot fail.
        let _ = self.serialize(&mut serializer);
        let body = String::from_utf8(bytes).unwrap_or_default();
        let body = body.strip_suffix("\n}").unwrap_or(&body);
        let of = |hash: &str| format!("{body}{HASH_OPENS}{hash}{HASH_CLOSES}");
        let hash = blake3::hash(of(&"0".repeat(64)).as_bytes()).to_hex();
        of(&hash)
    }
}

/// The hash that a passport's text should hold, and the one that it holds; none if it is no passport.
#[must_use]
pub fn passport_hash(text: &str) -> Option<(String, String)> {
    let start = text.rfind(HASH_OPENS)? + HASH_OPENS.len();
    let held = text.get(start..start + 64)?;
    let zeroed = format!("{}{}{}", &text[..start], "0".repeat(64), &text[start + 64..]);
    Some((blake3::hash(zeroed.as_bytes()).to_hex().to_string(), held.to_owned()))
}

/// Breaks lines down to a certain depth, so that a day or a source is one line.
#[derive(Default)]
struct Lines {
    depth: usize,
    is_empty: bool,
}

impl Lines {
    fn open<W: io::Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.is_empty = true;
        out.write_all(bracket)
    }

    fn close<W: io::Write + ?Sized>(&mut self, out: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth -= 1;
        if !self.is_empty && self.depth < DEEPEST_LINE {
            self.new_line(out)?;
        }
        self.is_empty = false;
        out.write_all(bracket)
    }

    fn next<W: io::Write + ?Sized>(&mut self, out: &mut W, is_first: bool) -> io::Result<()> {
        self.is_empty = false;
        if !is_first {
            out.write_all(b",")?;
        }
        match (self.depth <= DEEPEST_LINE, is_first) {
            (true, _) => self.new_line(out),
            (false, true) => Ok(()),
            (false, false) => out.write_all(b" "),
        }
    }

    fn new_line<W: io::Write + ?Sized>(&self, out: &mut W) -> io::Result<()> {
        out.write_all(b"\n")?;
        out.write_all("  ".repeat(self.depth).as_bytes())
    }
}

impl Formatter for Lines {
    fn begin_array<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"[")
    }

    fn end_array<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"]")
    }

    fn begin_array_value<W: io::Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.open(out, b"{")
    }

    fn end_object<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        self.close(out, b"}")
    }

    fn begin_object_key<W: io::Write + ?Sized>(&mut self, out: &mut W, first: bool) -> io::Result<()> {
        self.next(out, first)
    }

    fn begin_object_value<W: io::Write + ?Sized>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }
}
