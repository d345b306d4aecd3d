//! Imports of files.

use crate::entry::{Group, not_found, refused};

pub(crate) const GROUP: Group = Group {
    name: "Imports",
    about: "An import that could not start. A file that it refuses does not end it: its code stands in the report, and the command ends with 3.",
    entries: &[
        not_found(
            "import.path_not_found",
            "PathNotFound",
            "There is no such file or folder.",
            "Correct the path.",
        ),
        refused(
            "import.source_failed",
            "ImportRefused",
            "The place that files come from cannot say what it has.",
            "Look into the reason in the text.",
        ),
        refused(
            "import.no_ticks",
            "ImportRefused",
            "Nothing under the paths holds ticks of this symbol; the text says why files were passed over.",
            "Name other paths, or the symbol that the files are of.",
        ),
        refused(
            "import.digits_needed",
            "ImportRefused",
            "The symbol is not known, and .bi5 files do not say how many decimals a price has.",
            "Give `--digits N`.",
        ),
        refused(
            "import.digits_unclear",
            "ImportRefused",
            "The CSV that should show the decimals cannot be read.",
            "Give `--digits N`, or mend the file.",
        ),
        refused(
            "import.unreadable",
            "in reports",
            "A file, folder or zip could not be read by the operating system, or a zip is damaged.",
            "Let yourself read it, or get it again; then import it again.",
        ),
        refused(
            "import.bad_row",
            "in reports",
            "A row is no tick; the report says where it stands, what was found there and what belongs there.",
            "Correct the row in its file and import it again, or leave it out.",
        ),
    ],
};
