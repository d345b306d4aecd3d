//! Gaps planted into ticks like the market's are found, all of them and no others.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod stored;

use stored::{market, range, store_of, symbol};
use tickloom_bars::gaps::{CoverageClass, GapClass, GapRules};
use tickloom_model::{TimeRange, UnixNanos};
use tickloom_quality::{CoverageBy, Gaps, coverage, coverage_table, gaps};
use tickloom_store::{ArrowTable, Store};

const NEVER: fn() -> bool = || false;
/// A planted gap begins at the last tick before it and ends at the first after it: so much later at most.
const BETWEEN_TICKS: i64 = 300_000_000_000;

fn found(store: &Store, range: TimeRange) -> Gaps {
    gaps(store, &symbol(), range, &GapRules::default(), NEVER).unwrap()
}

fn suspicious(gaps: &Gaps) -> Vec<TimeRange> {
    let gaps = gaps.gaps.iter().map(|gap| gap.gap);
    gaps.filter(|gap| gap.class == GapClass::Suspicious).map(|gap| gap.range).collect()
}

fn is_about(found: TimeRange, planted: TimeRange) -> bool {
    let near = |found: UnixNanos, planted: UnixNanos| {
        found.as_i64().abs_diff(planted.as_i64()) < BETWEEN_TICKS as u64
    };
    near(found.start, planted.start) && near(found.end, planted.end)
}

#[test]
fn planted_gaps_are_found_and_nothing_else_is_suspicious() {
    for (name, within, planted) in [
        ("a quiet fortnight", range("2019-02-03", "2019-02-17"), vec![]),
        (
            "New York's clocks go forward",
            range("2019-03-03", "2019-03-17"),
            vec![
                range("2019-03-06T09:00", "2019-03-06T11:00"),
                range("2019-03-11T14:00", "2019-03-11T14:40"),
            ],
        ),
        (
            "Europe's clocks go forward",
            range("2019-03-24", "2019-04-07"),
            vec![range("2019-04-01T07:00", "2019-04-01T08:00")],
        ),
        (
            "New York's clocks go back",
            range("2019-10-27", "2019-11-10"),
            vec![
                range("2019-11-01T12:00", "2019-11-01T13:30"),
                range("2019-11-04T15:00", "2019-11-04T16:00"),
            ],
        ),
        (
            "from Friday noon to the close",
            range("2019-02-03", "2019-02-24"),
            vec![range("2019-02-15T17:00", "2019-02-15T22:00")],
        ),
        (
            "a Sunday evening that begins late",
            range("2019-02-03", "2019-02-24"),
            vec![range("2019-02-17T22:00", "2019-02-18T03:00")],
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let store = store_of(folder.path(), market(within, &planted));
        let all = found(&store, TimeRange::ALL);
        let suspicious = suspicious(&all);
        assert_eq!(suspicious.len(), planted.len(), "{name}: {suspicious:?}");
        assert!(suspicious.iter().zip(&planted).all(|(found, planted)| is_about(*found, *planted)), "{name}");
        assert_eq!(all.missing_days, [], "{name}");
    }
}

#[test]
fn a_gap_over_a_weekend_is_cut_where_the_market_closes_and_opens() {
    let folder = tempfile::tempdir().unwrap();
    let planted = [range("2019-02-15T12:00", "2019-02-18T12:00")];
    let store = store_of(folder.path(), market(range("2019-02-03", "2019-02-24"), &planted));
    let all = found(&store, TimeRange::ALL);
    let expected =
        [range("2019-02-15T12:00", "2019-02-15T22:00"), range("2019-02-17T22:00", "2019-02-18T12:00")];
    let suspicious = suspicious(&all);
    assert_eq!(suspicious.len(), 2, "{suspicious:?}");
    assert!(suspicious.iter().zip(expected).all(|(found, expected)| is_about(*found, expected)));
    let days: Vec<String> = all
        .gaps
        .iter()
        .map(|gap| (gap.gap.class, gap.session_day))
        .filter(|(class, _)| *class == GapClass::Suspicious)
        .map(|(_, day)| day.to_string())
        .collect();
    assert_eq!(days, ["2019-02-15", "2019-02-18"]);
}

#[test]
fn silence_over_christmas_is_a_holiday_and_a_day_without_ticks_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let planted = [range("2019-12-18T22:00", "2019-12-19T22:00")];
    let store = store_of(folder.path(), market(range("2019-12-15", "2020-01-05"), &planted));
    let all = found(&store, TimeRange::ALL);
    let missing: Vec<String> = all.missing_days.iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["2019-12-19"]);
    let holidays: Vec<String> = all
        .gaps
        .iter()
        .filter(|gap| gap.gap.class == GapClass::Holiday)
        .map(|gap| gap.session_day.to_string())
        .collect();
    assert_eq!(holidays, ["2019-12-25", "2020-01-01"]);
}

