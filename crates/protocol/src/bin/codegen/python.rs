//! The protocol in Python: typed dictionaries of frames and records, and the tables of methods, fields and errors.

use std::path::Path;

use tickloom_protocol::{
    API_LEVEL, Answer, ERRORS, FRAMES, Field, PROTOCOL_VERSION, Record, Type, methods::GROUPS, records,
};

use super::{
    Output,
    words::{ORIGIN, about, kind, wrapped},
};

const FOLDER: &str = "python/tickloom/protocol";
const WIDTH: usize = 110;

/// All files.
pub(crate) fn files() -> Vec<Output> {
    [
        ("frames.py", "The kinds of frames.", frames()),
        ("records.py", "What methods take and give.", record_types()),
        ("tables.py", "Methods, the fields of frames and records in order, and error codes.", tables()),
    ]
    .into_iter()
    .map(|(name, why, text)| Output {
        path: Path::new(FOLDER).join(name),
        text: format!("\"\"\"{why}\n\n{}\n\"\"\"\n\n{text}", ORIGIN.replace('`', "``")),
    })
    .collect()
}

fn frames() -> String {
    let types = FRAMES.iter().map(|frame| {
        let kind = format!("    kind: Literal[\"{}\"]\n", frame.kind);
        class(&format!("{}Frame", frame.record.name), &frame.record, &kind)
    });
    let union = FRAMES.iter().map(|frame| format!("    | {}Frame\n", frame.record.name)).collect::<String>();
    format!(
        "from __future__ import annotations

from typing import Any, Final, Literal, NotRequired, TypeAlias, TypedDict

PROTOCOL_VERSION: Final = {PROTOCOL_VERSION}
\"\"\"The version of the frames.\"\"\"

API_LEVEL: Final = {API_LEVEL}
\"\"\"How far methods and fields go.\"\"\"

{}


Frame: TypeAlias = (
{}
)
\"\"\"Any frame.\"\"\"
",
        types.collect::<String>().trim_end(),
        union.trim_end().replacen("    | ", "    ", 1)
    )
}

fn record_types() -> String {
    let types = records().into_iter().map(|record| class(record.name, record, "")).collect::<String>();
    format!(
        "from __future__ import annotations

from typing import Any, Literal, NotRequired, TypeAlias, TypedDict

Bin: TypeAlias = bytes
\"\"\"Bytes; a name of its own, for some records have a field ``bytes``.\"\"\"

Scalar: TypeAlias = bool | int | float | str | None
\"\"\"A single value.\"\"\"

{}
",
        types.trim_end()
    )
}

fn class(name: &str, record: &Record, first: &str) -> String {
    let fields = record.fields.iter().map(|field| annotated(field) + &docstring(&about(field)));
    let body = first.to_owned() + &fields.collect::<String>();
    let gap = if body.is_empty() { "" } else { "\n" };
    format!("\nclass {name}(TypedDict):\n{}{gap}{body}\n", summary(record.doc))
}

/// A class is told in one line, and then the rest.
fn summary(doc: &str) -> String {
    match doc.trim().split_once(". ") {
        None => docstring(doc),
        Some((first, rest)) => format!("    \"\"\"{}.\n\n{}    \"\"\"\n", quoted(first), lines(rest)),
    }
}

fn docstring(text: &str) -> String {
    let line = format!("    \"\"\"{}\"\"\"\n", quoted(text));
    if line.chars().count() <= WIDTH + 1 {
        line
    } else {
        format!("    \"\"\"{}    \"\"\"\n", lines(text).trim_start())
    }
}

fn lines(text: &str) -> String {
    wrapped(&quoted(text), WIDTH - 7).into_iter().map(|line| format!("    {line}\n")).collect()
}

/// Names in docstrings stand between two marks.
fn quoted(text: &str) -> String {
    text.trim().replace('`', "``")
}

fn annotated(field: &Field) -> String {
    let kind = of_field(field);
    let (open, close) = if field.is_optional { ("NotRequired[", "]") } else { ("", "") };
    let line = format!("    {}: {open}{kind}{close}\n", field.name);
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    let inside = kind.trim_start_matches("Literal[").trim_end_matches(']');
    format!("    {}: Literal[\n        {inside}\n    ]\n", field.name)
}

fn of_field(field: &Field) -> String {
    let words = field.words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(", ");
    match field.kind {
        Type::Text if !words.is_empty() => format!("Literal[{words}]"),
        Type::List(Type::Text) if !words.is_empty() => format!("list[Literal[{words}]]"),
        kind => of_type(&kind),
    }
}

fn of_type(kind: &Type) -> String {
    match kind {
        Type::Bool => "bool".into(),
        Type::U32 | Type::Count | Type::Int64 => "int".into(),
        Type::Float => "float".into(),
        Type::Text => "str".into(),
        Type::Bin => "Bin".into(),
        Type::Scalar => "Scalar".into(),
        Type::Fields => "dict[str, Any]".into(),
        Type::Payload => "Any".into(),
        Type::List(item) => format!("list[{}]", of_type(item)),
        Type::Record(record) => record.name.into(),
    }
}

fn tables() -> String {
    let methods = GROUPS.iter().flat_map(|(_, methods)| methods.iter()).map(|method| {
        let answer = match method.answer {
            Answer::Once => "once",
            Answer::Parts => "parts",
            Answer::Events => "events",
        };
        let (params, result, since) = (method.params.name, method.result.name, method.since);
        format!("    \"{}\": Method(\"{answer}\", \"{params}\", \"{result}\", {since}),\n", method.name)
    });
    let frames = FRAMES.iter().map(|frame| shape(frame.kind, frame.record.fields)).collect::<String>();
    let records = records();
    let records = records.iter().map(|record| shape(record.name, record.fields)).collect::<String>();
    let errors = ERRORS.iter().map(|error| {
        let close = error.close.map_or("None".to_owned(), |code| code.to_string());
        format!("    \"{}\": {close},\n", error.name)
    });
    format!(
        "from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


class Method(NamedTuple):
    \"\"\"How a method answers, and the records that go in and come out.\"\"\"

    answer: Literal[\"once\", \"parts\", \"events\"]
    params: str
    result: str
    since: int


METHODS: Final[Mapping[str, Method]] = {{\n{}}}
\"\"\"All methods by name.\"\"\"

FRAMES: Final[Mapping[str, Mapping[str, str]]] = {{\n{frames}}}
\"\"\"What stands in the fields of frames, after their ``kind``; a question mark where it may be missing.\"\"\"

RECORDS: Final[Mapping[str, Mapping[str, str]]] = {{\n{records}}}
\"\"\"What stands in the fields of records; a question mark where it may be missing.\"\"\"

ERRORS: Final[Mapping[str, int | None]] = {{\n{}}}
\"\"\"Codes of the conversation, with the close code of the WebSocket if the connection ends with it.\"\"\"
",
        methods.collect::<String>(),
        errors.collect::<String>()
    )
}

fn shape(name: &str, fields: &[Field]) -> String {
    let inside = fields.iter().map(|field| format!("        \"{}\": \"{}\",\n", field.name, kind(field)));
    match inside.collect::<String>().as_str() {
        "" => format!("    \"{name}\": {{}},\n"),
        inside => format!("    \"{name}\": {{\n{inside}    }},\n"),
    }
}
