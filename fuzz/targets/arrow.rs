//! Any bytes as a stream of Arrow record batches, or a file of them.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use tickloom_store::ForeignTable;

fuzz_target!(
    init: fuzz::let_decoders_panic(),
    |input: &[u8]| {
        let Some(([settings, _], bytes)) = fuzz::options(input) else { return };
        let Ok(table) = ForeignTable::arrow(Cursor::new(bytes.to_vec())) else { return };
        fuzz::read_table(table, settings);
    }
);
