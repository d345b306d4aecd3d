//! The gaps of a month by class, and the longest suspicious ones.

use serde::Serialize;
use tickloom_bars::gaps::{GapClass, GapRules};
use tickloom_model::NANOS_PER_SECOND;

use crate::{Gaps, SessionGap, survey::Survey};

/// Suspicious gaps that are named.
const NAMED: usize = 10;

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct GapsOfMonth {
    rules: RulesText,
    closed: OfClass,
    holiday: OfClass,
    quiet: OfClass,
    suspicious: OfClass,
    longest_suspicious: Vec<NamedGap>,
    forgotten: u64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct RulesText {
    shortest_seconds: f64,
    floor_seconds: f64,
    usual_per_mille: u32,
    times_usual: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct OfClass {
    count: usize,
    seconds: f64,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct NamedGap {
    start: String,
    end: String,
    seconds: f64,
    session_day: String,
}

impl GapsOfMonth {
    pub(super) fn of(survey: Survey, rules: &GapRules) -> Self {
        let found = Gaps::of(survey);
        let of = |class| OfClass::of(&found.gaps, class);
        Self {
            rules: RulesText::from(rules),
            closed: of(GapClass::Closed),
            holiday: of(GapClass::Holiday),
            quiet: of(GapClass::Quiet),
            suspicious: of(GapClass::Suspicious),
            longest_suspicious: longest(&found.gaps),
            forgotten: found.n_forgotten,
        }
    }
}

impl OfClass {
    fn of(gaps: &[SessionGap], class: GapClass) -> Self {
        let lengths = gaps.iter().filter(|gap| gap.gap.class == class).map(SessionGap::length);
        Self { count: lengths.clone().count(), seconds: seconds(lengths.sum()) }
    }
}

impl From<&GapRules> for RulesText {
    fn from(rules: &GapRules) -> Self {
        Self {
            shortest_seconds: seconds(rules.shortest),
            floor_seconds: seconds(rules.floor),
            usual_per_mille: rules.usual_per_mille,
            times_usual: rules.times_usual,
        }
    }
}

/// The longest first, of equal ones the earlier.
fn longest(gaps: &[SessionGap]) -> Vec<NamedGap> {
    let mut suspicious: Vec<&SessionGap> =
        gaps.iter().filter(|gap| gap.gap.class == GapClass::Suspicious).collect();
    suspicious.sort_by_key(|gap| std::cmp::Reverse(gap.length()));
    suspicious.into_iter().take(NAMED).map(named).collect()
}

fn named(gap: &SessionGap) -> NamedGap {
    NamedGap {
        start: gap.gap.range.start.to_string(),
        end: gap.gap.range.end.to_string(),
        seconds: seconds(gap.length()),
        session_day: gap.session_day.to_string(),
    }
}

fn seconds(nanos: i64) -> f64 {
    nanos as f64 / NANOS_PER_SECOND as f64
}
