//! The four things that can be done with records, the same for every table.

use std::marker::PhantomData;

use duckdb::{Row, ToSql, params_from_iter};

use super::{Record, record::invalid};
use crate::{Store, StoreError};

/// The records of one kind in one store.
pub struct Table<'store, R> {
    store: &'store Store,
    record: PhantomData<R>,
}

/// The most records that one call lists.
const MAX_LIST: usize = 100_000;

impl<'store, R: Record> Table<'store, R> {
    pub(crate) fn new(store: &'store Store) -> Self {
        Self { store, record: PhantomData }
    }

    /// Stores a new record.
    ///
    /// # Errors
    /// [`StoreError::RecordExists`] if there is one with its key, [`StoreError::RecordInvalid`] if its fields make no sense.
    pub fn create(&self, record: &R) -> Result<(), StoreError> {
        record.check(self.store)?;
        let key = key_of(record);
        let placeholders = vec!["?"; R::COLUMNS.len()].join(", ");
        let insert = format!("INSERT INTO {} ({}) VALUES ({placeholders})", R::TABLE, R::COLUMNS.join(", "));
        let created = self.store.catalogue().write("creating a record in", |connection| {
            // One writer at a time: nothing can come between the look and the insert.
            let present: i64 =
                connection.query_row(&count::<R>(), params_from_iter(&key), |row| row.get(0))?;
            if present > 0 {
                return Ok(false);
            }
            connection.execute(&insert, params_from_iter(record.values())).map(|_| true)
        })?;
        created.then_some(()).ok_or_else(|| StoreError::RecordExists { table: R::TABLE, key: key.join(" ") })
    }

    /// The record with this key, if there is one.
    ///
    /// # Errors
    /// [`StoreError::RecordInvalid`] if the key has not as many parts as the table's.
    pub fn get(&self, key: &[String]) -> Result<Option<R>, StoreError> {
        check_key::<R>(key)?;
        let found = self.select(&format!("WHERE {}", key_condition::<R>()), key)?;
        Ok(found.into_iter().next())
    }

    /// Records in the order of their keys: at most `limit` after skipping `offset`.
    ///
    /// # Errors
    /// A failure of the catalogue.
    pub fn list(&self, limit: usize, offset: usize) -> Result<Vec<R>, StoreError> {
        let order = key_columns::<R>().join(", ");
        let rows = format!("WHERE {} ORDER BY {order}", R::ROWS);
        self.select(&format!("{rows} LIMIT {} OFFSET {offset}", limit.min(MAX_LIST)), &[])
    }

    /// Replaces the record that has this one's key.
    ///
    /// # Errors
    /// [`StoreError::RecordNotFound`] if there is none, [`StoreError::RecordInvalid`] if its fields make no sense.
    pub fn update(&self, record: &R) -> Result<(), StoreError> {
        record.check(self.store)?;
        let key = key_of(record);
        let assignments =
            R::COLUMNS.iter().map(|column| format!("{column} = ?")).collect::<Vec<_>>().join(", ");
        let update = format!("UPDATE {} SET {assignments} WHERE {}", R::TABLE, key_condition::<R>());
        let mut values = record.values();
        values.extend(key.iter().map(|part| part as &dyn ToSql));
        let updated = self.store.catalogue().write("updating a record in", |connection| {
            connection.execute(&update, params_from_iter(values))
        })?;
        (updated > 0)
            .then_some(())
            .ok_or_else(|| StoreError::RecordNotFound { table: R::TABLE, key: key.join(" ") })
    }

    /// Removes the record with this key; `false` if there was none.
    ///
    /// # Errors
    /// [`StoreError::RecordInvalid`] if the key has not as many parts as the table's.
    pub fn delete(&self, key: &[String]) -> Result<bool, StoreError> {
        check_key::<R>(key)?;
        R::check_delete(key, self.store)?;
        let delete = format!("DELETE FROM {} WHERE {}", R::TABLE, key_condition::<R>());
        let deleted = self.store.catalogue().write("deleting a record from", |connection| {
            connection.execute(&delete, params_from_iter(key))
        })?;
        Ok(deleted > 0)
    }

