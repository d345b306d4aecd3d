//! What lies among the ticks and is none of ours: other names, other kinds of files, links.

use std::{
    fs::{self, DirEntry},
    path::Path,
};

use tickloom_model::{Symbol, UtcDay};

use super::{Problem, ProblemKind, VerifyScope};
use crate::{StoreError, home::Home, index::DAMAGED};

/// Foreign files that are listed; others are counted, so that a folder full of them does not fill the memory.
const MAX_LISTED: usize = 1000;

#[derive(Default)]
pub(super) struct ForeignFiles {
    pub(super) problems: Vec<Problem>,
    pub(super) more: u64,
}

impl ForeignFiles {
    fn add(&mut self, scope: &VerifyScope, problem: Problem) {
        if !scope.includes_problem(&problem) {
            return;
        }
        if self.problems.len() < MAX_LISTED {
            self.problems.push(problem);
        } else {
            self.more += 1;
        }
    }
}

/// Looks through the folder of ticks; follows no link.
pub(super) fn look(home: &Home, scope: &VerifyScope) -> Result<ForeignFiles, StoreError> {
    let mut foreign = ForeignFiles::default();
    for entry in entries(&home.ticks())? {
        let name = entry.file_name();
        match name.to_str().and_then(Home::symbol_of) {
            Some(symbol) if is_folder(&entry) => look_at_days(&entry.path(), &symbol, scope, &mut foreign)?,
            _ => foreign.add(scope, problem(&entry, None, None)),
        }
    }
    Ok(foreign)
}

fn look_at_days(
    folder: &Path,
    symbol: &Symbol,
    scope: &VerifyScope,
    foreign: &mut ForeignFiles,
) -> Result<(), StoreError> {
    for entry in entries(folder)? {
        let name = entry.file_name();
        match name.to_str().and_then(Home::day_of) {
            Some(day) if is_folder(&entry) => {
                for entry in entries(&entry.path())? {
                    if !is_ours(&entry) {
                        foreign.add(scope, problem(&entry, Some(symbol), Some(day)));
                    }
                }
            }
            _ => foreign.add(scope, problem(&entry, Some(symbol), None)),
        }
    }
    Ok(())
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_ok_and(|kind| kind.is_dir())
}

/// A tick file, or one that was put aside.
fn is_ours(entry: &DirEntry) -> bool {
    let name = entry.file_name();
    let rest = name.to_str().and_then(|name| name.strip_prefix(Home::TICK_FILE));
    let is_name = rest.is_some_and(|rest| {
        let second = rest.strip_prefix(DAMAGED);
        rest.is_empty() || second.is_some_and(|second| second.parse::<u64>().is_ok())
    });
    is_name && entry.file_type().is_ok_and(|kind| kind.is_file())
}

fn problem(entry: &DirEntry, symbol: Option<&Symbol>, day: Option<UtcDay>) -> Problem {
    let what = match entry.file_type() {
        Ok(kind) if kind.is_symlink() => "a link",
        Ok(kind) if kind.is_dir() => "a folder",
        _ => "a file",
    };
    let found = format!("{what} that is none of the store's");
    Problem { kind: ProblemKind::Foreign, symbol: symbol.cloned(), day, path: entry.path(), found }
}

fn entries(folder: &Path) -> Result<Vec<DirEntry>, StoreError> {
    let failed = |error| StoreError::io("listing", folder, error);
    fs::read_dir(folder).map_err(failed)?.map(|entry| entry.map_err(failed)).collect()
}
