//! A frame or a record as a typed dictionary.

use tickloom_protocol::{Field, Record, Type};

use super::super::words::{about, wrapped};

/// How long a line may be.
pub(crate) const WIDTH: usize = 110;

/// A class; `first` stands before its fields.
pub(super) fn class(name: &str, record: &Record, first: &str) -> String {
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
