//! What is written of one thing that happened, made safe: bounded, without secrets, in one form for all languages.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::{Level, MASK, redact, secrets};

/// Characters of one value at most; the rest is counted.
const LONGEST: usize = 16 << 10;

/// Values of one record, and how deep they may stand within each other.
const MOST: usize = 64;
const DEEPEST: usize = 6;

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

/// What each record has, in this order; other fields follow by name. One that has such a name, too, gets a `_` at its end.
pub const KEYS: [&str; 5] = ["time", "level", "pid", "target", "event"];

/// What is known of every record of a request; a secret in pieces may stand around them.
const SURROUNDINGS: [&str; 3] = ["method", "request", "session"];

/// Something that happened. It is as it came; `Clean` is what may be shown.
pub struct Record {
    /// How much it matters.
    pub level: Level,
    /// Which part of the program says it: a module.
    pub target: String,
    /// What happened, in words that are the same each time.
    pub event: String,
    /// Of what, how much, how long.
    pub fields: Map<String, Value>,
}

/// A record that holds no secret.
pub(crate) struct Clean {
    pub(crate) time: Timestamp,
    pub(crate) level: Level,
    pub(crate) target: String,
    pub(crate) event: String,
    pub(crate) fields: Map<String, Value>,
}

impl Record {
    pub(crate) fn clean(mut self) -> Clean {
        let mut texts = Vec::new();
        let (target, event) = (text(self.target, &mut texts), text(self.event, &mut texts));
        let around = SURROUNDINGS.iter().filter_map(|name| self.fields.remove_entry(*name)).collect();
        let fields = map(self.fields, 0, &mut texts);
        let is_split = is_split(&texts);
        let around = map(around, 0, &mut texts);
        let fields = fields.into_iter().chain(around).map(beside_keys).collect();
        let clean = Clean { time: Timestamp::now(), level: self.level, target, event, fields };
        if is_split { clean.withheld() } else { clean }
    }
}

impl Clean {
    /// A line of JSON, its end included.
    pub(crate) fn json(&self) -> String {
        let mut line = format!(
            r#"{{"time":"{:.9}","level":"{}","pid":{},"target":{},"event":{}"#,
            self.time,
            self.level.name(),
            std::process::id(),
            quoted(&self.target),
            quoted(&self.event),
        );
        for (name, value) in &self.fields {
            line.extend([",", &quoted(name), ":", &value.to_string()]);
        }
        line.push_str("}\n");
        line
    }

    fn withheld(mut self) -> Self {
        (self.event, self.fields) = (MASK.into(), Map::new());
        self
    }
}

fn beside_keys((name, value): (String, Value)) -> (String, Value) {
    if KEYS.contains(&name.as_str()) { (format!("{name}_"), value) } else { (name, value) }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A secret that stands in several values, a piece in each.
fn is_split(texts: &[String]) -> bool {
    secrets::are_there_any() && {
        let whole: String = texts.iter().map(|text| text.replace(MASK, "\0")).collect();
        matches!(redact(&whole), std::borrow::Cow::Owned(_))
    }
}

fn text(text: String, texts: &mut Vec<String>) -> String {
    let mut text = redact(&text).into_owned();
    if text.len() > LONGEST {
        let left_off = text.split_off(text.floor_char_boundary(LONGEST)).len();
        text.push_str(&format!("… ({left_off} bytes more)"));
    }
    if secrets::are_there_any() {
        texts.push(text.clone());
    }
    text
}

fn map(fields: Map<String, Value>, depth: usize, texts: &mut Vec<String>) -> Map<String, Value> {
    let kept = fields.into_iter().take(MOST);
    kept.map(|(name, given)| {
        let given = if is_forbidden(&name) { MASK.into() } else { value(given, depth, texts) };
        (redact(&name).into_owned(), given)
    })
    .collect()
}

fn value(given: Value, depth: usize, texts: &mut Vec<String>) -> Value {
    match given {
        Value::Array(_) | Value::Object(_) if depth >= DEEPEST => "…".into(),
        Value::String(given) => text(given, texts).into(),
        Value::Number(number) => {
            let written = number.to_string();
            let shown = text(written.clone(), texts);
            if shown == written { Value::Number(number) } else { shown.into() }
        }
        Value::Array(values) => {
            values.into_iter().take(MOST).map(|given| value(given, depth + 1, texts)).collect()
        }
        Value::Object(fields) => Value::Object(map(fields, depth + 1, texts)),
        simple => simple,
    }
}

fn is_forbidden(name: &str) -> bool {
    let name = name.to_lowercase().replace(['-', ' ', '.'], "_");
    FORBIDDEN
        .iter()
        .any(|word| name == *word || name.strip_suffix(word).is_some_and(|rest| rest.ends_with('_')))
}
