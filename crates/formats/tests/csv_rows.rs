//! Tables of CSV dialects, headers and rows: what is read, and what is refused with which words.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use common::{digits, time};
use tickloom_formats::{BadRow, Field, FormatError, csv::Layout, row_text};
use tickloom_model::{Tick, Ticks};

fn tick(timestamp: &str, bid: i64, ask: i64, bid_volume: f32, ask_volume: f32) -> Tick {
    Tick { timestamp: time(timestamp), bid, ask, bid_volume, ask_volume }
}

#[test]
fn every_dialect_is_bound_by_its_header() {
    let cases = [
        (
            "Time,Ask,Bid,AskVolume,BidVolume",
            "01.05.2012 00:00:01.680,80.928,80.911,2.33,1.58",
            "dukascopy-export",
            tick("2012-05-01T00:00:01.680Z", 80_911, 80_928, 1.58, 2.33),
        ),
        (
            "Gmt time,Ask,Bid,AskVolume,BidVolume",
            "01.07.2019 13:30:03.304,203.14900000000003,203.107,0.0002,0",
            "dukascopy-website",
            tick("2019-07-01T13:30:03.304Z", 203_107, 203_149, 0.0, 0.0002),
        ),
        (
            "Local time,Ask,Bid,AskVolume,BidVolume",
            "01.03.2013 00:00:00.605 GMT-0000,1581.15,1580.7870000000003,400,700",
            "dukascopy-website-local",
            tick("2013-03-01T00:00:00.605Z", 1_580_787, 1_581_150, 700.0, 400.0),
        ),
        (
            "Local time,Ask,Bid,AskVolume,BidVolume",
            "04.09.2023 01:00:05.962 GMT+0300,4516.181,4515.664,1,1",
            "dukascopy-website-local",
            tick("2023-09-03T22:00:05.962Z", 4_515_664, 4_516_181, 1.0, 1.0),
        ),
        (
            "Local Time,Ask,Bid,AskVolume,BidVolume",
            "2023-09-04T01:00:05.962Z,1.5,1.4,1,1",
            "dukascopy-website-local",
            tick("2023-09-04T01:00:05.962Z", 1_400, 1_500, 1.0, 1.0),
        ),
        (
            "UTC,Ask,Bid,Ask Volume,Bid Volume",
            "24.04.2026 12:00:00.050 UTC,4707.300,4706.800,0,0",
            "by-header",
            tick("2026-04-24T12:00:00.050Z", 4_706_800, 4_707_300, 0.0, 0.0),
        ),
        (
            "Time (UTC),Ask,Bid,Ask Volume,Bid Volume",
            "2026.03.01 00:00:00,1.35,1.34,1.0,1.0",
            "by-header",
            tick("2026-03-01", 1_340, 1_350, 1.0, 1.0),
        ),
        (
            "timestamp,askPrice,bidPrice,askVolume,bidVolume",
            "1735772400455,2626.592,2625.098,449.99999227,1",
            "dukascopy-node",
            tick("2025-01-01T23:00:00.455Z", 2_625_098, 2_626_592, 1.0, 449.999_992_27),
        ),
        (
            "timestamp,askPrice,bidPrice",
            "2026-01-02T00:00:00.001Z,100.2,100.0",
            "dukascopy-node",
            tick("2026-01-02T00:00:00.001Z", 100_000, 100_200, 0.0, 0.0),
        ),
        (
            "time,ask,bid,ask_volume,bid_volume",
            "2024-01-03 10:00:00.000001,1.104,1.103,1.5,2.0",
            "duka",
            tick("2024-01-03T10:00:00.000001Z", 1_103, 1_104, 2.0, 1.5),
        ),
        (
            "UTC,AskPrice,BidPrice",
            "2020-01-01T22:01:12.821+00:00,1.122,1.121",
            "iso-ask-first",
            tick("2020-01-01T22:01:12.821Z", 1_121, 1_122, 0.0, 0.0),
        ),
        (
            "UTC,AskPrice,BidPrice,AskVolume,BidVolume",
            "2018-01-01T01:00:00.594-05:30,1.351,1.35,1.5,0.75",
            "iso-ask-first",
            tick("2018-01-01T06:30:00.594Z", 1_350, 1_351, 0.75, 1.5),
        ),
        (
            "Time,Bid,Ask,BidVolume,AskVolume",
            "2010-01-01T00:00:05.996000Z,1.432,1.433,1400000,4200000",
            "iso-bid-first",
            tick("2010-01-01T00:00:05.996Z", 1_432, 1_433, 1_400_000.0, 4_200_000.0),
        ),
        (
            "timestamp,bid,ask,bid_volume,ask_volume",
            "2019-02-04T00:00:00.123456789Z,1.1,1.2,,1e-5",
            "tickloom",
            tick("2019-02-04T00:00:00.123456789Z", 1_100, 1_200, 0.0, 1e-5),
        ),
        (
            "\u{feff}\"Ask\",symbol,\"Time\",Bid,flags,",
            "1.2,\"A,B\",\"2019-02-04 00:00:00\",\"1.1\",6,",
            "by-header",
            tick("2019-02-04", 1_100, 1_200, 0.0, 0.0),
        ),
    ];
    for (header, row, dialect, expected) in cases {
        // Behind a short last row stand the ends of text that the fast reader leaves to the careful one.
        for rows in [row.to_owned(), format!("{row}\n"), format!("{row}\r\n"), format!("{row}\n").repeat(3)] {
            let layout = Layout::bind(header.as_bytes(), rows.as_bytes()).unwrap();
            let parsed = layout.parse(rows.as_bytes(), digits(3));
            assert_eq!(parsed.refused.first, [], "{header}");
            assert_eq!(parsed.ticks, Ticks::from_iter(vec![expected; rows.lines().count()]), "{header}");
            assert_eq!(layout.dialect(), dialect, "{header}");
        }
    }
}

