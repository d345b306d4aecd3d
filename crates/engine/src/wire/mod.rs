//! The one place where what the core says becomes what travels, and back: a file for each noun.

pub(crate) mod bars;
pub(crate) mod columns;
pub(crate) mod errors;
pub(crate) mod instruments;
pub(crate) mod records;
pub(crate) mod sql;
pub(crate) mod words;
