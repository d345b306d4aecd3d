//! Every dialect with its ordinary row, files without header, zones, swapped columns and rows that lean on others.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use std::io::Read;

use common::{digits, real_file, time};
use tickloom_formats::{
    Field, FormatError,
    csv::{Carry, Dialect, Layout, ReadOptions, Zone, ZoneSource, date_of_name},
};
use tickloom_model::{Tick, Ticks};

fn tick(timestamp: &str, bid: i64, ask: i64, bid_volume: f32, ask_volume: f32) -> Tick {
    Tick { timestamp: time(timestamp), bid, ask, bid_volume, ask_volume }
}

/// What a file without header is read with: its dialect, and all else that one could be asked for.
fn named(dialect: &str) -> ReadOptions {
    let dialect = Some(Dialect::named(dialect).unwrap());
    ReadOptions { dialect, date: Some("2014-05-02".parse().unwrap()), ..ReadOptions::default() }
}

fn in_zone(zone: &str) -> ReadOptions {
    ReadOptions { zone: Some(zone.parse().unwrap()), ..ReadOptions::default() }
}

/// The only tick of each dialect's ordinary row, with five decimals.
fn ordinary(dialect: &str) -> Tick {
    match dialect {
        "dukascopy-website" => tick("2019-07-01T13:30:03.304Z", 20_310_700, 20_314_900, 0.0001, 0.0002),
        "dukascopy-website-local" => tick("2023-09-03T22:00:05.962Z", 451_566_400, 451_618_100, 1.0, 1.0),
        "dukascopy-export" => tick("2012-05-01T00:00:01.680Z", 8_091_100, 8_092_800, 1.58, 2.33),
        "dukascopy-node" => tick("2025-01-01T23:00:00.455Z", 262_509_800, 262_659_200, 450.0, 450.0),
        "duka" => tick("2017-01-01T22:00:20.786Z", 105_148, 105_236, 0.75, 0.75),
        "fx-data" => tick("2019-02-04T23:00:00.080Z", 114_352, 114_364, 1e6, 3.44e6),
        "iso-ask-first" => tick("2020-01-01T22:01:12.821Z", 112_106, 112_160, 0.75, 1.5),
        "iso-bid-first" => tick("2010-01-01T00:00:05.996Z", 143_278, 143_290, 1.4e6, 4.2e6),
        "tickstory" => tick("2019-02-04T13:30:00Z", 114_541, 114_545, 0.75, 1.5),
        "quant-data-manager" => tick("2020-01-01T22:01:12.821Z", 112_106, 112_160, 750_000.0, 0.0),
        "histdata" => tick("2020-01-01T22:00:00.065Z", 112_120, 112_172, 0.0, 0.0),
        "truefx" => tick("2013-01-01T22:00:00.295Z", 8_665_500, 8_672_800, 0.0, 0.0),
        "lean" => tick("2014-05-02T21:00:00.462Z", 138_817, 138_884, 0.0, 0.0),
        "lean-fxcm" => tick("2014-05-02T19:00:51.815Z", 138_757, 138_765, 0.0, 0.0),
        "mt5" | "mt5-semicolons" => tick("2022-11-10T13:00:00.017Z", 86_682, 86_712, 0.0, 0.0),
        "date-time-spread" => tick("2022-11-10T15:00:00.017Z", 86_682, 86_712, 0.0, 0.0),
        "symbol-semicolons" => tick("2019-02-04T13:30:00.250Z", 114_541, 114_545, 0.75, 1.5),
        "tickloom" => tick("2019-02-04T00:00:00.994Z", 114_541, 114_545, 0.75, 1.5),
        other => panic!("{other} has no ordinary row here"),
    }
}

/// Brokers' times are in no zone of their own; this one is two hours ahead of UTC in November.
fn with_broker(dialect: &Dialect) -> ReadOptions {
    let zone = dialect.name.starts_with("mt5").then(|| "Europe/Athens".parse().unwrap());
    ReadOptions { zone, ..named(dialect.name) }
}

