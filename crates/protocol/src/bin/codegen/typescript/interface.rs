//! A frame or a record as an interface.

use tickloom_protocol::{Field, Record, Type};

use super::super::words::{about, wrapped};

/// An interface; `first` stands before its fields.
pub(super) fn interface(name: &str, record: &Record, first: &str) -> String {
    let fields = record.fields.iter().map(|field| {
        let optional = if field.is_optional { "?" } else { "" };
        format!("{}  readonly {}{optional}: {};\n", comment(&about(field), "  "), field.name, of_field(field))
    });
    let body = first.to_owned() + &fields.collect::<String>();
    let body = if body.is_empty() { "{}".to_owned() } else { format!("{{\n{body}}}") };
    format!("{}export interface {name} {body}\n\n", comment(record.doc, ""))
}

/// What stands above an item.
pub(crate) fn comment(text: &str, indent: &str) -> String {
    match wrapped(text, 110).as_slice() {
        [line] => format!("{indent}/** {line} */\n"),
        lines => format!(
            "{indent}/**\n{}{indent} */\n",
            lines.iter().map(|line| format!("{indent} * {line}\n")).collect::<String>()
        ),
    }
}

fn of_field(field: &Field) -> String {
    let words = field.words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" | ");
    match field.kind {
        Type::Text if !words.is_empty() => words,
        Type::List(Type::Text) if !words.is_empty() => format!("readonly ({words})[]"),
        kind => of_type(&kind),
    }
}

fn of_type(kind: &Type) -> String {
    match kind {
        Type::Bool => "boolean".into(),
        Type::U32 | Type::Count | Type::Float => "number".into(),
        Type::Int64 => "bigint".into(),
        Type::Text => "string".into(),
        Type::Bin => "Uint8Array".into(),
        Type::Scalar => "Scalar".into(),
        Type::Fields => "Fields".into(),
        Type::Payload => "unknown".into(),
        Type::List(item) => format!("readonly {}[]", of_type(item)),
        Type::Record(record) => record.name.into(),
    }
}
