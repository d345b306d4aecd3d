//! Files packed with gzip.

use crate::entry::{Group, refused};

pub(crate) const GROUP: Group = Group {
    name: "gzip files",
    about: "A packed file that cannot be unpacked to its end. The whole lines before that are stored.",
    entries: &[
        refused("gzip.truncated", "UnreadableFile", "The file ends too early.", "Download it again."),
        refused(
            "gzip.damaged",
            "UnreadableFile",
            "The file is no gzip, or contradicts itself.",
            "Download it again.",
        ),
    ],
};
