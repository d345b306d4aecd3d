//! Imports as the formatter of Python lays them out.

use super::class::WIDTH;

/// An import of names, in a line if that is long enough.
pub(super) fn import(module: &str, names: &[&str]) -> String {
    let mut names = names.to_vec();
    // The formatter does so without regard to capitals.
    names.sort_by_key(|name| name.to_lowercase());
    let line = format!("from {module} import {}\n", names.join(", "));
    if line.chars().count() <= WIDTH + 1 {
        return line;
    }
    let names = names.iter().map(|name| format!("    {name},\n")).collect::<String>();
    format!("from {module} import (\n{names})\n")
}
