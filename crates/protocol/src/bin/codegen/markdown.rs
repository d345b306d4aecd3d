//! The page of the protocol: its prose lies beside this file, tables and examples are filled in.

use std::{error::Error, path::PathBuf};

use tickloom_protocol::{
    API_LEVEL, Answer, ERRORS, FRAMES, Field, Frame, FrameKind, MAX_DEPTH, MAX_FRAME_BYTES, MAX_HELLO_BYTES,
    MAX_VALUES, MethodInfo, PROTOCOL_VERSION, Record, Sender, Type,
    examples::{Example, examples},
    methods::GROUPS,
    notation, records,
};

use super::{
    Output, golden,
    words::{ORIGIN, about, kind},
};

/// The page.
pub(crate) fn file() -> Result<Output, Box<dyn Error>> {
    let parts = [
        ("{{origin}}", ORIGIN.to_owned()),
        ("{{version}}", PROTOCOL_VERSION.to_string()),
        ("{{level}}", API_LEVEL.to_string()),
        ("{{bytes}}", grouped(MAX_FRAME_BYTES)),
        ("{{depth}}", MAX_DEPTH.to_string()),
        ("{{values}}", grouped(MAX_VALUES as usize)),
        ("{{hello}}", grouped(MAX_HELLO_BYTES)),
        ("{{frames}}", frames()?),
        ("{{errors}}", errors()),
        ("{{methods}}", GROUPS.iter().map(|(name, methods)| group(name, methods)).collect()),
        ("{{records}}", records().into_iter().map(record).collect()),
    ];
    let page = include_str!("page.md").replace("\r\n", "\n");
    let text = parts.into_iter().fold(page, |page, (place, text)| page.replace(place, &text));
    Ok(Output { path: PathBuf::from("docs/protocol.md"), text: text.trim_end().to_owned() + "\n" })
}

/// A number with a comma before every three digits.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let places = digits.char_indices().map(|(place, digit)| {
        let comma = place > 0 && (digits.len() - place).is_multiple_of(3);
        format!("{}{digit}", if comma { "," } else { "" })
    });
    places.collect()
}

fn frames() -> Result<String, Box<dyn Error>> {
    let examples = examples()?;
    let mut text = String::new();
    for kind in FRAMES {
        text += &format!("### `{}`\n\n", kind.kind);
        text += &frame(kind);
        for example in examples.iter().filter(|example| is_of(example, kind.kind)) {
            text += &shown(example)?;
        }
    }
    Ok(text)
}

fn frame(kind: &FrameKind) -> String {
    let sender = match kind.sender {
        Sender::Client => "From the client.",
        Sender::Engine => "From the engine.",
    };
    format!("{sender} {}\n\n{}\n", kind.record.doc.trim(), table(kind.record.fields))
}

fn is_of(example: &Example, kind: &str) -> bool {
    Frame::decode(&example.bytes).is_ok_and(|frame| frame.kind() == kind)
}

fn shown(example: &Example) -> Result<String, Box<dyn Error>> {
    let (text, hex) = (notation(&example.bytes)?, golden::lines(&example.bytes));
    Ok(format!("{}\n\n```text\n{text}\n\n{hex}```\n\n", example.about))
}

fn table(fields: &[Field]) -> String {
    let rows = fields.iter().map(|field| {
        format!("| `{}` | {} | {} |\n", field.name, linked(field), about(field) + &words(field))
    });
    if fields.is_empty() {
        return "No fields.\n".to_owned();
    }
    format!("| field | type | |\n|---|---|---|\n{}", rows.collect::<String>())
}

fn words(field: &Field) -> String {
    let words = field.words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>();
    if words.is_empty() { String::new() } else { format!(" One of {}.", words.join(", ")) }
}

/// A type, with a link to the record that it is.
fn linked(field: &Field) -> String {
    let kind = kind(field);
    match field.kind.record() {
        Some(record) => kind.replace(record.name, &link(record)),
        None if matches!(field.kind, Type::Payload) => {
            "a record".to_owned() + kind.trim_start_matches("payload")
        }
        None => kind,
    }
}

fn link(record: &Record) -> String {
    format!("[{}](#{})", record.name, record.name.to_lowercase())
}

fn errors() -> String {
    let rows = ERRORS.iter().map(|error| {
        let close = error.close.map_or(String::new(), |code| code.to_string());
        format!("| `{}` | {close} | {} |\n", error.code, error.text())
    });
    format!(
        "| code | close code | what it means, what to do |\n|---|---|---|\n{}\n",
        rows.collect::<String>()
    )
}

fn group(name: &str, methods: &[MethodInfo]) -> String {
    let rows = methods.iter().map(method).collect::<String>();
    format!(
        "### {name}\n\n| method | answers | takes | gives | | errors |\n|---|---|---|---|---|---|\n{rows}\n"
    )
}

fn method(method: &MethodInfo) -> String {
    let answers = match method.answer {
        Answer::Once => "once",
        Answer::Parts => "parts",
        Answer::Events => "events",
    };
    let codes = method.codes().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(" ");
    let (params, result) = (link(method.params), link(method.result));
    format!("| `{}` | {answers} | {params} | {result} | {} | {codes} |\n", method.name, method.doc.trim())
}

fn record(record: &Record) -> String {
    format!("### {}\n\n{}\n\n{}\n", record.name, record.doc.trim(), table(record.fields))
}
