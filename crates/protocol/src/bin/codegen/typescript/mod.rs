//! The protocol in TypeScript: types of frames, records and methods, and the tables by which a client reads and writes them.

mod interface;
mod records;
mod tables;

use std::path::Path;

use tickloom_protocol::{API_LEVEL, Answer, FRAMES, PROTOCOL_VERSION, methods::GROUPS};

pub(crate) use self::interface::comment;
use self::interface::interface;
use super::{
    Output,
    words::{ORIGIN, nouns},
};

const FOLDER: &str = "ui/src/protocol";

/// Folders in which nothing lies but what is generated.
pub(crate) const FOLDERS: [&str; 2] = ["ui/src/protocol/records", "ui/src/protocol/shapes"];

/// All files.
pub(crate) fn files() -> Vec<Output> {
    let mut files = vec![
        file("frames.ts", "The kinds of frames.", frames()),
        file("methods.ts", "Every method: how it answers, what goes in and what comes out.", methods()),
        file(
            "tables.ts",
            "Fields of frames and records in their order, by which frames are written.",
            tables::tables(),
        ),
        file("shape.ts", "How the fields of a record are told.", tables::SHAPE.to_owned()),
        file(
            "records/values.ts",
            "What may stand in a field, whatever the record.",
            records::VALUES.to_owned(),
        ),
        file("records/index.ts", "What methods take and give, one file for each noun.", records::index()),
    ];
    for (noun, records) in nouns() {
        let (types, shapes) = (records::types(noun, &records), tables::shapes(noun, &records));
        files.push(file(&format!("records/{noun}.ts"), &format!("Records of the noun `{noun}`."), types));
        files.push(file(
            &format!("shapes/{noun}.ts"),
            &format!("Fields of the records of `{noun}`."),
            shapes,
        ));
    }
    files
}

fn file(name: &str, why: &str, text: String) -> Output {
    Output { path: Path::new(FOLDER).join(name), text: format!("// {why} {ORIGIN}\n\n{text}") }
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

pub(super) fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Once => "once",
        Answer::Parts => "parts",
        Answer::Events => "events",
    }
}