const HEADER: &[u8] = b"Gmt time,Ask,Bid,AskVolume,BidVolume\r\n";
const GOOD: &str = "04.02.2019 00:00:00.994,1.14545,1.14541,0.75,1.5";

#[test]
fn a_bad_row_says_where_and_what_and_the_rest_goes_on() {
    const TIME: &str = "a time such as 04.02.2019 13:30:00.250";
    const PRICE: &str = "a price such as 1.14545";
    const DECIMALS: &str = "a price with at most the instrument's decimals";
    const VOLUME: &str = "a finite volume that is not negative, or nothing";
    const FIELDS: &str = "as many fields as the header has";
    for (row, field, found, expected) in [
        ("30.02.2019 00:00:00.994,1.1,1.1,0,0", Field::Time, "30.02.2019 00:00:00.994", TIME),
        ("29.02.1900 00:00:00.994,1.1,1.1,0,0", Field::Time, "29.02.1900 00:00:00.994", TIME),
        ("04.02.2019 24:00:00.000,1.1,1.1,0,0", Field::Time, "04.02.2019 24:00:00.000", TIME),
        ("04.02.2019 00:60:00.000,1.1,1.1,0,0", Field::Time, "04.02.2019 00:60:00.000", TIME),
        ("04.02.2019 00:00:60.000,1.1,1.1,0,0", Field::Time, "04.02.2019 00:00:60.000", TIME),
        ("04.02.2019 00:00:00.,1.1,1.1,0,0", Field::Time, "04.02.2019 00:00:00.", TIME),
        ("04.02.2019 00:00:00.1234567890,1.1,1.1,0,0", Field::Time, "04.02.2019 00:00:00.1234567890", TIME),
        ("04.02.2019 00:00:00.994Z,1.1,1.1,0,0", Field::Time, "04.02.2019 00:00:00.994Z", TIME),
        ("04.02.2019T00:00:00.994,1.1,1.1,0,0", Field::Time, "04.02.2019T00:00:00.994", TIME),
        ("2019-02-04 00:00:00.994,1.1,1.1,0,0", Field::Time, "2019-02-04 00:00:00.994", TIME),
        ("04.02.2300 00:00:00.994,1.1,1.1,0,0", Field::Time, "04.02.2300 00:00:00.994", TIME),
        (",1.1,1.1,0,0", Field::Time, "", TIME),
        ("04.02.2019 00:00:00.994,,1.1,0,0", Field::Ask, "", PRICE),
        ("04.02.2019 00:00:00.994,1.1,1e5,0,0", Field::Bid, "1e5", PRICE),
        ("04.02.2019 00:00:00.994,1.1,NaN,0,0", Field::Bid, "NaN", PRICE),
        ("04.02.2019 00:00:00.994,1.14,1.1\0,0,0", Field::Bid, "1.1\\u{0}", PRICE),
        ("04.02.2019 00:00:00.994, 1.1,1.1,0,0", Field::Ask, " 1.1", PRICE),
        ("04.02.2019 00:00:00.994,\"1.1,1.1,0,0", Field::Ask, "\"1.1", PRICE),
        ("04.02.2019 00:00:00.994,1.145451,1.1,0,0", Field::Ask, "1.145451", DECIMALS),
        (
            "04.02.2019 00:00:00.994,99999999999.9,1.1,0,0",
            Field::Ask,
            "99999999999.9",
            "a price of at most 2^53 points",
        ),
        ("04.02.2019 00:00:00.994,1.1,1.1,-1,0", Field::AskVolume, "-1", VOLUME),
        ("04.02.2019 00:00:00.994,1.1,1.1,0,inf", Field::BidVolume, "inf", VOLUME),
        ("04.02.2019 00:00:00.994,1.1,1.1,0", Field::Row, "04.02.2019 00:00:00.994,1.1,1.1,0", FIELDS),
        (
            "04.02.2019 00:00:00.994,1.1,1.1,0,0,0",
            Field::Row,
            "04.02.2019 00:00:00.994,1.1,1.1,0,0,0",
            FIELDS,
        ),
        ("\0\0\0", Field::Row, "\\u{0}\\u{0}\\u{0}", FIELDS),
    ] {
        let rows = format!("{GOOD}\r\n\r\n{row}\r\n{GOOD}\r\n{GOOD}");
        let parsed = Layout::bind(HEADER, GOOD.as_bytes()).unwrap().parse(rows.as_bytes(), digits(5));
        assert_eq!(
            (parsed.ticks.len(), parsed.rows, parsed.lines, parsed.refused.count),
            (3, 4, 5, 1),
            "{row}"
        );
        let (byte, text) = (GOOD.len() as u64 + 4, row_text(row.as_bytes()));
        let bad = BadRow { line: 3, byte, field, found: found.into(), expected, row: text };
        assert_eq!(parsed.refused.first, [bad], "{row}");
    }
}

