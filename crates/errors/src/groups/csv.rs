//! CSV files.

use crate::entry::{Group, refused, usage};

pub(crate) const GROUP: Group = Group {
    name: "CSV files",
    about: "A CSV file that holds no ticks, or does not say how to read them; [data.md](data.md#csv-dialects) lists the dialects. In an import it stands in the report.",
    entries: &[
        refused(
            "csv.empty",
            "UnreadableFile",
            "The file is empty, or a blank line stands where the header belongs.",
            "Export it again, or leave it out.",
        ),
        refused("csv.encoding", "UnreadableFile", "The file is in UTF-16 or UTF-32.", "Save it as UTF-8."),
        refused(
            "csv.no_header",
            "UnreadableFile",
            "The first line is data.",
            "Name its dialect with `--dialect`, or put names above it: `timestamp,bid,ask,bid_volume,ask_volume`.",
        ),
        refused(
            "csv.candles",
            "UnreadableFile",
            "The columns are open, high, low and close: these are bars.",
            "Export ticks.",
        ),
        refused(
            "csv.missing_column",
            "UnreadableFile",
            "There is no column for time, bid or ask.",
            "Name them so.",
        ),
        refused(
            "csv.duplicate_column",
            "UnreadableFile",
            "There are two columns for the same thing.",
            "Rename or remove one.",
        ),
        refused(
            "csv.unknown_time",
            "UnreadableFile",
            "Times are in a format that is not known.",
            "Export them as `2019-01-04T10:00:00.123Z`, or in another format of docs/data.md.",
        ),
        refused(
            "csv.zone_unknown",
            "UnreadableFile",
            "Times are local, without an offset.",
            "Give `--zone`, or export with the offset in each row.",
        ),
        refused(
            "csv.line_ends",
            "UnreadableFile",
            "Lines end with a carriage return alone.",
            "Save the file with LF or CRLF.",
        ),
        refused(
            "csv.swapped",
            "UnreadableFile",
            "Bid is above ask in nearly all rows: the columns are named the wrong way round.",
            "Give `--swap-sides`.",
        ),
        refused(
            "csv.day_unknown",
            "UnreadableFile",
            "Times count from midnight and the file's name has no date.",
            "Put it there: `20140502_quote.csv`.",
        ),
        refused(
            "csv.dialect_mismatch",
            "UnreadableFile",
            "The rows are not those of the dialect that was named.",
            "Name another, or none.",
        ),
        usage(
            "csv.dialect_unknown",
            "InvalidReading",
            "No dialect has this name.",
            "Use one that docs/data.md lists.",
        ),
        usage(
            "csv.zone_invalid",
            "InvalidReading",
            "This is no zone.",
            "Use `UTC`, an offset such as `-05:00`, or a name such as `Europe/Athens`.",
        ),
        refused(
            "csv.unknown_digits",
            "UnreadableFile",
            "No row has a price to tell decimals from.",
            "Give `--digits N`.",
        ),
    ],
};
