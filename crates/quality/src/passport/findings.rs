//! What the checks find in the stored ticks of a month, at any time again.

use serde::Serialize;
use tickloom_model::{Digits, Ticks};

use crate::{
    Finding, Findings, Place,
    checks::{self, Keep, Marks, SEAM},
};

/// The findings of the days so far, and the end of the last day.
#[derive(Debug, Default)]
pub(super) struct FoundInTicks {
    findings: Findings,
    end_of_day: Ticks,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct FoundText {
    code: &'static str,
    severity: &'static str,
    count: u64,
    first: Vec<PlaceText>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct PlaceText {
    time: String,
    what: String,
}

impl FoundInTicks {
    pub(super) fn add(&mut self, ticks: Ticks, digits: Digits) {
        let beginning = slice(&ticks, 0..SEAM.min(ticks.len()));
        let seam = checks::seam(&self.end_of_day, &beginning, digits, Keep::First);
        let mut around = std::mem::take(&mut self.end_of_day);
        around.extend_from(&beginning, 0..beginning.len());
        self.add_marks(&seam, &around, digits);
        self.add_marks(&checks::batch(&ticks, digits, Keep::First), &ticks, digits);
        self.add_marks(&checks::day(&ticks, Keep::First), &ticks, digits);
        self.end_of_day = slice(&ticks, ticks.len().saturating_sub(SEAM)..ticks.len());
    }

    pub(super) fn finish(self) -> Vec<FoundText> {
        self.findings.into_vec().into_iter().map(FoundText::from).collect()
    }

    fn add_marks(&mut self, marks: &Marks, ticks: &Ticks, digits: Digits) {
        self.findings.add_marks(marks, |mark| mark.place(ticks, digits));
    }
}

impl From<Finding> for FoundText {
    fn from(finding: Finding) -> Self {
        Self {
            code: finding.code.code(),
            severity: finding.code.severity().name(),
            count: finding.count,
            first: finding.first.into_iter().map(PlaceText::from).collect(),
        }
    }
}

impl From<Place> for PlaceText {
    fn from(place: Place) -> Self {
        Self { time: place.time.to_string(), what: place.what }
    }
}

fn slice(ticks: &Ticks, positions: std::ops::Range<usize>) -> Ticks {
    let mut slice = Ticks::with_capacity(positions.len());
    slice.extend_from(ticks, positions);
    slice
}
