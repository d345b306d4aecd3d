//! Charts, and what only the command line can get wrong.

use crate::entry::{Group, defect, not_found, refused, unusable, usage};

pub(crate) const GROUP: Group = Group {
    name: "Charts and the command line",
    about: "A chart that cannot be drawn, or a command that cannot be carried out.",
    entries: &[
        usage(
            "usage.invalid",
            "command line",
            "The command has no such verb, option or argument, or one has a value that it cannot have; the text says which.",
            "Look at `tickloom --help`, or `tickloom VERB --help`.",
        ),
        usage(
            "explain.code_unknown",
            "CommandError",
            "No error has this code.",
            "Use one that the text suggests, or one that `tickloom explain` lists.",
        ),
        refused(
            "import.incomplete",
            "CommandError",
            "Rows or files were refused; the report names each with its own code. Everything else is stored.",
            "Look at the report's reasons, mend what can be, and give the same command again.",
        ),
        refused(
            "download.not_all",
            "CommandError",
            "Not every hour came; the report names each that is lost with its own code. What came is kept.",
            "Give the same command again: it asks only for the others.",
        )
        .retryable(),
        refused(
            "inspect.not_importable",
            "CommandError",
            "A file that was looked at cannot be imported; its problem is told with its own code.",
            "Do what is said of the problem, or leave the file out.",
        ),
        unusable(
            "doctor.failed",
            "CommandError",
            "The doctor found something that is not as it has to be.",
            "Do what its lines say, and run it again.",
        ),
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
