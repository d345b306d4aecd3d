//! How large a frame may be: bounds that hold before anything is kept of it.

/// The most bytes in a frame, 16 MiB. Longer results come in parts.
pub const MAX_FRAME_BYTES: usize = 16 << 20;

/// How deep values may be nested in a frame, its own map counted.
pub const MAX_DEPTH: usize = 32;

/// The most values in a frame, keys counted. Rows travel as columns, which are one value each; so a few bytes for each of a
/// million values cannot become a hundred times as many in memory.
pub const MAX_VALUES: u32 = 1 << 18;

/// The most bytes in the first frame of a connection, which anybody may send.
pub const MAX_HELLO_BYTES: usize = 4_096;
