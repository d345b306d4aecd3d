//! The golden frames: each as bytes in hexadecimal, and as text.

use std::{error::Error, path::Path};

use tickloom_protocol::{
    examples::{Example, examples},
    hex, notation,
};

use super::Output;

/// Where they lie; a version of the protocol has a folder of its own, which no later one changes.
pub(crate) const FOLDER: &str = "tests/protocol/golden/v1";

/// All of them.
pub(crate) fn files() -> Result<Vec<Output>, Box<dyn Error>> {
    let mut files = Vec::new();
    for example in examples()? {
        let path = |ending| Path::new(FOLDER).join(format!("{}.{ending}", example.name));
        files.push(Output { path: path("hex"), text: lines(&example.bytes) });
        files.push(Output { path: path("txt"), text: text(&example)? });
    }
    Ok(files)
}

/// Thirty-two bytes in a line.
pub(crate) fn lines(bytes: &[u8]) -> String {
    bytes.chunks(32).map(|line| hex(line) + "\n").collect()
}

fn text(example: &Example) -> Result<String, Box<dyn Error>> {
    let method = example.method.map(|name| format!("method: {name}\n")).unwrap_or_default();
    Ok(format!("about: {}\n{method}\n{}\n", example.about, notation(&example.bytes)?))
}
