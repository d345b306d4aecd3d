//! The protocol in Python: typed dictionaries of frames and records, and the tables of methods, fields and errors.

mod class;
mod imports;
mod records;
mod tables;

use std::path::Path;

use tickloom_protocol::{API_LEVEL, FRAMES, PROTOCOL_VERSION};

pub(crate) use self::class::WIDTH;
use self::class::class;
use super::{
    Output,
    words::{ORIGIN, nouns},
};

const FOLDER: &str = "python/tickloom/protocol";

/// Folders in which nothing lies but what is generated.
pub(crate) const FOLDERS: [&str; 2] = ["python/tickloom/protocol/records", "python/tickloom/protocol/shapes"];

/// All files.
pub(crate) fn files() -> Vec<Output> {
    let mut files = vec![
        file("frames.py", "The kinds of frames.", frames()),
        file(
            "tables.py",
            "Methods, the fields of frames and records in order, and error codes.",
            tables::tables(),
        ),
        file(
            "records/values.py",
            "What may stand in a field, whatever the record.",
            records::VALUES.to_owned(),
        ),
        file("records/__init__.py", "What methods take and give, one file for each noun.", records::index()),
        file("shapes/__init__.py", "The fields of records in order, one file for each noun.", String::new()),
    ];
    for (noun, records) in nouns() {
        let (types, shapes) = (records::types(noun, &records), tables::shapes(&records));
        files.push(file(&format!("records/{noun}.py"), &format!("Records of the noun `{noun}`."), types));
        files.push(file(
            &format!("shapes/{noun}.py"),
            &format!("Fields of the records of `{noun}`."),
            shapes,
        ));
    }
    files
}

fn file(name: &str, why: &str, text: String) -> Output {
    let head = format!("\"\"\"{why}\n\n{ORIGIN}\n\"\"\"\n").replace('`', "``");
    let gap = if text.is_empty() { "" } else { "\n" };
    Output { path: Path::new(FOLDER).join(name), text: format!("{head}{gap}{text}") }
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
