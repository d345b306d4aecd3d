//! The gaps in what is stored of a symbol, held against its calendar.

use tickloom_bars::gaps::{Gap, GapClass, GapRules};
use tickloom_model::{Symbol, TimeRange, UtcDay};
use tickloom_store::Store;

use crate::{
    QualityError,
    survey::{Question, Survey, survey},
};

/// The gaps of a symbol in a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gaps {
    /// The gaps, oldest first.
    pub gaps: Vec<SessionGap>,
    /// Session days on which the market was open and no tick came, oldest first. Of a day that is only partly in the range
    /// the middle decides.
    pub missing_days: Vec<UtcDay>,
    /// How many of the least worrying gaps were left out because there were more than the rules allow.
    pub n_forgotten: u64,
}

/// A gap, and the day of the market on which it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionGap {
    /// The gap.
    pub gap: Gap,
    /// The date of the session day, in the calendar's zone.
    pub session_day: UtcDay,
}

impl SessionGap {
    /// How long it is, in nanoseconds.
    #[must_use]
    pub fn length(&self) -> i64 {
        self.gap.range.end.as_i64().saturating_sub(self.gap.range.start.as_i64())
    }
}

/// Finds the gaps between the stored ticks of a symbol.
///
/// Ticks are expected from the start of the range to its end; where the range has no start or no end
/// ([`UnixNanos::MIN`](tickloom_model::UnixNanos::MIN), [`MAX`](tickloom_model::UnixNanos::MAX)), from the first tick or up to the last. What silence is usual is learnt from
/// the same range. Days are read one after the other: memory does not grow with the range. `stop` is asked for each day.
///
/// # Errors
/// An unknown symbol, a damaged tick file, a failure of the catalogue; [`StoreError::Interrupted`](tickloom_store::StoreError::Interrupted)
/// when `stop` answers yes.
pub fn gaps(
    store: &Store,
    symbol: &Symbol,
    range: TimeRange,
    rules: &GapRules,
    stop: impl FnMut() -> bool,
) -> Result<Gaps, QualityError> {
    let question = Question { symbol, range, rules, periods: None };
    Ok(Gaps::of(survey(store, &question, stop)?))
}

/// The class of that name.
///
/// # Errors
/// [`QualityError::InvalidClass`] if there is none.
pub fn gap_class(name: &str) -> Result<GapClass, QualityError> {
    let found = GapClass::ALL.into_iter().find(|class| class.name() == name);
    found.ok_or_else(|| QualityError::InvalidClass { found: name.into() })
}

impl Gaps {
    /// The same with gaps of some classes only.
    #[must_use]
    pub fn only(mut self, classes: &[GapClass]) -> Self {
        self.gaps.retain(|gap| classes.contains(&gap.gap.class));
        self
    }

    pub(crate) fn of(survey: Survey) -> Self {
        let mut walk = survey.calendar.walk();
        let with_day = |gap: Gap| SessionGap { gap, session_day: walk.session_day(gap.range.start).date };
        Self {
            gaps: survey.gaps.into_iter().map(with_day).collect(),
            missing_days: survey.missing_days,
            n_forgotten: survey.n_forgotten,
        }
    }
}
