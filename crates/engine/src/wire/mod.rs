//! The one place where what the core says becomes what travels, and back: a file for each noun.

pub(crate) mod bar_columns;
pub(crate) mod bars;
pub(crate) mod columns;
pub(crate) mod errors;
pub(crate) mod given;
pub(crate) mod imports;
pub(crate) mod inspection;
pub(crate) mod instruments;
pub(crate) mod mtf;
pub(crate) mod records;
pub(crate) mod replay;
pub(crate) mod report;
pub(crate) mod sql;
pub(crate) mod storage;
pub(crate) mod verification;
pub(crate) mod words;
