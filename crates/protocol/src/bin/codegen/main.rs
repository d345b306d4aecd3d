//! Writes what other languages and readers know of the protocol and of errors; with `--check` it only tells what is out of date.

mod catalogue;
mod golden;
mod markdown;
mod output;
mod python;
mod typescript;
mod words;

use std::{error::Error, process::ExitCode};

use output::{Output, root};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let outputs = outputs()?;
    let root = root()?;
    if std::env::args().any(|argument| argument == "--check") {
        let stale = output::stale(&root, &outputs)?;
        for path in &stale {
            eprintln!("{} is out of date: run `make codegen`", path.display());
        }
        return Ok(if stale.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE });
    }
    output::write(&root, &outputs)?;
    Ok(ExitCode::SUCCESS)
}

fn outputs() -> Result<Vec<Output>, Box<dyn Error>> {
    let protocol = [golden::files()?, python::files(), typescript::files(), vec![markdown::file()?]];
    Ok(protocol.into_iter().chain([catalogue::files()?]).flatten().collect())
}

/// Folders in which nothing lies but what is generated.
fn folders() -> impl Iterator<Item = &'static str> {
    [golden::FOLDER].into_iter().chain(python::FOLDERS).chain(typescript::FOLDERS)
}
