//! Any bytes as an hour of ticks, compressed or to be compressed first; what is read can be written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_formats::bi5::{Decoder, encode_ticks};
use tickloom_model::UnixNanos;

fuzz_target!(|input: &[u8]| {
    let Some(([settings, _], bytes)) = fuzz::options(input) else { return };
    let hour = UnixNanos::new(1_549_274_400_000_000_000);
    let packed = if settings % 2 == 0 { bytes.to_vec() } else { fuzz::lzma(bytes) };
    let Ok(parsed) = Decoder::new().ticks(&packed, hour) else { return };
    assert_eq!(parsed.rows, parsed.ticks.len() as u64 + parsed.refused.count);
    assert!(
        parsed.refused.first.iter().all(|bad| bad.line <= parsed.rows && bad.byte == (bad.line - 1) * 20)
    );
    fuzz::within_bounds(&parsed.ticks, &parsed.refused);
    let again = encode_ticks(&parsed.ticks, hour).expect("ticks of this hour");
    assert_eq!(Decoder::new().ticks(&again, hour).expect("what was just written").ticks, parsed.ticks);
});
