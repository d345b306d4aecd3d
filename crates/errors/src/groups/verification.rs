//! What `tickloom verify` finds in stored files.

use crate::entry::{Group, unusable};

pub(crate) const GROUP: Group = Group {
    name: "Verification",
    about: "A stored file that is not as it was stored. It stands in the report with its place.",
    entries: &[
        unusable(
            "verify.not_good",
            "CommandError",
            "Not everything is as it was stored: files were changed, are damaged, missing or foreign.",
            "Bring days back with `tickloom verify --repair SOURCE`, or from a backup.",
        ),
        unusable(
            "verify.altered",
            "in reports",
            "The file holds other bytes than were written, though the ticks are the same.",
            "Store the day again from its source: `tickloom verify --repair SOURCE`.",
        ),
        unusable(
            "verify.damaged",
            "in reports",
            "The file cannot be read, or its ticks are not those that it names; when a store opens such a file is put aside under another name.",
            "Store the day again from its source: `tickloom verify --repair SOURCE`.",
        ),
        unusable(
            "verify.missing",
            "in reports",
            "A day that was stored has no file.",
            "Store the day again from its source: `tickloom verify --repair SOURCE`.",
        ),
        unusable(
            "verify.disagrees",
            "in reports",
            "The file is sound and holds other ticks than those that were stored.",
            "Store the day again from its source: `tickloom verify --repair SOURCE`.",
        ),
        unusable(
            "verify.unreadable",
            "in reports",
            "The operating system does not give the file.",
            "Give yourself the right to read it, and look after the disk.",
        ),
        unusable(
            "verify.unknown",
            "in reports",
            "A tick file came while the store was open, from nobody known.",
            "Open the store again, which takes it in if it is sound, or remove it.",
        ),
        unusable(
            "verify.foreign",
            "in reports",
            "A file, folder or link lies among the ticks that is none of the store's.",
            "Move it out of the folder of ticks.",
        ),
    ],
};
