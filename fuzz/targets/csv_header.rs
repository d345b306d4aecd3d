//! Any bytes as a CSV file whose header names its columns.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_formats::csv::{ReadOptions, date_of_name};

fuzz_target!(|input: &[u8]| {
    let Some(([settings, piece], file)) = fuzz::options(input) else { return };
    let zones = ["UTC", "Europe/Athens", "America/New_York", "Australia/Lord_Howe", "-03:30"];
    let options = ReadOptions {
        zone: (settings & 64 != 0)
            .then(|| zones[usize::from(settings) % zones.len()].parse())
            .and_then(Result::ok),
        date: (settings & 128 != 0).then(|| date_of_name("20190331.csv")).flatten(),
        symbol: (settings & 32 != 0).then(|| "EURUSD".parse()).and_then(Result::ok),
        swap: settings & 16 != 0,
        ..ReadOptions::default()
    };
    fuzz::read_csv(file, &options, fuzz::digits(settings & 15), piece);
});
