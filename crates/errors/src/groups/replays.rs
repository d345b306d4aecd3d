//! Replays of stored ticks.

use crate::entry::{Group, not_found, unusable, usage};

pub(crate) const GROUP: Group = Group {
    name: "Replays",
    about: "A replay that cannot be opened, or cannot go on.",
    entries: &[
        not_found(
            "replay.no_ticks",
            "NoTicks",
            "Nothing is stored of the symbols in the range.",
            "Import it, or choose another.",
        ),
        usage(
            "replay.speed_invalid",
            "InvalidSpeed",
            "A speed is a number above 0.",
            "Use 1 for real time, infinity for as fast as it goes.",
        ),
        usage(
            "replay.step_invalid",
            "InvalidStep",
            "This is no step of the replay.",
            "Use `tick`, `session` or one of the replay's timeframes.",
        ),
        unusable(
            "replay.day_changed",
            "ReplayChanged",
            "A day was imported again, or removed, after the replay was opened.",
            "Open the replay again.",
        ),
    ],
};
