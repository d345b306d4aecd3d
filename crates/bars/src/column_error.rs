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

impl ColumnError {
    /// Every code that there is.
    pub const CODES: &[&str] =
        &["columns.no_width", "columns.lengths_differ", "columns.no_prices", "columns.disordered"];

    /// The stable code of this error, the same in every language and on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoWidth => "columns.no_width",
            Self::LengthsDiffer { .. } => "columns.lengths_differ",
            Self::NoPrices => "columns.no_prices",
            Self::Disordered { .. } => "columns.disordered",
        }
    }

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

#[cfg(test)]
mod tests {
    use super::ColumnError;

    #[test]
    fn the_list_of_codes_is_what_code_can_answer() {
        let this_file = include_str!("column_error.rs");
        let answers = this_file.lines().filter_map(|line| line.split_once("=> \"")?.1.strip_suffix("\","));
        assert!(answers.eq(ColumnError::CODES.iter().copied()));
    }
}
