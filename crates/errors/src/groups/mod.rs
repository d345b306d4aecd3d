//! All codes, one file for each heading, in the order of the page.

use crate::entry::{Entry, Group};

mod bi5;
mod calendars;
mod command_line;
mod configuration;
mod conversation;
mod credentials;
mod csv;
mod downloads;
mod engines;
mod gzip;
mod imports;
mod json;
mod records;
mod replays;
mod states;
mod store;
mod tables;
mod values;
mod verification;

/// All groups.
pub const GROUPS: &[&Group] = &[
    &values::GROUP,
    &states::GROUP,
    &calendars::GROUP,
    &replays::GROUP,
    &imports::GROUP,
    &downloads::GROUP,
    &bi5::GROUP,
    &csv::GROUP,
    &gzip::GROUP,
    &tables::GROUP,
    &json::GROUP,
    &store::GROUP,
    &verification::GROUP,
    &records::GROUP,
    &configuration::GROUP,
    &credentials::GROUP,
    &engines::GROUP,
    &conversation::GROUP,
    &command_line::GROUP,
];

/// The codes that the conversation between an engine and its clients adds to those of what is done: those that end it first.
pub const CONVERSATION: &[Entry] = conversation::GROUP.entries;