#[test]
fn a_range_expects_ticks_from_its_start_to_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_of(folder.path(), market(range("2019-02-04", "2019-02-06"), &[]));
    let all = found(&store, range("2019-01-31", "2019-02-08"));
    let missing: Vec<String> = all.missing_days.iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["2019-01-31", "2019-02-01", "2019-02-07"]);
    assert_eq!(suspicious(&all).len(), 3);
    assert_eq!(found(&store, range("2019-02-04T12:00", "2019-02-04T12:00")).gaps, []);
    let later = TimeRange { start: stored::time("2019-03-01"), end: UnixNanos::MAX };
    assert_eq!(found(&store, later).gaps, []);
}

#[test]
fn coverage_counts_hours_and_days_as_the_calendar_expects_them() {
    let folder = tempfile::tempdir().unwrap();
    let planted = [range("2019-03-11T10:00", "2019-03-11T13:00")];
    let store = store_of(folder.path(), market(range("2019-03-08", "2019-03-13"), &planted));
    let of = |by| {
        coverage(&store, &symbol(), range("2019-03-08", "2019-03-13"), by, &GapRules::default(), NEVER)
            .unwrap()
    };
    let (hours, days) = (of(CoverageBy::Hour), of(CoverageBy::Day));
    assert_eq!((hours.len(), days.len()), (5 * 24, 5));
    let stored: u64 = store.instruments().unwrap()[0].ticks;
    assert_eq!(hours.iter().map(|hour| hour.ticks).sum::<u64>(), stored);
    // New York closes at 22:00 UTC on the 8th and opens at 21:00 on the 10th: its clocks went forward in between.
    assert_eq!(days.iter().map(|day| day.open_seconds / 3_600).collect::<Vec<_>>(), [22, 0, 3, 24, 24]);
    let suspicious: Vec<usize> =
        (0..hours.len()).filter(|&hour| hours[hour].class == CoverageClass::Suspicious).collect();
    // The last tick before the gap stands in the hour before, the first after it in the hour behind.
    assert_eq!(suspicious, [81, 82, 83, 84, 85]);
    assert_eq!(days.iter().map(|day| day.class).collect::<Vec<_>>()[1], CoverageClass::Closed);
    assert_eq!(coverage_table(&hours).num_rows(), 120);
}

#[test]
fn what_cannot_be_answered_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_of(folder.path(), market(range("2019-02-04", "2019-02-05"), &[]));
    let rules = GapRules::default();
    let ask = |name: &str, range, stop: bool| {
        gaps(&store, &name.parse().unwrap(), range, &rules, || stop).map_err(|error| error.code())
    };
    assert_eq!(ask("XAUUSD", TimeRange::ALL, false), Err("symbol.unknown"));
    assert_eq!(ask("EURUSD", TimeRange::ALL, true), Err("interrupted"));
    let centuries = range("1700-01-01", "2200-01-01");
    let too_long = coverage(&store, &symbol(), centuries, CoverageBy::Hour, &rules, NEVER);
    assert_eq!(too_long.map_err(|error| error.code()), Err("coverage.range_too_long"));
    assert_eq!(
        coverage(&store, &symbol(), centuries, CoverageBy::Day, &rules, NEVER).unwrap().len(),
        182_621
    );
}

#[test]
fn gaps_become_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let store = store_of(folder.path(), market(range("2019-02-08", "2019-02-12"), &[]));
    let all = found(&store, TimeRange::ALL);
    let table = ArrowTable::from(&all);
    assert_eq!(table.num_rows(), all.gaps.len());
    let names: Vec<_> = table.schema.fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(names, ["start", "end", "seconds", "class", "session_day"]);
}
