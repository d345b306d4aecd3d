//! Dukascopy's JSON: the same hour as its .bi5, and what is refused.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use common::{digits, real_file, time};
use tickloom_formats::{Field, bi5::Decoder, json};

#[test]
fn the_real_hour_equals_its_bi5() {
    let file = real_file("dukascopy-json/ticks-BTC-USD-2023-2-20-12.json");
    let (places, parsed) = json::ticks(&file).unwrap();
    let records = real_file("dukascopy-bi5/BTCUSD/2023/01/20/12h_ticks.bi5");
    let expected = Decoder::new().ticks(&records, time("2023-02-20T12:00:00Z")).unwrap().ticks;
    assert_eq!((places, parsed.rows, parsed.refused.count), (digits(1), 8_523, 0));
    assert!(parsed.ticks == expected, "times, prices and volumes, bit by bit");
}

fn answer(changes: &[(&str, &str)]) -> String {
    let text = r#"{"timestamp":1000,"multiplier":0.00001,"ask":1.2,"bid":1.1,"times":[1,2],"asks":[0,1],"bids":[0,-1],"askVolumes":[1,2],"bidVolumes":[3,4],"shift":1}"#;
    changes.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[test]
fn differences_are_added_up() {
    let (places, parsed) = json::ticks(answer(&[]).as_bytes()).unwrap();
    assert_eq!(places, digits(5));
    assert_eq!(parsed.ticks.timestamp, [1_001_000_000, 1_003_000_000]);
    assert_eq!((parsed.ticks.ask, parsed.ticks.bid), (vec![120_000, 120_001], vec![110_000, 109_999]));
    assert_eq!((parsed.ticks.ask_volume, parsed.ticks.bid_volume), (vec![1e-6, 2e-6], vec![3e-6, 4e-6]));
}

#[test]
fn volumes_become_whole_units_in_millions() {
    for (units, expected) in
        [("1.48", 1e-6), ("1.5", 2e-6), ("6.5", 6e-6), ("900000", 0.9), ("0.4", 0.0), ("-0.0", 0.0)]
    {
        let (_, parsed) = json::ticks(answer(&[("[3,4]", &format!("[{units},4]"))]).as_bytes()).unwrap();
        assert_eq!(parsed.ticks.bid_volume[0].to_bits(), f32::to_bits(expected), "{units}");
    }
}

#[test]
fn prices_take_the_decimals_that_are_asked_for_or_make_bad_rows() {
    let wide = json::ticks_with(answer(&[]).as_bytes(), digits(6)).unwrap();
    assert_eq!((wide.ticks.ask, wide.refused.count), (vec![1_200_000, 1_200_010], 0));
    let narrow = json::ticks_with(answer(&[]).as_bytes(), digits(4)).unwrap();
    assert_eq!((narrow.ticks.ask, narrow.rows), (vec![12_000], 2));
    let bad = &narrow.refused.first[0];
    assert_eq!((bad.line, bad.field, bad.found.as_str()), (2, Field::Ask, "120001e-5"));
}

#[test]
fn a_volume_that_cannot_be_is_a_bad_row() {
    let (_, parsed) = json::ticks(answer(&[("[3,4]", "[-3,4]")]).as_bytes()).unwrap();
    assert_eq!((parsed.rows, parsed.ticks.len()), (2, 1));
    assert_eq!((parsed.refused.first[0].line, parsed.refused.first[0].field), (1, Field::BidVolume));
}

#[test]
fn a_number_of_300_digits_is_told_in_60_characters() {
    let (_, parsed) = json::ticks(answer(&[("[3,4]", "[3e300,4]")]).as_bytes()).unwrap();
    assert_eq!(parsed.refused.first[0].found.chars().count(), 60);
}

#[test]
fn hostile_answers_are_refused_with_a_code() {
    let deep = "[".repeat(100_000);
    let large = " ".repeat(json::MAX_BYTES + 1);
    for (text, code) in [
        (String::new(), "json.invalid"),
        (deep, "json.invalid"),
        (large, "json.too_large"),
        (answer(&[("}", "")]), "json.invalid"),
        (answer(&[("\"times\":[1,2],", "")]), "json.invalid"),
        (answer(&[("[1,2],\"asks\"", "[1,2.5],\"asks\"")]), "json.invalid"),
        (answer(&[("1000", "1e400")]), "json.invalid"),
        (answer(&[("[0,1]", "[0]")]), "json.uneven"),
        (answer(&[("[3,4]", "[3,4,5]")]), "json.uneven"),
        (answer(&[("0.00001", "0.25")]), "json.out_of_range"),
        (answer(&[("0.00001", "0")]), "json.out_of_range"),
        (answer(&[("1.2", "1e300")]), "json.out_of_range"),
        (answer(&[("[0,1]", "[0,9223372036854775807]")]), "json.out_of_range"),
        (answer(&[("[1,2],\"asks\"", "[9223372036854775807,2],\"asks\"")]), "json.out_of_range"),
        (answer(&[("1000", "9223372036854775807")]), "json.out_of_range"),
    ] {
        let error = json::ticks(text.as_bytes()).unwrap_err();
        assert_eq!(error.code(), code, "{error}: {:.100}", text);
    }
}
