//! Tables of ticks: every type that a column may have, and what is refused, by row or whole.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use std::{collections::HashMap, sync::Arc};

use arrow::{
    array::{
        ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Float32Array, Float64Array, Int32Array,
        Int64Array, NullArray, RecordBatch, StringArray, TimestampMicrosecondArray,
        TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray, UInt64Array,
    },
    datatypes::{Field as Column, Int8Type, Schema},
};
use common::{digits, time};
use tickloom_formats::{
    Field, FormatError, Parsed,
    csv::{Carry, ReadOptions},
    table::{TableLayout, TickColumns},
};
use tickloom_model::{Tick, Ticks};

const SECOND: i64 = 1_549_238_400;

fn array(values: impl arrow::array::Array + 'static) -> ArrayRef {
    Arc::new(values)
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    let fields = columns.iter().map(|(name, array)| Column::new(*name, array.data_type().clone(), true));
    let schema = Schema::new(fields.collect::<Vec<_>>());
    RecordBatch::try_new(Arc::new(schema), columns.into_iter().map(|(_, array)| array).collect()).unwrap()
}

fn times() -> ArrayRef {
    array(TimestampMillisecondArray::from(vec![SECOND * 1000, SECOND * 1000 + 250]).with_timezone("UTC"))
}

fn prices(values: [f64; 2]) -> ArrayRef {
    array(Float64Array::from(values.to_vec()))
}

fn read(batch: &RecordBatch, options: &ReadOptions) -> Result<Parsed, FormatError> {
    Ok(TableLayout::bind(batch, options)?.parse(batch, digits(5)))
}

fn in_zone(name: &str) -> ReadOptions {
    ReadOptions { zone: Some(name.parse().unwrap()), ..ReadOptions::default() }
}

#[test]
fn times_of_every_type_are_the_same_moment() {
    let utc = ReadOptions::default();
    for (name, column, options) in [
        ("seconds", array(TimestampSecondArray::from(vec![SECOND]).with_timezone("UTC")), &utc),
        (
            "another zone",
            array(TimestampMillisecondArray::from(vec![SECOND * 1000]).with_timezone("Europe/Athens")),
            &utc,
        ),
        ("micros, no zone", array(TimestampMicrosecondArray::from(vec![SECOND * 1_000_000])), &utc),
        (
            "nanos",
            array(TimestampNanosecondArray::from(vec![SECOND * 1_000_000_000]).with_timezone("+00:00")),
            &utc,
        ),
        ("local", array(TimestampSecondArray::from(vec![SECOND + 7200])), &in_zone("Europe/Athens")),
        ("whole seconds", array(Int64Array::from(vec![SECOND])), &utc),
        ("32 bits", array(Int32Array::from(vec![SECOND as i32])), &utc),
        ("whole millis", array(UInt64Array::from(vec![SECOND as u64 * 1000])), &utc),
        ("whole micros", array(Int64Array::from(vec![SECOND * 1_000_000])), &utc),
        ("whole nanos", array(Int64Array::from(vec![SECOND * 1_000_000_000])), &utc),
    ] {
        let price = array(Float64Array::from(vec![1.5]));
        let table = batch(vec![("Time", column), ("Bid", price.clone()), ("Ask", price)]);
        let parsed = read(&table, options).unwrap();
        assert_eq!(parsed.ticks.timestamp, [SECOND * 1_000_000_000], "{name}");
    }
}

#[test]
fn prices_and_volumes_of_every_type_are_the_same_tick() {
    let decimal = |values: Vec<i128>, scale| {
        array(Decimal128Array::from(values).with_precision_and_scale(20, scale).unwrap())
    };
    let timestamp = time("2019-02-04T00:00:00Z");
    let expected = Tick { timestamp, bid: 114_541, ask: 114_545, bid_volume: 3.0, ask_volume: 0.0 };
    let expected = Ticks::from_iter([expected; 2]);
    for (name, bid, ask) in [
        ("float64", prices([1.14541; 2]), prices([1.14545; 2])),
        ("noise", prices([1.145_410_000_000_000_3; 2]), prices([1.145_449_999_999_99; 2])),
        ("float32", array(Float32Array::from(vec![1.14541; 2])), array(Float32Array::from(vec![1.14545; 2]))),
        ("decimal", decimal(vec![114_541; 2], 5), decimal(vec![114_545_000; 2], 8)),
    ] {
        for volumes in [
            array(Float32Array::from(vec![3.0; 2])),
            prices([3.0; 2]),
            array(Int32Array::from(vec![3; 2])),
            decimal(vec![300; 2], 2),
        ] {
            let nothing = array(NullArray::new(2));
            let time = array(Int64Array::from(vec![SECOND; 2]));
            let table = batch(vec![
                ("ask", ask.clone()),
                ("bid", bid.clone()),
                ("timestamp", time),
                ("bid_volume", volumes),
                ("askVolume", nothing),
            ]);
            assert_eq!(read(&table, &ReadOptions::default()).unwrap().ticks, expected, "{name}");
        }
    }
}

