//! What methods take and give, as interfaces: one file for each noun, and one that names them all.

use tickloom_protocol::Record;

use super::{
    super::words::{neighbours, nouns},
    interface::interface,
};

/// Names of what is no record.
pub(super) const VALUES: &str = "/** Nothing, true or false, a number or text. */
export type Scalar = null | boolean | number | bigint | string;

/** A map of text to anything. */
export type Fields = Readonly<Record<string, unknown>>;
";

/// The interface that names all records of a noun.
pub(super) fn all_of(noun: &str) -> String {
    noun.chars().take(1).flat_map(char::to_uppercase).chain(noun.chars().skip(1)).collect::<String>()
        + "Records"
}

/// The records of a noun.
pub(super) fn types(noun: &str, records: &[&Record]) -> String {
    let types = records.iter().map(|record| interface(record.name, record, "")).collect::<String>();
    let mut imports = neighbours(noun, records);
    let values = ["Fields", "Scalar"].into_iter().filter(|name| says(&types, name)).collect::<Vec<_>>();
    if !values.is_empty() {
        imports.insert("values", values);
    }
    let from = |(noun, names): (&str, Vec<&str>)| {
        format!("import type {{ {} }} from './{noun}';\n", names.join(", "))
    };
    let imports = imports.into_iter().map(from).collect::<String>();
    let gap = if imports.is_empty() { "" } else { "\n" };
    let by_name =
        records.iter().map(|record| format!("  readonly {0}: {0};\n", record.name)).collect::<String>();
    format!(
        "{imports}{gap}{types}/** These records by name. */\nexport interface {} {{\n{by_name}}}\n",
        all_of(noun)
    )
}

/// Whether a name stands as a type.
fn says(types: &str, name: &str) -> bool {
    types.contains(&format!(" {name};")) || types.contains(&format!(" {name}[];"))
}

/// All names.
pub(super) fn index() -> String {
    let nouns = nouns();
    let imports = nouns.keys().map(|noun| format!("import type {{ {} }} from './{noun}';\n", all_of(noun)));
    let exports =
        nouns.keys().copied().chain(["values"]).map(|noun| format!("export type * from './{noun}';\n"));
    let all = nouns.keys().map(|noun| format!("    {}", all_of(noun))).collect::<Vec<_>>().join(",\n");
    format!(
        "{}\n{}\n/** All records by name. */\nexport interface Records\n  extends\n{all} {{}}\n",
        imports.collect::<String>(),
        exports.collect::<String>()
    )
}
