//! The one place where what the core says becomes what travels, and back: a file for each noun.

pub(crate) mod errors;
