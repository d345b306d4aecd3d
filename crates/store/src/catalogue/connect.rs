//! Opening the DuckDB file: its settings, what happens when it is damaged, and what its SQL may reach.

use std::{
    fs::{self, File},
    path::PathBuf,
};

use duckdb::{Config, Connection};

use crate::{StoreError, home::Home, index::put_aside};

/// Memory that queries may take before they spill to disk.
const MEMORY_LIMIT: &str = "1GiB";

/// What DuckDB says of a file that it cannot make sense of, as against one that it may not open.
const SIGNS_OF_DAMAGE: [&str; 5] =
    ["not a valid DuckDB database", "orrupt", "hecksum", "Could not read enough bytes", "replaying WAL"];

pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) set_aside: Vec<PathBuf>,
}

/// Opens the file; if it is damaged, first without its log, then anew. Whatever is damaged is kept under another name.
pub(super) fn open_or_recover(home: &Home) -> Result<Opened, StoreError> {
    if !home.catalogue().exists() {
        create(home)?;
    }
    let mut set_aside = Vec::new();
    for suspect in [home.catalogue_log(), home.catalogue()] {
        match open(home) {
            Ok(connection) => return Ok(Opened { connection, set_aside }),
            Err(error) if shows_damage(&error) => {
                if suspect.exists() {
                    set_aside.push(put_aside(&suspect)?);
                }
            }
            Err(error) => return Err(StoreError::catalogue("opening")(error)),
        }
    }
    let connection = open(home).map_err(StoreError::catalogue("opening"))?;
    Ok(Opened { connection, set_aside })
}

/// An empty catalogue, which appears whole or not at all: DuckDB writes its first blocks one by one.
fn create(home: &Home) -> Result<(), StoreError> {
    let (aside, catalogue) = (home.staging().join("catalogue.duckdb"), home.catalogue());
    let made = Connection::open(&aside).and_then(|new| new.close().map_err(|(_, error)| error));
    made.map_err(StoreError::catalogue("creating"))?;
    File::options()
        .write(true)
        .open(&aside)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&aside, &catalogue))
        .map_err(|error| StoreError::io("creating", catalogue, error))
}

fn open(home: &Home) -> duckdb::Result<Connection> {
    let config = Config::default()
        .enable_autoload_extension(false)?
        .with("autoinstall_known_extensions", "false")?
        .with("temp_directory", home.staging().to_string_lossy())?
        .max_memory(MEMORY_LIMIT)?;
    let connection = Connection::open_with_flags(home.catalogue(), config)?;
    // Opening is lazy about the log; the first statement is not.
    connection.execute_batch("SET GLOBAL TimeZone = 'UTC'; SELECT 1")?;
    Ok(connection)
}

fn shows_damage(error: &duckdb::Error) -> bool {
    let text = error.to_string();
    SIGNS_OF_DAMAGE.iter().any(|sign| text.contains(sign))
}

/// From here on no SQL reaches a file outside the ticks, the network or the settings.
pub(super) fn confine(connection: &Connection, home: &Home) -> Result<(), StoreError> {
    let ticks = quoted(&format!("{}{}", home.ticks().display(), std::path::MAIN_SEPARATOR));
    connection
        .execute_batch(&format!(
            "SET allowed_directories = [{ticks}]; SET enable_external_access = false; SET lock_configuration = true"
        ))
        .map_err(StoreError::catalogue("confining"))
}

/// A string as an SQL literal. For paths of our own only: users' values are always bound.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
