//! The tables by which frames are written.

use tickloom_protocol::{FRAMES, Field, Record, methods::GROUPS};

use super::{
    super::words::{kind, nouns},
    answer,
    records::all_of,
};

/// What a shape is.
pub(super) const SHAPE: &str =
    "/** What stands in each field, in the order in which they are written; a question mark where it may be missing. */
export type Shape = Readonly<Record<string, string>>;
";

/// The tables of frames, records and methods.
pub(super) fn tables() -> String {
    let frames = FRAMES.iter().map(|frame| shape(frame.kind, frame.record.fields)).collect::<String>();
    let nouns = nouns();
    let from = |noun: &&str| format!("import {{ {} }} from './shapes/{noun}';\n", constant(noun));
    let imports = nouns.keys().map(from).collect::<String>();
    let records = nouns.keys().map(|noun| format!("  ...{},\n", constant(noun))).collect::<String>();
    let methods = GROUPS.iter().flat_map(|(_, methods)| methods.iter()).map(|method| {
        let (params, result) = (method.params.name, method.result.name);
        let answer = answer(method.answer);
        format!("  '{}': {{ answer: '{answer}', params: '{params}', result: '{result}' }},\n", method.name)
    });
    format!(
        "import type {{ Frame }} from './frames';
import type {{ Methods }} from './methods';
import type {{ Records }} from './records';
import type {{ Shape }} from './shape';
{imports}
/** Fields of frames, after their `kind`. */
export const FRAMES: Readonly<Record<Frame['kind'], Shape>> = {{\n{frames}}};

/** Fields of records. */
export const RECORDS: Readonly<Record<keyof Records, Shape>> = {{\n{records}}};

/** How methods answer, what goes in and what comes out. */
export const METHODS: {{ readonly [M in keyof Methods]: Methods[M] }} = {{\n{}}};\n",
        methods.collect::<String>()
    )
}

fn constant(noun: &str) -> String {
    noun.to_uppercase()
}

/// The fields of the records of one noun.
pub(super) fn shapes(noun: &str, records: &[&Record]) -> String {
    let shapes = records.iter().map(|record| shape(record.name, record.fields)).collect::<String>();
    let (constant, all) = (constant(noun), all_of(noun));
    format!(
        "import type {{ {all} }} from '../records/{noun}';
import type {{ Shape }} from '../shape';

/** Fields of the records of `{noun}`. */
export const {constant}: Readonly<Record<keyof {all}, Shape>> = {{\n{shapes}}};
"
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
