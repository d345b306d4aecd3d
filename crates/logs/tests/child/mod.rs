//! A test of this binary once more, in a process of its own, whose output is kept.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const FOLDER: &str = "LOGS_OF_THIS_TEST";

/// The command that runs the test of this name as a child.
pub fn command(test: &str, folder: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture", "--test-threads=1"]).env(FOLDER, folder);
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// Where the child writes its log; none in the parent, where its test has nothing to do.
pub fn folder() -> Option<PathBuf> {
    std::env::var_os(FOLDER).map(Into::into)
}
