//! Sessions as phrases: `Mon-Fri 09:00-15:00` for hours of each of some days, `Sun 17:00-Fri 17:00` for one stretch.

use std::ops::Range;

use crate::calendar::{
    CalendarError, Week,
    civil::{DAY, DayTime, WEEK, WeekTime, Weekday},
};

const ALWAYS: &str = "always";

/// The hours of a phrase.
pub(super) fn parse(text: &str) -> Result<Week, CalendarError> {
    if text == ALWAYS {
        return Ok(Week::always());
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let week = match words[..] {
        [days, hours] => daily(days, hours),
        [day, hours_and_day, hour] => stretch(day, hours_and_day, hour),
        _ => None,
    };
    week.ok_or_else(|| CalendarError::InvalidSession { found: text.into() })
}

/// `17:00-18:00`.
pub(super) fn clock_times(text: &str) -> Result<(DayTime, DayTime), CalendarError> {
    let invalid = || CalendarError::InvalidDayTime { found: text.into() };
    let (from, to) = text.split_once('-').ok_or_else(invalid)?;
    Ok((from.trim().parse()?, to.trim().parse()?))
}

/// One phrase for each stretch of open time, from Monday on.
pub(super) fn texts(week: &Week) -> Vec<String> {
    if week.is_always() {
        return vec![ALWAYS.into()];
    }
    let mut ranges = week.ranges().to_vec();
    join_over_sunday(&mut ranges);
    ranges.iter().map(text).collect()
}

fn daily(days: &str, hours: &str) -> Option<Week> {
    let (open, close) = clock_times(hours).ok()?;
    let (first, last) = days.split_once('-').unwrap_or((days, days));
    let days = from_to(Weekday::named(first)?, Weekday::named(last)?);
    Some(Week::daily(&days, open, close))
}

fn stretch(first: &str, middle: &str, last: &str) -> Option<Week> {
    let (open, day) = middle.split_once('-')?;
    let open = Weekday::named(first)?.at(open.parse().ok()?);
    Some(Week::between(open, Weekday::named(day)?.at(last.parse().ok()?)))
}

fn from_to(first: Weekday, last: Weekday) -> Vec<Weekday> {
    let n_days = (last as usize + 7 - first as usize) % 7 + 1;
    Weekday::ALL.into_iter().cycle().skip(first as usize).take(n_days).collect()
}

fn join_over_sunday(ranges: &mut Vec<Range<u32>>) {
    if let [first, .., last] = &mut ranges[..]
        && first.start == 0
        && last.end == WEEK
    {
        last.end = first.end;
        ranges.remove(0);
    }
}

fn text(range: &Range<u32>) -> String {
    let (open, close) = (WeekTime(range.start), WeekTime(range.end));
    // The end of a day is said as that day's, not as the next one's midnight.
    let last_day = (close.0 + WEEK - 1) % WEEK / DAY;
    format!("{}-{}", moment(open, open.0 / DAY), moment(close, last_day))
}

fn moment(time: WeekTime, day: u32) -> String {
    let weekday = Weekday::ALL[day as usize];
    format!("{} {}", weekday.short(), DayTime::from_seconds((time.0 + WEEK - day * DAY) % WEEK))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_print_as_the_stretches_that_they_mean() {
        for (phrase, expected) in [
            ("always", vec!["always"]),
            ("Sun 17:00-Fri 17:00", vec!["Sun 17:00-Fri 17:00"]),
            ("Mon-Tue 09:00-11:30", vec!["Mon 09:00-Mon 11:30", "Tue 09:00-Tue 11:30"]),
            ("Wed 22:00-02:00", vec!["Wed 22:00-Thu 02:00"]),
            ("Sun 22:00-02:00", vec!["Sun 22:00-Mon 02:00"]),
            ("Sun-Mon 00:00-24:00", vec!["Sun 00:00-Mon 24:00"]),
            ("Sat 10:00:30-Sun 24:00", vec!["Sat 10:00:30-Sun 24:00"]),
            ("Mon 00:00-Sun 24:00", vec!["always"]),
            ("Mon-Sun 00:00-24:00", vec!["always"]),
        ] {
            let week = parse(phrase).unwrap();
            assert_eq!(texts(&week), expected, "{phrase}");
            let again = texts(&week).iter().fold(Week::never(), |all, text| all.and(parse(text).unwrap()));
            assert_eq!(again, week, "{phrase}");
        }
    }

    #[test]
    fn what_is_no_session_is_refused() {
        for phrase in
            ["", "Mon", "Mon 09:00", "Mon 9-17", "Mo 09:00-17:00", "Mon 09:00-Fri", "always open", "é-é é-é"]
        {
            let expected = Err(CalendarError::InvalidSession { found: phrase.into() });
            assert_eq!(parse(phrase), expected, "{phrase:?}");
        }
    }
}
