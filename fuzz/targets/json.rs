//! Any bytes as the provider's JSON of an hour.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_formats::json;

fuzz_target!(|bytes: &[u8]| {
    let Ok((digits, parsed)) = json::ticks(bytes) else { return };
    assert!(digits.get() <= 9);
    assert_eq!(parsed.rows, parsed.ticks.len() as u64 + parsed.refused.count);
    assert!(parsed.refused.first.iter().all(|bad| bad.line <= parsed.rows));
    fuzz::within_bounds(&parsed.ticks, &parsed.refused);
});
