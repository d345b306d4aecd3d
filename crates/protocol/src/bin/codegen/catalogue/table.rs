//! All that is known of every code, as the data file that Python reads when it is asked.

use std::{error::Error, path::PathBuf};

use serde_json::{Value, json};
use tickloom_errors::{Entry, GROUPS, Group};

use super::{super::Output, ORIGIN};

/// The file: one line for each code.
pub(super) fn file() -> Result<Output, Box<dyn Error>> {
    let groups = GROUPS.iter().map(|group| lines(group)).collect::<Result<Vec<_>, _>>()?;
    let origin = serde_json::to_string(ORIGIN)?;
    let text = format!("{{\"origin\": {origin}, \"groups\": [\n{}\n]}}\n", groups.join(",\n"));
    Ok(Output { path: PathBuf::from("python/tickloom/errors/catalogue.json"), text })
}

fn lines(group: &Group) -> Result<String, serde_json::Error> {
    let entries = group.entries.iter().map(|entry| serde_json::to_string(&fields(entry)));
    let entries = entries.collect::<Result<Vec<_>, _>>()?.join(",\n");
    let (name, about) = (serde_json::to_string(group.name)?, serde_json::to_string(group.about)?);
    Ok(format!("{{\"name\": {name}, \"about\": {about}, \"errors\": [\n{entries}]}}"))
}

fn fields(entry: &Entry) -> Value {
    json!({
        "code": entry.code,
        "class": entry.class,
        "exit": entry.exit.code(),
        "retryable": entry.is_retryable,
        "what": entry.what,
        "advice": entry.advice,
        "close": entry.close,
    })
}
