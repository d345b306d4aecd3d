//! Records as people read them, a line each, on standard error.

use std::io::Write;

use serde_json::Value;

use crate::record::Clean;

/// Texts of several lines that stand below their record, as they are.
const BLOCKS: [&str; 2] = ["traceback", "backtrace"];

/// How records are shown there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// The same lines as in the file.
    Json,
}

pub(crate) fn show(record: &Clean, format: Format) {
    let line = match format {
        Format::Text => text(record),
        Format::Json => record.json(),
    };
    // At once, so that lines of several threads stay whole. Where nobody can hear it, nothing is lost but the line.
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// `14:05:01.250 warning  the event  symbol=EURUSD ticks=12`
fn text(record: &Clean) -> String {
    let mut line = format!("{} {:7}  {}", clock(record), record.level.name(), plain(&record.event));
    let (blocks, short): (Vec<_>, Vec<_>) =
        record.fields.iter().partition(|(name, _)| BLOCKS.contains(&name.as_str()));
    for (at, (name, value)) in short.into_iter().enumerate() {
        line.push_str(if at == 0 { "  " } else { " " });
        line.extend([&plain(name), "=", &shown(value)]);
    }
    line.push('\n');
    for (_, block) in blocks {
        let text = block.as_str().unwrap_or_default().lines();
        text.for_each(|part| line.extend(["    ", &plain(part), "\n"]));
    }
    line
}

fn clock(record: &Clean) -> String {
    let whole = format!("{:.3}", record.time);
    whole.get(11..23).unwrap_or_default().into()
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) if !text.is_empty() && !text.contains([' ', '"', '=', '\n']) => plain(text),
        value => plain(&value.to_string()),
    }
}

/// What would move a terminal's cursor, change its colours or begin another line is shown as its number.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() { out.extend(character.escape_default()) } else { out.push(character) }
    }
    out
}
