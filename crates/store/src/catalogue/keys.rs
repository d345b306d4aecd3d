//! Partitions named in statements: one parameter, and so one statement, for any number of them.

use duckdb::Connection;

use crate::partition::PartitionKey;

/// As one parameter of a statement; no symbol holds a comma or a space.
pub(super) fn key_list<'a>(keys: impl Iterator<Item = &'a PartitionKey>) -> String {
    keys.map(ToString::to_string).collect::<Vec<_>>().join(",")
}

/// Removes their rows from a table that has a symbol and a date; returns how many there were.
pub(super) fn delete<'a>(
    connection: &Connection,
    table: &'static str,
    keys: impl Iterator<Item = &'a PartitionKey>,
) -> duckdb::Result<usize> {
    let named = "concat(symbol, ' ', date) IN (SELECT unnest(string_split(?, ',')))";
    connection.execute(&format!("DELETE FROM {table} WHERE {named}"), [key_list(keys)])
}
