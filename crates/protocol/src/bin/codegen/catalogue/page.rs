//! The page of all codes: its prose lies beside this file, tables are filled in.

use std::path::PathBuf;

use tickloom_errors::{EXITS, Entry, Exit, GROUPS, Group};

use super::{super::Output, ORIGIN};

/// The page.
pub(super) fn file() -> Output {
    let exits = EXITS.iter().map(exit).collect::<String>();
    let groups = GROUPS.iter().map(|group| section(group)).collect::<String>();
    let page = include_str!("page.md").replace("\r\n", "\n");
    let page = page.replace("{{origin}}", ORIGIN).replace("{{exits}}\n", &exits);
    let text = page.replace("{{groups}}", groups.trim_end());
    Output { path: PathBuf::from("docs/errors.md"), text: text.trim_end().to_owned() + "\n" }
}

fn exit(exit: &Exit) -> String {
    format!("| {} | {} |\n", exit.code(), exit.meaning())
}

fn section(group: &Group) -> String {
    let rows = group.entries.iter().map(row).collect::<String>();
    format!(
        "\n## {}\n\n{}\n\n| code | class | exit | again | what happened, what to do |\n|---|---|---|---|---|\n{rows}",
        group.name, group.about
    )
}

fn row(entry: &Entry) -> String {
    let again = if entry.is_retryable { "yes" } else { "" };
    let (code, exit) = (entry.code, entry.exit.code());
    format!("| `{code}` | {} | {exit} | {again} | {} |\n", entry.class, entry.text())
}
