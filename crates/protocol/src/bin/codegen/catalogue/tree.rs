//! The classes drawn as a tree, each with its codes beside it.

use tickloom_errors::{CLASSES, Class};

use super::{super::words::wrapped, classes::listed};

const ROOT: &str = "TickloomError";

/// Where codes begin, in characters.
const COLUMN: usize = 43;

/// How wide the codes may be, in characters.
const CODES: usize = 62;

/// The tree, and below it what is no part of it.
pub(super) fn tree() -> String {
    let interrupted = row("Interrupted  (KeyboardInterrupt)", "", "interrupted");
    format!("{ROOT}\n{}\n{interrupted}", branches(ROOT, " "))
}

fn branches(parent: &str, before: &str) -> String {
    let children = CLASSES.iter().filter(|class| class.parent == parent).collect::<Vec<_>>();
    let last = children.len().saturating_sub(1);
    children.iter().enumerate().map(|(place, class)| branch(class, before, place == last)).collect()
}

fn branch(class: &Class, before: &str, is_last: bool) -> String {
    let (fork, below) = if is_last { ("└─", "    ") } else { ("├─", "│   ") };
    let builtin = class.builtin.map_or(String::new(), |name| format!("  ({name})"));
    let below = format!("{before}{below}");
    let inner = branches(class.name, &below);
    // A line goes on down to the classes below, beside codes that need more lines than one.
    let beside = if inner.is_empty() { below.clone() } else { format!("{below}│") };
    row(&format!("{before}{fork} {}{builtin}", class.name), &beside, &codes(class)) + &inner
}

fn codes(class: &Class) -> String {
    let codes = listed(class).into_iter();
    codes
        .map(|code| if code.ends_with('.') { format!("{code}*") } else { code.to_owned() })
        .collect::<Vec<_>>()
        .join(" ")
}

fn row(name: &str, beside: &str, codes: &str) -> String {
    let lines = wrapped(codes, CODES);
    let starts = std::iter::once(name).chain(std::iter::repeat(beside));
    lines
        .iter()
        .zip(starts)
        .map(|(line, start)| format!("{start:COLUMN$}{line}").trim_end().to_owned() + "\n")
        .collect()
}
