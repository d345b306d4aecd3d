//! What makes a struct a record of a table, and the macro that says it once.

use duckdb::ToSql;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Store, StoreError};

/// A row of one of the store's tables. Only this crate implements it.
pub trait Record: Serialize + DeserializeOwned + Send + Sync + sealed::Sealed {
    /// The table's name.
    const TABLE: &'static str;
    /// The columns in the order of the fields.
    const COLUMNS: &'static [&'static str];
    /// How many of the first columns make the key.
    const KEY_COLUMNS: usize;
    /// Which rows are records, as SQL: where the table holds others too.
    #[doc(hidden)]
    const ROWS: &'static str = "true";

    #[doc(hidden)]
    fn values(&self) -> Vec<&dyn ToSql>;

    #[doc(hidden)]
    fn from_row(row: &duckdb::Row<'_>) -> duckdb::Result<Self>;

    /// Whether the fields make sense, alone and beside what the store holds.
    ///
    /// # Errors
    /// What is wrong with them.
    #[doc(hidden)]
    fn check(&self, store: &Store) -> Result<(), StoreError>;

    /// Whether a record of this key may be deleted.
    ///
    /// # Errors
    /// Why not.
    #[doc(hidden)]
    fn check_delete(_key: &[String], _store: &Store) -> Result<(), StoreError> {
        Ok(())
    }
}

pub(super) mod sealed {
    /// Keeps [`Record`](super::Record) to this crate.
    pub trait Sealed {}
}

/// Defines a record: a public struct, its table, and its key, the first fields.
macro_rules! record {
    (
        $(#[$attribute:meta])*
        $name:ident in $table:literal, key of $key_columns:literal, check $check:expr $(, check_delete $check_delete:expr)? $(, rows $rows:literal)?;
        $( $(#[$field_attribute:meta])* $field:ident: $type:ty, )+
    ) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $( $(#[$field_attribute])* pub $field: $type, )+
        }

        impl $crate::tables::record::sealed::Sealed for $name {}

        impl $crate::tables::Record for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];
            const KEY_COLUMNS: usize = $key_columns;
            $(const ROWS: &'static str = $rows;)?

            fn values(&self) -> Vec<&dyn duckdb::ToSql> {
                vec![$(&self.$field),+]
            }

            fn from_row(row: &duckdb::Row<'_>) -> duckdb::Result<Self> {
                Ok(Self { $($field: row.get(stringify!($field))?,)+ })
            }

            fn check(&self, store: &$crate::Store) -> Result<(), $crate::StoreError> {
                let check: fn(&Self, &$crate::Store) -> Result<(), $crate::StoreError> = $check;
                check(self, store)
            }

            $(
                fn check_delete(key: &[String], store: &$crate::Store) -> Result<(), $crate::StoreError> {
                    let check: fn(&[String], &$crate::Store) -> Result<(), $crate::StoreError> = $check_delete;
                    check(key, store)
                }
            )?
        }
    };
}

pub(super) use record;

/// An error that says which table refuses a record, and why.
pub(super) fn invalid(table: &str, reason: impl ToString) -> StoreError {
    StoreError::RecordInvalid { table: table.into(), reason: reason.to_string() }
}

/// Whether a text is one of the words that a field may hold.
pub(super) fn one_of(table: &str, field: &str, words: &[&str], found: &str) -> Result<(), StoreError> {
    if words.contains(&found) {
        return Ok(());
    }
    Err(invalid(table, format!("{field} is {found:?}, not one of {}", words.join(" "))))
}

/// Whether numbers are numbers.
pub(super) fn finite(table: &str, fields: &[(&str, f64)]) -> Result<(), StoreError> {
    match fields.iter().find(|(_, value)| !value.is_finite()) {
        Some((field, value)) => Err(invalid(table, format!("{field} is {value}"))),
        None => Ok(()),
    }
}

/// Whether a text is a JSON object.
pub(super) fn json_object(table: &str, field: &str, text: &str) -> Result<(), StoreError> {
    match serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(invalid(table, format!("{field} is not a JSON object: {error}"))),
    }
}
