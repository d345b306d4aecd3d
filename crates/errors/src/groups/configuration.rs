//! Settings in files, the environment and on the command line.

use crate::entry::{Group, unusable, usage};

pub(crate) const GROUP: Group = Group {
    name: "Configuration",
    about: "Settings that cannot be used, wherever they stand: an option, the environment, a project's or the user's file.",
    entries: &[
        usage(
            "config.invalid",
            "InvalidConfig",
            "Something in the configuration is wrong; each line of the text names its place, its key and what to do. Nothing was started.",
            "Mend every line, and look with `tickloom config check`.",
        ),
        unusable(
            "config.not_kept",
            "ConfigNotKept",
            "A change of the configuration could not be written to the user's file, and was not made.",
            "Make the file that the text names writable, and free some space.",
        ),
    ],
};
