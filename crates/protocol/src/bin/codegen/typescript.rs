//! The protocol in TypeScript: types of frames, records and methods, and the tables by which a client reads and writes them.

use std::path::Path;

use tickloom_protocol::{
    API_LEVEL, Answer, ERRORS, FRAMES, Field, PROTOCOL_VERSION, Record, Type, methods::GROUPS, records,
};

use super::{
    Output,
    words::{ORIGIN, about, kind, wrapped},
};

const FOLDER: &str = "ui/src/protocol";

/// All files.
pub(crate) fn files() -> Vec<Output> {
    [
        ("frames.ts", "The kinds of frames.", frames()),
        ("records.ts", "What methods take and give.", record_types()),
        ("methods.ts", "Every method: how it answers, what goes in and what comes out.", methods()),
        ("tables.ts", "Fields of frames and records in their order, by which frames are written.", tables()),
        ("errors.ts", "Codes that the conversation adds to those of the domain.", errors()),
    ]
    .into_iter()
    .map(|(name, why, text)| Output {
        path: Path::new(FOLDER).join(name),
        text: format!("// {why} {ORIGIN}\n\n{text}"),
    })
    .collect()
}

fn frames() -> String {
    let types = FRAMES.iter().map(|frame| {
        let kind = format!("  readonly kind: '{}';\n", frame.kind);
        interface(&format!("{}Frame", frame.record.name), &frame.record, &kind)
    });
    let union = FRAMES.iter().map(|frame| format!("\n  | {}Frame", frame.record.name)).collect::<String>();
    let version = constant("The version of the frames.", "PROTOCOL_VERSION", PROTOCOL_VERSION);
    let level = constant("How far methods and fields go.", "API_LEVEL", API_LEVEL);
    format!("{version}{level}{}/** Any frame. */\nexport type Frame ={union};\n", types.collect::<String>())
}

fn constant(doc: &str, name: &str, value: u32) -> String {
    format!("/** {doc} */\nexport const {name} = {value};\n\n")
}

fn record_types() -> String {
    let records = records();
    let types = records.iter().map(|record| interface(record.name, record, "")).collect::<String>();
    let by_name =
        records.iter().map(|record| format!("  readonly {0}: {0};\n", record.name)).collect::<String>();
    format!(
        "/** Nothing, true or false, a number or text. */
export type Scalar = null | boolean | number | bigint | string;

/** A map of text to anything. */
export type Fields = Readonly<Record<string, unknown>>;

{types}/** All records by name. */
export interface Records {{\n{by_name}}}\n"
    )
}

fn interface(name: &str, record: &Record, first: &str) -> String {
    let fields = record.fields.iter().map(|field| {
        let optional = if field.is_optional { "?" } else { "" };
        format!("{}  readonly {}{optional}: {};\n", comment(&about(field), "  "), field.name, of_field(field))
    });
    let body = first.to_owned() + &fields.collect::<String>();
    let body = if body.is_empty() { "{}".to_owned() } else { format!("{{\n{body}}}") };
    format!("{}export interface {name} {body}\n\n", comment(record.doc, ""))
}

fn comment(text: &str, indent: &str) -> String {
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

fn methods() -> String {
    let all = GROUPS.iter().flat_map(|(_, methods)| methods.iter());
    let entries = all.map(|method| {
        let (doc, params, result) = (comment(method.doc, "  "), method.params.name, method.result.name);
        let answer = answer(method.answer);
        let start = format!("{doc}  readonly '{}': {{ readonly answer: '{answer}'; ", method.name);
        format!("{start}readonly params: '{params}'; readonly result: '{result}' }};\n")
    });
    format!(
        "import type {{ Records }} from './records';

/** Methods by name. A result in parts comes in one reply or more, `events` come to those who subscribed. */
export interface Methods {{\n{}}}

/** What goes into a method. */
export type ParamsOf<M extends keyof Methods> = Records[Methods[M]['params']];

/** What comes out of a method: its result, or the data of an event. */
export type ResultOf<M extends keyof Methods> = Records[Methods[M]['result']];
",
        entries.collect::<String>()
    )
}

fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Once => "once",
        Answer::Parts => "parts",
        Answer::Events => "events",
    }
}

fn tables() -> String {
    let frames = FRAMES.iter().map(|frame| shape(frame.kind, frame.record.fields)).collect::<String>();
    let records = records();
    let records = records.iter().map(|record| shape(record.name, record.fields)).collect::<String>();
    let methods = GROUPS.iter().flat_map(|(_, methods)| methods.iter()).map(|method| {
        let (params, result) = (method.params.name, method.result.name);
        let answer = answer(method.answer);
        format!("  '{}': {{ answer: '{answer}', params: '{params}', result: '{result}' }},\n", method.name)
    });
    format!(
        "import type {{ Frame }} from './frames';
import type {{ Methods }} from './methods';
import type {{ Records }} from './records';

/** What stands in each field, in the order in which they are written; a question mark where it may be missing. */
export type Shape = Readonly<Record<string, string>>;

/** Fields of frames, after their `kind`. */
export const FRAMES: Readonly<Record<Frame['kind'], Shape>> = {{\n{frames}}};

/** Fields of records. */
export const RECORDS: Readonly<Record<keyof Records, Shape>> = {{\n{records}}};

/** How methods answer, what goes in and what comes out. */
export const METHODS: {{ readonly [M in keyof Methods]: Methods[M] }} = {{\n{}}};\n",
        methods.collect::<String>()
    )
}

fn shape(name: &str, fields: &[Field]) -> String {
    let inside = fields.iter().map(|field| format!("{}: '{}'", field.name, kind(field))).collect::<Vec<_>>();
    let line = format!("  {name}: {{ {} }},\n", inside.join(", "));
    match inside.as_slice() {
        [] => format!("  {name}: {{}},\n"),
        _ if line.len() <= 120 => line,
        _ => format!(
            "  {name}: {{\n{}  }},\n",
            inside.iter().map(|field| format!("    {field},\n")).collect::<String>()
        ),
    }
}

fn errors() -> String {
    let entries = ERRORS.iter().map(|error| {
        let close = error.close.map_or("null".to_owned(), |code| code.to_string());
        format!("{}  '{}': {close},\n", comment(error.doc, "  "), error.name)
    });
    format!(
        "/** Each code with the close code of the WebSocket, if the connection ends with it. */
export const ERRORS = {{\n{}}} as const;

/** A code of the conversation. */
export type ErrorCode = keyof typeof ERRORS;
",
        entries.collect::<String>()
    )
}