#[test]
fn a_cell_that_cannot_be_makes_a_bad_row_with_its_number_and_the_others_go_on() {
    let time = TimestampMillisecondArray::from(vec![
        Some(SECOND * 1000),
        None,
        Some(SECOND * 1000),
        Some(SECOND * 1000),
        Some(SECOND * 1000),
        Some(1),
    ]);
    let bid = Float64Array::from(vec![Some(1.1), Some(1.1), Some(1.123_456), None, Some(1.1), Some(1.1)]);
    let ask = Float64Array::from(vec![1.2, 1.2, 1.2, 1.2, f64::NAN, 1.2]);
    let volume = Float64Array::from(vec![Some(1.0), None, None, None, None, Some(-1.0)]);
    let table = batch(vec![
        ("time", array(time)),
        ("bid", array(bid)),
        ("ask", array(ask)),
        ("bid size", array(volume)),
    ]);
    let parsed = read(&table, &ReadOptions::default()).unwrap();
    let bad: Vec<_> =
        parsed.refused.first.iter().map(|row| (row.line, row.field, row.found.as_str())).collect();
    assert_eq!(
        bad,
        [
            (2, Field::Time, ""),
            (3, Field::Bid, "1.123456"),
            (4, Field::Bid, ""),
            (5, Field::Ask, "NaN"),
            (6, Field::BidVolume, "-1.0"),
        ]
    );
    assert_eq!((parsed.rows, parsed.lines, parsed.ticks.len(), parsed.refused.count), (6, 6, 1, 5));
    assert_eq!(parsed.refused.first[1].row, "2019-02-04T00:00:00,1.123456,1.2,");
    assert_eq!(parsed.places.line_of(0), 1);
}

#[test]
fn whole_numbers_are_prices_in_no_table_and_points_in_our_own_files() {
    let column = array(Int64Array::from(vec![114_541]));
    let time = array(Int64Array::from(vec![SECOND]));
    let table = batch(vec![("timestamp", time), ("bid", column.clone()), ("ask", column)]);
    let error = read(&table, &ReadOptions::default()).unwrap_err();
    assert_eq!(error.code(), "table.column_type", "{error}");
    let ours = HashMap::from([("tickloom.digits".to_owned(), "5".to_owned())]);
    let schema = table.schema().as_ref().clone().with_metadata(ours);
    let ours = RecordBatch::try_new(Arc::new(schema), table.columns().to_vec()).unwrap();
    let layout = TableLayout::bind(&ours, &ReadOptions::default()).unwrap();
    assert_eq!(layout.digits(&ours), Some(digits(5)));
    assert_eq!(layout.parse(&ours, digits(6)).ticks.bid, [1_145_410]);
    assert_eq!(layout.parse(&ours, digits(4)).refused.first[0].found, "114541");
}

#[test]
fn decimals_are_told_from_the_first_prices() {
    for (ask, expected) in [
        (prices([1.1, 1.25]), 2),
        (array(Float32Array::from(vec![1.14545, 1.1])), 5),
        (array(Decimal128Array::from(vec![11, 12]).with_precision_and_scale(10, 3).unwrap()), 3),
        (prices([203.149_000_000_000_03, 1.0]), 3),
    ] {
        let table = batch(vec![("time", times()), ("bid", prices([1.0, 1.0])), ("ask", ask)]);
        let layout = TableLayout::bind(&table, &ReadOptions::default()).unwrap();
        assert_eq!(layout.digits(&table), Some(digits(expected)));
    }
}

#[test]
fn only_the_columns_of_ticks_are_asked_for_and_a_lone_time_needs_no_name() {
    let table = batch(vec![
        ("noise", array(BooleanArray::from(vec![true, false]))),
        ("ask", prices([1.2, 1.2])),
        ("__index_level_0__", times()),
        ("spread", prices([0.1, 0.1])),
        ("bid", prices([1.1, 1.1])),
    ]);
    let columns = TickColumns::of(&table.schema()).unwrap();
    assert_eq!(columns.ascending(), [1, 2, 4]);
    let all = read(&table, &ReadOptions::default()).unwrap().ticks;
    assert_eq!(all.len(), 2);
    let table = table.project(&columns.ascending()).unwrap();
    let alone = TableLayout::bound(columns.alone(), &table, &ReadOptions::default()).unwrap();
    assert_eq!(alone.parse(&table, digits(5)).ticks, all);
}

