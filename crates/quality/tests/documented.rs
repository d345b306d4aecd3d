//! The page on findings says what the code does.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

use tickloom_quality::{Action, FindingCode, checks};

const PAGE: &str = include_str!("../../../docs/findings.md");

/// The cells of the catalogue's rows.
fn catalogue() -> Vec<Vec<&'static str>> {
    let rows = PAGE.lines().filter(|line| line.starts_with("| `finding."));
    rows.map(|line| line.trim_matches(['|', ' ']).split(" | ").collect()).collect()
}

#[test]
fn the_catalogue_is_that_of_the_code_in_its_order() {
    let listed: Vec<&str> = catalogue().iter().map(|cells| cells[0].trim_matches('`')).collect();
    assert_eq!(listed, FindingCode::ALL.map(FindingCode::code));
}

#[test]
fn severity_and_what_happens_to_rows_are_those_of_the_code() {
    for (cells, finding) in catalogue().into_iter().zip(FindingCode::ALL) {
        let strict = match (finding.is_refused_by_strict(), finding.rule().action) {
            (true, _) if finding == FindingCode::WrongScale => "file refused",
            (true, _) => "refused",
            (false, action) => action.name(),
        };
        assert_eq!(cells.len(), 6, "{finding}");
        assert_eq!(cells[1], finding.severity().name(), "{finding}");
        assert_eq!(cells[3], finding.rule().action.name(), "{finding}");
        assert_eq!(cells[4], strict, "{finding}");
    }
}

#[test]
fn only_repeats_are_dropped_and_only_disorder_is_put_right() {
    let of = |action: Action| {
        FindingCode::ALL
            .into_iter()
            .filter(move |finding| finding.rule().action == action)
            .collect::<Vec<_>>()
    };
    assert_eq!(of(Action::Dropped), [FindingCode::Repeated]);
    assert_eq!(of(Action::Reordered), [FindingCode::OutOfOrder]);
}

#[test]
fn every_constant_of_a_rule_stands_on_the_page() {
    for said in [
        format!("at most {} ticks", checks::LONGEST_SPIKE),
        format!("up to {} ticks before", checks::NEIGHBOURS),
        format!("at least {} on either side", checks::FEWEST_NEIGHBOURS),
        format!("`{} · s`", checks::SPIKE_SIGMAS),
        format!("at least {} % of the piece's", 100.0 * checks::SMALLEST_SPIKE),
        format!("no more than {} % of `m`", 100.0 * checks::WIDEST_SPREAD),
        format!("(ask + bid) / {}`", 2 * checks::SPREADS_IN_PRICE),
        format!("10^{} in quote currency", checks::HIGHEST_PRICE.ilog10()),
        format!("{} or more, over a minute", checks::SHORTEST_STALE_TICKS),
        format!("within {} days", checks::SCALE_REACH_NANOS / tickloom_model::NANOS_PER_DAY),
        format!("a factor of {}", checks::SCALE_TOLERANCE),
        format!("one tick in {}", checks::TICKS_PER_MISSING_VOLUME),
        "over 10,000 times the median".to_owned(),
    ] {
        assert!(PAGE.contains(&said), "{said}");
    }
    assert!((checks::VOLUME_RATIO - 10_000.0).abs() < f32::EPSILON);
    assert_eq!(checks::SHORTEST_STALE_NANOS, 60 * tickloom_model::NANOS_PER_SECOND);
}
