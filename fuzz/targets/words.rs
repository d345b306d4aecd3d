//! Any text as each of the words that a user may type or a file's name may hold: what is read prints as what reads the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_formats::{
    bi5::hour_of_path,
    csv::{Zone, date_of_name},
};
use tickloom_model::{Symbol, Timeframe, UnixNanos, UtcDay};

fuzz_target!(|text: &str| {
    reads_what_it_prints::<UnixNanos>(text);
    reads_what_it_prints::<UtcDay>(text);
    reads_what_it_prints::<Symbol>(text);
    reads_what_it_prints::<Timeframe>(text);
    if let Ok(zone) = text.parse::<Zone>() {
        let printed = zone.to_string();
        let offset = printed.strip_prefix("UTC").filter(|offset| !offset.is_empty()).unwrap_or(&printed);
        assert_eq!(offset.parse::<Zone>().ok(), Some(zone), "{printed}");
    }
    let _ = hour_of_path(text);
    let _ = date_of_name(text);
});

fn reads_what_it_prints<T: std::str::FromStr + ToString + PartialEq>(text: &str) {
    let Ok(word) = text.parse::<T>() else { return };
    let printed = word.to_string();
    assert!(printed.parse::<T>().is_ok_and(|again| again == word), "{text:?} prints as {printed:?}");
}
