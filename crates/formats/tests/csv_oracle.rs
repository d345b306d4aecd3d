//! Rows good and damaged, read as the `csv` crate and a naive parse read them.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

mod common;

use common::digits;
use proptest::prelude::*;
use tickloom_formats::csv::Layout;
use tickloom_model::{Digits, MAX_POINTS, Tick, UnixNanos};

/// A header, its separator and decimal mark, and the column of time, bid, ask, bid volume and ask volume in it.
struct Oracle {
    header: &'static str,
    marks: [char; 2],
    columns: [Option<usize>; 5],
    time: fn(&str) -> Option<i64>,
}

const ORACLES: [Oracle; 8] = [
    Oracle {
        header: "Gmt time,Ask,Bid,AskVolume,BidVolume",
        marks: [',', '.'],
        columns: [Some(0), Some(2), Some(1), Some(4), Some(3)],
        time: day_first,
    },
    Oracle {
        header: "Time,Bid,Ask,AskVolume,BidVolume",
        marks: [',', '.'],
        columns: [Some(0), Some(1), Some(2), Some(4), Some(3)],
        time: iso,
    },
    Oracle {
        header: "UTC,AskPrice,BidPrice",
        marks: [',', '.'],
        columns: [Some(0), Some(2), Some(1), None, None],
        time: iso,
    },
    Oracle {
        header: "timestamp,bidPrice,askPrice",
        marks: [',', '.'],
        columns: [Some(0), Some(1), Some(2), None, None],
        time: millis,
    },
    Oracle {
        header: "bid volume,x,bid,time,ask,ask volume",
        marks: [',', '.'],
        columns: [Some(3), Some(2), Some(4), Some(0), Some(5)],
        time: day_first,
    },
    Oracle {
        header: "Time (UTC)\tBid\tAsk\tBidVolume\tAskVolume\tFlags",
        marks: ['\t', '.'],
        columns: [Some(0), Some(1), Some(2), Some(3), Some(4)],
        time: day_first,
    },
    Oracle {
        header: "Gmt time;Bid;Ask;BidVol;AskVol",
        marks: [';', ','],
        columns: [Some(0), Some(1), Some(2), Some(3), Some(4)],
        time: day_first,
    },
    Oracle {
        header: "timestamp;ask;bid;x;y",
        marks: [';', '.'],
        columns: [Some(0), Some(2), Some(1), None, None],
        time: millis,
    },
];

fn shaped(text: &str, pattern: &str) -> bool {
    let fits = |(byte, sign): (u8, u8)| if sign == b'0' { byte.is_ascii_digit() } else { byte == sign };
    text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(fits)
}

fn day_first(text: &str) -> Option<i64> {
    let (date, clock) = text.split_at_checked(11)?;
    let [day, month, year] = date.split('.').collect::<Vec<_>>()[..] else { return None };
    shaped(date, "00.00.0000 ").then(|| civil(&format!("{}-{month}-{day}", year.trim()), clock, "Z"))?
}

fn iso(text: &str) -> Option<i64> {
    let (date, rest) = text.split_at_checked(10)?;
    let rest = rest.strip_prefix(['T', ' '])?;
    let zone = rest.find(['Z', '+', '-', ' ', 'G', 'U'])?;
    let (clock, zone) = rest.split_at(zone);
    let zone = zone.strip_prefix(' ').unwrap_or(zone);
    let named = ["GMT", "UTC"].into_iter().find_map(|name| zone.strip_prefix(name));
    let zone = match named.unwrap_or(zone) {
        "" if named.is_some() => "Z".to_owned(),
        "Z" if named.is_none() => "Z".to_owned(),
        offset if shaped(offset.get(1..)?, "00") => format!("{offset}:00"),
        offset if shaped(offset.get(1..)?, "0000") => format!("{}:{}", &offset[..3], &offset[3..]),
        offset if shaped(offset.get(1..)?, "00:00") => offset.to_owned(),
        _ => return None,
    };
    let offset_hours = zone.get(1..3).and_then(|hours| hours.parse::<u8>().ok()).unwrap_or(0);
    (shaped(date, "0000-00-00") && offset_hours < 24).then(|| civil(date, clock, &zone))?
}

