//! Hours of ticks in .bi5 files.

use crate::entry::{Group, refused};

pub(crate) const GROUP: Group = Group {
    name: ".bi5 files",
    about: "A .bi5 file that is no hour of ticks. In an import it stands in the report.",
    entries: &[
        refused(
            "bi5.not_lzma",
            "UnreadableFile",
            "The file does not begin as LZMA does; often it is an error page that was saved.",
            "Download it again.",
        ),
        refused(
            "bi5.truncated",
            "UnreadableFile",
            "The file ends before its records do.",
            "Download it again.",
        ),
        refused("bi5.damaged", "UnreadableFile", "The file contradicts itself.", "Download it again."),
        refused(
            "bi5.too_large",
            "UnreadableFile",
            "The file declares or holds more than an hour has milliseconds for (72 MB), so it is no hour of ticks.",
            "Download it again, or leave it out.",
        ),
        refused(
            "bi5.dictionary_too_large",
            "UnreadableFile",
            "The file asks for more memory than such a file needs.",
            "Compress it with a dictionary of 64 MiB or less.",
        ),
        refused(
            "bi5.trailing_bytes",
            "UnreadableFile",
            "Something follows the file's end.",
            "Download it again, or split it if files were joined.",
        ),
        refused(
            "bi5.partial_record",
            "UnreadableFile",
            "The file does not hold whole records of 20 bytes; perhaps it holds candles under a tick file's name.",
            "Download it again.",
        ),
        refused("bi5.candles", "in reports", "The file holds candles, not ticks.", "Import its ticks."),
        refused(
            "bi5.bad_candle",
            "UnreadableFile",
            "The file holds a candle that cannot be.",
            "Download it again.",
        ),
        refused(
            "bi5.unwritable",
            "UnreadableFile",
            "A .bi5 file cannot hold this tick: it is outside its hour, not on a whole millisecond, or its price is below 0.",
            "Write it as Parquet or CSV.",
        ),
        refused(
            "bi5.codec",
            "UnreadableFile",
            "The LZMA library gave up, mostly for want of memory.",
            "Free some and repeat.",
        )
        .retryable(),
    ],
};
