//! Panics are records, too, so that no text of theirs goes anywhere unseen.

use std::{any::Any, backtrace::Backtrace, panic, thread};

use serde_json::Map;

use crate::{Level, Record, log};

/// From now on a panic of this process is logged, and says nothing itself.
pub fn log_panics() {
    panic::set_hook(Box::new(|about| {
        let place = about.location().map_or_else(String::new, ToString::to_string);
        let mut fields = Map::new();
        fields.insert("panic".into(), text_of(about.payload()).into());
        fields.insert("place".into(), place.into());
        fields.insert("thread".into(), thread::current().name().unwrap_or("unnamed").into());
        // Empty unless RUST_BACKTRACE asks for one.
        let backtrace = Backtrace::capture().to_string();
        fields.insert("backtrace".into(), backtrace.into());
        log(Record { level: Level::Error, target: "panic".into(), event: "panicked".into(), fields });
    }));
}

fn text_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("without a text")
}
