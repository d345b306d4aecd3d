//! Any bytes as a Parquet file of somebody else's ticks.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tickloom_store::ForeignTable;

fuzz_target!(
    init: fuzz::let_decoders_panic(),
    |input: &[u8]| {
        let Some(([settings, _], bytes)) = fuzz::options(input) else { return };
        let Ok(table) = ForeignTable::parquet_bytes(bytes.to_vec()) else { return };
        fuzz::read_table(table, settings);
    }
);
