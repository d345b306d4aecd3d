//! Bars of stored ticks: the same as of all ticks at once, and as of any moment only what was known then.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod common;

use common::{digits, key, open, symbol};
use proptest::prelude::*;
use tickloom_bars::{BarSeries, FlatFill, KindBuilder};
use tickloom_model::{BarKind, DayRule, Fill, NANOS_PER_DAY, Side, Tick, Ticks, TimeRange, UnixNanos};
use tickloom_store::{BarQuery, BarTable, Store};

/// Some days around the clocks of New York going forward on 2024-03-10.
const FIRST: &str = "2024-03-06";
const DAYS: i64 = 9;
const KINDS: [&str; 11] = ["90s", "5m", "7h", "1d", "2d", "1w", "1mo", "3t", "9v", "4r", "3b"];

fn at(time: &str) -> UnixNanos {
    time.parse().unwrap()
}

/// Those that can be filled, if they are to be.
fn kinds(fill: Option<Fill>) -> Vec<BarKind> {
    let kinds = KINDS.map(|name| name.parse::<BarKind>().unwrap()).into_iter();
    kinds.filter(|kind| fill.is_none() || kind.timeframe().is_some()).collect()
}

/// Ticks of some days, by day of FIRST, second of the day and price.
fn ticks_of(rows: &[(i64, i64, i64)]) -> Ticks {
    let mut rows = rows.to_vec();
    rows.sort_unstable();
    rows.dedup();
    let tick = |&(day, second, bid): &(i64, i64, i64)| Tick {
        timestamp: at(FIRST).saturating_add(day * NANOS_PER_DAY + second * 1_000_000_000),
        bid,
        ask: bid + second % 5 - 1,
        bid_volume: 1.0 + (second % 3) as f32,
        ask_volume: 0.5,
    };
    rows.iter().map(tick).collect()
}

fn stored(ticks: &Ticks) -> (tempfile::TempDir, Store) {
    let home = tempfile::tempdir().unwrap();
    let store = open(home.path());
    for day in ticks
        .iter()
        .map(|tick| tickloom_model::UtcDay::of(tick.timestamp))
        .collect::<std::collections::BTreeSet<_>>()
    {
        let of_the_day = ticks.iter().filter(|tick| day.range().contains(tick.timestamp)).collect();
        let staged = store.stage(key("EURUSD", &day.to_string()), digits(), vec![of_the_day], &[]).unwrap();
        let committed = store.commit(staged).unwrap();
        store.record(committed.partition.as_slice()).unwrap();
    }
    (home, store)
}

/// The bars of all known ticks, one tick after the other; slow and without any partition.
fn expected(store: &Store, query: &BarQuery, kind: BarKind) -> (BarSeries, bool) {
    let ticks: Vec<Tick> = store
        .ticks(&query.symbol, TimeRange::ALL)
        .unwrap()
        .days
        .iter()
        .flat_map(|day| day.iter().collect::<Vec<_>>())
        .collect();
    let last = ticks.last().unwrap().timestamp;
    let known = query.as_of.unwrap_or(last);
    let mut builder = KindBuilder::new(kind, query.side, &store.days_of(&query.symbol, query.day).unwrap());
    for tick in ticks.into_iter().filter(|tick| tick.timestamp <= known) {
        builder.push_ticks(&Ticks::from_iter([tick]));
    }
    builder.advance(known);
    let mut all = builder.finish();
    if query.fill.is_some() {
        let (days, calendar) =
            (store.days_of(&query.symbol, query.day).unwrap(), store.calendar(&query.symbol).unwrap());
        all = FlatFill::new(kind, &days, Some(&calendar)).unwrap().fill(&all, Some(known)).unwrap();
    }
    let wants_forming = query.as_of.is_none() || query.forming;
    let mut kept = BarSeries::default();
    for index in 0..all.len() {
        let (bar, is_forming) = (all.bars.get(index), all.is_forming && index + 1 == all.len());
        if query.range.contains(bar.open_time) && (wants_forming || !is_forming) {
            kept.push(tickloom_bars::CompletedBar {
                bar,
                available_at: UnixNanos::new(all.available_at[index]),
            });
            kept.is_forming = is_forming;
        }
    }
    let is_forming = kept.is_forming;
    (kept, is_forming)
}

fn check(store: &Store, query: &BarQuery) {
    let tables = store.bars(query).unwrap();
    for (table, &kind) in tables.iter().zip(&query.kinds) {
        let (series, is_forming) = expected(store, query, kind);
        let BarTable { bars, available_at, is_forming: found_forming, .. } = table;
        assert_eq!(
            (bars, available_at, *found_forming),
            (&series.bars, &series.available_at, is_forming),
            "{kind} {query:?}"
        );
    }
    assert_eq!(tables.len(), query.kinds.len());
}

