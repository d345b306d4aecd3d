//! The log folded into the catalogue's file, which DuckDB does in place: only while a whole copy of that file lies beside it.
//!
//! A loss of power in the midst of it leaves a file that nobody can read. The copy and the log are then all there was
//! (docs/adr/0021-folding-the-log.md). The copy is made while DuckDB has the file closed: a second reader of an open file
//! would undo its lock on Unix, and is refused on Windows.

use std::{fs, path::Path};

use duckdb::Connection;

use super::{connect, copies};
use crate::{StoreError, home::Home};

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
    copies::take(home)?;
    let connection = connect::open(home).map_err(failed())?;
    change(&connection)?;
    connection.execute_batch("CHECKPOINT").map_err(failed())?;
    copies::settle(home)?;
    Ok(connection)
}
