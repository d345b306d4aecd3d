//! A UTC month: what a passport is about.

use std::{fmt, str::FromStr};

use tickloom_model::{TimeRange, UtcDay};

use crate::QualityError;

/// A calendar month in UTC. Parses and prints `2019-02`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month {
    year: i16,
    month: i8,
}

/// Months that lie whole within the range of times.
const FIRST: Month = Month { year: 1677, month: 10 };
const LAST: Month = Month { year: 2262, month: 3 };

impl Month {
    /// Its moments, from the first day's start to the next month's.
    #[must_use]
    pub fn range(self) -> TimeRange {
        TimeRange { start: self.first_day().start(), end: self.next().first_day().start() }
    }

    /// Its days, in order.
    pub fn days(self) -> impl Iterator<Item = UtcDay> {
        let (first, end) = (self.first_day(), self.next().first_day());
        (first.days_since_epoch()..end.days_since_epoch()).map(UtcDay::from_days_since_epoch)
    }

    fn first_day(self) -> UtcDay {
        // Every month has a first day.
        UtcDay::from_civil(self.year, self.month, 1).unwrap_or(UtcDay::from_days_since_epoch(0))
    }

    const fn next(self) -> Self {
        if self.month == 12 {
            Self { year: self.year + 1, month: 1 }
        } else {
            Self { year: self.year, month: self.month + 1 }
        }
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for Month {
    type Err = QualityError;

    fn from_str(text: &str) -> Result<Self, QualityError> {
        parse(text)
            .filter(|month| (FIRST..=LAST).contains(month))
            .ok_or_else(|| QualityError::InvalidMonth { found: text.into() })
    }
}

fn parse(text: &str) -> Option<Month> {
    let (year, month) = text.split_once('-')?;
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let month = (digits(year, 4) && digits(month, 2))
        .then_some(Month { year: year.parse().ok()?, month: month.parse().ok()? })?;
    (1..=12).contains(&month.month).then_some(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_hold_their_days() {
        for (text, days, last) in
            [("2019-02", 28, "2019-02-28"), ("2020-02", 29, "2020-02-29"), ("2019-12", 31, "2019-12-31")]
        {
            let month: Month = text.parse().unwrap();
            let all: Vec<UtcDay> = month.days().collect();
            assert_eq!((month.to_string().as_str(), all.len()), (text, days));
            assert_eq!(all[days - 1].to_string(), last);
            assert_eq!(month.range().end, all[days - 1].next().start());
        }
    }

    #[test]
    fn what_is_no_month_is_refused() {
        for text in
            ["", "2019", "2019-2", "2019-13", "2019-00", "2019-02-01", "1600-01", "2262-04", "+019-02", "é"]
        {
            assert!(matches!(text.parse::<Month>(), Err(QualityError::InvalidMonth { .. })), "{text:?}");
        }
    }
}
