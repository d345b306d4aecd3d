//! The log folded into the catalogue's file, which DuckDB does in place: only while a whole copy of that file lies beside it.
//!
//! A loss of power in the midst of it leaves a file that nobody can read. The copy and the log are then all there was
//! (docs/adr/0021-folding-the-log.md). The copy is made while DuckDB has the file closed: a second reader of an open file
//! would undo its lock on Unix, and is refused on Windows.

use std::{fs, path::Path};

use duckdb::Connection;

use super::connect;
use crate::{StoreError, durable::sync_folder, home::Home};

/// A log that is shorter when a store opens is left: reading it again takes milliseconds.
pub(super) const WORTH_AT_OPEN: u64 = 1 << 20;
/// A log that grows longer while a store is open is folded as soon as nobody reads.
pub(super) const WORTH_IN_USE: u64 = 16 << 20;
/// A log that is short beside the file is left too, so that copies never cost more than so many times what was written.
const FILE_PER_LOG: u64 = 8;

/// Whether the log is long enough to be folded.
pub(super) fn is_due(home: &Home, worth: u64) -> bool {
    let size = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
    size(&home.catalogue_log()) > worth.max(size(&home.catalogue()) / FILE_PER_LOG)
}

/// Closes the catalogue, copies its file, opens it again, changes it, and folds the log.
///
/// # Errors
/// A failure of the file system or of the catalogue, which is closed then; [`connect::open_or_recover`] finds it whole.
pub(super) fn fold(
    home: &Home,
    connection: Connection,
    change: impl FnOnce(&Connection) -> Result<(), StoreError>,
) -> Result<Connection, StoreError> {
    let failed = || StoreError::catalogue("folding the log of");
    connection.close().map_err(|(_, error)| failed()(error))?;
    copy(home, &home.catalogue(), &home.catalogue_while_folding())?;
    let connection = connect::open(home).map_err(failed())?;
    change(&connection)?;
    connection.execute_batch("CHECKPOINT").map_err(failed())?;
    settle(home)?;
    Ok(connection)
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
