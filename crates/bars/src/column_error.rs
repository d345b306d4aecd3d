//! What keeps columns that somebody hands in from being worked with.

/// Columns, or a width, from which nothing can be made. The text says what was found and what is accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnError {
    /// A chart without a pixel.
    #[error("a width of 0 pixels shows nothing: use 1 or more")]
    NoWidth,
    /// Not one value for each time.
    #[error("{times} times and {values} values: give one value for each time")]
    LengthsDiffer {
        /// How many times there are.
        times: usize,
        /// How many values there are.
        values: usize,
    },
    /// Columns that are neither ticks nor bars.
    #[error(
        "only ticks and bars have times and prices to draw: reduce columns of your own with tickloom.reduce"
    )]
    NoPrices,
    /// A time that is earlier than the one before it.
    #[error("the time at position {position} is earlier than the one before it: sort the columns by time")]
    Disordered {
        /// Where it stands, counted from 0.
        position: usize,
    },
}

tickloom_model::error_codes! { ColumnError {
    NoWidth => "columns.no_width",
    LengthsDiffer => "columns.lengths_differ",
    NoPrices => "columns.no_prices",
    Disordered => "columns.disordered",
} }

impl ColumnError {
    /// Nothing, if times never go backwards.
    ///
    /// # Errors
    /// [`ColumnError::Disordered`] with the first that does.
    pub fn unless_ascending(times: impl IntoIterator<Item = i64>) -> Result<(), Self> {
        let mut latest = i64::MIN;
        let backwards = times.into_iter().position(|time| time < std::mem::replace(&mut latest, time));
        backwards.map_or(Ok(()), |position| Err(Self::Disordered { position }))
    }
}
