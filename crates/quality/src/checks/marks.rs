//! Which ticks of a batch are odd, and how.

use crate::{Finding, FindingCode};

/// One odd tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    /// What is odd about it.
    pub code: FindingCode,
    /// Its position in the batch.
    pub index: usize,
}

/// Which positions are remembered. All are counted in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// The first [`Finding::PLACES`] of each code.
    #[default]
    First,
    /// All whose code a strict import refuses, and the first of the others.
    AllRefused,
}

/// What the checks found in a batch: exact counts, and positions in ascending order. Takes no memory but its own when nothing is odd.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    keep: Keep,
    codes: [Marked; FindingCode::ALL.len()],
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Marked {
    count: u64,
    indices: Vec<usize>,
}

impl Marks {
    /// No marks yet.
    #[must_use]
    pub fn new(keep: Keep) -> Self {
        Self { keep, codes: Default::default() }
    }

    /// Marks a tick; positions of one code come in ascending order.
    pub fn push(&mut self, mark: Mark) {
        let room = self.room(mark.code);
        let marked = &mut self.codes[mark.code.position()];
        marked.count += 1;
        if marked.indices.len() < room {
            marked.indices.push(mark.index);
        }
    }

    /// How many ticks are marked so, exactly.
    #[must_use]
    pub fn count(&self, code: FindingCode) -> u64 {
        self.codes[code.position()].count
    }

    /// The positions that were remembered, ascending.
    #[must_use]
    pub fn indices(&self, code: FindingCode) -> &[usize] {
        &self.codes[code.position()].indices
    }

    /// Whether nothing is marked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.codes.iter().all(|marked| marked.count == 0)
    }

    /// Code, count and remembered positions of everything that was found, in the order of [`FindingCode::ALL`].
    pub fn iter(&self) -> impl Iterator<Item = (FindingCode, u64, &[usize])> {
        let all = FindingCode::ALL.into_iter().zip(&self.codes);
        all.filter(|(_, marked)| marked.count > 0)
            .map(|(code, marked)| (code, marked.count, marked.indices.as_slice()))
    }

    /// What a strict import refuses, ordered by position and once for each code; complete with [`Keep::AllRefused`].
    #[must_use]
    pub fn refused(&self) -> Vec<Mark> {
        let refused = self.iter().filter(|(code, ..)| code.is_refused_by_strict());
        let mut marks: Vec<Mark> = refused
            .flat_map(|(code, _, indices)| indices.iter().map(move |&index| Mark { code, index }))
            .collect();
        marks.sort_by_key(|mark| mark.index);
        marks
    }

    const fn room(&self, code: FindingCode) -> usize {
        match self.keep {
            Keep::AllRefused if code.is_refused_by_strict() => usize::MAX,
            Keep::AllRefused | Keep::First => Finding::PLACES,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(keep: Keep) -> Marks {
        let mut marks = Marks::new(keep);
        for index in 0..9 {
            marks.push(Mark { code: FindingCode::Crossed, index });
            marks.push(Mark { code: FindingCode::ZeroSpread, index: 20 + index });
        }
        marks.push(Mark { code: FindingCode::OutOfOrder, index: 4 });
        marks
    }

    #[test]
    fn all_are_counted_and_the_first_five_remembered() {
        let marks = marked(Keep::First);
        assert_eq!(marks.count(FindingCode::Crossed), 9);
        assert_eq!(marks.indices(FindingCode::Crossed), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn strictness_knows_every_row_that_it_refuses_and_no_other() {
        let marks = marked(Keep::AllRefused);
        let refused: Vec<usize> = marks.refused().iter().map(|mark| mark.index).collect();
        assert_eq!(refused, [0, 1, 2, 3, 4, 4, 5, 6, 7, 8]);
        assert_eq!(marks.indices(FindingCode::ZeroSpread).len(), Finding::PLACES);
    }

    #[test]
    fn nothing_marked_is_empty() {
        assert!(Marks::default().is_empty());
        assert_eq!(Marks::default().iter().count(), 0);
    }
}
