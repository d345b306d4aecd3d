//! The classes of `tickloom.errors`.

use std::path::PathBuf;

use tickloom_errors::{CLASSES, Class, entries};

use super::{
    super::{Output, python::WIDTH},
    ORIGIN, tree,
};

/// How the codes of a class begin.
const CODES: &str = "    codes: ClassVar[tuple[str, ...]] = ";

/// The package's first file, in which all classes stand.
pub(super) fn file() -> Output {
    let classes = CLASSES.iter().map(class).collect::<String>();
    let text = format!(
        "\"\"\"What can go wrong, as classes to catch; each error carries the code that it has in every layer.

{}

{}
\"\"\"

from __future__ import annotations

from typing import ClassVar

from .base import Interrupted, TickloomError
from .lookup import class_of, of_code

__all__ = [
{}]
{}",
        tree::tree().trim_end(),
        ORIGIN.replace('`', "``"),
        exported(),
        classes
    );
    Output { path: PathBuf::from("python/tickloom/errors/__init__.py"), text }
}

fn exported() -> String {
    let by_hand = ["Interrupted", "TickloomError", "class_of", "of_code"];
    let mut names = CLASSES.iter().map(|class| class.name).chain(by_hand).collect::<Vec<_>>();
    names.sort_unstable();
    names.into_iter().map(|name| format!("    \"{name}\",\n")).collect()
}

fn class(class: &Class) -> String {
    let builtin = class.builtin.map_or(String::new(), |name| format!(", {name}"));
    let codes = codes_of(class);
    let codes = if codes.is_empty() { codes } else { format!("\n{CODES}{codes}\n") };
    format!("\n\nclass {}({}{builtin}):\n{}{codes}", class.name, class.parent, docstring(class.doc))
}

fn docstring(doc: &str) -> String {
    match doc.split_once("\n\n") {
        None => format!("    \"\"\"{doc}\"\"\"\n"),
        Some((first, rest)) => format!("    \"\"\"{first}\n\n    {rest}\n    \"\"\"\n"),
    }
}

/// The codes of a class as the formatter of Python lays them out: first those that stand for a family.
fn codes_of(class: &Class) -> String {
    let codes = listed(class).into_iter().map(|code| format!("\"{code}\"")).collect::<Vec<_>>();
    let line = codes.join(", ");
    match codes.len() {
        0 => String::new(),
        1 => format!("({line},)"),
        _ if CODES.len() + line.len() + 2 <= WIDTH => format!("({line})"),
        _ => format!(
            "(\n{})",
            codes.iter().map(|code| format!("        {code},\n")).collect::<String>() + "    "
        ),
    }
}

/// Families, and the codes that are of none of them.
pub(super) fn listed(class: &Class) -> Vec<&'static str> {
    let is_of = |code: &str| class.families.iter().any(|family| code.starts_with(family));
    let codes = entries().filter(|entry| entry.class == class.name && !is_of(entry.code));
    class.families.iter().copied().chain(codes.map(|entry| entry.code)).collect()
}
