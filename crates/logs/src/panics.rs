//! Panics are records, too, so that no text of theirs goes anywhere unseen.

use std::{
    backtrace::{Backtrace, BacktraceStatus},
    panic, thread,
};

use serde_json::Map;

use crate::{Level, Record, log};

/// From now on a panic of this process is logged, with a backtrace where `RUST_BACKTRACE` asks for one, and says nothing itself.
pub fn log_panics() {
    panic::set_hook(Box::new(|about| {
        let place = about.location().map_or_else(String::new, ToString::to_string);
        let mut fields = Map::new();
        fields.insert("panic".into(), about.payload_as_str().unwrap_or("without a text").into());
        fields.insert("place".into(), place.into());
        fields.insert("thread".into(), thread::current().name().unwrap_or("unnamed").into());
        let backtrace = Backtrace::capture();
        if backtrace.status() == BacktraceStatus::Captured {
            fields.insert("backtrace".into(), backtrace.to_string().into());
        }
        log(Record { level: Level::Error, target: "panic".into(), event: "panicked".into(), fields });
    }));
}
