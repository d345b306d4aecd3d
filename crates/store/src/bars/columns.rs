//! Which columns bars have, as who asks for them says.

/// Which columns bars have as a table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum BarColumns {
    /// `open_time open high low close volume ticks`.
    #[default]
    Standard,
    /// Those, `available_at` and `complete`.
    Availability,
    /// Those, and `spread_min spread_mean spread_max spread_close`.
    Detail,
}