    fn select(&self, rest: &str, parameters: &[String]) -> Result<Vec<R>, StoreError> {
        let query = format!("SELECT {} FROM {} {rest}", R::COLUMNS.join(", "), R::TABLE);
        let connection = self.store.catalogue().reader()?;
        let read = || -> duckdb::Result<Vec<R>> {
            let mut statement = connection.prepare(&query)?;
            let rows = statement.query_map(params_from_iter(parameters), |row: &Row<'_>| R::from_row(row))?;
            rows.collect()
        };
        read().map_err(StoreError::catalogue("reading records of"))
    }
}

fn key_columns<R: Record>() -> &'static [&'static str] {
    &R::COLUMNS[..R::KEY_COLUMNS]
}

/// Key parts travel as text; the engine casts them to the columns' types.
fn key_condition<R: Record>() -> String {
    let parts = key_columns::<R>().iter().map(|column| format!("CAST({column} AS VARCHAR) = ?"));
    parts.chain([R::ROWS.to_owned()]).collect::<Vec<_>>().join(" AND ")
}

fn count<R: Record>() -> String {
    format!("SELECT count(*) FROM {} WHERE {}", R::TABLE, key_condition::<R>())
}

fn key_of<R: Record>(record: &R) -> Vec<String> {
    let fields = serde_json::to_value(record).unwrap_or_default();
    let text = |column: &&str| match &fields[*column] {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    key_columns::<R>().iter().map(text).collect()
}

fn check_key<R: Record>(key: &[String]) -> Result<(), StoreError> {
    if key.len() == R::KEY_COLUMNS {
        return Ok(());
    }
    let parts = key_columns::<R>().join(", ");
    Err(invalid(R::TABLE, format!("its key has {} parts ({parts}), not {}", R::KEY_COLUMNS, key.len())))
}

/// A table whose records come and go as JSON: what languages other than Rust call.
pub trait AnyTable {
    /// [`Table::create`] of a JSON object.
    ///
    /// # Errors
    /// As there, and [`StoreError::RecordInvalid`] for anything but an object with exactly the record's fields.
    fn create_json(&self, record: &str) -> Result<(), StoreError>;
    /// [`Table::get`] as a JSON object.
    ///
    /// # Errors
    /// As there.
    fn get_json(&self, key: &[String]) -> Result<Option<String>, StoreError>;
    /// [`Table::list`] as a JSON array.
    ///
    /// # Errors
    /// As there.
    fn list_json(&self, limit: usize, offset: usize) -> Result<String, StoreError>;
    /// [`Table::update`] of a JSON object.
    ///
    /// # Errors
    /// As there, and as [`AnyTable::create_json`].
    fn update_json(&self, record: &str) -> Result<(), StoreError>;
    /// [`Table::delete`].
    ///
    /// # Errors
    /// As there.
    fn delete_key(&self, key: &[String]) -> Result<bool, StoreError>;
}

impl<R: Record> AnyTable for Table<'_, R> {
    fn create_json(&self, record: &str) -> Result<(), StoreError> {
        self.create(&from_json::<R>(record)?)
    }

    fn get_json(&self, key: &[String]) -> Result<Option<String>, StoreError> {
        self.get(key)?.map(|record| to_json::<R>(&record)).transpose()
    }

    fn list_json(&self, limit: usize, offset: usize) -> Result<String, StoreError> {
        to_json::<R>(&self.list(limit, offset)?)
    }

    fn update_json(&self, record: &str) -> Result<(), StoreError> {
        self.update(&from_json::<R>(record)?)
    }

    fn delete_key(&self, key: &[String]) -> Result<bool, StoreError> {
        self.delete(key)
    }
}

fn from_json<R: Record>(text: &str) -> Result<R, StoreError> {
    serde_json::from_str(text).map_err(|error| invalid(R::TABLE, error))
}

fn to_json<R: Record>(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| invalid(R::TABLE, error))
}