#[test]
fn each_tick_knows_its_line_through_blank_and_bad_rows() {
    let rows = format!("\n{GOOD}\n\n\r\nnonsense\n{GOOD}\n{GOOD}\nx\n{GOOD}");
    let parsed = Layout::bind(HEADER, GOOD.as_bytes()).unwrap().parse(rows.as_bytes(), digits(5));
    let lines: Vec<_> = (0..parsed.ticks.len()).map(|tick| parsed.places.line_of(tick)).collect();
    assert_eq!((lines, parsed.lines), (vec![2, 6, 7, 9], 9));
}

#[test]
fn all_refused_rows_are_kept_on_request_and_counted_in_any_case() {
    let layout = Layout::bind(HEADER, GOOD.as_bytes()).unwrap();
    let rows: String = (0..100).map(|row| format!("bad {row}\t\n")).collect();
    let kept = |layout: &Layout| {
        let refused = layout.parse(rows.as_bytes(), digits(5)).refused;
        (refused.count, refused.first.len(), refused.first.last().map(|row| row.row.clone()))
    };
    assert_eq!(kept(&layout), (100, 20, Some("bad 19\\t".into())));
    assert_eq!(kept(&layout.clone().keeping(99)), (100, 99, Some("bad 98\\t".into())));
    assert_eq!(kept(&layout.keeping(0)), (100, 0, None));
}

#[test]
fn a_crossed_quote_and_disorder_are_kept_as_given() {
    let rows = b"04.02.2019 00:00:01.000,1.1,1.2,0,0\n04.02.2019 00:00:00.000,1.3,1.2,0,0\n";
    let ticks = Layout::bind(HEADER, rows).unwrap().parse(rows, digits(1)).ticks;
    assert_eq!((ticks.ask, ticks.bid), (vec![11, 13], vec![12, 12]));
    assert!(ticks.timestamp[0] > ticks.timestamp[1]);
}

#[test]
fn a_row_without_zone_among_zoned_ones_is_bad_and_offsets_may_change() {
    let header = b"Local time,Ask,Bid";
    let rows = b"31.03.2019 02:59:59.999 GMT+0200,2,1\n31.03.2019 04:00:00.000 GMT+0300,2,1\n31.03.2019 04:00:00.001,2,1\n";
    let parsed = Layout::bind(header, rows).unwrap().parse(&rows.repeat(2), digits(0));
    assert_eq!(parsed.ticks.timestamp[1] - parsed.ticks.timestamp[0], 1_000_000);
    assert_eq!(
        parsed.refused.first.iter().map(|row| (row.line, row.field)).collect::<Vec<_>>(),
        [(3, Field::Time), (6, Field::Time)]
    );
}

