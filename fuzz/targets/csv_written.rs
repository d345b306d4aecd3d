//! Any ticks, written as CSV and read again: they come back as they were.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_formats::csv::{
    Layout, write_dukascopy_header, write_dukascopy_ticks, write_header, write_ticks,
};
use tickloom_model::{Digits, MAX_POINTS, Tick, Ticks, UnixNanos};

/// Years 1700 to 2200, of which four digits are enough.
const MOST_SECONDS: i64 = 7_258_118_400;

fuzz_target!(|input: &[u8]| {
    let Some(([settings, _], bytes)) = fuzz::options(input) else { return };
    let ticks: Ticks = bytes.as_chunks::<32>().0.iter().filter_map(tick).collect();
    let digits = fuzz::digits(settings);
    for (header, rows) in [
        (write_header as fn(&mut Vec<u8>), write_ticks as Write),
        (write_dukascopy_header, write_dukascopy_ticks),
    ] {
        reads_back(&ticks, digits, header, rows);
    }
});

type Write = fn(&Ticks, Digits, &mut Vec<u8>);

fn reads_back(ticks: &Ticks, digits: Digits, write_header: fn(&mut Vec<u8>), write_rows: Write) {
    let (mut header, mut rows) = (Vec::new(), Vec::new());
    write_header(&mut header);
    write_rows(ticks, digits, &mut rows);
    match Layout::bind(&header, &rows) {
        Ok(layout) => {
            let parsed = layout.parse(&rows, digits);
            assert_eq!((&parsed.ticks, parsed.refused.count), (ticks, 0));
        }
        // Ticks whose bids are above their asks look like a file with exchanged sides.
        Err(error) => assert_eq!(error.code(), "csv.swapped"),
    }
}

fn tick(bytes: &[u8; 32]) -> Option<Tick> {
    let (words, _) = bytes.as_chunks::<8>();
    let [time, bid, ask, volumes] = [words[0], words[1], words[2], words[3]].map(i64::from_le_bytes);
    let nanos = (time >> 32) % MOST_SECONDS * 1_000_000_000 + (time & 0x3fff_ffff) % 1_000_000_000;
    let [bid_volume, ask_volume] = [volumes as u32, (volumes >> 32) as u32].map(f32::from_bits);
    let is_volume = |volume: f32| volume >= 0.0 && volume.is_finite();
    let is_price = |points: i64| (-MAX_POINTS..=MAX_POINTS).contains(&points);
    (is_volume(bid_volume) && is_volume(ask_volume) && is_price(bid) && is_price(ask)).then(|| Tick {
        timestamp: UnixNanos::new(nanos),
        bid,
        ask,
        bid_volume: bid_volume + 0.0,
        ask_volume: ask_volume + 0.0,
    })
}
