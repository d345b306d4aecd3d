//! Copies of the catalogue's file: the one that lies beside it while its log is folded, and the one of before.

use std::{fs, path::Path};

use crate::{StoreError, durable::sync_folder, home::Home};

/// Copies the file, which must be closed, before its log is folded.
pub(super) fn take(home: &Home) -> Result<(), StoreError> {
    copy(home, &home.catalogue(), &home.catalogue_while_folding())
}

/// Whether a process died while it folded: then nothing in the file can be taken for granted.
pub(super) fn was_interrupted(home: &Home) -> bool {
    home.catalogue_while_folding().exists()
}

/// The file was folded, or found to be whole: its copy is only what it was before.
pub(super) fn settle(home: &Home) -> Result<(), StoreError> {
    let (copy, before) = (home.catalogue_while_folding(), home.catalogue_before());
    fs::rename(&copy, before).map_err(|error| StoreError::io("settling", copy, error))
}

/// Puts the newest copy in the place of a catalogue that is not there; tells whether there was one.
pub(super) fn bring_back(home: &Home) -> Result<bool, StoreError> {
    let copies = [home.catalogue_while_folding(), home.catalogue_before()];
    match copies.iter().find(|copy| copy.exists()) {
        Some(newest) => copy(home, newest, &home.catalogue()).map(|()| true),
        None => Ok(false),
    }
}

/// A copy that appears whole or not at all, and survives a loss of power.
fn copy(home: &Home, from: &Path, to: &Path) -> Result<(), StoreError> {
    let aside = home.staging().join("catalogue.copy");
    let copied = fs::copy(from, &aside)
        .and_then(|_| fs::File::options().write(true).open(&aside)?.sync_all())
        .and_then(|()| fs::rename(&aside, to))
        .and_then(|()| sync_folder(home.root()));
    copied.map_err(|error| {
        // The first error is the one to tell; what stays is cleared at the next open.
        let _ = fs::remove_file(&aside);
        StoreError::io("copying", from, error)
    })
}
