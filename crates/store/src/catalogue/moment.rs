//! The catalogue as it was at one moment, written to another file while others read and write.
//!
//! The file itself cannot be copied while it is open: a second reader would undo DuckDB's lock on it. So its rows are read in one
//! transaction, which sees nothing of what is changed meanwhile, and a new file is made of them.

use std::{fs::File, path::Path};

use duckdb::{Config, Connection};

use super::{Catalogue, migrations, pool::PooledConnection};
use crate::{StoreError, home::Home};

/// Rows that are in memory at a time.
const ROWS_AT_ONCE: i64 = 100_000;

/// Memory that the new file may take while it is written.
const MEMORY_LIMIT: &str = "256MiB";

/// A transaction that goes on seeing the catalogue as it was.
pub(crate) struct Moment<'catalogue> {
    connection: PooledConnection<'catalogue>,
    home: Home,
}

impl Catalogue {
    /// The catalogue as it is now. One of the few connections that read is taken for as long as the moment is held.
    pub(crate) fn moment(&self) -> Result<Moment<'_>, StoreError> {
        let moment = Moment { connection: self.reader()?, home: self.home.clone() };
        // A transaction begins with what it reads first.
        moment
            .connection
            .execute_batch("BEGIN TRANSACTION READ ONLY; SELECT count(*) FROM partitions")
            .map_err(StoreError::catalogue("reading"))?;
        Ok(moment)
    }
}

impl Drop for Moment<'_> {
    fn drop(&mut self) {
        // It changed nothing; where the engine has ended it already there is nothing to end.
        let _ = self.connection.execute_batch("ROLLBACK");
    }
}

impl Moment<'_> {
    /// Makes a catalogue of this moment in a new file, durable, and compares all rows of the two.
    ///
    /// # Errors
    /// [`StoreError::Interrupted`] if `goes_on` says so, or a failure of either catalogue.
    pub(crate) fn write_to(&self, path: &Path, goes_on: &mut dyn FnMut() -> bool) -> Result<(), StoreError> {
        let failed = || StoreError::catalogue("copying");
        let copy = create(path, &self.home).map_err(failed())?;
        migrations::migrate(&copy)?;
        for table in tables(&copy).map_err(failed())? {
            self.write_table(&table, &copy, goes_on)?;
        }
        copy.execute_batch("CHECKPOINT").map_err(failed())?;
        copy.close().map_err(|(_, error)| failed()(error))?;
        let synced = File::options().write(true).open(path).and_then(|file| file.sync_all());
        synced.map_err(|error| StoreError::io("syncing", path, error))
    }

    fn write_table(
        &self,
        table: &str,
        copy: &Connection,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<(), StoreError> {
        let failed = || StoreError::catalogue("copying");
        let (mut next, end) = self.rows(table).map_err(failed())?;
        while next < end {
            if !goes_on() {
                return Err(StoreError::Interrupted);
            }
            self.write_rows(table, next, copy).map_err(failed())?;
            next += ROWS_AT_ONCE;
        }
        let of_both = digest(&self.connection, table).and_then(|ours| Ok((ours, digest(copy, table)?)));
        let (ours, theirs) = of_both.map_err(failed())?;
        if ours == theirs {
            Ok(())
        } else {
            Err(StoreError::CopyDiffers { what: format!("the table {table}") })
        }
    }

    /// The first row's number, and the one after the last.
    fn rows(&self, table: &str) -> duckdb::Result<(i64, i64)> {
        let query = format!("SELECT coalesce(min(rowid), 0), coalesce(max(rowid) + 1, 0) FROM \"{table}\"");
        self.connection.query_row(&query, [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    fn write_rows(&self, table: &str, first: i64, copy: &Connection) -> duckdb::Result<()> {
        let query = format!("SELECT * FROM \"{table}\" WHERE rowid >= ? AND rowid < ?");
        let mut statement = self.connection.prepare(&query)?;
        let mut appender = copy.appender(table)?;
        for batch in statement.query_arrow([first, first.saturating_add(ROWS_AT_ONCE)])? {
            appender.append_record_batch(batch)?;
        }
        appender.flush()
    }
}

fn create(path: &Path, home: &Home) -> duckdb::Result<Connection> {
    let config = Config::default()
        .enable_autoload_extension(false)?
        .with("autoinstall_known_extensions", "false")?
        .with("temp_directory", home.staging().to_string_lossy())?
        .max_memory(MEMORY_LIMIT)?;
    Connection::open_with_flags(path, config)
}

/// The tables that hold anything of a store; which steps of the schema were taken is known of a new one.
fn tables(connection: &Connection) -> duckdb::Result<Vec<String>> {
    let mut names = connection.prepare(
        "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary AND table_name <> 'schema_version'",
    )?;
    names.query_map([], |row| row.get(0))?.collect()
}

/// A number that equal rows give, in whatever order they lie, and how many there are.
fn digest(connection: &Connection, table: &str) -> duckdb::Result<(u64, u64)> {
    let query =
        format!("SELECT count(*)::UBIGINT, coalesce(bit_xor(hash(t)), 0)::UBIGINT FROM \"{table}\" AS t");
    connection.query_row(&query, [], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The schema of a catalogue that is not open anywhere; the file is not changed.
///
/// # Errors
/// What the engine says of a file that it cannot read.
pub(crate) fn schema_of(path: &Path) -> Result<u32, StoreError> {
    let read_only = Config::default().access_mode(duckdb::AccessMode::ReadOnly);
    let connection = read_only.and_then(|config| Connection::open_with_flags(path, config));
    connection
        .and_then(|connection| migrations::version(&connection))
        .map_err(StoreError::catalogue("reading"))
}
