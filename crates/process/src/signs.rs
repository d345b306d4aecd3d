//! By what the end of a parent is told.

/// What is watched; either is enough. With neither, a process stays until it is told to go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    /// The number of the parent's process, as it was when this process began.
    pub pid: Option<u32>,
    /// Whether standard input is a pipe from the parent, whose end is the parent's.
    pub stdin: bool,
}
