//! What keeps columns from being reduced.

/// Columns or a width from which no chart can be made. The text says what was found and what is accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReduceError {
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
    /// A time that is earlier than the one before it.
    #[error("the time at position {position} is earlier than the one before it: sort both columns by time")]
    Disordered {
        /// Where it stands, counted from 0.
        position: usize,
    },
}

impl ReduceError {
    /// Every code that there is.
    pub const CODES: &[&str] = &["reduce.no_width", "reduce.lengths_differ", "reduce.disordered"];

    /// The stable code of this error, the same in every language and on the wire.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoWidth => "reduce.no_width",
            Self::LengthsDiffer { .. } => "reduce.lengths_differ",
            Self::Disordered { .. } => "reduce.disordered",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ReduceError;

    #[test]
    fn the_list_of_codes_is_what_code_can_answer() {
        let this_file = include_str!("error.rs");
        let answers = this_file.lines().filter_map(|line| line.split_once("=> \"")?.1.strip_suffix("\","));
        assert!(answers.eq(ReduceError::CODES.iter().copied()));
    }
}
