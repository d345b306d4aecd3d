//! Values as they may be shown: without secrets, and bounded; what is left off is told.

use std::borrow::Cow;

use serde_json::{Map, Number, Value};

use crate::{MASK, redact, secrets};

/// Bytes of one text at most; the rest is counted.
const LONGEST: usize = 16 << 10;

/// Values of one level, and how deep they may stand within each other; the rest is counted.
const MOST: usize = 64;
const DEEPEST: usize = 6;

/// Bytes of a record before JSON escapes any, so that a line is shorter than the smallest file.
const ROOM: usize = 128 << 10;

/// Bytes that any value takes of them.
const LEAST: usize = 8;

/// Names of fields that are never shown, whatever stands in them; also with words before them, as `old_password`.
pub const FORBIDDEN: [&str; 12] = [
    "api_key",
    "authorization",
    "cookie",
    "credential",
    "credentials",
    "nonce",
    "passphrase",
    "password",
    "private_key",
    "secret",
    "secrets",
    "token",
];

/// What of a record is shown so far.
pub(crate) struct Shown {
    room: usize,
    /// In their order.
    texts: Vec<String>,
}

impl Default for Shown {
    fn default() -> Self {
        Self { room: ROOM, texts: Vec::new() }
    }
}

impl Shown {
    pub(crate) fn text(&mut self, text: &str) -> String {
        let text = self.name(text);
        if secrets::are_there_any() {
            self.texts.push(text.clone());
        }
        text
    }

    /// Whether a secret stands in several values, a piece in each.
    pub(crate) fn is_split(&self) -> bool {
        secrets::are_there_any() && {
            let whole: String = self.texts.iter().map(|text| text.replace(MASK, "\0")).collect();
            matches!(redact(&whole), Cow::Owned(_))
        }
    }

    fn name(&mut self, text: &str) -> String {
        let mut text = redact(text).into_owned();
        let longest = LONGEST.min(self.room);
        if text.len() > longest {
            let left_off = text.split_off(text.floor_char_boundary(longest)).len();
            text.push_str(&format!("… ({left_off} bytes more)"));
        }
        self.take(text.len());
        text
    }

    fn take(&mut self, bytes: usize) {
        self.room = self.room.saturating_sub(bytes);
    }

    pub(crate) fn map(&mut self, fields: Map<String, Value>, depth: usize) -> Map<String, Value> {
        let all = fields.len();
        let fields = fields.into_iter().take(most(all)).map_while(|field| self.field(field, depth));
        let mut kept: Map<_, _> = fields.collect();
        if kept.len() < all {
            kept.insert("…".into(), format!("{} more", all - kept.len()).into());
        }
        kept
    }

    fn field(&mut self, (name, given): (String, Value), depth: usize) -> Option<(String, Value)> {
        let shown = self.name(&name);
        let given = if is_forbidden(&name) { MASK.into() } else { self.value(given, depth)? };
        Some((shown, given))
    }

    fn list(&mut self, values: Vec<Value>, depth: usize) -> Vec<Value> {
        let all = values.len();
        let values = values.into_iter().take(most(all)).map_while(|given| self.value(given, depth));
        let mut kept: Vec<_> = values.collect();
        if kept.len() < all {
            kept.push(format!("… ({} more)", all - kept.len()).into());
        }
        kept
    }

    /// None if there is no room left.
    fn value(&mut self, given: Value, depth: usize) -> Option<Value> {
        if self.room == 0 {
            return None;
        }
        self.take(LEAST);
        Some(match given {
            Value::Array(_) | Value::Object(_) if depth >= DEEPEST => "…".into(),
            Value::String(given) => self.text(&given).into(),
            Value::Number(number) => self.number(number),
            Value::Array(values) => self.list(values, depth + 1).into(),
            Value::Object(fields) => self.map(fields, depth + 1).into(),
            simple => simple,
        })
    }

    fn number(&mut self, number: Number) -> Value {
        let written = number.to_string();
        let shown = self.text(&written);
        if shown == written { number.into() } else { shown.into() }
    }
}

/// How many of so many values are shown on one level, beside the number of those that are not.
fn most(all: usize) -> usize {
    if all > MOST { MOST - 1 } else { MOST }
}

fn is_forbidden(name: &str) -> bool {
    let name = name.to_lowercase().replace(['-', ' ', '.'], "_");
    FORBIDDEN
        .iter()
        .any(|word| name == *word || name.strip_suffix(word).is_some_and(|rest| rest.ends_with('_')))
}
