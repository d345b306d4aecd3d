//! Parquet and Arrow files, and data frames.

use crate::entry::{Group, refused};

pub(crate) const GROUP: Group = Group {
    name: "Tables: Parquet, Arrow, data frames",
    about: "A table that holds no ticks, or does not say how to read them. In an import it stands in the report.",
    entries: &[
        refused(
            "table.unreadable",
            "UnreadableFile",
            "This is no Parquet or Arrow, damaged, cut off, or packed in a way that is not read; the text says which. Rows before the damage are stored.",
            "Write the file again.",
        ),
        refused(
            "table.too_large",
            "in reports",
            "This is a packed Parquet or Arrow file over 256 MiB.",
            "Unpack it first.",
        ),
        refused(
            "table.missing_column",
            "UnreadableFile",
            "There is no column for time, bid or ask.",
            "Name them `timestamp`, `bid`, `ask`.",
        ),
        refused(
            "table.duplicate_column",
            "UnreadableFile",
            "There are two columns for the same thing.",
            "Rename or leave out one.",
        ),
        refused(
            "table.candles",
            "UnreadableFile",
            "The columns are open, high, low and close: these are bars.",
            "Write ticks.",
        ),
        refused(
            "table.column_type",
            "UnreadableFile",
            "A column's values cannot be what its name says.",
            "Cast it: times to a timestamp, prices to float64 or decimal.",
        ),
        refused(
            "table.unknown_time",
            "UnreadableFile",
            "The times are whole numbers that count no unit since 1970.",
            "Cast them to a timestamp.",
        ),
        refused(
            "table.zone_unknown",
            "UnreadableFile",
            "Times are local, without a zone.",
            "Give `--zone`, or give the column one.",
        ),
        refused(
            "table.swapped",
            "UnreadableFile",
            "Bid is above ask in nearly all rows: the columns are named the wrong way round.",
            "Give `--swap-sides`.",
        ),
        refused(
            "table.bad_row",
            "UnreadableFile",
            "A row is no tick where every row has to be one; the text names the row and its part that is wrong.",
            "Leave the row out, or correct it.",
        ),
    ],
};
