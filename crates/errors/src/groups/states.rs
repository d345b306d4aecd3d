//! Multi-timeframe states and their snapshots.

use crate::entry::{Group, usage};

pub(crate) const GROUP: Group = Group {
    name: "Multi-timeframe states",
    about: "A state that cannot be made, a tick that it cannot take, or a snapshot that is none of it.",
    entries: &[
        usage(
            "mtf.empty",
            "InvalidState",
            "A state needs symbols and timeframes.",
            "Name one of each at least.",
        ),
        usage(
            "mtf.too_many",
            "InvalidState",
            "A state has at most 10,000 symbols and 64 timeframes.",
            "Make several states.",
        ),
        usage("mtf.repeated", "InvalidState", "A symbol or timeframe is named twice.", "Name each once."),
        usage(
            "mtf.capacity_invalid",
            "InvalidState",
            "A state keeps 1 to 10 million bars of each timeframe.",
            "Give a capacity in this range.",
        ),
        usage(
            "mtf.lateness_invalid",
            "InvalidState",
            "Ticks may come at most a day late, and between 1 and 10 million of them may be held.",
            "Give a lateness and a number in these ranges.",
        ),
        usage(
            "mtf.too_large",
            "InvalidState",
            "The state would take more than 16 GiB.",
            "Ask for fewer symbols or timeframes, or a smaller capacity.",
        ),
        usage(
            "mtf.digits_needed",
            "InvalidState",
            "How many decimals the symbol's prices have is not known.",
            "Give its digits.",
        ),
        usage(
            "mtf.symbol_unknown",
            "UnknownSymbol",
            "The state was made for other symbols; the text lists them.",
            "Ask for one of them, or make a state for this one.",
        ),
        usage(
            "mtf.timeframe_unknown",
            "InvalidState",
            "The state was made for other timeframes; the text lists them.",
            "Ask for one of them, or make a state for this one.",
        ),
        usage(
            "mtf.tick_invalid",
            "InvalidTick",
            "A price cannot be written with the symbol's decimals, or a volume is below 0; the text names row and column.",
            "Leave the row out, or correct it.",
        ),
        usage(
            "mtf.snapshot_damaged",
            "InvalidSnapshot",
            "This is no snapshot, or it is not whole, or it was changed.",
            "Take another, or begin anew from the ticks.",
        ),
        usage(
            "mtf.snapshot_version",
            "InvalidSnapshot",
            "The snapshot was written by another version.",
            "Begin anew from the ticks.",
        ),
        usage(
            "mtf.snapshot_differs",
            "InvalidSnapshot",
            "The snapshot is of a state that was made for something else; the text shows both.",
            "Make the state as it was, or begin anew from the ticks.",
        ),
    ],
};
