//! The exit codes in Python, which help shows: they are loaded with every command, and stand apart from the rest.

use std::path::PathBuf;

use tickloom_errors::EXITS;

use super::{super::Output, ORIGIN};

/// The module.
pub(super) fn file() -> Output {
    let codes =
        EXITS.iter().map(|exit| format!("    {} = {}\n", exit.name(), exit.code())).collect::<String>();
    let meanings = EXITS.iter().map(|exit| format!("    Exit.{}: \"{}\",\n", exit.name(), exit.meaning()));
    let text = format!(
        "\"\"\"The exit codes that a script sees, and what they mean.

{}
\"\"\"

from enum import IntEnum


class Exit(IntEnum):
    \"\"\"The exit codes, as documented in ``tickloom --help`` and docs/cli.md.\"\"\"

{codes}

MEANING = {{
{}}}
",
        ORIGIN.replace('`', "``"),
        meanings.collect::<String>()
    );
    Output { path: PathBuf::from("python/tickloom/cli/exit_codes.py"), text }
}
