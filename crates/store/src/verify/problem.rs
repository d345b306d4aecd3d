//! What can be wrong with a stored file: kinds with stable codes, and what to do about each.

use std::path::PathBuf;

use tickloom_model::{Symbol, UtcDay};

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The file holds the ticks that were stored, but not the bytes that were written.
    Altered,
    /// The file cannot be read as a partition, or was put aside because of that.
    Damaged,
    /// A stored day has no file.
    Missing,
    /// The file is sound and holds other ticks than those that were stored.
    Disagrees,
    /// The operating system does not give the file.
    Unreadable,
    /// A tick file that was put there by nobody known.
    Unknown,
    /// Something in the folder of ticks that is none of ours.
    Foreign,
}

impl ProblemKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Altered,
        Self::Damaged,
        Self::Missing,
        Self::Disagrees,
        Self::Unreadable,
        Self::Unknown,
        Self::Foreign,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Altered => "verify.altered",
            Self::Damaged => "verify.damaged",
            Self::Missing => "verify.missing",
            Self::Disagrees => "verify.disagrees",
            Self::Unreadable => "verify.unreadable",
            Self::Unknown => "verify.unknown",
            Self::Foreign => "verify.foreign",
        }
    }

    /// What to do about it.
    #[must_use]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::Altered | Self::Damaged | Self::Missing | Self::Disagrees => {
                "store the day again from its source: verify --repair SOURCE"
            }
            Self::Unreadable => "give yourself the right to read it, and look after the disk",
            Self::Unknown => "open the store again, which takes it in if it is sound, or remove it",
            Self::Foreign => "move it out of the folder of ticks",
        }
    }

    /// Whether importing the day again mends it.
    #[must_use]
    pub const fn is_mended_by_import(self) -> bool {
        matches!(self, Self::Altered | Self::Damaged | Self::Missing | Self::Disagrees)
    }
}

/// Something that is not as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem.
    pub kind: ProblemKind,
    /// Whose ticks, if the place says so.
    pub symbol: Option<Symbol>,
    /// Of which UTC day, if the place says so.
    pub day: Option<UtcDay>,
    /// Where it lies, or should.
    pub path: PathBuf,
    /// What was found.
    pub found: String,
}