#[test]
fn every_dialect_reads_its_ordinary_row_without_a_header() {
    for dialect in Dialect::ALL {
        for rows in [dialect.row.to_owned(), format!("{}\r\n", dialect.row).repeat(3)] {
            let (first, rest) = rows.split_at(rows.find('\n').map_or(rows.len(), |feed| feed + 1));
            let layout = Layout::bind_with(first.as_bytes(), rest.as_bytes(), &with_broker(dialect)).unwrap();
            assert_eq!((layout.dialect(), layout.has_header()), (dialect.name, false));
            let parsed = layout.parse(rows.as_bytes(), digits(5));
            assert_eq!(parsed.refused.first, [], "{}", dialect.name);
            let expected = Ticks::from_iter(vec![ordinary(dialect.name); rows.lines().count()]);
            assert_eq!(parsed.ticks, expected, "{}", dialect.name);
        }
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_row() {
    for dialect in Dialect::ALL {
        let marked = format!("\u{feff}{}\n", dialect.row);
        let layout = Layout::bind_with(marked.as_bytes(), b"", &with_broker(dialect)).unwrap();
        assert_eq!((layout.has_header(), layout.rows_start()), (false, 3));
        let parsed = layout.parse(&marked.as_bytes()[3..], digits(5));
        assert_eq!(parsed.ticks, Ticks::from_iter([ordinary(dialect.name)]), "{}", dialect.name);
    }
}

#[test]
fn every_dialect_reads_its_ordinary_row_under_its_header_and_is_recognised() {
    for dialect in Dialect::ALL.iter().filter(|dialect| dialect.header) {
        let header = dialect.columns.replace(',', &char::from(dialect.separator).to_string());
        let options = ReadOptions { dialect: None, ..with_broker(dialect) };
        let rows = format!("{}\n", dialect.row).repeat(2);
        let layout = Layout::bind_with(header.as_bytes(), rows.as_bytes(), &options).unwrap();
        assert_eq!((layout.dialect(), layout.has_header()), (dialect.name, true));
        let parsed = layout.parse(rows.as_bytes(), digits(5));
        assert_eq!(parsed.ticks, Ticks::from_iter([ordinary(dialect.name); 2]), "{}", dialect.name);
    }
}

#[test]
fn a_header_says_the_columns_even_if_a_dialect_is_named() {
    let rows = b"2019-02-04T00:00:00Z,1.1,1.2\n";
    let layout = Layout::bind_with(b"time,bid,ask", rows, &named("duka")).unwrap();
    assert!(layout.has_header());
    assert_eq!(layout.parse(rows, digits(1)).ticks.bid, [11]);
}

#[test]
fn a_file_without_header_and_dialect_is_told_which_dialects_fit() {
    for (row, expected) in [
        ("2019.02.04 23:00:00.080,1.14352,1.14364,3440000,1000000", &["fx-data"][..]),
        ("20200101 170000065,1.121200,1.121720,0", &["histdata"]),
        ("75600462,1.38817,1.38884", &["lean", "lean-fxcm"]),
        ("01.05.2012 00:00:01.680,80.928,80.911,2.33,1.58", &["dukascopy-website", "dukascopy-export"]),
        ("2022.11.10\t15:00:00.017\t0.86682\t0.86712\t\t\t6", &["mt5"]),
        ("EURUSD;2019-02-04 13:30:00.250;1.14545;1.14541;1.5;0.75", &["symbol-semicolons"]),
        ("2012.05.01,00:00,80.91,80.95,80.90,80.93,12", &[]),
    ] {
        let Err(FormatError::CsvNoHeader { fitting, .. }) = Layout::bind(row.as_bytes(), b"") else {
            panic!("{row}")
        };
        assert_eq!(fitting, expected, "{row}");
    }
}

#[test]
fn a_named_dialect_that_does_not_fit_is_refused_with_a_code() {
    for (row, dialect, code) in [
        ("2019.02.04 23:00:00.080,1.1,1.2,1,1,1", "fx-data", "csv.dialect_mismatch"),
        ("2019.02.04 23:00:00.080,1.1", "fx-data", "csv.dialect_mismatch"),
        ("12/11/2020 23:00,1.1,1.2", "fx-data", "csv.unknown_time"),
        ("2022.11.10\t15:00:00\t1\t2", "mt5", "csv.zone_unknown"),
    ] {
        let error = Layout::bind_with(row.as_bytes(), b"", &named(dialect)).unwrap_err();
        assert_eq!(error.code(), code, "{row}: {error}");
    }
    assert_eq!(Dialect::named("excel").unwrap_err().code(), "csv.dialect_unknown");
    assert_eq!("Atlantis".parse::<Zone>().unwrap_err().code(), "csv.zone_invalid");
    let no_day = ReadOptions { date: None, ..named("lean") };
    let error = Layout::bind_with(b"75600462,1.38817,1.38884", b"", &no_day).unwrap_err();
    assert_eq!(error, FormatError::CsvDayUnknown { found: "75600462".into() });
}

#[test]
fn every_way_to_write_a_time_is_told_from_the_rows() {
    for (written, expected) in [
        ("12.11.2020 10:00:00", "2020-11-12T10:00:00Z"),
        ("12.11.2020 10:00", "2020-11-12T10:00:00Z"),
        ("2020.11.12 10:00:00.5", "2020-11-12T10:00:00.5Z"),
        ("2020/11/12 10:00:00", "2020-11-12T10:00:00Z"),
        ("2020/11/12T10:00:00.25Z", "2020-11-12T10:00:00.25Z"),
        ("20201112 10:00:00.123", "2020-11-12T10:00:00.123Z"),
        ("20201112 10:00:00+01:00", "2020-11-12T09:00:00Z"),
        ("20201112 100000", "2020-11-12T10:00:00Z"),
        ("20201112 100000123456789", "2020-11-12T10:00:00.123456789Z"),
        ("2020-11-12 10:00", "2020-11-12T10:00:00Z"),
        ("2020-11-12T10:00Z", "2020-11-12T10:00:00Z"),
        ("2020-11-12T10:00:00+02", "2020-11-12T08:00:00Z"),
        ("2020-11-12T10:00:00-0530", "2020-11-12T15:30:00Z"),
        ("2020-11-12T10:00:00 +02:00", "2020-11-12T08:00:00Z"),
        ("2020-11-12 10:00:00 UTC", "2020-11-12T10:00:00Z"),
        ("2020-11-12 10:00:00 UTC+02:00", "2020-11-12T08:00:00Z"),
        ("12.11.2020 10:00:00.000 GMT+0300", "2020-11-12T07:00:00Z"),
        ("1605175200", "2020-11-12T10:00:00Z"),
        ("1605175200.25", "2020-11-12T10:00:00.25Z"),
        ("1605175200123", "2020-11-12T10:00:00.123Z"),
        ("1605175200123456", "2020-11-12T10:00:00.123456Z"),
        ("1605175200123456789", "2020-11-12T10:00:00.123456789Z"),
        ("36000000", "2014-05-02T10:00:00Z"),
        ("36000000.5", "2014-05-02T10:00:00.0005Z"),
    ] {
        let rows = format!("{written},1,2\n").repeat(3);
        let options = ReadOptions { date: Some("2014-05-02".parse().unwrap()), ..ReadOptions::default() };
        let layout = Layout::bind_with(b"Time,Bid,Ask", rows.as_bytes(), &options).unwrap();
        let parsed = layout.parse(rows.as_bytes(), digits(0));
        assert_eq!(parsed.ticks.timestamp, [time(expected).as_i64(); 3], "{written}");
    }
    for written in [
        "12/11/2020 10:00:00",
        "11-12-2020 10:00:00",
        "2020-11-12",
        "10:00:00",
        "2020-11-12T10:00:00 ",
        "2020-11-12T10:00:00 Europe/Athens",
        "16051752001",
        "86400000",
        "20201112 1000",
        "160517520012345678901",
    ] {
        let error = Layout::bind_with(b"Time,Bid,Ask", format!("{written},1,2\n").as_bytes(), &named("duka"));
        assert_eq!(error.unwrap_err().code(), "csv.unknown_time", "{written}");
    }
}

#[test]
fn the_zone_is_that_of_the_rows_then_the_header_then_the_caller_then_the_dialect() {
    for (header, row, zone, expected, source) in [
        ("Time,Bid,Ask", "2019-02-04T12:00:00+01:00,1,2", Some("+05:00"), "11:00", ZoneSource::Rows),
        ("UTC,Bid,Ask", "2019-02-04T12:00:00,1,2", Some("+05:00"), "12:00", ZoneSource::Header),
        ("Time,Bid,Ask", "2019-02-04T12:00:00,1,2", Some("+05:00"), "07:00", ZoneSource::Caller),
        ("Local time,Bid,Ask", "2019-02-04T12:00:00,1,2", Some("EST"), "17:00", ZoneSource::Caller),
        ("Time,Bid,Ask", "2019-02-04T12:00:00,1,2", None, "12:00", ZoneSource::Dialect),
        ("Time,Ask,Extra,Bid", "2019-02-04T12:00:00,2,,1", None, "12:00", ZoneSource::Assumed),
    ] {
        let options = zone.map_or_else(ReadOptions::default, in_zone);
        let layout = Layout::bind_with(header.as_bytes(), row.as_bytes(), &options).unwrap();
        assert_eq!(layout.zone().1, source, "{header} {zone:?}");
        let ticks = layout.parse(row.as_bytes(), digits(0)).ticks;
        let expected = format!("2019-02-04T{expected}:00Z");
        assert_eq!(ticks.timestamp, [time(&expected).as_i64()], "{header} {zone:?}");
    }
}

#[test]
fn the_hour_that_clocks_show_twice_is_told_by_its_order_across_pieces() {
    let header = b"Time,Bid,Ask";
    let rows = "2019-10-27 03:10:00,1,2\n2019-10-27 03:59:59,1,2\n2019-10-27 03:00:01,1,2\n2019-10-27 03:59:59,1,2\n2019-10-27 04:00:00,1,2\n";
    let layout = Layout::bind_with(header, rows.as_bytes(), &in_zone("Europe/Athens")).unwrap();
    assert!(layout.is_serial());
    let whole = layout.parse(rows.as_bytes(), digits(0)).ticks;
    let clocks = ["00:10:00", "00:59:59", "01:00:01", "01:59:59", "02:00:00"];
    let expected = clocks.map(|clock| time(&format!("2019-10-27T{clock}Z")).as_i64());
    assert_eq!(whole.timestamp, expected);
    let mut carry = Carry::default();
    let pieces = rows.split_inclusive('\n');
    let parts =
        pieces.flat_map(|row| layout.parse_next(row.as_bytes(), digits(0), &mut carry).ticks.timestamp);
    assert_eq!(parts.collect::<Vec<_>>(), expected);
}

#[test]
fn a_time_that_clocks_skip_is_a_bad_row() {
    let rows = b"2019-03-31 02:59:59,1,2\n2019-03-31 03:30:00,1,2\n2019-03-31 04:00:00,1,2\n";
    let layout = Layout::bind_with(b"Time,Bid,Ask", rows, &in_zone("Europe/Athens")).unwrap();
    let parsed = layout.parse(rows, digits(0));
    assert_eq!(parsed.ticks.timestamp[1] - parsed.ticks.timestamp[0], 1_000_000_000);
    assert_eq!((parsed.refused.first[0].line, parsed.refused.first[0].field), (2, Field::Time));
}

const MT5: &str = "<DATE>\t<TIME>\t<BID>\t<ASK>\t<LAST>\t<VOLUME>\t<FLAGS>\r\n";

#[test]
fn an_empty_side_is_that_of_the_row_before_across_pieces() {
    let rows = "2022.11.10\t15:00:00.017\t0.86682\t\t\t\t2\r\n\
                2022.11.10\t15:00:00.017\t0.86682\t0.86712\t\t\t6\r\n\
                2022.11.10\t15:00:00.100\t\t0.86713\t\t\t4\r\n\
                2022.11.10\t15:00:00.200\t0.86684\t\r\n\
                2022.11.10\t15:00:00.300\t\t\t\t\t56\r\n\
                2022.11.10\t15:00:00.400\t\t0.86714\t\t\t4\r\n";
    let layout = Layout::bind_with(MT5.as_bytes(), rows.as_bytes(), &in_zone("+02:00")).unwrap();
    assert!(layout.is_serial());
    let parsed = layout.parse(rows.as_bytes(), digits(5));
    assert_eq!(parsed.ticks.bid, [86_682, 86_682, 86_684, 86_684]);
    assert_eq!(parsed.ticks.ask, [86_712, 86_713, 86_713, 86_714]);
    let bad = parsed.refused.first.iter().map(|row| (row.line, row.field)).collect::<Vec<_>>();
    assert_eq!(bad, [(1, Field::Ask), (5, Field::Row)]);
    let mut carry = Carry::default();
    let pieces =
        rows.split_inclusive('\n').map(|row| layout.parse_next(row.as_bytes(), digits(5), &mut carry));
    assert_eq!(
        pieces.flat_map(|piece| piece.ticks.iter().collect::<Vec<_>>()).collect::<Ticks>(),
        parsed.ticks
    );
}

#[test]
fn a_volume_without_side_is_kept_as_bid_volume_and_that_of_a_deal_is_not() {
    for (header, row, expected) in [
        ("Time,Bid,Ask,Volume", "2019-02-04 00:00:00,1,2,3.5", [3.5, 0.0]),
        ("Time,Bid,Ask,Volume,Ask Volume", "2019-02-04 00:00:00,1,2,3.5,4", [0.0, 4.0]),
        ("Time,Bid,Ask,Last,Volume,Flags", "2019-02-04 00:00:00,1,2,1.5,3.5,6", [0.0, 0.0]),
    ] {
        let rows = format!("{row}\n").repeat(3);
        let parsed =
            Layout::bind(header.as_bytes(), rows.as_bytes()).unwrap().parse(rows.as_bytes(), digits(0));
        let volumes = parsed.ticks.iter().map(|tick| [tick.bid_volume, tick.ask_volume]);
        assert!(volumes.eq([expected; 3]), "{header}");
    }
}

#[test]
fn an_empty_side_is_a_bad_row_anywhere_else_and_other_files_need_no_order() {
    let rows = b"2022-11-10T15:00:00Z,1,2\n2022-11-10T15:00:00Z,,2\n";
    let layout = Layout::bind(b"Time,Bid,Ask", rows).unwrap();
    assert!(!layout.is_serial());
    assert_eq!(layout.parse(rows, digits(0)).refused.first[0].field, Field::Bid);
}

#[test]
fn rows_of_another_symbol_are_bad_rows() {
    let header = b"symbol;time;ask;bid;askvol;bidvol\n";
    let rows = b"EUR/USD;2019-02-04 00:00:00;2;1;1;1\nGBPUSD;2019-02-04 00:00:00;2;1;1;1\neurusd;2019-02-04 00:00:01;2;1;1;1\n";
    for (symbol, lines) in [(None, &[2][..]), (Some("EURUSD.OANDA"), &[2]), (Some("GBPUSD"), &[1, 3])] {
        let symbol = symbol.map(|symbol| symbol.parse().unwrap());
        let options = ReadOptions { symbol, ..ReadOptions::default() };
        let parsed = Layout::bind_with(header, rows, &options).unwrap().parse(rows, digits(0));
        let bad = parsed.refused.first.iter().map(|row| (row.field, row.line));
        assert!(bad.eq(lines.iter().map(|line| (Field::Symbol, *line))), "{options:?}");
    }
}

#[test]
fn a_symbol_whose_quote_is_never_closed_makes_a_bad_row() {
    let header = b"symbol;time;ask;bid;askvol;bidvol\n";
    let rows = b"\"EURUSD\";2019-02-04 00:00:00;2;1;1;1\n\"EURUSD;2019-02-04 00:00:00;2;1;1;1\n";
    let parsed = Layout::bind(header, rows).unwrap().parse(rows, digits(0));
    assert_eq!((parsed.ticks.len(), parsed.refused.first[0].line), (1, 2));
}

#[test]
fn columns_named_the_wrong_way_round_are_proved_by_their_rows_and_never_swapped_silently() {
    let rows = "2020-01-01T22:01:12+00:00,1.12106,1.1216,0.75,1.5\n".repeat(64);
    let header = b"UTC,AskPrice,BidPrice,AskVolume,BidVolume";
    let error = Layout::bind(header, rows.as_bytes()).unwrap_err();
    assert_eq!(error, FormatError::CsvSwapped { crossed: 64, rows: 64 });
    let swap = ReadOptions { swap: true, ..ReadOptions::default() };
    let ticks =
        Layout::bind_with(header, rows.as_bytes(), &swap).unwrap().parse(rows.as_bytes(), digits(5)).ticks;
    assert_eq!(ticks.get(0), tick("2020-01-01T22:01:12Z", 112_106, 112_160, 0.75, 1.5));
    let short = &rows[..rows.len() / 64 * 63];
    assert!(Layout::bind(header, short.as_bytes()).is_ok(), "63 rows are no proof");
    let mixed = short.to_owned() + &"2020-01-01T22:01:12+00:00,1.2,1.1,1,1\n".repeat(7);
    assert!(Layout::bind(header, mixed.as_bytes()).is_ok(), "nine in ten are no proof");
}

#[test]
fn decimal_commas_and_groups_are_read_where_they_are_unambiguous() {
    let header = b"Time;Bid;Ask;BidVolume;AskVolume";
    let rows = "04.02.2019 00:00:00;1,14541;1,14545;1.500.000,5;0\n04.02.2019 00:00:00;1.234,5;1.234,6;;\n\
                04.02.2019 00:00:00;1.14541;1,14545;1;1\n";
    let layout = Layout::bind(header, rows.as_bytes()).unwrap();
    assert_eq!((layout.marks(), layout.digits(rows.as_bytes())), ((b';', b','), Some(digits(5))));
    let parsed = layout.parse(rows.as_bytes(), digits(5));
    assert_eq!(parsed.ticks.bid, [114_541, 123_450_000]);
    assert_eq!(parsed.ticks.bid_volume, [1_500_000.5, 0.0]);
    let bad = &parsed.refused.first[0];
    assert_eq!((bad.line, bad.found.as_str(), bad.expected), (3, "1.14541", "a price such as 1,14545"));
    let rows = b"04.02.2019 00:00:00,\"1,234.5\",\"1,234.6\"\n04.02.2019 00:00:00,\"1,234\",\"1,235\"\n";
    let parsed = Layout::bind(b"Time,Bid,Ask", rows).unwrap().parse(rows, digits(1));
    assert_eq!((parsed.ticks.bid, parsed.refused.first[0].line), (vec![12_345], 2));
}

#[test]
fn the_lean_files_read_whole_in_their_zones() {
    for (path, dialect, rows, first, last, crossed) in [
        (
            "oanda/tick/eurusd/20140502_quote.zip",
            "lean",
            49_341,
            "2014-05-02T00:00:00.277Z",
            "2014-05-02T20:59:58.557Z",
            0,
        ),
        (
            "oanda/tick/eurusd/20140504_quote.zip",
            "lean",
            1_164,
            "2014-05-04T21:00:00.462Z",
            "2014-05-04T23:59:48.314Z",
            0,
        ),
        (
            "fxcm/tick/eurusd/20140504_quote.zip",
            "lean-fxcm",
            8_025,
            "2014-05-04T19:00:51.815Z",
            "2014-05-05T04:59:58.346Z",
            174,
        ),
    ] {
        let archive = std::io::Cursor::new(real_file(&format!("lean/forex/{path}")));
        let mut bytes = Vec::new();
        zip::ZipArchive::new(archive).unwrap().by_index(0).unwrap().read_to_end(&mut bytes).unwrap();
        let options = ReadOptions { date: date_of_name(path), ..named(dialect) };
        let (header, rest) = common::split_header(&bytes);
        let layout = Layout::bind_with(header, rest, &options).unwrap();
        let parsed = layout.parse(&bytes, layout.digits(&bytes).unwrap());
        assert_eq!(
            (parsed.rows, parsed.ticks.len(), parsed.refused.count),
            (rows, rows as usize, 0),
            "{path}"
        );
        let times = &parsed.ticks.timestamp;
        assert_eq!((times[0], times[times.len() - 1]), (time(first).as_i64(), time(last).as_i64()), "{path}");
        assert_eq!(parsed.ticks.iter().filter(|tick| tick.bid > tick.ask).count(), crossed, "{path}");
    }
}
