//! The store: homes, partitions, the catalogue, backups.

use crate::entry::{Group, owned, unusable, usage};

pub(crate) const GROUP: Group = Group {
    name: "The store",
    about: "The home, its tick files or its catalogue cannot be used as they are, or a backup of them.",
    entries: &[
        owned(
            "store.owned",
            "StoreOwned",
            "Another process has this home open; the text names it.",
            "Close it there, or use another home.",
        )
        .retryable(),
        owned(
            "store.busy",
            "StoreBusy",
            "Four queries run already and none ended within 30 seconds.",
            "Wait for one of them.",
        )
        .retryable(),
        unusable("store.closed", "StoreClosed", "The workspace was closed before.", "Open it again."),
        unusable(
            "store.home_invalid",
            "StoreUnusable",
            "The path is a file, or its name holds `* ? [ ]` or is not Unicode.",
            "Use another home.",
        ),
        unusable(
            "store.read_only",
            "StoreUnusable",
            "The home may not be written.",
            "Make it writable, or use another.",
        ),
        unusable(
            "store.full",
            "StoreUnusable",
            "No space is left; what was stored is kept.",
            "Free some and repeat.",
        ),
        unusable(
            "store.io",
            "StoreUnusable",
            "The operating system refused for the reason in the text.",
            "Remove the reason, and repeat.",
        ),
        unusable(
            "store.catalogue",
            "StoreUnusable",
            "DuckDB failed for the reason in the text.",
            "Run `tickloom doctor`; the catalogue can be rebuilt from the tick files.",
        ),
        unusable(
            "store.catalogue_newer",
            "StoreUnusable",
            "A later Tickloom made this store.",
            "Use that one or a newer one.",
        ),
        unusable(
            "store.partition_damaged",
            "StoreUnusable",
            "A tick file is damaged; the text names it.",
            "Open the store again, which puts the file aside, and import its day again.",
        ),
        usage(
            "store.backup_folder_invalid",
            "BackupUnusable",
            "The folder for a backup is a file, is not empty, or lies in the store.",
            "Choose a new or an empty one.",
        ),
        unusable(
            "store.backup_incomplete",
            "BackupUnusable",
            "The folder holds no backup, or not all of one, or anything in it was changed: the text says what. The store is as it was.",
            "Restore from another backup.",
        ),
        unusable(
            "store.copy_differs",
            "BackupUnusable",
            "What was read again of a copy is not what was written.",
            "Look after the disk, and repeat.",
        ),
        unusable(
            "store.ticks_invalid",
            "ImportRefused",
            "No partition can hold these ticks: they are outside their day, or have numbers that none can have.",
            "Look at the source that made them.",
        ),
    ],
};
