//! Passports say the same of the same ticks, whatever way these came.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

mod stored;

use stored::{market, put, range, symbol};
use tickloom_model::{Ticks, UtcDay};
use tickloom_quality::{Month, QualityError, passport, passport_hash};
use tickloom_store::{CalendarRecord, SourceRecord, Store};

const NEVER: fn() -> bool = || false;

fn month() -> Month {
    "2019-03".parse().unwrap()
}

fn source(name: &str, ticks: &Ticks) -> SourceRecord {
    let hash = format!("{:064x}", name.len());
    SourceRecord { name: name.into(), hash, bytes: 1, format: "bi5".into(), ticks: ticks.len() as u64 }
}

fn json(store: &Store) -> String {
    passport(store, &symbol(), month(), NEVER).unwrap().to_json()
}

fn fields(store: &Store) -> serde_json::Value {
    serde_json::from_str(&json(store)).unwrap()
}

/// The week in which New York's clocks go forward, a day from each of two files, in the order of `days`.
fn import(store: &Store, days: &mut dyn Iterator<Item = (UtcDay, Ticks)>) {
    for (day, ticks) in days.filter(|(_, ticks)| !ticks.is_empty()) {
        let sources = [source("first.csv", &ticks), source("the second.csv", &ticks)];
        let of_day = usize::from(day.days_since_epoch() % 2 == 0);
        put(store, day, ticks, &sources[of_day..=of_day]);
    }
}

fn week() -> Vec<(UtcDay, Ticks)> {
    market(range("2019-03-04", "2019-03-16"), &[range("2019-03-12T09:00", "2019-03-12T11:00")])
}

#[test]
fn the_order_of_imports_does_not_change_a_byte() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [forwards, backwards] = folders.each_ref().map(|folder| Store::open(folder.path()).unwrap());
    import(&forwards, &mut week().into_iter());
    import(&backwards, &mut week().into_iter().rev());
    assert_eq!(json(&forwards), json(&backwards));
    import(&forwards, &mut week().into_iter());
    assert_eq!(json(&forwards), json(&backwards));
}

#[test]
fn only_the_provenance_tells_ticks_of_other_files_apart() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [one, other] = folders.each_ref().map(|folder| Store::open(folder.path()).unwrap());
    import(&one, &mut week().into_iter());
    week()
        .into_iter()
        .filter(|(_, ticks)| !ticks.is_empty())
        .for_each(|(day, ticks)| put(&other, day, ticks, &[]));
    let [mut one, mut other] = [fields(&one), fields(&other)];
    assert_ne!(one["passport_hash"], other["passport_hash"]);
    for fields in [&mut one, &mut other] {
        fields.as_object_mut().unwrap().retain(|name, _| name != "provenance" && name != "passport_hash");
    }
    assert_eq!(one, other);
}

#[test]
fn a_passport_says_what_is_stored_expected_and_missing() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    import(&store, &mut week().into_iter());
    let fields = fields(&store);
    let known = &store.instruments().unwrap()[0];
    assert_eq!(fields["ticks"]["count"], known.ticks);
    assert_eq!(fields["ticks"]["content_hash"], known.content_hash.to_string());
    assert_eq!(fields["days"].as_array().unwrap().len(), 31);
    let received = |day: usize| {
        fields["days"][day]["ticks"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(serde_json::Value::as_u64)
            .sum::<u64>()
    };
    assert_eq!((0..31).map(received).sum::<u64>(), known.ticks);
    // Opened 22:00 UTC before New York's clocks went forward on the 10th, 21:00 from then on.
    let open = |day: usize| {
        fields["days"][day]["open_seconds"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|seconds| **seconds != 0)
            .count()
    };
    assert_eq!([open(2), open(9), open(16)], [2, 3, 3]);
    let longest = fields["gaps"]["longest_suspicious"].as_array().unwrap();
    assert!(
        longest.iter().any(|gap| gap["start"].as_str().unwrap().starts_with("2019-03-12T08:5")),
        "{longest:?}"
    );
    let missing = fields["coverage"]["missing_days"].as_array().unwrap();
    assert_eq!((missing[0].as_str(), missing.len()), (Some("2019-03-01"), 11));
    assert_eq!(fields["provenance"]["sources"][0]["name"], "first.csv");
    assert_eq!(fields["provenance"]["sources"].as_array().unwrap().len(), 2);
}

#[test]
fn odd_ticks_are_found_again_in_what_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let mut days = week();
    let (crossed, spike) = (100, 200);
    let (_, ticks) = &mut days[1];
    ticks.ask[crossed] = ticks.bid[crossed] - 3;
    ticks.bid[spike] += 3_000;
    ticks.ask[spike] += 3_000;
    import(&store, &mut days.into_iter());
    let findings = fields(&store)["findings"].clone();
    let found: Vec<_> = findings
        .as_array()
        .unwrap()
        .iter()
        .map(|found| (found["code"].as_str().unwrap(), found["count"].as_u64()))
        .collect();
    assert_eq!(found, [("finding.crossed", Some(1)), ("finding.spike", Some(1))]);
    assert!(findings[0]["first"][0]["what"].as_str().unwrap().contains("is below bid"));
}

#[test]
fn the_hash_is_that_of_the_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    import(&store, &mut week().into_iter());
    let text = json(&store);
    let (should, is) = passport_hash(&text).unwrap();
    assert_eq!(should, is);
    let (should, is) = passport_hash(&text.replacen("EURUSD", "GBPUSD", 1)).unwrap();
    assert_ne!(should, is);
    for nonsense in ["", "{}", "\"passport_hash\": \"", ",\n  \"passport_hash\": \"\u{e9}"] {
        assert_eq!(passport_hash(nonsense), None);
    }
}

#[test]
fn another_calendar_gives_another_passport() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    import(&store, &mut week().into_iter());
    let before = fields(&store);
    let rules = r#"{"name": "all day", "zone": "UTC", "sessions": ["always"]}"#.into();
    store.table().create(&CalendarRecord { symbol: "EURUSD".into(), rules }).unwrap();
    let after = fields(&store);
    assert_eq!(after["calendar"]["name"], "all day");
    assert_eq!(after["coverage"]["expected_hours"], 31 * 24);
    assert_eq!(after["ticks"], before["ticks"]);
}

#[test]
fn a_month_without_ticks_has_no_passport() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    import(&store, &mut week().into_iter());
    let none = passport(&store, &symbol(), "2019-04".parse().unwrap(), NEVER).unwrap_err();
    assert!(matches!(none, QualityError::NoTicks { .. }));
    assert!(none.to_string().contains("2019-04"));
    let stopped = passport(&store, &symbol(), month(), || true).unwrap_err();
    assert_eq!(stopped.code(), "interrupted");
}
