//! An import and nothing else, as a profiler or a counter of instructions wants it.

use std::{num::NonZeroUsize, path::Path};

use tickloom_importer::{Control, ImportOptions, ImportReport, import};
use tickloom_store::Store;

use crate::{market::symbol, measure::Failure, settings::Settings};

/// Imports what lies at a path into the store at `home`, and says how many ticks were new.
pub fn once(path: &Path, home: &Path) -> Result<(), Failure> {
    let store = Store::open(home)?;
    println!("{} ticks", into(&store, path, Settings::parse(&[])?.threads)?.stored);
    Ok(())
}

/// An import on so many threads.
pub fn into(store: &Store, path: &Path, threads: usize) -> Result<ImportReport, Failure> {
    let options = ImportOptions { threads: NonZeroUsize::new(threads), ..ImportOptions::default() };
    Ok(import(store, &symbol()?, &[path.to_owned()], &options, &mut |_| Control::Continue)?)
}
