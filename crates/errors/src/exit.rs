//! How a command ends, as a script sees it.

/// An exit code of the command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// All was done.
    Done,
    /// What was asked for makes no sense.
    Usage,
    /// Input was not taken.
    Refused,
    /// What was asked for is not there.
    NotFound,
    /// Somebody else has it; later it may be free.
    Owned,
    /// Store, output or engine cannot be used as they are.
    Unusable,
    /// The program is at fault.
    Internal,
    /// Somebody did not want it any more.
    Interrupted,
}

/// All of them, by number.
pub const EXITS: &[Exit] = &[
    Exit::Done,
    Exit::Usage,
    Exit::Refused,
    Exit::NotFound,
    Exit::Owned,
    Exit::Unusable,
    Exit::Internal,
    Exit::Interrupted,
];

impl Exit {
    /// The number that the process ends with, 0 to 130.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Usage => 2,
            Self::Refused => 3,
            Self::NotFound => 4,
            Self::Owned => 5,
            Self::Unusable => 6,
            Self::Internal => 70,
            Self::Interrupted => 130,
        }
    }

    /// The name in Python.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "DONE",
            Self::Usage => "USAGE",
            Self::Refused => "REFUSED",
            Self::NotFound => "NOT_FOUND",
            Self::Owned => "OWNED",
            Self::Unusable => "UNUSABLE",
            Self::Internal => "INTERNAL",
            Self::Interrupted => "INTERRUPTED",
        }
    }

    /// What it means, for help and pages.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Usage => "usage: an argument, option or query is wrong",
            Self::Refused => "input refused: nothing, or not everything, was stored",
            Self::NotFound => "not found: no such symbol, path or bars",
            Self::Owned => "the store is in use by another process",
            Self::Unusable => "store or output unusable: read-only, full or damaged",
            Self::Internal => "a defect of this program",
            Self::Interrupted => "interrupted",
        }
    }
}
