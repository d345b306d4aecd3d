//! Any bytes as a day of candles, compressed or to be compressed first.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_formats::bi5::Decoder;
use tickloom_model::UnixNanos;

fuzz_target!(|input: &[u8]| {
    let Some(([settings, _], bytes)) = fuzz::options(input) else { return };
    let packed = if settings % 2 == 0 { bytes.to_vec() } else { fuzz::lzma(bytes) };
    let Ok(bars) = Decoder::new().candles(&packed, UnixNanos::new(1_549_238_400_000_000_000)) else { return };
    assert!(bars.open_time.is_sorted_by(|earlier, later| earlier < later));
    assert!(bars.iter().all(|bar| bar.low <= bar.open.min(bar.close) && bar.high >= bar.open.max(bar.close)));
    assert!(bars.iter().all(|bar| bar.volume >= 0.0 && bar.volume.is_finite()));
});
