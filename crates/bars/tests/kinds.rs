//! Bars of every kind, small enough to check by hand.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

use tickloom_bars::{BarSeries, CompletedBar, Days, MAX_BRICKS_PER_TICK, build_kind, calendar::Calendar};
use tickloom_model::{BarKind, InstrumentKind, Side, Tick, Ticks, UnixNanos};

/// A tick as `time bid ask`; its volumes are 2 (bid) and 1 (ask).
type Row<'a> = (&'a str, i64, i64);

/// What is tried, kind, side, ticks, and the bars as `open time, open high low close volume ticks, available at`.
type Case<'a> = (&'a str, &'a str, Side, &'a [Row<'a>], &'a [&'a str]);

fn ticks(rows: &[Row<'_>]) -> Ticks {
    let tick = |&(time, bid, ask): &Row<'_>| Tick {
        timestamp: time.parse().unwrap(),
        bid,
        ask,
        bid_volume: 2.0,
        ask_volume: 1.0,
    };
    rows.iter().map(tick).collect()
}

/// Times without what is the same everywhere.
fn short(time: UnixNanos) -> String {
    time.to_string().replace("2019-02-04T", "").replace(".000Z", "").replace(":00:00", ":00")
}

fn line(CompletedBar { bar, available_at }: CompletedBar) -> String {
    let (open, high, low, close) = (bar.open, bar.high, bar.low, bar.close);
    let (opened, known) = (short(bar.open_time), short(available_at));
    format!("{opened} {open} {high} {low} {close} {} {} {known}", bar.volume, bar.ticks)
}

fn lines(series: &BarSeries) -> Vec<String> {
    let mut lines: Vec<String> = series.iter().map(line).collect();
    if series.is_forming {
        lines.last_mut().unwrap().push_str(" forming");
    }
    lines
}

fn check(cases: &[Case<'_>], days: &Days) {
    for (name, kind, side, rows, expected) in cases {
        let series = build_kind(&ticks(rows), kind.parse().unwrap(), *side, days);
        assert_eq!(lines(&series), *expected, "{name}");
    }
}

#[test]
fn so_many_ticks_make_a_bar() {
    check(
        &[
            ("none", "2t", Side::Bid, &[], &[]),
            (
                "one is in progress",
                "2t",
                Side::Bid,
                &[("2019-02-04T01:00", 5, 6)],
                &["01:00 5 5 5 5 2 1 2019-02-05T00:00 forming"],
            ),
            (
                "each of one tick",
                "1t",
                Side::Ask,
                &[("2019-02-04T01:00", 5, 6), ("2019-02-04T01:00", 7, 9)],
                &["01:00 6 6 6 6 1 1 01:00", "01:00 9 9 9 9 1 1 01:00"],
            ),
            (
                "equal times may be parted, a crossed quote is a quote",
                "2t",
                Side::Mid,
                &[("2019-02-04T01:00", 5, 6), ("2019-02-04T02:00", 9, 7), ("2019-02-04T02:00", 4, 4)],
                &["01:00 11 16 11 16 6 2 02:00", "02:00 8 8 8 8 3 1 2019-02-05T00:00 forming"],
            ),
            (
                "a day's rest is a bar of its own, known when the day ends",
                "2t",
                Side::Bid,
                &[("2019-02-03T23:59:59.999999999", 5, 6), ("2019-02-04", 6, 7), ("2019-02-04T03:00", 3, 7)],
                &["2019-02-03T23:59:59.999999999Z 5 5 5 5 2 1 00:00", "00:00 6 6 3 3 4 2 03:00"],
            ),
        ],
        &Days::Utc,
    );
}

#[test]
fn so_much_volume_makes_a_bar_and_no_tick_is_split() {
    let rows = [
        ("2019-02-04T01:00", 5, 6),
        ("2019-02-04T02:00", 7, 8),
        ("2019-02-04T03:00", 6, 7),
        ("2019-02-04T04:00", 1, 2),
    ];
    check(
        &[
            (
                "three are reached by four",
                "3v",
                Side::Bid,
                &rows,
                &["01:00 5 7 5 7 4 2 02:00", "03:00 6 6 1 1 4 2 04:00"],
            ),
            (
                "three are reached by three of the asked side",
                "3v",
                Side::Ask,
                &rows,
                &["01:00 6 8 6 7 3 3 03:00", "04:00 2 2 2 2 1 1 2019-02-05T00:00 forming"],
            ),
            (
                "mid has the volume of both",
                "3v",
                Side::Mid,
                &rows[..2],
                &["01:00 11 11 11 11 3 1 01:00", "02:00 15 15 15 15 3 1 02:00"],
            ),
        ],
        &Days::Utc,
    );
}

#[test]
fn so_many_points_between_low_and_high_make_a_bar_of_quoted_prices() {
    let rows = [
        ("2019-02-04T01:00", 10, 11),
        ("2019-02-04T02:00", 12, 13),
        ("2019-02-04T03:00", 9, 12),
        ("2019-02-04T04:00", 99, 100),
        ("2019-02-04T05:00", 50, 51),
    ];
    check(
        &[
            (
                "the tick that brings it is the bar's, and a jump is no more than one bar",
                "3r",
                Side::Bid,
                &rows,
                &["01:00 10 12 9 9 6 3 03:00", "04:00 99 99 50 50 4 2 05:00"],
            ),
            (
                "mid counts half points: 3 points are 6",
                "3r",
                Side::Mid,
                &rows[..3],
                &["01:00 21 25 21 21 9 3 2019-02-05T00:00 forming"],
            ),
        ],
        &Days::Utc,
    );
}

#[test]
fn bricks_go_on_after_one_height_and_back_after_two() {
    check(
        &[
            (
                "up, on, and back",
                "10b",
                Side::Bid,
                &[
                    ("2019-02-04T01:00", 103, 104),
                    ("2019-02-04T02:00", 119, 120),
                    ("2019-02-04T03:00", 120, 121),
                    ("2019-02-04T04:00", 131, 132),
                    ("2019-02-04T05:00", 111, 112),
                    ("2019-02-04T06:00", 110, 111),
                    ("2019-02-04T07:00", 108, 109),
                ],
                &[
                    "01:00 110 120 110 120 6 3 03:00",
                    "04:00 120 130 120 130 2 1 04:00",
                    "05:00 120 120 110 110 4 2 06:00",
                    "07:00 108 108 108 108 2 1 2019-02-05T00:00 forming",
                ],
            ),
            (
                "a first price on the grid is an edge",
                "10b",
                Side::Bid,
                &[("2019-02-04T01:00", 100, 101), ("2019-02-04T02:00", 90, 91)],
                &["01:00 100 100 90 90 4 2 02:00"],
            ),
            (
                "one tick may complete several: the first has it, the others nothing",
                "10b",
                Side::Bid,
                &[("2019-02-04T01:00", 100, 101), ("2019-02-04T02:00", 69, 71)],
                &[
                    "01:00 100 100 90 90 4 2 02:00",
                    "02:00 90 90 80 80 0 0 02:00",
                    "02:00 80 80 70 70 0 0 02:00",
                ],
            ),
            (
                "prices below zero have the same grid",
                "10b",
                Side::Bid,
                &[("2019-02-04T01:00", -5, -4), ("2019-02-04T02:00", -20, -19), ("2019-02-04T03:00", 0, 1)],
                &["01:00 -10 -10 -20 -20 4 2 02:00", "03:00 -10 0 -10 0 2 1 03:00"],
            ),
            (
                "mid counts half points: bricks of 20",
                "10b",
                Side::Mid,
                &[("2019-02-04T01:00", 100, 100), ("2019-02-04T02:00", 110, 110)],
                &["01:00 200 220 200 220 6 2 02:00"],
            ),
            (
                "each day has a first price of its own, and its rest the true ones",
                "10b",
                Side::Bid,
                &[
                    ("2019-02-03T22:00", 100, 101),
                    ("2019-02-03T23:00", 109, 110),
                    ("2019-02-04T01:00", 110, 111),
                ],
                &[
                    "2019-02-03T22:00 100 109 100 109 4 2 00:00",
                    "01:00 110 110 110 110 2 1 2019-02-05T00:00 forming",
                ],
            ),
        ],
        &Days::Utc,
    );
}

#[test]
fn a_jump_over_more_bricks_than_allowed_ends_with_a_tall_one() {
    let far = 5_000_003;
    let rows =
        [("2019-02-04T01:00", 0, 1), ("2019-02-04T02:00", far, far), ("2019-02-04T03:00", far - 4, far)];
    let series = build_kind(&ticks(&rows), "1b".parse().unwrap(), Side::Bid, &Days::Utc);
    let last = MAX_BRICKS_PER_TICK as usize - 1;
    assert_eq!((series.bars.open[last], series.bars.close[last]), (last as i64, far));
    // The way back is measured from the last height of it.
    assert_eq!(series.bars.open[last + 1..], [far - 1, far - 2, far - 3]);
    assert_eq!(series.bars.ticks.iter().sum::<u32>(), 3);
}

#[test]
fn a_brick_without_ticks_has_the_spread_that_was_quoted_and_no_mean() {
    let rows = [("2019-02-04T01:00", 100, 101), ("2019-02-04T02:00", 69, 71)];
    let series = build_kind(&ticks(&rows), "10b".parse().unwrap(), Side::Bid, &Days::Utc);
    let spread = &series.bars.spread;
    assert_eq!((&spread.min[..], &spread.max[..]), (&[1, 2, 2][..], &[2, 2, 2][..]));
    let means: Vec<_> = series.iter().map(|bar| bar.bar.mean_spread()).collect();
    assert_eq!(means, [Some(1.5), None, None]);
}

#[test]
fn days_may_be_those_of_a_session() {
    let session = Days::Session(Calendar::of(InstrumentKind::Fx).unwrap());
    let rows = [("2019-02-04T21:00", 5, 6), ("2019-02-04T22:00", 6, 7), ("2019-02-05T01:00", 7, 8)];
    let expected =
        ["21:00 5 5 5 5 2 1 22:00", "22:00 6 7 6 7 4 2 2019-02-05T22:00 forming"].map(String::from);
    for kind in ["9t", "9v", "9r", "9b"] {
        assert_eq!(
            lines(&build_kind(&ticks(&rows), kind.parse().unwrap(), Side::Bid, &session)),
            expected,
            "{kind}"
        );
    }
}

#[test]
fn every_moment_of_time_has_its_bar() {
    let first_and_last = ["1677-09-21T00:12:43.145224192", "2262-04-11T23:47:16.854775807"];
    for time in [
        first_and_last[0],
        "1969-12-31T23:59:59.999999999",
        "1970-01-01",
        "2038-01-19T03:14:08",
        first_and_last[1],
    ] {
        for kind in ["1t", "1v", "9t", "9r", "9b", "1m", "1d", "1w", "1mo"] {
            let kind: BarKind = kind.parse().unwrap();
            let series = build_kind(&ticks(&[(time, 5, 6), (time, 6, 7)]), kind, Side::Bid, &Days::Utc);
            assert_eq!(series.bars.ticks.iter().sum::<u32>(), 2, "{kind} {time}");
            assert!(series.available_at.iter().all(|&known| known >= series.bars.open_time[0]));
        }
    }
}
