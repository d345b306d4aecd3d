//! What is written, and that it reads back the same.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use common::{digits, ticks, time, volumes};
use proptest::prelude::*;
use tickloom_formats::csv::{
    Layout, write_dukascopy_header, write_dukascopy_ticks, write_header, write_ticks,
};
use tickloom_model::{NANOS_PER_MILLI, Tick, Ticks};

fn example() -> Ticks {
    Ticks::from_iter([
        Tick {
            timestamp: time("2019-02-04T00:00:00.994Z"),
            bid: 114_541,
            ask: 114_545,
            bid_volume: 1.5,
            ask_volume: 0.75,
        },
        Tick {
            timestamp: time("2019-12-31T23:59:59.000001Z"),
            bid: -5,
            ask: 0,
            bid_volume: 1e-7,
            ask_volume: 12_345_678.0,
        },
        Tick {
            timestamp: time("1969-12-31T23:59:59.999999999Z"),
            bid: 7,
            ask: 100_000,
            bid_volume: 0.1,
            ask_volume: 0.0,
        },
    ])
}

#[test]
fn our_own_layout_is_this_to_the_byte() {
    let mut out = Vec::new();
    write_header(&mut out);
    write_ticks(&example(), digits(5), &mut out);
    let expected = "timestamp,bid,ask,bid_volume,ask_volume\n\
        2019-02-04T00:00:00.994Z,1.14541,1.14545,1.5,0.75\n\
        2019-12-31T23:59:59.000001Z,-0.00005,0.00000,0.0000001,12345678\n\
        1969-12-31T23:59:59.999999999Z,0.00007,1.00000,0.1,0\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

#[test]
fn the_website_export_is_this_to_the_byte() {
    let mut out = Vec::new();
    write_dukascopy_header(&mut out);
    write_dukascopy_ticks(&example(), digits(0), &mut out);
    let expected = "Gmt time,Ask,Bid,AskVolume,BidVolume\r\n\
        04.02.2019 00:00:00.994,114545,114541,0.75,1.5\r\n\
        31.12.2019 23:59:59.000001,0,-5,12345678,0.0000001\r\n\
        31.12.1969 23:59:59.999999999,100000,7,0,0.1\r\n";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
}

proptest! {
    #[test]
    fn what_was_written_reads_back(
        ticks in prop_oneof![
            ticks(time("2019-02-04"), NANOS_PER_MILLI, 864_000_000, 100),
            ticks(time("1700-01-01"), 1, i64::MAX, 100),
        ],
        places in 0_u64..=9,
    ) {
        let (mut header, mut rows) = (Vec::new(), Vec::new());
        write_header(&mut header);
        write_ticks(&ticks, digits(places), &mut rows);
        prop_assert_eq!(&Layout::bind(&header, &rows).unwrap().parse(&rows, digits(places)).ticks, &ticks);

        let (mut header, mut rows) = (Vec::new(), Vec::new());
        write_dukascopy_header(&mut header);
        write_dukascopy_ticks(&ticks, digits(places), &mut rows);
        prop_assert_eq!(&Layout::bind(&header, &rows).unwrap().parse(&rows, digits(places)).ticks, &ticks);
    }

    #[test]
    fn volumes_are_the_shortest_text_that_reads_back(volume in volumes()) {
        let tick = Tick { timestamp: time("2019-02-04"), bid: 0, ask: 0, bid_volume: volume, ask_volume: 0.0 };
        let mut row = Vec::new();
        write_ticks(&Ticks::from_iter([tick]), digits(0), &mut row);
        let row = String::from_utf8(row).unwrap();
        prop_assert_eq!(row.split(',').nth(3).unwrap(), volume.to_string());
    }
}
