//! What methods take and give, as typed dictionaries: one file for each noun, and one that names them all.

use std::collections::BTreeMap;

use tickloom_protocol::Record;

use super::{
    super::words::{neighbours, nouns},
    class::class,
    imports::import,
};

/// Names of what is no record.
pub(super) const VALUES: &str = "from __future__ import annotations

from typing import TypeAlias

Bin: TypeAlias = bytes
\"\"\"Bytes; a name of its own, for some records have a field ``bytes``.\"\"\"

Scalar: TypeAlias = bool | int | float | str | None
\"\"\"A single value.\"\"\"
";

/// The records of a noun.
pub(super) fn types(noun: &str, records: &[&Record]) -> String {
    let types = records.iter().map(|record| class(record.name, record, "")).collect::<String>();
    let mut imports = neighbours(noun, records);
    let values = ["Bin", "Scalar"].into_iter().filter(|name| says(&types, name)).collect::<Vec<_>>();
    if !values.is_empty() {
        imports.insert("values", values);
    }
    let typing = ["Any", "Literal", "NotRequired", "TypedDict"].into_iter().filter(|name| says(&types, name));
    format!(
        "from __future__ import annotations\n\nfrom typing import {}\n{}\n{}\n",
        typing.collect::<Vec<_>>().join(", "),
        imports_of(&imports),
        types.trim_end()
    )
}

/// Whether a name stands in a type.
fn says(types: &str, name: &str) -> bool {
    types.split(|mark: char| !mark.is_alphanumeric()).any(|word| word == name)
}

/// All names.
pub(super) fn index() -> String {
    let mut names =
        nouns().into_iter().map(|(noun, records)| (noun, names(&records))).collect::<BTreeMap<_, _>>();
    names.insert("values", vec!["Bin", "Scalar"]);
    let mut all = names.values().flatten().copied().collect::<Vec<_>>();
    all.sort_unstable();
    let all = all.into_iter().map(|name| format!("    \"{name}\",\n")).collect::<String>();
    format!("{}\n__all__ = [\n{all}]\n", imports_of(&names).trim_start())
}

fn names(records: &[&'static Record]) -> Vec<&'static str> {
    records.iter().map(|record| record.name).collect()
}

fn imports_of(names: &BTreeMap<&str, Vec<&str>>) -> String {
    let lines = names.iter().map(|(noun, names)| import(&format!(".{noun}"), names)).collect::<String>();
    if lines.is_empty() { lines } else { format!("\n{lines}") }
}
