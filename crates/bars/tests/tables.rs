//! Bars small enough to check by hand, and the edges of the calendar.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

use tickloom_bars::{BarBuilder, build};
use tickloom_model::{Side, Tick, Ticks, Timeframe, UnixNanos};

/// Ticks of one point of spread and volumes 1.5 (bid) and 0.25 (ask), from ISO times and bids.
fn ticks(rows: &[(&str, i64)]) -> Ticks {
    let tick = |&(time, bid): &(&str, i64)| Tick {
        timestamp: time.parse().unwrap(),
        bid,
        ask: bid + 1,
        bid_volume: 1.5,
        ask_volume: 0.25,
    };
    rows.iter().map(tick).collect()
}

/// Every bar as `open time, open high low close volume ticks`, which is how a reader would write it down.
fn table(ticks: &Ticks, timeframe: &str, side: Side) -> Vec<String> {
    let bars = build(ticks, timeframe.parse().unwrap(), side);
    bars.iter()
        .map(|bar| {
            let (open, high, low, close) = (bar.open, bar.high, bar.low, bar.close);
            let time = bar.open_time.to_string().replace(":00.000Z", "");
            format!("{time} {open} {high} {low} {close} {} {}", bar.volume, bar.ticks)
        })
        .collect()
}

const MORNING: [(&str, i64); 6] = [
    ("2019-02-04T00:00:00Z", 100),
    ("2019-02-04T00:00:30Z", 105),
    ("2019-02-04T00:00:59.999999999Z", 98),
    ("2019-02-04T00:01:00Z", 99),
    ("2019-02-04T00:01:00Z", 97),
    ("2019-02-04T00:04:00Z", 101),
];

#[test]
fn a_tick_on_the_boundary_opens_the_next_bar_and_empty_minutes_give_none() {
    let expected = [
        "2019-02-04T00:00 100 105 98 98 4.5 3",
        "2019-02-04T00:01 99 99 97 97 3 2",
        "2019-02-04T00:04 101 101 101 101 1.5 1",
    ];
    assert_eq!(table(&ticks(&MORNING), "1m", Side::Bid), expected);
}

#[test]
fn each_side_has_its_own_prices_and_volumes() {
    for (side, expected) in [
        (Side::Bid, "2019-02-04T00:00 100 105 97 101 9 6"),
        (Side::Ask, "2019-02-04T00:00 101 106 98 102 1.5 6"),
        (Side::Mid, "2019-02-04T00:00 201 211 195 203 10.5 6"),
    ] {
        assert_eq!(table(&ticks(&MORNING), "5m", side), [expected], "{side}");
    }
}

