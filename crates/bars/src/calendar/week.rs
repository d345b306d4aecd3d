//! The hours of a usual week.

use std::ops::Range;

use super::civil::{DAY, DayTime, WEEK, WeekTime, Weekday};

/// All of it.
const WHOLE: Range<u32> = 0..WEEK;

/// When a market is open in a week without holidays, in its zone's own time. Several intervals a day are possible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Week {
    /// Seconds since Monday 00:00 within one week, in order, apart from each other.
    open: Vec<Range<u32>>,
}

impl Week {
    /// Open without end.
    #[must_use]
    pub fn always() -> Self {
        Self { open: vec![WHOLE] }
    }

    /// Never open: what [`and`](Self::and) begins with.
    pub(crate) const fn never() -> Self {
        Self { open: Vec::new() }
    }

    /// Open from one time to another, once a week; over the end of the week if need be, and all week if both are the same.
    #[must_use]
    pub fn between(open: WeekTime, close: WeekTime) -> Self {
        let (open, close) = (open.0 % WEEK, close.0);
        let close = if open < close { close } else { close + WEEK };
        let range = open..close;
        Self::joined(vec![range])
    }

    /// Open on each of these weekdays from one time to another, on the next day if the second is not later.
    #[must_use]
    pub fn daily(weekdays: &[Weekday], open: DayTime, close: DayTime) -> Self {
        let later = if open < close { 0 } else { DAY };
        let of = |weekday: &Weekday| Self::between(weekday.at(open), WeekTime(weekday.at(close).0 + later));
        weekdays.iter().map(of).fold(Self::never(), Self::and)
    }

    /// Open when either is.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::joined([self.open, other.open].concat())
    }

    /// Closed every day from one time to another, where it would be open.
    #[must_use]
    pub fn with_daily_break(self, from: DayTime, to: DayTime) -> Self {
        let breaks = Self::daily(&Weekday::ALL, from, to);
        let open = self.open.into_iter().flat_map(|range| without(range, &breaks.open)).collect();
        Self { open }
    }

    pub(crate) fn is_always(&self) -> bool {
        self.open == [WHOLE]
    }

    pub(crate) fn ranges(&self) -> &[Range<u32>] {
        &self.open
    }

    fn joined(ranges: Vec<Range<u32>>) -> Self {
        let mut pieces: Vec<_> = ranges.into_iter().flat_map(within_one_week).collect();
        pieces.sort_by_key(|range| range.start);
        let mut open: Vec<Range<u32>> = Vec::new();
        for piece in pieces.into_iter().filter(|range| !range.is_empty()) {
            match open.last_mut() {
                Some(last) if piece.start <= last.end => last.end = last.end.max(piece.end),
                _ => open.push(piece),
            }
        }
        Self { open }
    }
}

/// What reaches beyond Sunday comes back on Monday.
fn within_one_week(range: Range<u32>) -> [Range<u32>; 2] {
    [range.start..range.end.min(WEEK), 0..range.end.saturating_sub(WEEK)]
}

fn without(range: Range<u32>, breaks: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut rest = Vec::new();
    let mut start = range.start;
    for pause in breaks.iter().filter(|pause| pause.start < range.end && range.start < pause.end) {
        rest.push(start..pause.start);
        start = pause.end;
    }
    rest.push(start..range.end);
    rest.retain(|range| range.start < range.end);
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: u32 = 3_600;

    fn hours(week: &Week) -> Vec<Range<u32>> {
        week.ranges().iter().map(|range| range.start / HOUR..range.end / HOUR).collect()
    }

    fn time(hour: u32) -> DayTime {
        DayTime::from_hour(hour)
    }

    #[test]
    fn a_week_may_reach_over_its_end() {
        let week = Week::between(Weekday::Sunday.at(time(17)), Weekday::Friday.at(time(17)));
        assert_eq!(hours(&week), [0..113, 161..168]);
    }

    #[test]
    fn a_daily_break_takes_the_first_hour_of_sunday_evening_too() {
        let week = Week::between(Weekday::Sunday.at(time(17)), Weekday::Friday.at(time(17)))
            .with_daily_break(time(17), time(18));
        assert_eq!(hours(&week), [0..17, 18..41, 42..65, 66..89, 90..113, 162..168]);
    }

    #[test]
    fn an_exchange_may_open_twice_a_day() {
        let days = [Weekday::Monday, Weekday::Sunday];
        let week = Week::daily(&days, time(9), time(11)).and(Week::daily(&days, time(12), time(15)));
        assert_eq!(hours(&week), [9..11, 12..15, 153..155, 156..159]);
    }

    #[test]
    fn a_night_session_belongs_to_the_evening_it_opens_on() {
        assert_eq!(hours(&Week::daily(&[Weekday::Sunday], time(22), time(2))), [0..2, 166..168]);
    }

    #[test]
    fn whole_days_that_follow_each_other_are_always() {
        assert!(Week::daily(&Weekday::ALL, DayTime::MIDNIGHT, DayTime::END).is_always());
        assert!(Week::between(Weekday::Monday.at(time(5)), Weekday::Monday.at(time(5))).is_always());
        assert!(!Week::always().with_daily_break(time(1), time(2)).is_always());
    }
}
