//! What the place of a tick file says: its symbol and its hour.

use tickloom_model::{NANOS_PER_SECOND, Symbol, UnixNanos, UtcDay};

/// The symbol and the hour of a file laid out as `…/SYMBOL/YYYY/MM/DD/HHh_ticks.bi5`, with either kind of slash.
///
/// Months are counted from 00, as on Dukascopy's feed. The symbol is `None` where no valid one stands before the year;
/// all is `None` if the path is not so laid out.
///
/// ```
/// let (symbol, hour) = tickloom_formats::bi5::hour_of_path("EURUSD/2019/01/04/07h_ticks.bi5").unwrap();
/// assert_eq!(symbol.unwrap().as_str(), "EURUSD");
/// assert_eq!(hour.to_string(), "2019-02-04T07:00:00.000Z");
/// ```
#[must_use]
pub fn hour_of_path(components: &str) -> Option<(Option<Symbol>, UnixNanos)> {
    let mut parts = components.rsplit(['/', '\\']);
    let hour = number(parts.next()?.strip_suffix("h_ticks.bi5")?, 2).filter(|hour| *hour < 24)?;
    let day = number(parts.next()?, 2)?;
    let month_from_zero = number(parts.next()?, 2)?;
    let year = number(parts.next()?, 4).filter(|year| (1678..=2261).contains(year))?;
    let day = UtcDay::from_civil(year, month_from_zero as i8 + 1, day as i8).ok()?;
    let symbol = parts.next().and_then(|name| name.parse().ok());
    Some((symbol, day.start().saturating_add(i64::from(hour) * 3_600 * NANOS_PER_SECOND)))
}

/// The path of an hour in the layout that [`hour_of_path`] reads, with forward slashes: `SYMBOL/YYYY/MM/DD/HHh_ticks.bi5`.
///
/// `hour` is any moment of it.
///
/// ```
/// let hour = "2019-02-04T07:00:00Z".parse()?;
/// assert_eq!(tickloom_formats::bi5::path_of_hour(&"EURUSD".parse()?, hour), "EURUSD/2019/01/04/07h_ticks.bi5");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn path_of_hour(symbol: &Symbol, hour: UnixNanos) -> String {
    let date = UtcDay::of(hour);
    let hour_of_day = (hour.as_i64() - date.start().as_i64()) / (3_600 * NANOS_PER_SECOND);
    // As ISO 8601: the year, which has four digits in all of 64 bits of nanoseconds, the month and the day.
    let text = date.to_string();
    let (year, month, day) = (&text[..4], text[5..7].parse::<u8>().unwrap_or(1) - 1, &text[8..]);
    format!("{symbol}/{year}/{month:02}/{day}/{hour_of_day:02}h_ticks.bi5")
}

fn number(text: &str, length: usize) -> Option<i16> {
    let is_number = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_counted_from_zero_with_either_slash() {
        for (path, symbol, hour) in [
            ("/data/EURUSD/2019/01/04/00h_ticks.bi5", Some("EURUSD"), "2019-02-04T00:00:00.000Z"),
            ("C:\\feed\\btcusd\\2023\\01\\20\\12h_ticks.bi5", Some("BTCUSD"), "2023-02-20T12:00:00.000Z"),
            ("2019/11/31/23h_ticks.bi5", None, "2019-12-31T23:00:00.000Z"),
            ("a b/2020/01/29/05h_ticks.bi5", None, "2020-02-29T05:00:00.000Z"),
        ] {
            let (found, time) = hour_of_path(path).unwrap();
            assert_eq!(
                (found.as_ref().map(Symbol::as_str), time.to_string().as_str()),
                (symbol, hour),
                "{path}"
            );
        }
    }

    #[test]
    fn the_path_of_an_hour_says_that_hour() {
        let symbol = "EURUSD".parse().unwrap();
        for hour in
            ["2019-01-01T00:00:00Z", "2019-12-31T23:00:00Z", "1969-12-31T23:00:00Z", "2020-02-29T05:00:00Z"]
        {
            let hour = hour.parse().unwrap();
            let path = path_of_hour(&symbol, hour);
            assert_eq!(hour_of_path(&path), Some((Some(symbol.clone()), hour)), "{path}");
        }
    }

    #[test]
    fn another_layout_says_nothing() {
        for path in [
            "",
            "00h_ticks.bi5",
            "EURUSD/2019/12/01/00h_ticks.bi5",
            "EURUSD/2019/01/30/00h_ticks.bi5",
            "EURUSD/2019/01/04/24h_ticks.bi5",
            "EURUSD/2019/01/04/0h_ticks.bi5",
            "EURUSD/2019/1/04/00h_ticks.bi5",
            "EURUSD/2019/01/04/BID_candles_min_1.bi5",
            "EURUSD/9999/01/04/00h_ticks.bi5",
            "EURUSD/2019/+1/04/00h_ticks.bi5",
        ] {
            assert_eq!(hour_of_path(path), None, "{path}");
        }
    }
}
