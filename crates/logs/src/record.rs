//! What is written of one thing that happened, made safe: bounded, without secrets, in one form for all languages.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::{Level, MASK, shown::Shown};

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
        let mut shown = Shown::default();
        let (target, event) = (shown.text(&self.target), shown.text(&self.event));
        let around = SURROUNDINGS.iter().filter_map(|name| self.fields.remove_entry(*name)).collect();
        let fields = shown.map(self.fields, 0);
        let is_split = shown.is_split();
        let around = Shown::default().map(around, 0);
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
