//! Which records there are: those that methods take and give, and those inside them.

use crate::{
    definition::{Record, Type},
    methods::{GROUPS, common::ErrorDetails, tables::TABLE_RECORDS},
};

/// Every record, by name.
#[must_use]
pub fn records() -> Vec<&'static Record> {
    let mut found = Vec::new();
    for method in GROUPS.iter().flat_map(|(_, methods)| methods.iter()) {
        reach(method.params, &mut found);
        reach(method.result, &mut found);
    }
    for record in TABLE_RECORDS.iter().chain([&ErrorDetails::RECORD]) {
        reach(record, &mut found);
    }
    found.sort_by_key(|record| record.name);
    found
}

fn reach(record: &'static Record, found: &mut Vec<&'static Record>) {
    if found.iter().any(|known| known.name == record.name) {
        return;
    }
    found.push(record);
    for field in record.fields {
        if let Some(inside) = field.kind.record() {
            reach(inside, found);
        }
    }
}

impl Type {
    /// The record of a field, or of the items of its list.
    #[must_use]
    pub fn record(&self) -> Option<&'static Record> {
        match self {
            Self::Record(record) => Some(record),
            Self::List(item) => item.record(),
            _ => None,
        }
    }
}
