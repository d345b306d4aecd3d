//! Hours of ticks as JSON.

use crate::entry::{Group, refused};

pub(crate) const GROUP: Group = Group {
    name: "JSON files",
    about: "A JSON file that is no hour of ticks from Dukascopy's service. In an import it stands in the report.",
    entries: &[
        refused(
            "json.invalid",
            "UnreadableFile",
            "The file is not the JSON of an hour of ticks.",
            "Download it again.",
        ),
        refused(
            "json.too_large",
            "UnreadableFile",
            "The file is over 32 MiB, which no hour of ticks is.",
            "Download it again, or leave it out.",
        ),
        refused("json.uneven", "UnreadableFile", "Its columns have different lengths.", "Download it again."),
        refused(
            "json.out_of_range",
            "UnreadableFile",
            "It holds a time or price that no tick can have.",
            "Download it again.",
        ),
    ],
};
