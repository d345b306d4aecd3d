//! Records of users' tables: created, read, updated and deleted by key.

use serde_json::{Map, Value};
use tickloom_ipc::Failure;
use tickloom_protocol::{
    Payload,
    methods::{
        common::Empty,
        tables::{Create, Delete, DeletedRecord, FoundRecord, FoundRecords, Get, List, PageOfTable, Update},
    },
};
use tickloom_store::{AnyTable, Store, StoreError};

use crate::{
    Methods, Service, failed,
    wire::records::{from_json, list_from_json, to_json},
};

/// Records of a page, if no number is said, and at most.
const USUAL: u32 = 1_000;
const MOST: u32 = 10_000;

pub(super) struct Tables {
    pub(super) store: Store,
}

impl Service for Tables {
    fn name(&self) -> &str {
        "tables"
    }

    fn methods(&self) -> Methods {
        let [created, got, listed, updated, deleted] = [(); 5].map(|()| self.store.clone());
        Methods::new()
            .once::<Create>(move |_, asked| {
                let record = to_json(&asked.table, asked.record);
                with(&created, &asked.table, |table| table.create_json(&record)).map(|()| Empty {})
            })
            .once::<Get>(move |_, asked| {
                let found = with(&got, &asked.table, |table| table.get_json(&asked.key))?;
                let record = found.map(|found| from_json(&asked.table, &found)).transpose()?;
                Ok(FoundRecord { record })
            })
            .once::<List>(move |_, asked| Ok(FoundRecords { records: page(&listed, &asked)? }))
            .once::<Update>(move |_, asked| {
                let record = to_json(&asked.table, asked.record);
                with(&updated, &asked.table, |table| table.update_json(&record)).map(|()| Empty {})
            })
            .once::<Delete>(move |_, asked| {
                let deleted = with(&deleted, &asked.table, |table| table.delete_key(&asked.key))?;
                Ok(DeletedRecord { deleted })
            })
    }
}

fn with<T>(
    store: &Store,
    table: &str,
    call: impl FnOnce(&dyn AnyTable) -> Result<T, StoreError>,
) -> Result<T, Failure> {
    store.table_by_name(table).and_then(|table| call(&*table)).map_err(failed)
}

fn page(store: &Store, asked: &PageOfTable) -> Result<Vec<Map<String, Value>>, Failure> {
    let limit = asked.limit.unwrap_or(USUAL);
    if !(1..=MOST).contains(&limit) {
        return Err(Failure::new(
            "record.invalid",
            format!("a page of {limit} records: ask for 1 to {MOST}"),
        ));
    }
    let offset = usize::try_from(asked.offset.unwrap_or_default()).unwrap_or(usize::MAX);
    let found = with(store, &asked.table, |table| table.list_json(limit as usize, offset))?;
    let records = list_from_json(&asked.table, &found)?;
    fits(&records)?;
    Ok(records)
}

/// Whether clients take so many values in a frame: records of one table may hold anything.
fn fits(records: &[Map<String, Value>]) -> Result<(), Failure> {
    let bytes = Payload::of(&records).to_bytes()?;
    Payload::checked(&bytes).map(drop).map_err(|error| {
        Failure::new("protocol.result_too_large", format!("{error}; ask for fewer records at once"))
    })
}
