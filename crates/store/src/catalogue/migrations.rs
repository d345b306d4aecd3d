//! Numbered steps from an empty catalogue to today's: the only place where tables are made or changed.

use std::cmp::Ordering;

use duckdb::Connection;

use crate::StoreError;

/// Every step in order; a step is never edited once released.
const MIGRATIONS: [&str; 6] = [
    include_str!("migrations/0001_initial.sql"),
    include_str!("migrations/0002_findings.sql"),
    include_str!("migrations/0003_hashes_and_losses.sql"),
    include_str!("migrations/0004_calendars.sql"),
    include_str!("migrations/0005_import_sources.sql"),
    include_str!("migrations/0006_built_bars.sql"),
];

/// Brings the catalogue to the latest schema, all missing steps in one transaction: each of its own would wait for the disk.
///
/// A checkpoint follows, so that no statement that makes tables is ever replayed from the log.
pub(super) fn migrate(connection: &Connection) -> Result<(), StoreError> {
    let failed = || StoreError::catalogue("migrating");
    connection.execute_batch("BEGIN").map_err(failed())?;
    let found = apply_missing(connection);
    let outcome = if found.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.execute_batch(outcome).map_err(failed())?;
    let (found, known) = (found.map_err(failed())?, MIGRATIONS.len() as u32);
    match found.cmp(&known) {
        Ordering::Less => connection.execute_batch("CHECKPOINT").map_err(failed()),
        Ordering::Equal => Ok(()),
        Ordering::Greater => Err(StoreError::CatalogueNewer { found, known }),
    }
}

/// The schema of this catalogue; 0 for an empty one.
pub(crate) fn version(connection: &Connection) -> duckdb::Result<u32> {
    connection.query_row("SELECT coalesce(max(version), 0) FROM schema_version", [], |row| row.get(0))
}

/// Takes the steps that this catalogue lacks, and tells which it had.
fn apply_missing(connection: &Connection) -> duckdb::Result<u32> {
    connection.execute_batch("CREATE TABLE IF NOT EXISTS schema_version (version UINTEGER NOT NULL)")?;
    let found = version(connection)?;
    for (version, step) in (1_u32..).zip(MIGRATIONS).skip(found as usize) {
        connection.execute_batch(step)?;
        connection.execute("INSERT INTO schema_version VALUES (?)", [version])?;
    }
    Ok(found)
}
