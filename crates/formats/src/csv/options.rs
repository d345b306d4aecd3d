//! What a caller knows of a file beyond its bytes.

use tickloom_model::{Symbol, UtcDay};

use super::{dialects::Dialect, zone::Zone};

/// What is known of a file beforehand. The default is nothing: all is told from the file.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// The dialect, which a file without header needs. A header that is there says the columns regardless.
    pub dialect: Option<&'static Dialect>,
    /// The zone of times where neither rows nor header name one; the dialect's, else UTC.
    pub zone: Option<Zone>,
    /// The day of times that count from midnight, as in the names of such files: see [`date_of_name`].
    pub date: Option<UtcDay>,
    /// The symbol that rows must have where a column names it; that of the first row if there is none here.
    pub symbol: Option<Symbol>,
    /// Exchanges bid and ask, prices and volumes, for files that name them the wrong way round.
    pub swap: bool,
}

/// The first date in a file's name: `20140502_quote.csv`, `EURUSD-2014-05-02.csv`.
#[must_use]
pub fn date_of_name(name: &str) -> Option<UtcDay> {
    let file = name.rsplit(['/', '\\']).next()?;
    let starts = (0..file.len()).filter(|at| !ends_in_digit(&file.as_bytes()[..*at]));
    starts.filter_map(|at| date_at(&file.as_bytes()[at..])).next()
}

fn ends_in_digit(text: &[u8]) -> bool {
    text.last().is_some_and(u8::is_ascii_digit)
}

fn date_at(text: &[u8]) -> Option<UtcDay> {
    let (digits, rest) = match text {
        [y1, y2, y3, y4, a @ (b'-' | b'_' | b'.'), m1, m2, b, d1, d2, rest @ ..] if a == b => {
            ([*y1, *y2, *y3, *y4, *m1, *m2, *d1, *d2], rest)
        }
        _ => text.split_first_chunk::<8>().map(|(digits, rest)| (*digits, rest))?,
    };
    if rest.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let text = std::str::from_utf8(&digits).ok().filter(|_| digits.iter().all(u8::is_ascii_digit))?;
    UtcDay::from_civil(text[..4].parse().ok()?, text[4..6].parse().ok()?, text[6..].parse().ok()?)
        .ok()
        .filter(|day| (0..100_000).contains(&day.days_since_epoch()))
}

#[cfg(test)]
mod tests {
    use super::date_of_name;

    #[test]
    fn names_say_dates_with_or_without_marks_between() {
        for (name, expected) in [
            ("20140502_eurusd_tick_quote.csv", Some("2014-05-02")),
            ("oanda/tick/eurusd/20140504_quote.zip", Some("2014-05-04")),
            ("EURUSD-2019-02-04.csv", Some("2019-02-04")),
            ("C:\\ticks\\eurusd_2019_02_04.csv", Some("2019-02-04")),
            ("20140502/quote.csv", None),
            ("20140532_quote.csv", None),
            ("120140502.csv", None),
            ("201405021.csv", None),
            ("eurusd.csv", None),
            ("", None),
            ("日本20140502.csv", Some("2014-05-02")),
        ] {
            assert_eq!(date_of_name(name).map(|day| day.to_string()).as_deref(), expected, "{name}");
        }
    }
}
