//! The tables by which frames are written.

use tickloom_protocol::{Answer, ERRORS, FRAMES, Field, Record, methods::GROUPS};

use super::{
    super::words::{kind, nouns},
    imports::import,
};

/// The tables of methods, frames, records and errors.
pub(super) fn tables() -> String {
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
    let nouns = nouns();
    let records = nouns.keys().map(|noun| format!("    **{noun}.SHAPES,\n")).collect::<String>();
    let modules = import(".shapes", &nouns.into_keys().collect::<Vec<_>>());
    let errors = ERRORS.iter().map(|error| {
        let close = error.close.map_or("None".to_owned(), |code| code.to_string());
        format!("    \"{}\": {close},\n", error.code)
    });
    format!(
        "from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

{modules}
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

/// The fields of the records of one noun.
pub(super) fn shapes(records: &[&Record]) -> String {
    let shapes = records.iter().map(|record| shape(record.name, record.fields)).collect::<String>();
    format!(
        "from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

SHAPES: Final[Mapping[str, Mapping[str, str]]] = {{\n{shapes}}}
\"\"\"What stands in the fields of records; a question mark where it may be missing.\"\"\"
"
    )
}

fn shape(name: &str, fields: &[Field]) -> String {
    let inside = fields.iter().map(|field| format!("        \"{}\": \"{}\",\n", field.name, kind(field)));
    match inside.collect::<String>().as_str() {
        "" => format!("    \"{name}\": {{}},\n"),
        inside => format!("    \"{name}\": {{\n{inside}    }},\n"),
    }
}
