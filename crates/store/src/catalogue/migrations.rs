//! Numbered steps from an empty catalogue to today's: the only place where tables are made or changed.

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

const SCHEMA_VERSION: &str = "CREATE TABLE IF NOT EXISTS schema_version (version UINTEGER NOT NULL)";

/// Whether the catalogue has an older schema than this program's.
pub(super) fn are_due(connection: &Connection) -> Result<bool, StoreError> {
    let found = connection.execute_batch(SCHEMA_VERSION).and_then(|()| version(connection));
    let (found, known) = (found.map_err(StoreError::catalogue("reading the schema of"))?, known());
    if found > known { Err(StoreError::CatalogueNewer { found, known }) } else { Ok(found < known) }
}

/// The latest schema that this program knows.
pub(crate) const fn known() -> u32 {
    MIGRATIONS.len() as u32
}

/// Brings the catalogue to the latest schema, all missing steps in one transaction: each of its own would wait for the disk.
///
/// The log is to be folded then, so that no statement that makes tables is read again from it.
pub(super) fn migrate(connection: &Connection) -> Result<(), StoreError> {
    let failed = || StoreError::catalogue("migrating");
    connection.execute_batch("BEGIN").map_err(failed())?;
    let applied = apply_missing(connection);
    let outcome = if applied.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.execute_batch(outcome).and(applied).map_err(failed())
}

/// The schema of this catalogue; 0 for an empty one.
pub(crate) fn version(connection: &Connection) -> duckdb::Result<u32> {
    connection.query_row("SELECT coalesce(max(version), 0) FROM schema_version", [], |row| row.get(0))
}

/// Takes the steps that this catalogue lacks.
fn apply_missing(connection: &Connection) -> duckdb::Result<()> {
    connection.execute_batch(SCHEMA_VERSION)?;
    let found = version(connection)?;
    for (version, step) in (1_u32..).zip(MIGRATIONS).skip(found as usize) {
        connection.execute_batch(step)?;
        connection.execute("INSERT INTO schema_version VALUES (?)", [version])?;
    }
    Ok(())
}
