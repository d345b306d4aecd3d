//! Opening the DuckDB file: its settings, what happens when it is damaged, and what its SQL may reach.

use std::{
    fs::{self, File},
    path::PathBuf,
};

use duckdb::{Config, Connection};
use tracing::warn;

use super::{copies, migrations::migrate};
use crate::{StoreError, home::Home, index::put_aside};

/// Memory that queries may take before they spill to disk.
const MEMORY_LIMIT: &str = "1GiB";

/// What DuckDB says of a file that it cannot make sense of, as against one that it may not open.
const SIGNS_OF_DAMAGE: [&str; 6] = [
    "not a valid DuckDB database",
    "orrupt",
    "hecksum",
    "Could not read enough bytes",
    "replaying WAL",
    "WAL does not match",
];

pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) set_aside: Vec<PathBuf>,
}

type Remedy = fn(&Home) -> Result<Option<PathBuf>, StoreError>;

/// What is tried, one after the other, with a catalogue that is damaged.
const REMEDIES: [Remedy; 4] = [undo_folding, without_log, as_before, anew];

/// Opens the file; if it is damaged, by what remains of it. Whatever is damaged is kept under another name.
pub(super) fn open_or_recover(home: &Home) -> Result<Opened, StoreError> {
    let (mut set_aside, mut remedies) = (Vec::new(), REMEDIES.iter());
    if !home.catalogue().exists() && !copies::bring_back(home)? {
        // The log of a file that is gone must not be read into a new one.
        set_aside.extend(without_log(home)?);
        create(home)?;
    }
    loop {
        match (open_whole(home), remedies.next()) {
            (Ok(connection), _) => {
                if copies::was_interrupted(home) {
                    copies::settle(home)?;
                }
                return Ok(Opened { connection, set_aside });
            }
            (Err(error), Some(remedy)) if shows_damage(&error) => {
                warn!(path = %home.catalogue().display(), %error, "catalogue is damaged");
                set_aside.extend(remedy(home)?);
            }
            (Err(error), _) => return Err(StoreError::catalogue("opening")(error)),
        }
    }
}

/// The copy and the log are what the catalogue was when its folding began, and since.
fn undo_folding(home: &Home) -> Result<Option<PathBuf>, StoreError> {
    if copies::was_interrupted(home) { replace_by_copy(home) } else { Ok(None) }
}

fn without_log(home: &Home) -> Result<Option<PathBuf>, StoreError> {
    let log = home.catalogue_log();
    log.exists().then(|| put_aside(&log)).transpose()
}

/// Older than what was lost, and better than nothing.
fn as_before(home: &Home) -> Result<Option<PathBuf>, StoreError> {
    if home.catalogue_before().exists() { replace_by_copy(home) } else { Ok(None) }
}

fn replace_by_copy(home: &Home) -> Result<Option<PathBuf>, StoreError> {
    let aside = put_aside(&home.catalogue())?;
    copies::bring_back(home)?;
    Ok(Some(aside))
}

fn anew(home: &Home) -> Result<Option<PathBuf>, StoreError> {
    let aside = put_aside(&home.catalogue())?;
    create(home)?;
    Ok(Some(aside))
}

/// A catalogue of empty tables, which appears whole or not at all: DuckDB writes its first blocks one by one.
fn create(home: &Home) -> Result<(), StoreError> {
    let (aside, catalogue) = (home.staging().join("catalogue.duckdb"), home.catalogue());
    let failed = || StoreError::catalogue("creating");
    let new = Connection::open(&aside).map_err(failed())?;
    migrate(&new)?;
    new.execute_batch("CHECKPOINT").map_err(failed())?;
    new.close().map_err(|(_, error)| failed()(error))?;
    File::options()
        .write(true)
        .open(&aside)
        .and_then(|file| file.sync_all())
        .and_then(|()| fs::rename(&aside, &catalogue))
        .map_err(|error| StoreError::io("creating", catalogue, error))
}

/// Opens the file. Where its log may have been half folded into it, all of it is read.
fn open_whole(home: &Home) -> duckdb::Result<Connection> {
    let connection = open(home)?;
    if copies::was_interrupted(home) {
        read_all(&connection)?;
    }
    Ok(connection)
}

fn read_all(connection: &Connection) -> duckdb::Result<()> {
    let mut names = connection.prepare("SELECT table_name FROM duckdb_tables() WHERE NOT internal")?;
    let tables: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<duckdb::Result<_>>()?;
    tables.iter().try_for_each(|table| {
        connection.query_row(&format!("SELECT max(hash(t)) FROM \"{table}\" AS t"), [], |_| Ok(()))
    })
}

/// Opens the file, whose log nobody but [`fold`](super::fold) folds.
pub(super) fn open(home: &Home) -> duckdb::Result<Connection> {
    let config = Config::default()
        .enable_autoload_extension(false)?
        .with("autoinstall_known_extensions", "false")?
        .with("checkpoint_threshold", "1TB")?
        .with("temp_directory", home.staging().to_string_lossy())?
        .max_memory(MEMORY_LIMIT)?;
    let connection = Connection::open_with_flags(home.catalogue(), config)?;
    // Opening is lazy about the log; the first statement is not.
    connection
        .execute_batch("PRAGMA disable_checkpoint_on_shutdown; SET GLOBAL TimeZone = 'UTC'; SELECT 1")?;
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
