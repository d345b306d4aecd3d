//! Columns of several tables of bars as one table, row by row.

use std::sync::Arc;

use arrow::{
    array::{ArrayRef, UInt64Array},
    compute::take,
    datatypes::{Field, Schema},
    error::ArrowError,
};

use super::BarTable;
use crate::{
    ArrowTable, StoreError,
    arrow_table::{batch, standard, times},
};

type NamedColumn = (&'static str, ArrayRef);

/// A table that grows to the right.
pub(super) struct SideBySide {
    fields: Vec<Field>,
    columns: Vec<ArrayRef>,
}

impl SideBySide {
    /// Begins with the columns whose rows it has.
    pub(super) fn of(base: Vec<NamedColumn>) -> Self {
        let mut table = Self { fields: Vec::new(), columns: Vec::new() };
        for (name, column) in base {
            table.push(name.into(), column, false);
        }
        table
    }

    /// Adds columns under names that begin with a prefix: for each row the value at a position, nothing where there is none.
    pub(super) fn add(
        &mut self,
        prefix: &str,
        columns: Vec<NamedColumn>,
        rows: &[Option<usize>],
    ) -> Result<(), StoreError> {
        let failed = |error: ArrowError| StoreError::ExportFailed { reason: error.to_string() };
        let positions: UInt64Array = rows.iter().map(|row| row.map(|row| row as u64)).collect();
        for (name, column) in columns {
            let column = take(&column, &positions, None).map_err(failed)?;
            self.push(format!("{prefix}{name}"), column, true);
        }
        Ok(())
    }

    pub(super) fn finish(self) -> ArrowTable {
        let schema = Arc::new(Schema::new(self.fields));
        ArrowTable { batches: vec![batch(&schema, self.columns)], schema }
    }

    fn push(&mut self, name: String, column: ArrayRef, may_be_missing: bool) {
        self.fields.push(Field::new(name, column.data_type().clone(), may_be_missing));
        self.columns.push(column);
    }
}

/// The columns of bars, and when each was known.
pub(super) fn known(table: &BarTable) -> Vec<NamedColumn> {
    let mut columns = standard(table);
    columns.push(("available_at", times(&table.available_at)));
    columns
}