#[test]
fn the_format_of_times_is_that_of_most_first_rows() {
    let rows = format!("2019-02-04T00:00:00Z,1,1,1,1\ngarbage\n{GOOD}\n{GOOD}\n");
    let parsed = Layout::bind(HEADER, rows.as_bytes()).unwrap().parse(rows.as_bytes(), digits(5));
    assert_eq!((parsed.ticks.len(), parsed.refused.count), (2, 2));
}

#[test]
fn a_lone_header_is_a_file_without_ticks() {
    let parsed = Layout::bind(HEADER, b"").unwrap().parse(b"", digits(5));
    assert_eq!((parsed.ticks.len(), parsed.rows, parsed.lines), (0, 0, 0));
}

#[test]
fn files_that_hold_no_ticks_are_refused_with_a_code() {
    for (header, rows, code) in [
        (&b""[..], "", "csv.empty"),
        (b"\r\n", GOOD, "csv.empty"),
        (b"\xff\xfeG\0m\0t\0", "", "csv.encoding"),
        (b"\xfe\xff\0G\0m\0t", "", "csv.encoding"),
        (b"G\0m\0t\0 \0", "", "csv.encoding"),
        (GOOD.as_bytes(), GOOD, "csv.no_header"),
        (b"\"1735772400455\",1,2", "", "csv.no_header"),
        (b"Gmt time,Open,High,Low,Close,Volume", "", "csv.candles"),
        (b"Time,Ask,AskVolume", GOOD, "csv.missing_column"),
        (b"Ask,Bid", GOOD, "csv.missing_column"),
        (b"name,size", GOOD, "csv.missing_column"),
        (b"Time,Ask,Bid,Ask Price", GOOD, "csv.duplicate_column"),
        (b"Time,UTC,Ask,Bid", GOOD, "csv.duplicate_column"),
        (b"Time,Ask,Bid", "yesterday,1,2\n", "csv.unknown_time"),
        (b"Time,Ask,Bid", "12/11/2020 10:00:00,1,2\n", "csv.unknown_time"),
        (b"Time,Ask,Bid", "15492384000,1,2\n", "csv.unknown_time"),
        (b"Time,Ask,Bid", "48600250,1,2\n", "csv.day_unknown"),
        (b"Time,Ask,Bid\r04.02.2019 00:00:00,1,2\r", "", "csv.line_ends"),
        (b"<DATE>\t<TIME>\t<BID>\t<ASK>", "2022.11.10\t15:00:00\t1\t2\n", "csv.zone_unknown"),
        (b"Date;Bid;Ask;Time;Timestamp", "", "csv.duplicate_column"),
        (b"Local time,Ask,Bid", GOOD, "csv.zone_unknown"),
    ] {
        let error = Layout::bind(header, rows.as_bytes()).unwrap_err();
        assert_eq!(error.code(), code, "{}: {error}", header.escape_ascii());
    }
}

#[test]
fn errors_show_what_was_found() {
    assert_eq!(
        Layout::bind(b"Time,Ask,Bid,Ask Price", b"").unwrap_err(),
        FormatError::CsvDuplicateColumn { field: Field::Ask, first: 2, second: 4 }
    );
    assert_eq!(
        Layout::bind(b"Local time,Ask,Bid", b"\n01.02.2019 00:00:00,1,1").unwrap_err(),
        FormatError::CsvZoneUnknown { column: "Local time".into(), found: "01.02.2019 00:00:00".into() }
    );
    assert_eq!(
        Layout::bind(b"Time,Ask,Bid", b"\r\nnever,1,1").unwrap_err(),
        FormatError::CsvUnknownTime { found: "never".into(), byte: 2 }
    );
}

#[test]
fn digits_are_the_most_decimals_of_any_price() {
    let layout = Layout::bind(HEADER, GOOD.as_bytes()).unwrap();
    for (rows, expected) in [
        ("", None),
        ("04.02.2019 00:00:00.994,x,y,0.123456,0", None),
        ("04.02.2019 00:00:00.994,1.1,1.145,0.123456,0", Some(3)),
        ("04.02.2019 00:00:00.994,1.1,1.1450,0,0\r\n04.02.2019 00:00:00.994,1,1,0,0", Some(4)),
        ("04.02.2019 00:00:00.994,203.14900000000003,203.107,0,0", Some(3)),
        ("04.02.2019 00:00:00.994,20,21,0,0", Some(0)),
    ] {
        assert_eq!(layout.digits(rows.as_bytes()).map(|digits| digits.get()), expected, "{rows}");
    }
}