fn civil(date: &str, clock: &str, zone: &str) -> Option<i64> {
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let fraction_fits =
        (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if !shaped(clock, "00:00:00") || clock.ends_with("60") || !fraction_fits {
        return None;
    }
    let time: UnixNanos = format!("{date}T{clock}.{fraction}{zone}").parse().ok()?;
    (1678..=2261).contains(&date[..4].parse::<i32>().ok()?).then_some(time.as_i64())
}

fn millis(text: &str) -> Option<i64> {
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let fits =
        (12..=13).contains(&whole.len()) && fraction.len() <= 9 && are_digits(whole) && are_digits(fraction);
    // Nine decimals of a millisecond are picoseconds.
    let picos: i64 = if fits { format!("{fraction:0<9}").parse().ok()? } else { return None };
    (picos % 1_000 == 0).then_some(whole.parse::<i64>().ok()?.checked_mul(1_000_000)? + picos / 1_000)
}

fn price(text: &str, digits: Digits) -> Option<i64> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits(whole) || !are_digits(fraction) || fraction.len() > 20 {
        return None;
    }
    let scaled: i128 = format!("{whole}{fraction:0<20}").parse().ok()?;
    let point = 10_i128.pow(20 - u32::from(digits.get()));
    let points = (scaled + point / 2) / point;
    let is_near = (scaled - points * point).abs() * 50 <= point;
    let points = i64::try_from(points).ok().filter(|points| is_near && *points <= MAX_POINTS)?;
    Some(if text.starts_with('-') { -points } else { points })
}

fn volume(text: &str) -> Option<f32> {
    let is_word = text.bytes().any(|byte| byte.is_ascii_alphabetic() && !matches!(byte, b'e' | b'E'));
    match text {
        "" => Some(0.0),
        _ if is_word => None,
        _ => text.parse().ok().filter(|volume: &f32| *volume >= 0.0 && volume.is_finite()),
    }
}

impl Oracle {
    /// The number with a point and without groups of thousands.
    fn plain(&self, text: &str) -> Option<String> {
        let [_, decimal] = self.marks;
        let grouping = if decimal == ',' { '.' } else { ',' };
        if !text.contains(grouping) {
            return Some(text.replace(decimal, "."));
        }
        let (whole, fraction) = text.split_once(decimal)?;
        let groups: Vec<&str> = whole.split(grouping).collect();
        let first = groups[0].strip_prefix(['-', '+']).unwrap_or(groups[0]);
        let fits = (1..=3).contains(&first.len()) && groups[1..].iter().all(|group| group.len() == 3);
        fits.then(|| format!("{}.{fraction}", groups.concat()))
    }

    fn tick(&self, line: &str, digits: Digits) -> Option<Tick> {
        let [separator, _] = self.marks;
        let mut builder = csv::ReaderBuilder::new();
        let builder = builder.has_headers(false).delimiter(separator as u8).buffer_capacity(256);
        let mut reader = builder.from_reader(line.as_bytes());
        let record = reader.records().next()?.ok()?;
        let [time, bid, ask, bid_volume, ask_volume] =
            self.columns.map(|column| column.map(|column| record.get(column)));
        if record.len() != self.header.split(separator).count() {
            return None;
        }
        Some(Tick {
            timestamp: UnixNanos::new((self.time)(time??)?),
            bid: price(&self.plain(bid??)?, digits)?,
            ask: price(&self.plain(ask??)?, digits)?,
            bid_volume: bid_volume.map_or(Some(0.0), |text| volume(&self.plain(text?)?))?,
            ask_volume: ask_volume.map_or(Some(0.0), |text| volume(&self.plain(text?)?))?,
        })
    }
}

fn time_text(oracle: usize) -> BoxedStrategy<String> {
    let clock = "(0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";
    let fraction = prop_oneof![8 => "[.][0-9]{3}", 1 => "", 1 => "[.][0-9]{1,9}"];
    let date = prop_oneof![6 => Just((2019, 2, 4)), 1 => (1600..2300, 1..13, 1..32)];
    match ORACLES[oracle].header {
        header if header.starts_with("timestamp") => "1[0-9]{11,12}".boxed(),
        header if header.starts_with("UTC") || header.starts_with("Time,") => (
            date,
            "[T ]",
            clock,
            fraction,
            prop_oneof![3 => "Z", 1 => " UTC", 2 => "[+]00:00", 2 => "[+-](0[0-9]|1[0-4]):?[034]0"],
        )
            .prop_map(|((y, m, d), between, clock, fraction, zone)| {
                format!("{y:04}-{m:02}-{d:02}{between}{clock}{fraction}{zone}")
            })
            .boxed(),
        _ => (date, clock, fraction)
            .prop_map(|((y, m, d), clock, fraction)| format!("{d:02}.{m:02}.{y:04} {clock}{fraction}"))
            .boxed(),
    }
}

fn price_text() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "1[.][0-9]{1,5}",
        3 => "[0-9]{1,7}([.][0-9]{1,5})?",
        1 => "[0-9]{1,3}[.][0-9]{5}0{5,9}[0-9]{1,2}",
        1 => "[0-9]{1,3}[.][0-9]{5}9{5,9}[0-9]{1,2}",
        1 => "[+-]?[0-9]{0,17}[.]?[0-9]{0,9}",
    ]
}

