//! Secrets that are recognised and not known: keyed hashes of their forms, looked up at every place of a text.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    hash::{BuildHasher, RandomState},
    ops::Range,
    sync::OnceLock,
};

use super::{MASK, SHORTEST, forms};

const MOST: usize = 1_024;
const MOST_BYTES: usize = 128 << 10;

/// Lines of a secret of several are secrets, too, from this many bytes on.
const LINE: usize = 16;

/// What is known of all secrets of a process.
pub(super) struct Known {
    keys: OnceLock<Keys>,
    bytes: usize,
    /// Whole secrets, so that the same one is not counted twice.
    seen: Option<HashSet<[u8; 32]>>,
    /// By a hash of the first bytes.
    forms: Option<HashMap<u64, Vec<Hashed>>>,
    is_full: bool,
}

/// Of this process alone.
struct Keys {
    starts: RandomState,
    whole: [u8; 32],
}

#[derive(PartialEq, Eq)]
struct Hashed {
    length: usize,
    hash: [u8; 32],
    spreads: bool,
}

impl Known {
    pub(super) const fn new() -> Self {
        Self { keys: OnceLock::new(), bytes: 0, seen: None, forms: None, is_full: false }
    }

    pub(super) fn add(&mut self, secret: &[u8]) {
        let hash = self.hash(secret);
        if self.is_full || !self.seen.get_or_insert_default().insert(hash) {
            return;
        }
        self.bytes += secret.len();
        self.is_full = self.bytes > MOST_BYTES || self.seen.as_ref().is_some_and(|seen| seen.len() > MOST);
        if !self.is_full {
            self.add_forms(secret);
            lines(secret).for_each(|line| self.add_forms(line));
        }
    }

    fn add_forms(&mut self, secret: &[u8]) {
        for form in forms(secret) {
            let Some(start) = form.bytes.first_chunk().map(|start| self.start(start)) else { continue };
            let hash = self.hash(&form.bytes);
            let hashed = Hashed { length: form.bytes.len(), hash, spreads: form.spreads };
            let those = self.forms.get_or_insert_default().entry(start).or_default();
            if !those.contains(&hashed) {
                those.push(hashed);
            }
        }
    }

    pub(super) fn redact<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.is_full {
            return Cow::Borrowed(MASK);
        }
        let found = self.find(text.as_bytes());
        if found.is_empty() { Cow::Borrowed(text) } else { masked(text, &found).into() }
    }

    /// Where secrets stand, in order; those that overlap or touch are one.
    fn find(&self, text: &[u8]) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        let Some(forms) = &self.forms else { return found };
        for (at, start) in text.windows(SHORTEST).enumerate() {
            let Some(start) = start.first_chunk() else { continue };
            for form in forms.get(&self.start(start)).into_iter().flatten() {
                let end = at + form.length;
                if text.get(at..end).is_some_and(|part| self.hash(part) == form.hash) {
                    join(&mut found, if form.spreads { spread(text, at..end) } else { at..end });
                }
            }
        }
        found
    }

    fn start(&self, bytes: &[u8; SHORTEST]) -> u64 {
        self.keys().starts.hash_one(bytes)
    }

    fn hash(&self, bytes: &[u8]) -> [u8; 32] {
        *blake3::keyed_hash(&self.keys().whole, bytes).as_bytes()
    }

    fn keys(&self) -> &Keys {
        self.keys.get_or_init(|| {
            let mut whole = [0; 32];
            for part in whole.chunks_exact_mut(8) {
                part.copy_from_slice(&RandomState::new().hash_one(0).to_le_bytes());
            }
            Keys { starts: RandomState::new(), whole }
        })
    }
}

/// Lines of a secret that has several, but those that say what it is, as `-----BEGIN PRIVATE KEY-----`.
fn lines(secret: &[u8]) -> impl Iterator<Item = &[u8]> {
    let lines = secret.split(|byte| matches!(byte, b'\n' | b'\r'));
    lines.filter(|line| line.len() >= LINE && !line.starts_with(b"-----"))
}

fn join(found: &mut Vec<Range<usize>>, mut next: Range<usize>) {
    while let Some(last) = found.pop_if(|last| last.end >= next.start) {
        next = last.start.min(next.start)..last.end.max(next.end);
    }
    found.push(next);
}

/// With all characters around it that base64 may have made.
fn spread(text: &[u8], found: Range<usize>) -> Range<usize> {
    let belongs = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+/-_=".contains(byte);
    let before = text[..found.start].iter().rev().take_while(belongs).count();
    let after = text[found.end..].iter().take_while(belongs).count();
    found.start - before..found.end + after
}

fn masked(text: &str, found: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in found {
        // A secret that is no text may begin or end within a character.
        let (start, end) = (text.floor_char_boundary(range.start), text.ceil_char_boundary(range.end));
        out.push_str(text.get(at..start).unwrap_or_default());
        out.push_str(MASK);
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    out
}