#[test]
fn rows_of_another_symbol_are_bad_rows() {
    let names: DictionaryArray<Int8Type> = vec!["EUR/USD", "GBPUSD"].into_iter().collect();
    let columns = |names| {
        vec![("symbol", names), ("time", times()), ("bid", prices([1.1; 2])), ("ask", prices([1.2; 2]))]
    };
    let options = ReadOptions { symbol: Some("EURUSD.OANDA".parse().unwrap()), ..ReadOptions::default() };
    for names in [array(names), array(StringArray::from(vec![Some("EURUSD"), None]))] {
        let parsed = read(&batch(columns(names)), &options).unwrap();
        assert_eq!(
            (parsed.ticks.len(), parsed.refused.first[0].field, parsed.refused.first[0].line),
            (1, Field::Symbol, 2)
        );
    }
}

#[test]
fn columns_named_the_wrong_way_round_are_proved_by_their_rows() {
    let column = |price| array(Float64Array::from(vec![price; 64]));
    let time = array(Int64Array::from(vec![SECOND; 64]));
    let table = batch(vec![("time", time), ("bid", column(1.2)), ("ask", column(1.1))]);
    let error = read(&table, &ReadOptions::default()).unwrap_err();
    assert_eq!(error, FormatError::TableSwapped { crossed: 64, rows: 64 });
    let swap = ReadOptions { swap: true, ..ReadOptions::default() };
    assert_eq!(read(&table, &swap).unwrap().ticks.bid[0], 110_000);
    assert!(read(&table.slice(0, 63), &ReadOptions::default()).is_ok(), "63 rows are no proof");
}

#[test]
fn the_hour_that_clocks_show_twice_is_told_by_its_order_across_batches() {
    let moment = |text: &str| time(text).as_i64() / 1_000_000_000;
    let local = ["2019-10-27T03:10:00Z", "2019-10-27T03:59:59Z", "2019-10-27T03:00:01Z"].map(moment);
    let table = batch(vec![
        ("time", array(TimestampSecondArray::from(local.to_vec()))),
        ("bid", array(Float64Array::from(vec![1.0; 3]))),
        ("ask", array(Float64Array::from(vec![1.0; 3]))),
    ]);
    let layout = TableLayout::bind(&table, &in_zone("Europe/Athens")).unwrap();
    assert!(layout.is_serial());
    let mut carry = Carry::default();
    let parts: Vec<i64> = (0..3)
        .flat_map(|row| layout.parse_next(&table.slice(row, 1), digits(0), &mut carry).ticks.timestamp)
        .collect();
    assert_eq!(
        parts,
        ["00:10:00", "00:59:59", "01:00:01"].map(|clock| time(&format!("2019-10-27T{clock}Z")).as_i64())
    );
}

#[test]
fn tables_that_are_none_of_ticks_are_refused_with_a_code() {
    let price = || prices([1.1; 2]);
    let text = || array(StringArray::from(vec!["1.1"; 2]));
    for (code, columns) in [
        ("table.missing_column", vec![]),
        ("table.missing_column", vec![("time", times()), ("bid", price())]),
        ("table.missing_column", vec![("a", times()), ("b", times()), ("bid", price()), ("ask", price())]),
        (
            "table.duplicate_column",
            vec![("time", times()), ("bid", price()), ("Bid Price", price()), ("ask", price())],
        ),
        (
            "table.candles",
            vec![
                ("time", times()),
                ("open", price()),
                ("high", price()),
                ("low", price()),
                ("close", price()),
            ],
        ),
        ("table.column_type", vec![("time", text()), ("bid", price()), ("ask", price())]),
        ("table.column_type", vec![("time", times()), ("bid", text()), ("ask", price())]),
        (
            "table.column_type",
            vec![("time", times()), ("bid", price()), ("ask", price()), ("bid_volume", text())],
        ),
        (
            "table.unknown_time",
            vec![
                ("time", array(Int64Array::from(vec![20_190_204_000_i64; 2]))),
                ("bid", price()),
                ("ask", price()),
            ],
        ),
        (
            "table.zone_unknown",
            vec![
                ("Local time", array(TimestampSecondArray::from(vec![SECOND; 2]))),
                ("bid", price()),
                ("ask", price()),
            ],
        ),
    ] {
        let table = if columns.is_empty() {
            RecordBatch::new_empty(Arc::new(Schema::empty()))
        } else {
            batch(columns)
        };
        let error = read(&table, &ReadOptions::default()).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
    }
}
