//! What TypeScript has to know of codes: those of the conversation, and which may be asked again.

use std::path::PathBuf;

use tickloom_errors::{CONVERSATION, Entry, entries};

use super::{
    super::{Output, typescript::comment},
    ORIGIN,
};

/// The module.
pub(super) fn file() -> Output {
    let conversation = CONVERSATION.iter().map(close).collect::<String>();
    let retryable = entries().filter(|entry| entry.is_retryable);
    let retryable = retryable.map(|entry| format!("  '{}',\n", entry.code)).collect::<String>();
    let text = format!(
        "// What a client has to know of codes; docs/errors.md has all of them. {ORIGIN}

/** Each code of the conversation with the close code of the WebSocket, if the connection ends with it. */
export const ERRORS = {{\n{conversation}}} as const;

/** A code of the conversation. */
export type ErrorCode = keyof typeof ERRORS;

/** Codes of which the same, asked again later, may succeed. */
export const RETRYABLE: ReadonlySet<string> = new Set([\n{retryable}]);
"
    );
    Output { path: PathBuf::from("ui/src/protocol/errors.ts"), text }
}

fn close(entry: &Entry) -> String {
    let close = entry.close.map_or("null".to_owned(), |code| code.to_string());
    format!("{}  '{}': {close},\n", comment(&entry.text(), "  "), entry.code)
}
