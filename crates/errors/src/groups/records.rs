//! Records of users, queries, exports, and Ctrl-C.

use crate::entry::{Group, interrupted, not_found, unusable, usage};

pub(crate) const GROUP: Group = Group {
    name: "Records, queries, output",
    about: "A record that cannot be kept, a query that cannot be answered, or a table that cannot be written.",
    entries: &[
        not_found("record.exists", "RecordExists", "A record with this key is there.", "Update it instead."),
        not_found(
            "record.not_found",
            "RecordNotFound",
            "No record has this key.",
            "Correct the key, or add it.",
        ),
        not_found(
            "record.invalid",
            "InvalidRecord",
            "The fields make no record of this table; the text names the one.",
            "Correct it.",
        ),
        usage(
            "sql.refused",
            "SqlError",
            "The query is not one SELECT, or asks for what SQL may not do.",
            "Keep to what docs/sql.md allows.",
        ),
        usage(
            "sql.failed",
            "SqlError",
            "The engine could not carry out the query, for the reason in the text.",
            "Correct the query.",
        ),
        usage("sql.too_large", "SqlError", "The result is over 2 GiB.", "Aggregate, filter, or add LIMIT."),
        usage(
            "sql.too_many_rows",
            "SqlError",
            "The query finds more rows than `sql.max_rows` allows.",
            "Aggregate, filter, add LIMIT, or raise the setting.",
        ),
        usage(
            "sql.took_too_long",
            "SqlError",
            "The query took longer than `sql.timeout` allows, and was ended.",
            "Ask for less, or raise the setting.",
        ),
        unusable(
            "export.failed",
            "ExportError",
            "The table cannot be written in this format.",
            "Choose another, or look into the reason in the text.",
        ),
        interrupted(
            "interrupted",
            "Interrupted",
            "Ctrl-C was pressed; what was committed is kept.",
            "Give the same command to go on from there.",
        ),
    ],
};
