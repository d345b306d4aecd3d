//! The columns that a footer lists, each before those in it: they make a tree as small as the list.

use super::format::Claim;

/// Decoders call themselves for each level.
const DEEPEST: usize = 64;
const MOST_CHILDREN: i64 = 1 << 15;
/// Decoders keep for each column its name with those of all it lies in.
const MOST_PATHS: i64 = 64 << 20;

/// What was told of the columns so far.
#[derive(Debug, Default)]
pub(super) struct Columns {
    name: i64,
    children: i64,
    /// Those that the next column may lie in, outermost first: how many more are in each, and how long its path is.
    open: Vec<(i64, i64)>,
    /// How long the paths of all are together.
    paths: i64,
    is_hostile: bool,
}

impl Columns {
    pub(super) fn hear(&mut self, claim: Claim, number: i64) {
        match claim {
            Claim::Name => self.name = number,
            Claim::Children => self.children = number,
            Claim::Column => self.add(),
            _ => {}
        }
    }

    pub(super) const fn is_plausible(&self) -> bool {
        !self.is_hostile
    }

    fn add(&mut self) {
        let (name, children) = (std::mem::take(&mut self.name), std::mem::take(&mut self.children));
        let path = self.path_of_next().saturating_add(name);
        self.paths = self.paths.saturating_add(path);
        if children != 0 {
            self.open.push((children, path));
        }
        let is_plausible =
            (0..=MOST_CHILDREN).contains(&children) && self.paths <= MOST_PATHS && self.open.len() <= DEEPEST;
        self.is_hostile |= !is_plausible;
    }

    fn path_of_next(&mut self) -> i64 {
        while self.open.pop_if(|(more, _)| *more <= 0).is_some() {}
        self.open.last_mut().map_or(0, |(more, path)| {
            *more -= 1;
            *path
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_plausible(columns: impl IntoIterator<Item = (i64, i64)>) -> bool {
        let mut heard = Columns::default();
        for (name, children) in columns {
            heard.hear(Claim::Name, name);
            heard.hear(Claim::Children, children);
            heard.hear(Claim::Column, 0);
        }
        heard.is_plausible()
    }

    #[test]
    fn columns_that_take_far_more_memory_than_their_list_are_refused() {
        let flat = |count, name| [(4, count)].into_iter().chain((0..count).map(move |_| (name, 0)));
        assert!(is_plausible(flat(30_000, 100)), "many columns");
        assert!(!is_plausible(flat(1_000, 100_000)), "names of 100 MB");
        assert!(!is_plausible([(4, 1 << 30)]), "a billion columns");
        assert!(!is_plausible([(4, -1)]), "less than none");
        let nested = [(4, 1), (1 << 20, 100)].into_iter().chain((0..100).map(|_| (1, 0)));
        assert!(!is_plausible(nested), "a long name that a hundred columns repeat");
        assert!(is_plausible((0..60).map(|_| (4, 1))), "columns in columns");
        assert!(!is_plausible((0..70).map(|_| (4, 1))), "columns in columns without end");
        let shallow = [(4, 70)].into_iter().chain((0..70).flat_map(|_| [(4, 1), (4, 0)]));
        assert!(is_plausible(shallow), "many that hold one each");
    }
}