/// Name, timeframe, ticks and the bars they make.
type CalendarCase<'a> = (&'a str, &'a str, &'a [(&'a str, i64)], &'a [&'a str]);

#[test]
fn bars_begin_where_the_calendar_says() {
    let cases: [CalendarCase; 6] = [
        (
            "1970 is not a border",
            "1h",
            &[
                ("1969-12-31T22:59:59Z", 1),
                ("1969-12-31T23:00:00Z", 2),
                ("1969-12-31T23:59:59.999Z", 3),
                ("1970-01-01", 4),
            ],
            &[
                "1969-12-31T22:00 1 1 1 1 1.5 1",
                "1969-12-31T23:00 2 3 2 3 3 2",
                "1970-01-01T00:00 4 4 4 4 1.5 1",
            ],
        ),
        (
            "a leap day belongs to February",
            "1mo",
            &[("2020-02-28T23:59:59Z", 1), ("2020-02-29T12:00:00Z", 5), ("2020-03-01", 2)],
            &["2020-02-01T00:00 1 5 1 5 3 2", "2020-03-01T00:00 2 2 2 2 1.5 1"],
        ),
        (
            "a leap day is a day",
            "1d",
            &[("2020-02-28T23:59:59Z", 1), ("2020-02-29T12:00:00Z", 5), ("2020-03-01", 2)],
            &[
                "2020-02-28T00:00 1 1 1 1 1.5 1",
                "2020-02-29T00:00 5 5 5 5 1.5 1",
                "2020-03-01T00:00 2 2 2 2 1.5 1",
            ],
        ),
        (
            "a year ends with its last nanosecond",
            "1mo",
            &[("2019-12-31T23:59:59.999999999Z", 1), ("2020-01-01", 2)],
            &["2019-12-01T00:00 1 1 1 1 1.5 1", "2020-01-01T00:00 2 2 2 2 1.5 1"],
        ),
        (
            "a week runs from Monday over the end of the year",
            "1w",
            &[("2019-12-29T23:59:59Z", 1), ("2019-12-30", 2), ("2020-01-05T23:59:59Z", 3), ("2020-01-06", 4)],
            &[
                "2019-12-23T00:00 1 1 1 1 1.5 1",
                "2019-12-30T00:00 2 3 2 3 3 2",
                "2020-01-06T00:00 4 4 4 4 1.5 1",
            ],
        ),
        (
            "four hours are counted from midnight",
            "4h",
            &[("2019-02-04T03:59:59Z", 1), ("2019-02-04T04:00:00Z", 2), ("2019-02-04T07:59:59Z", 3)],
            &["2019-02-04T00:00 1 1 1 1 1.5 1", "2019-02-04T04:00 2 3 2 3 3 2"],
        ),
    ];
    for (case, timeframe, rows, expected) in cases {
        assert_eq!(table(&ticks(rows), timeframe, Side::Bid), expected, "{case}");
    }
}

#[test]
fn crossed_quotes_are_quotes() {
    let crossed = Tick { timestamp: UnixNanos::new(0), bid: 7, ask: 4, bid_volume: 1.0, ask_volume: 1.0 };
    let bar = build(&Ticks::from_iter([crossed]), Timeframe::M1, Side::Mid).get(0);
    assert_eq!((bar.open, bar.high, bar.low, bar.close), (11, 11, 11, 11));
}

#[test]
fn the_last_nanosecond_of_time_lies_in_the_bar_before_it() {
    let rows = [
        ("2262-04-11T23:47:16Z", 1),
        ("2262-04-11T23:47:16.854775806Z", 2),
        ("2262-04-11T23:47:16.854775807Z", 3),
    ];
    for timeframe in Timeframe::STANDARD {
        let bars = build(&ticks(&rows), timeframe, Side::Bid);
        assert_eq!((bars.len(), bars.get(0).ticks, bars.get(0).close), (1, 3, 3), "{timeframe}");
    }
}

#[test]
fn a_late_tick_counts_nowhere() {
    let rows = [("2019-02-04T00:00:59Z", 10), ("2019-02-04T00:01:00Z", 20), ("2019-02-04T00:00:30Z", 5)];
    let expected = ["2019-02-04T00:00 10 10 10 10 1.5 1", "2019-02-04T00:01 20 20 20 20 1.5 1"];
    assert_eq!(table(&ticks(&rows), "1m", Side::Bid), expected);
    let mut builder = BarBuilder::new(Timeframe::M1, Side::Bid);
    builder.push_ticks(&ticks(&rows));
    assert_eq!(builder.dropped(), 1);
}

#[test]
fn no_ticks_give_no_bars() {
    assert!(build(&Ticks::default(), Timeframe::M1, Side::Mid).is_empty());
    assert_eq!(BarBuilder::new(Timeframe::M1, Side::Bid).forming(), None);
}

#[test]
fn completed_bars_are_taken_once() {
    let mut builder = BarBuilder::new(Timeframe::M1, Side::Bid);
    builder.push_ticks(&ticks(&MORNING));
    assert_eq!(builder.take_completed().close, [98, 97]);
    assert!(builder.take_completed().is_empty());
    assert_eq!(builder.finish().close, [101]);
}
