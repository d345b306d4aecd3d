//! Any bytes as a CSV file without header, in each of the dialects.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_formats::csv::{Dialect, ReadOptions, Zone, date_of_name};

fuzz_target!(|input: &[u8]| {
    let Some(([settings, piece], file)) = fuzz::options(input) else { return };
    let options = ReadOptions {
        dialect: Dialect::ALL.get(usize::from(settings) % Dialect::ALL.len()),
        zone: (settings & 128 == 0).then_some(Zone::UTC),
        date: date_of_name("20190331.csv"),
        ..ReadOptions::default()
    };
    fuzz::read_csv(file, &options, fuzz::digits(piece / 16), piece);
});
