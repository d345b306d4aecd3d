//! Findings gathered from many pieces, in their order, in bounded memory.

use crate::{
    Finding, FindingCode, Place,
    checks::{Mark, Marks},
};

/// What was found so far, by code.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Findings([Gathered; FindingCode::ALL.len()]);

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Gathered {
    count: u64,
    first: Vec<Place>,
}

impl Findings {
    /// Counts `count` more of a code, of which `places` are the first; keeps places while there is room.
    pub fn add(&mut self, code: FindingCode, count: u64, places: impl IntoIterator<Item = Place>) {
        let gathered = &mut self.0[code.position()];
        gathered.count += count;
        let room = Finding::PLACES.saturating_sub(gathered.first.len());
        gathered.first.extend(places.into_iter().take(room));
    }

    /// Adds what was marked; `place` is only asked about marks that are kept.
    pub fn add_marks(&mut self, marks: &Marks, mut place: impl FnMut(Mark) -> Place) {
        for (code, count, indices) in marks.iter() {
            self.add(code, count, indices.iter().map(|&index| place(Mark { code, index })));
        }
    }

    /// Adds the findings of a later part.
    pub fn merge(&mut self, later: Self) {
        for (code, Gathered { count, first }) in FindingCode::ALL.into_iter().zip(later.0) {
            self.add(code, count, first);
        }
    }

    /// How many there are of a code.
    #[must_use]
    pub fn count(&self, code: FindingCode) -> u64 {
        self.0[code.position()].count
    }

    /// How many there are of all codes.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.0.iter().map(|gathered| gathered.count).sum()
    }

    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.total() == 0
    }

    /// The findings that there are, in the order of [`FindingCode::ALL`].
    #[must_use]
    pub fn into_vec(self) -> Vec<Finding> {
        let all = FindingCode::ALL.into_iter().zip(self.0);
        all.filter(|(_, gathered)| gathered.count > 0)
            .map(|(code, Gathered { count, first })| Finding { code, count, first })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use tickloom_model::UnixNanos;

    use super::*;

    fn place(line: u64) -> Place {
        Place { source: None, line: Some(line), byte: None, time: UnixNanos::new(0), what: String::new() }
    }

    #[test]
    fn counts_add_up_and_the_first_five_places_stay() {
        let mut findings = Findings::default();
        findings.add(FindingCode::Crossed, 3, (1..4).map(place));
        let mut later = Findings::default();
        later.add(FindingCode::Crossed, 40, (11..16).map(place));
        later.add(FindingCode::Repeated, 1, [place(9)]);
        findings.merge(later);
        assert_eq!(findings.total(), 44);
        assert_eq!(
            findings.into_vec(),
            [
                Finding { code: FindingCode::Repeated, count: 1, first: vec![place(9)] },
                Finding { code: FindingCode::Crossed, count: 43, first: [1, 2, 3, 11, 12].map(place).into() },
            ]
        );
    }

    #[test]
    fn what_was_not_found_is_not_told() {
        let mut findings = Findings::default();
        findings.merge(Findings::default());
        assert!(findings.is_empty());
        assert_eq!(findings.into_vec(), []);
    }
}
