//! Any bytes as a stream of Arrow record batches, or a file of them.
#![no_main]

use std::io::Cursor;

use libfuzzer_sys::fuzz_target;
use tickloom_store::{ForeignTable, LastColumns};

fuzz_target!(
    init: fuzz::let_decoders_panic(),
    |input: &[u8]| {
        let Some(([settings, _], bytes)) = fuzz::options(input) else { return };
        let mut last = LastColumns::default();
        // The second time its columns are known.
        for _ in 0..2 {
            let Ok(table) = ForeignTable::next_arrow(Cursor::new(bytes.to_vec()), &mut last) else { return };
            fuzz::read_table(table, settings);
        }
    }
);
