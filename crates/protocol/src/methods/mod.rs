//! Every method by group, one file each, with the records that it takes and gives.

pub mod bars;
pub mod common;
pub mod config;
pub mod credentials;
pub mod description;
pub mod imports;
pub mod inspection;
pub mod instruments;
pub mod mtf;
pub mod replay;
pub mod report;
pub mod sql;
pub mod storage;
pub mod system;
pub mod tables;
pub mod ticks;
pub mod verification;
pub mod work;

use crate::method::MethodInfo;

/// All methods by group, in the order of the documentation.
pub const GROUPS: &[(&str, &[MethodInfo])] = &[
    ("ticks", ticks::METHODS),
    ("bars", bars::METHODS),
    ("instruments", instruments::METHODS),
    ("imports", imports::METHODS),
    ("sql", sql::METHODS),
    ("mtf", mtf::METHODS),
    ("replay", replay::METHODS),
    ("tables", tables::METHODS),
    ("storage", storage::METHODS),
    ("config", config::METHODS),
    ("credentials", credentials::METHODS),
    ("system", system::METHODS),
];

/// The method of a name, such as `bars.range`.
#[must_use]
pub fn method(name: &str) -> Option<&'static MethodInfo> {
    let (group, _) = name.split_once('.')?;
    let (_, methods) = GROUPS.iter().find(|(known, _)| *known == group)?;
    methods.iter().find(|method| method.name == name)
}
