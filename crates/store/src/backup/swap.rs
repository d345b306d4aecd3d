//! A backup put in the place of the store, step by step, so that whoever is killed in between is followed by one who finishes.
//!
//! All of the backup lies in `restoring/` first. From the moment on that the mark lies there too, the store *is* the backup: each
//! open takes the steps that are left before it looks at anything else.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::manifest::{CATALOGUE, REPORTS, TICKS, is_plain};
use crate::{
    StoreError,
    durable::{sync_folders, write_atomically},
    home::{Home, create_dir},
};

/// Says that all of a backup is there. Its text names the folder that the store of before goes to.
const MARK: &str = "complete";

/// What belongs to a store and has no counterpart in a backup.
const UNPAIRED: [&str; 4] =
    ["replaced", "catalogue.duckdb.wal", "catalogue.duckdb.before", "catalogue.duckdb.folding"];
/// What a backup brings along; the catalogue last, for as long as it waits the others may still have to go.
const PAIRED: [&str; 3] = [TICKS, REPORTS, CATALOGUE];

/// Makes what lies in `restoring/` the store; after this returns, no loss of power brings the old one back.
pub(super) fn begin(home: &Home, before: &Path) -> Result<(), StoreError> {
    let name = before.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    write_atomically(&home.staging(), &home.restoring().join(MARK), name.as_bytes())
}

/// Lets the store stay what it is: the mark goes first, for without all of the rest it must not be found.
pub(super) fn forget(home: &Home) -> Result<(), StoreError> {
    let restoring = home.restoring();
    let mark = restoring.join(MARK);
    match fs::remove_file(&mark) {
        Ok(()) => sync_folders([restoring.as_path()].into_iter())?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(StoreError::io("removing", mark, error)),
    }
    clear(&restoring)
}

fn clear(restoring: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(restoring) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io("clearing", restoring, error))
        }
        _ => Ok(()),
    }
}

/// Takes all steps that are left of a restoration, or clears away what is left of one that had not begun to count.
///
/// # Errors
/// A failure of the file system; the same call goes on from there.
pub(crate) fn finish(home: &Home) -> Result<(), StoreError> {
    let restoring = home.restoring();
    if let Some(before) = place_of_before(home)? {
        create_dir(&before)?;
        make_way_for_ticks(home, &before);
        while let Some((from, to)) = next_step(home, &before) {
            step(&from, &to)?;
        }
        sync_folders([home.root(), before.as_path()].into_iter())?;
        remove_if_empty(&before);
        let mark = restoring.join(MARK);
        fs::remove_file(&mark).map_err(|error| StoreError::io("removing", mark, error))?;
    }
    clear(&restoring)
}

/// Where the store of before goes, if a backup takes its place.
fn place_of_before(home: &Home) -> Result<Option<PathBuf>, StoreError> {
    let mark = home.restoring().join(MARK);
    match fs::read_to_string(&mark) {
        Ok(name) if is_plain(&name) => Ok(Some(home.root().join(name))),
        Ok(_) => Ok(Some(home.before_restore(0))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::io("reading", mark, error)),
    }
}

/// What has to be moved next, and where to; told from what lies where, so that nobody has to remember how far it came.
fn next_step(home: &Home, before: &Path) -> Option<(PathBuf, PathBuf)> {
    let (root, restoring) = (home.root(), home.restoring());
    if !restoring.join(CATALOGUE).exists() {
        return None;
    }
    let mut leaving = UNPAIRED.into_iter().filter(|name| root.join(name).exists());
    if let Some(name) = leaving.next() {
        return Some((root.join(name), before.join(name)));
    }
    let name = PAIRED.into_iter().find(|name| restoring.join(name).exists())?;
    let (old, new) = (root.join(name), restoring.join(name));
    Some(if old.exists() { (old, before.join(name)) } else { (new, old) })
}

/// Each open makes a folder for ticks before it comes here, also where the old one has gone and the new one has not come.
fn make_way_for_ticks(home: &Home, before: &Path) {
    if before.join(TICKS).exists() && home.restoring().join(TICKS).exists() {
        // It only succeeds with a folder that holds nothing; any other shows in the next step.
        let _ = fs::remove_dir(home.ticks());
    }
}

/// One name changed, for good.
fn step(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(|error| StoreError::io("moving", from, error))?;
    sync_folders([from, to].into_iter().filter_map(Path::parent))
}

/// There was no store before.
fn remove_if_empty(before: &Path) {
    // Both only succeed with folders that hold nothing.
    let _ = fs::remove_dir(before.join(TICKS)).and_then(|()| fs::remove_dir(before));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

    use super::*;

    fn put(root: &Path, name: &str, text: &str) {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    const OLD: [&str; 5] =
        ["ticks/a", "reports/b", "replaced/c", "catalogue.duckdb.wal", "catalogue.duckdb.before"];

    /// A store with a backup beside it that is all there.
    fn about_to_be_restored() -> (tempfile::TempDir, Home, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::prepare(folder.path()).unwrap();
        OLD.iter().for_each(|name| put(home.root(), name, "old"));
        put(home.root(), "catalogue.duckdb", "old");
        ["ticks/a", "reports/b", "catalogue.duckdb"]
            .iter()
            .for_each(|name| put(&home.restoring(), name, "new"));
        let before = home.before_restore(7);
        (folder, home, before)
    }

    fn read(root: &Path, name: &str) -> String {
        fs::read_to_string(root.join(name)).unwrap()
    }

    #[test]
    fn whoever_is_killed_between_two_steps_is_followed_by_one_who_finishes() {
        for killed_after in 0..12 {
            let (_folder, home, before) = about_to_be_restored();
            begin(&home, &before).unwrap();
            create_dir(&before).unwrap();
            for _ in 0..killed_after {
                if let Some((from, to)) = next_step(&home, &before) {
                    step(&from, &to).unwrap();
                }
            }
            let home = Home::prepare(home.root()).unwrap();
            finish(&home).unwrap();
            for name in ["ticks/a", "reports/b", "catalogue.duckdb"] {
                assert_eq!(read(home.root(), name), "new", "{name}, killed after {killed_after}");
            }
            OLD.iter().for_each(|name| {
                assert_eq!(read(&before, name), "old", "{name}, killed after {killed_after}")
            });
            UNPAIRED.iter().for_each(|name| assert!(!home.root().join(name).exists(), "{name}"));
            assert!(!home.restoring().exists(), "killed after {killed_after}");
        }
    }

    #[test]
    fn whoever_is_killed_before_the_mark_leaves_the_store_as_it_was() {
        let (_folder, home, before) = about_to_be_restored();
        finish(&home).unwrap();
        OLD.iter().for_each(|name| assert_eq!(read(home.root(), name), "old"));
        assert!(!home.restoring().exists() && !before.exists());
    }
}