fn volume_text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "[0-9]{1,3}[.][0-9]{1,2}",
        2 => "[0-9]{1,9}",
        1 => "[0-9]{0,9}[.][0-9]{0,12}",
        1 => "[0-9][.][0-9]{1,8}e-?[0-9]{1,2}",
        1 => Just(String::new()),
    ]
}

fn row(oracle: usize) -> impl Strategy<Value = String> {
    let numbers = (price_text(), price_text(), volume_text(), volume_text(), any::<[bool; 8]>());
    (time_text(oracle), numbers, prop_oneof![7 => Just(false), 1 => Just(true)]).prop_map(
        move |(time, (bid, ask, bid_volume, ask_volume, quotes), quoted)| {
            let [time_at, bid_at, ask_at, bid_volume_at, ask_volume_at] = ORACLES[oracle].columns;
            let [separator, decimal] = ORACLES[oracle].marks;
            let mut cells = vec!["x".to_owned(); ORACLES[oracle].header.split(separator).count()];
            for (at, text) in [
                (time_at, time),
                (bid_at, bid),
                (ask_at, ask),
                (bid_volume_at, bid_volume),
                (ask_volume_at, ask_volume),
            ] {
                if let Some(at) = at {
                    let text =
                        if Some(at) == time_at { text } else { text.replace('.', &decimal.to_string()) };
                    cells[at] = if quoted && quotes[at] { format!("\"{text}\"") } else { text };
                }
            }
            cells.join(&separator.to_string())
        },
    )
}

/// A line with something done to it that cannot end it, or open a quote.
fn damaged(line: String) -> impl Strategy<Value = String> {
    let byte = prop_oneof!["[ -!#-~]", "[0-9.,;:+eE\t]", Just("\0".to_owned())];
    (0..line.len(), byte, 0..4).prop_map(move |(at, byte, kind)| match (line.replace('"', ""), at) {
        (line, at) if at >= line.len() => line,
        (line, at) => match kind {
            0 => format!("{}{byte}{}", &line[..at], &line[at + 1..]),
            1 => format!("{}{byte}{}", &line[..at], &line[at..]),
            2 => format!("{}{}", &line[..at], &line[at + 1..]),
            _ => line[..at].to_owned(),
        },
    })
}

fn lines(oracle: usize) -> impl Strategy<Value = Vec<String>> {
    let line = prop_oneof![
        6 => row(oracle),
        3 => row(oracle).prop_flat_map(damaged),
        1 => Just(String::new()),
    ];
    prop::collection::vec(line, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn rows_are_read_as_the_oracle_reads_them(
        (oracle, lines) in (0..ORACLES.len()).prop_flat_map(|oracle| (Just(oracle), lines(oracle))),
        crlf: bool,
        ended: bool,
        places in prop_oneof![4 => Just(5_u64), 1 => 0_u64..=9],
    ) {
        let (oracle, digits) = (&ORACLES[oracle], digits(places));
        let end = if crlf { "\r\n" } else { "\n" };
        let text = lines.join(end) + if ended { end } else { "" };
        let known = match oracle.header {
            header if header.starts_with("timestamp;") => "1549238400000;1;1;x;y",
            header if header.starts_with("timestamp") => "1549238400000,1,1",
            header if header.starts_with("Time (") => "04.02.2019 00:00:00\t1\t1\t1\t1\t6",
            header if header.starts_with("Gmt time;") => "04.02.2019 00:00:00;1,5;1,5;1;1",
            header if header.starts_with("UTC") => "2019-02-04T00:00:00Z,1,1",
            header if header.starts_with("Time") => "2019-02-04T00:00:00Z,1,1,1,1",
            header if header.starts_with("Gmt") => "04.02.2019 00:00:00,1,1,1,1",
            _ => "1,x,1,04.02.2019 00:00:00,1,1",
        };
        let parsed = Layout::bind(oracle.header.as_bytes(), known.as_bytes()).unwrap().parse(text.as_bytes(), digits);

        let (mut ticks, mut bad, mut byte) = (Vec::new(), Vec::new(), 0_u64);
        for (index, line) in lines.iter().enumerate() {
            match oracle.tick(line, digits) {
                Some(tick) => ticks.push(tick),
                None if line.trim_ascii().is_empty() => {}
                None => bad.push((index as u64 + 1, byte)),
            }
            byte += (line.len() + end.len()) as u64;
        }
        prop_assert_eq!(parsed.ticks.iter().collect::<Vec<_>>(), ticks);
        prop_assert_eq!(parsed.refused.count, bad.len() as u64);
        bad.truncate(20);
        prop_assert_eq!(parsed.refused.first.iter().map(|row| (row.line, row.byte)).collect::<Vec<_>>(), bad);
        let unended = !ended && lines.last().is_some_and(String::is_empty);
        prop_assert_eq!(parsed.lines, lines.len() as u64 - u64::from(unended));
    }
}
