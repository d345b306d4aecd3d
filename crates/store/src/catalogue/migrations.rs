//! Numbered steps from an empty catalogue to today's: the only place where tables are made or changed.

use duckdb::Connection;

use crate::StoreError;

/// Every step in order; a step is never edited once released.
const MIGRATIONS: [&str; 5] = [
    include_str!("migrations/0001_initial.sql"),
    include_str!("migrations/0002_findings.sql"),
    include_str!("migrations/0003_hashes_and_losses.sql"),
    include_str!("migrations/0004_calendars.sql"),
    include_str!("migrations/0005_import_sources.sql"),
];

/// Brings the catalogue to the latest schema, each step in a transaction of its own.
///
/// A checkpoint follows, so that no statement that makes tables is ever replayed from the log.
pub(super) fn migrate(connection: &Connection) -> Result<(), StoreError> {
    let doing = "migrating";
    let failed = || StoreError::catalogue(doing);
    connection
        .execute_batch("CREATE TABLE IF NOT EXISTS schema_version (version UINTEGER NOT NULL)")
        .map_err(failed())?;
    let found = version(connection).map_err(failed())?;
    let known = MIGRATIONS.len() as u32;
    if found > known {
        return Err(StoreError::CatalogueNewer { found, known });
    }
    if found == known {
        return Ok(());
    }
    for (index, step) in MIGRATIONS.iter().enumerate().skip(found as usize) {
        apply(connection, step, index as u32 + 1).map_err(failed())?;
    }
    connection.execute_batch("CHECKPOINT").map_err(failed())
}

/// The schema of this catalogue; 0 for an empty one.
pub(crate) fn version(connection: &Connection) -> duckdb::Result<u32> {
    connection.query_row("SELECT coalesce(max(version), 0) FROM schema_version", [], |row| row.get(0))
}

fn apply(connection: &Connection, step: &str, version: u32) -> duckdb::Result<()> {
    connection.execute_batch("BEGIN")?;
    let result = connection
        .execute_batch(step)
        .and_then(|()| connection.execute("INSERT INTO schema_version VALUES (?)", [version]));
    let outcome = if result.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.execute_batch(outcome)?;
    result.map(drop)
}