fn moment() -> impl Strategy<Value = UnixNanos> {
    // Whole hours too, where bars end.
    prop_oneof![(0..DAYS * 86_400).prop_map(|second| second), (0..DAYS * 24).prop_map(|hour| hour * 3_600)]
        .prop_map(|second| at(FIRST).saturating_add(second * 1_000_000_000))
}

fn question() -> impl Strategy<Value = BarQuery> {
    let range = proptest::option::of((moment(), moment()));
    let side = prop_oneof![Just(Side::Bid), Just(Side::Ask), Just(Side::Mid)];
    let days = prop_oneof![Just(DayRule::Utc), Just(DayRule::Session)];
    let fill = proptest::option::of(Just(Fill::Flat));
    (range, days, fill, proptest::option::of(moment()), any::<bool>(), side).prop_map(
        |(ends, day, fill, as_of, forming, side)| BarQuery {
            range: ends.map_or(TimeRange::ALL, |(one, other)| TimeRange {
                start: one.min(other),
                end: one.max(other),
            }),
            day,
            fill,
            as_of,
            forming,
            ..BarQuery::new(symbol("EURUSD"), &kinds(fill), side)
        },
    )
}

proptest! {
    // Each case stores days and asks many questions of them: storing is what takes the time.
    #![proptest_config(ProptestConfig { cases: 8, max_shrink_iters: 64, ..ProptestConfig::default() })]

    #[test]
    fn stored_bars_are_those_of_all_known_ticks_at_once(
        rows in proptest::collection::vec((0..DAYS, 0..86_400_i64, 100..130_i64), 1..120),
        evening in proptest::collection::vec((0..DAYS, 75_500..79_300_i64, 100..130_i64), 0..40),
        questions in proptest::collection::vec(question(), 16),
    ) {
        let (_home, store) = stored(&ticks_of(&[rows, evening].concat()));
        questions.iter().for_each(|query| check(&store, query));
    }
}

#[test]
fn a_session_day_is_read_from_the_days_that_it_touches() {
    // 17:00 in New York is 22:00 UTC until Saturday and 21:00 from Sunday on.
    let rows = [
        (1, 79_199, 100),
        (1, 79_200, 200),
        (2, 79_199, 300),
        (4, 75_599, 400),
        (4, 75_600, 500),
        (5, 75_599, 600),
    ];
    let (_home, store) = stored(&ticks_of(&rows));
    let query = BarQuery {
        day: DayRule::Session,
        ..BarQuery::new(symbol("EURUSD"), &["1d".parse().unwrap()], Side::Bid)
    };
    let table = store.bars(&query).unwrap().remove(0);
    let times = |times: &[i64]| {
        times.iter().map(|&time| UnixNanos::new(time).to_string()[..16].to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(
        times(&table.bars.open_time),
        ["2024-03-06T22:00", "2024-03-07T22:00", "2024-03-09T22:00", "2024-03-10T21:00"]
    );
    assert_eq!(
        times(&table.available_at),
        ["2024-03-07T22:00", "2024-03-08T22:00", "2024-03-10T21:00", "2024-03-11T21:00"]
    );
    assert_eq!(
        (&table.bars.open[..], &table.bars.close[..]),
        (&[100, 200, 400, 500][..], &[100, 300, 400, 600][..])
    );
    assert!(table.is_forming);
}

#[test]
fn as_of_a_moment_its_own_tick_counts_and_a_bar_that_ends_then_is_complete() {
    let (_home, store) = stored(&ticks_of(&[(0, 0, 100), (0, 59, 101), (0, 60, 102), (0, 61, 103)]));
    let minutes = |as_of: i64, forming: bool| {
        let as_of = Some(at(FIRST).saturating_add(as_of * 1_000_000_000));
        let query = BarQuery::new(symbol("EURUSD"), &["1m".parse().unwrap()], Side::Bid);
        let table = store.bars(&BarQuery { as_of, forming, ..query }).unwrap().remove(0);
        (table.bars.close, table.is_forming)
    };
    assert_eq!(minutes(-1, true), (vec![], false));
    assert_eq!(minutes(59, false), (vec![], false));
    assert_eq!(minutes(58, true), (vec![100], true));
    assert_eq!(minutes(59, true), (vec![101], true));
    assert_eq!(minutes(60, false), (vec![101], false));
    assert_eq!(minutes(60, true), (vec![101, 102], true));
    assert_eq!(minutes(120, true), (vec![101, 103], false));
}

#[test]
fn bars_that_no_time_ends_are_not_filled() {
    let (_home, store) = stored(&ticks_of(&[(0, 0, 100)]));
    let query = BarQuery::new(symbol("EURUSD"), &["3t".parse().unwrap()], Side::Bid);
    let refused = store.bars(&BarQuery { fill: Some(Fill::Flat), ..query }).err().unwrap();
    assert_eq!(refused.code(), "fill.not_of_time");
}
