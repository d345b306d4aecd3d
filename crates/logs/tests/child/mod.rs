//! A test of this binary once more, in a process of its own, whose output is kept.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

const HOME: &str = "HOME_OF_THIS_TEST";

/// The command that runs the test of this name as a child.
pub fn command(test: &str, home: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--nocapture", "--test-threads=1"])
        .env(HOME, home)
        .env_remove("RUST_BACKTRACE");
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The home that the child owns; none in the parent, where its test has nothing to do.
pub fn home() -> Option<PathBuf> {
    std::env::var_os(HOME).map(Into::into)
}
