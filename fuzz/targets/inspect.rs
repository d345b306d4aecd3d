//! Any bytes under any name, as `tickloom inspect` looks at them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_formats::{csv::ReadOptions, inspect};

fuzz_target!(|input: &[u8]| {
    let Some(([settings, _], bytes)) = fuzz::options(input) else { return };
    let names = ["ticks.csv", "20190204_quote.csv", "10h_ticks.bi5", "ticks.txt", "EURUSD.json", ""];
    let options = ReadOptions {
        zone: (settings & 128 != 0).then(|| "Europe/Athens".parse()).and_then(Result::ok),
        ..ReadOptions::default()
    };
    let found = inspect(bytes, names[usize::from(settings) % names.len()], &options);
    assert!((0.0..=1.0).contains(&found.confidence), "{}", found.confidence);
    assert!(!found.reasons.is_empty());
    assert!(found.csv.is_none_or(|csv| csv.rows.len() <= 5));
});
