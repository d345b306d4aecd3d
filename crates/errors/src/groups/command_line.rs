//! Charts, and what only the command line can get wrong.

use crate::entry::{Group, defect, not_found, unusable, usage};

pub(crate) const GROUP: Group = Group {
    name: "Charts and the command line",
    about: "A chart that cannot be drawn, or a command that cannot be carried out.",
    entries: &[
        defect(
            "chart.invalid",
            "InvalidChart",
            "The columns are no chart: they are of different lengths, out of order, or not finite.",
            "Give columns of one length, sorted by time.",
        ),
        usage(
            "chart.too_many_bars",
            "TooManyBars",
            "There are more bars than a page can show smoothly.",
            "Use a longer timeframe, or `--from` and `--to`.",
        ),
        defect(
            "chart.not_built",
            "PageNotBuilt",
            "This is a source tree whose page was not built.",
            "Run `make build`.",
        ),
        not_found(
            "bars.none",
            "CommandError",
            "No bars lie in the range.",
            "Choose another range, or import its ticks.",
        ),
        not_found(
            "output.folder_not_found",
            "CommandError",
            "The folder to write in does not exist.",
            "Make it, or correct the path.",
        ),
        unusable(
            "output.not_writable",
            "CommandError",
            "The file or stdout cannot be written.",
            "Make it writable, free space, or name another file.",
        ),
        defect(
            "internal.error",
            "command line",
            "This is a defect of Tickloom.",
            "Please report it, with what `TICKLOOM_DEBUG=1` shows.",
        ),
    ],
};
