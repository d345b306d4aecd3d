//! Ticks that are in memory already, such as a data frame: an import like any other, of a file that is none.

use std::{
    io::{self, Read},
    sync::{Mutex, PoisonError},
};

use tickloom_formats::table::{TableLayout, TickColumns};
use tickloom_model::Symbol;
use tickloom_store::{Batches, ForeignTable, Store, now};

use crate::{
    Control, ImportError, ImportOptions, ImportReport, Listing, Progress, TickFile, TickSource, import_from,
};

/// Imports the ticks of one symbol from a table; `name` is what reports and stored ticks call it.
///
/// Columns are found by their names, and a row that is no tick is refused with its number, as of a file.
///
/// # Errors
/// [`ImportError::Table`] if the table is none of ticks, else as [`import_from`].
pub fn write_ticks(
    store: &Store,
    symbol: &Symbol,
    table: ForeignTable,
    name: &str,
    options: &ImportOptions,
    observe: &mut dyn FnMut(&Progress) -> Control,
) -> Result<ImportReport, ImportError> {
    let mut options = options.clone();
    options.read.symbol = Some(symbol.clone());
    let columns = TickColumns::of(table.schema())?.ascending();
    let mut batches = table.read(&columns)?;
    if let Some(first) = batches.next().transpose()? {
        let layout = TableLayout::bind(&first, &options.read)?;
        let is_known = store.stored_digits(symbol).is_some() || store.instrument(symbol)?.is_some();
        options.digits = options.digits.or_else(|| layout.digits(&first).filter(|_| !is_known));
        batches.put_back(first);
    }
    import_from(store, symbol, &InMemory::new(name, batches), &options, observe)
}

/// A table as a source of one file.
struct InMemory {
    name: String,
    batches: Mutex<Option<Batches>>,
}

impl InMemory {
    fn new(name: &str, batches: Batches) -> Self {
        Self { name: name.to_owned(), batches: Mutex::new(Some(batches)) }
    }
}

impl TickSource for InMemory {
    fn describe(&self) -> String {
        self.name.clone()
    }

    fn list(&self) -> io::Result<Listing> {
        let batches = self.batches.lock().unwrap_or_else(PoisonError::into_inner).take();
        let file = InMemoryFile { name: self.name.clone(), batches: Mutex::new(batches) };
        Ok(Listing { files: vec![Box::new(file)], unreadable: Vec::new() })
    }
}

struct InMemoryFile {
    name: String,
    batches: Mutex<Option<Batches>>,
}

impl TickFile for InMemoryFile {
    fn name(&self) -> &str {
        &self.name
    }

    fn path(&self) -> std::borrow::Cow<'_, str> {
        // Whose ticks these are was said; the name is for people.
        "table.arrow".into()
    }

    fn open(&self) -> io::Result<Box<dyn Read + Send + '_>> {
        Err(io::Error::new(io::ErrorKind::Unsupported, "a table in memory has no bytes"))
    }

    fn batches(&self) -> Option<Batches> {
        self.batches.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn hash(&self) -> io::Result<String> {
        // Rows may come once only, so they cannot be hashed before: this names the occasion, which no other equals.
        let occasion = format!("{} {} {}", self.name, now().as_i64(), std::process::id());
        Ok(blake3::hash(occasion.as_bytes()).to_hex().to_string())
    }
}
