//! What is asked of stored bars: one struct, so that a question grows by a field and not by an argument.

use tickloom_model::{BarKind, DayRule, Fill, Side, Symbol, TimeRange, UnixNanos};

use super::BarColumns;

/// Which bars of a symbol are wanted, and as of when.
///
/// ```
/// use tickloom_model::{DayRule, Side, TimeRange};
/// use tickloom_store::BarQuery;
///
/// let query = BarQuery {
///     day: DayRule::Session,
///     as_of: Some("2024-03-08T12:00".parse()?),
///     ..BarQuery::new("EURUSD".parse()?, &["1d".parse()?, "100t".parse()?], Side::Bid)
/// };
/// assert_eq!(query.range, TimeRange::ALL);
/// # Ok::<(), tickloom_model::ModelError>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct BarQuery {
    /// Of which symbol.
    pub symbol: Symbol,
    /// Of which kinds; there is a table for each, in this order.
    pub kinds: Vec<BarKind>,
    /// Of which side.
    pub side: Side,
    /// Where they open. Each is made of all its ticks, also those outside.
    pub range: TimeRange,
    /// Where days begin: those of which bars of days and more are made, and those with which bars that no time ends begin anew.
    pub day: DayRule,
    /// What stands where a period of the range has no ticks; none for nothing.
    pub fill: Option<Fill>,
    /// Only what was known at this moment: ticks up to it, the moment itself included, and bars that were complete. None for all that is stored.
    pub as_of: Option<UnixNanos>,
    /// Whether the bar in progress is there too, as the last and flagged. Without `as_of` it always is: what the last
    /// stored tick left unfinished.
    pub forming: bool,
    /// Whether the tables have the columns of [`BarColumns::Detail`].
    pub detail: bool,
}

impl BarQuery {
    /// All bars of these kinds, from all that is stored, of days in UTC.
    #[must_use]
    pub fn new(symbol: Symbol, kinds: &[BarKind], side: Side) -> Self {
        let (range, day) = (TimeRange::ALL, DayRule::Utc);
        let (fill, as_of, forming, detail) = (None, None, false, false);
        Self { symbol, kinds: kinds.to_vec(), side, range, day, fill, as_of, forming, detail }
    }

    /// The columns of its tables: availability belongs to whatever is asked as of a moment.
    pub(super) const fn columns(&self) -> BarColumns {
        match (self.detail, self.as_of.is_some() || self.forming) {
            (true, _) => BarColumns::Detail,
            (false, true) => BarColumns::Availability,
            (false, false) => BarColumns::Standard,
        }
    }

    pub(super) const fn wants_forming(&self) -> bool {
        self.forming || self.as_of.is_none()
    }
}
