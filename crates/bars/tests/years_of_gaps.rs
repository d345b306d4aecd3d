//! Gaps of a generated year with planted holes, and of real days: all holes found, no false alarm.

#![allow(clippy::unwrap_used, reason = "the tests' own helpers may fail loudly too")]

use std::{io::Read, path::PathBuf, sync::OnceLock};

use tickloom_bars::{
    calendar::Calendar,
    gaps::{Gap, GapClass, GapFinder, GapRules, gaps},
};
use tickloom_model::{
    InstrumentKind, NANOS_PER_DAY, NANOS_PER_MILLI, NANOS_PER_SECOND, TimeRange, UnixNanos, UtcDay,
};
use tickloom_synthetic::Generator;

const MINUTE: i64 = 60 * NANOS_PER_SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = NANOS_PER_DAY;

fn fx() -> Calendar {
    Calendar::of(InstrumentKind::Fx).unwrap()
}

fn at(text: &str) -> i64 {
    text.parse::<UnixNanos>().unwrap().as_i64()
}

fn range(start: i64, length: i64) -> TimeRange {
    TimeRange { start: UnixNanos::new(start), end: UnixNanos::new(start + length) }
}

/// The year as it is, and as providers might have it.
struct Year {
    whole: Vec<Gap>,
    with_holes: Vec<Gap>,
    without_holidays: Vec<Gap>,
    opened_late: Vec<Gap>,
    thin: Vec<Gap>,
}

/// From ten minutes to three days, every fifth day and at both changes of clocks, never over another.
fn holes() -> Vec<TimeRange> {
    let lengths =
        [10 * MINUTE, 11 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 12 * HOUR, DAY, 3 * DAY];
    let spread = (0..72_i64).map(|n| {
        let start = at("2024-01-03") + n * 5 * DAY + (n * 37 % 48) * HOUR + (n * 17 % 60) * MINUTE;
        range(start, lengths[n as usize % lengths.len()])
    });
    let changes = ["2024-03-10T21:30", "2024-03-08T21:20", "2024-11-03T22:40", "2024-11-01T20:30"];
    let changes = changes.map(|start| range(at(start), 10 * MINUTE));
    // A silent Good Friday is a holiday.
    let others = [&changes[..], &holidays()[1..2]].concat();
    let apart = |hole: &TimeRange| others.iter().all(|other| !hole.overlaps(*other));
    spread.filter(apart).chain(changes).collect()
}

fn holidays() -> [TimeRange; 3] {
    ["2024-01-01", "2024-03-29", "2024-12-25"].map(|date| fx().day(date.parse().unwrap()).range)
}

/// Sunday evenings' first quarter of an hour, and once two hours.
fn late_openings() -> Vec<TimeRange> {
    let first = "2023-12-31".parse::<UtcDay>().unwrap().days_since_epoch();
    let sundays = (first..first + 372).step_by(7).map(UtcDay::from_days_since_epoch);
    let open = |sunday: UtcDay| fx().day(sunday.next()).range.start.as_i64();
    let length = |sunday: UtcDay| if sunday.to_string() == "2024-07-14" { 2 * HOUR } else { 15 * MINUTE };
    sundays.map(|sunday| range(open(sunday), length(sunday))).collect()
}

fn outside(times: &[i64], holes: &[TimeRange]) -> Vec<i64> {
    let in_hole = |time: i64| holes.iter().any(|hole| hole.contains(UnixNanos::new(time)));
    times.iter().copied().filter(|time| !in_hole(*time)).collect()
}

/// 2024 and the days around it, generated once for all tests.
fn year() -> &'static Year {
    static YEAR: OnceLock<Year> = OnceLock::new();
    YEAR.get_or_init(|| {
        let market = Generator::new(20);
        let cuts = [vec![], holes(), holidays().to_vec(), late_openings()];
        let mut finders: Vec<_> = (0..5).map(|_| GapFinder::new(&fx(), &GapRules::default())).collect();
        let first = "2023-12-28".parse::<UtcDay>().unwrap().days_since_epoch();
        for day in (first..first + 375).map(UtcDay::from_days_since_epoch) {
            let times = market.day(day).timestamp;
            for (finder, cut) in finders.iter_mut().zip(&cuts) {
                let near: Vec<_> = cut.iter().copied().filter(|hole| hole.overlaps(day.range())).collect();
                finder.push(&outside(&times, &near));
            }
            finders[4].push(&times.iter().copied().step_by(300).collect::<Vec<_>>());
        }
        let mut found = finders.into_iter().map(GapFinder::finish);
        let mut next = || found.next().unwrap();
        Year {
            whole: next(),
            with_holes: next(),
            without_holidays: next(),
            opened_late: next(),
            thin: next(),
        }
    })
}

fn of_class(gaps: &[Gap], class: GapClass) -> Vec<TimeRange> {
    gaps.iter().filter(|gap| gap.class == class).map(|gap| gap.range).collect()
}

fn is_long(range: &TimeRange) -> bool {
    range.end.as_i64() - range.start.as_i64() >= 10 * MINUTE
}

/// Whether a gap is the hole and the few seconds to the ticks around it.
fn is_around(gap: TimeRange, hole: TimeRange) -> bool {
    let near = |a: UnixNanos, b: UnixNanos| (0..5 * MINUTE).contains(&(b.as_i64() - a.as_i64()));
    near(gap.start, hole.start) && near(hole.end, gap.end)
}

#[test]
fn a_year_without_holes_raises_no_alarm() {
    assert_eq!(of_class(&year().whole, GapClass::Suspicious), []);
    assert_eq!(of_class(&year().whole, GapClass::Holiday).into_iter().filter(is_long).count(), 0);
}

#[test]
fn weekends_are_closed_from_friday_to_sunday_through_both_changes_of_clocks() {
    let closed = of_class(&year().whole, GapClass::Closed);
    assert_eq!(closed.len(), 54);
    for weekend in &closed {
        let length = weekend.end.as_i64() - weekend.start.as_i64();
        let expected = match &weekend.end.to_string()[..10] {
            "2024-03-10" => 47,
            "2024-11-03" => 49,
            _ => 48,
        };
        assert_eq!(length, expected * HOUR, "{}", weekend.end);
    }
}

#[test]
fn every_planted_hole_is_found_and_nothing_else() {
    let found = of_class(&year().with_holes, GapClass::Suspicious);
    let pieces: Vec<TimeRange> = holes().into_iter().flat_map(|hole| fx().sessions(hole)).collect();
    assert!(pieces.iter().filter(|piece| is_long(piece)).count() > 60);
    for piece in pieces.iter().filter(|piece| is_long(piece)) {
        let hits = found.iter().filter(|gap| gap.start <= piece.start && piece.end <= gap.end).count();
        assert_eq!(hits, 1, "{} to {}", piece.start, piece.end);
    }
    for gap in found {
        assert!(pieces.iter().any(|piece| is_around(gap, *piece)), "{} to {}", gap.start, gap.end);
    }
}

#[test]
fn missing_holidays_are_holidays() {
    let found = of_class(&year().without_holidays, GapClass::Holiday);
    assert_eq!(found.into_iter().filter(is_long).collect::<Vec<_>>(), holidays());
    assert_eq!(of_class(&year().without_holidays, GapClass::Suspicious), []);
}

#[test]
fn a_provider_that_always_opens_late_is_only_suspected_where_it_is_later_still() {
    let found = of_class(&year().opened_late, GapClass::Suspicious);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].start.to_string(), "2024-07-14T21:00:00.000Z");
}

#[test]
fn an_instrument_with_few_ticks_may_be_silent_for_longer() {
    assert_eq!(of_class(&year().thin, GapClass::Suspicious), []);
    assert!(of_class(&year().thin, GapClass::Quiet).len() > 10_000);
}

fn real_file(path: &str) -> Vec<u8> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(path);
    std::fs::read(&file)
        .unwrap_or_else(|error| panic!("the real data is missing: {}: {error}", file.display()))
}

fn decompressed(path: &str) -> Vec<u8> {
    let file = real_file(path);
    let stream = liblzma::stream::Stream::new_lzma_decoder(u64::MAX).unwrap();
    let mut records = Vec::new();
    liblzma::read::XzDecoder::new_stream(&file[..], stream).read_to_end(&mut records).unwrap();
    records
}

fn bi5_times(path: &str, hour: i64) -> Vec<i64> {
    let records = decompressed(path);
    let millis = |record: &[u8]| u32::from_be_bytes(record[..4].try_into().unwrap());
    records.chunks_exact(20).map(|record| hour + i64::from(millis(record)) * NANOS_PER_MILLI).collect()
}

fn real_eurusd() -> Vec<i64> {
    let path = |hour| format!("dukascopy-bi5/EURUSD/2019/01/04/{hour:02}h_ticks.bi5");
    (0..24).flat_map(|hour| bi5_times(&path(hour), at("2019-02-04") + hour * HOUR)).collect()
}

/// `01.05.2012 00:00:01.680,…`
fn real_cadjpy() -> Vec<i64> {
    let text = String::from_utf8(real_file("dukascopy-csv/CADJPY_tick.csv")).unwrap();
    let time = |line: &str| at(&format!("{}-{}-{}T{}", &line[6..10], &line[3..5], &line[..2], &line[11..23]));
    text.lines().skip(1).map(time).collect()
}

fn of_day(times: &[i64], day: &str) -> Vec<Gap> {
    let day = day.parse::<UtcDay>().unwrap().range();
    let mut finder = GapFinder::starting_at(&fx(), &GapRules::default(), day.start);
    finder.push(times);
    finder.finish_at(day.end)
}

#[test]
fn real_days_raise_no_alarm() {
    for (times, n_ticks, day) in
        [(real_eurusd(), 136_741, "2019-02-04"), (real_cadjpy(), 52_948, "2012-05-01")]
    {
        assert_eq!(times.len(), n_ticks);
        assert_eq!(of_class(&of_day(&times, day), GapClass::Suspicious), []);
    }
    let hour = at("2023-02-20T12:00");
    let bitcoin = bi5_times("dukascopy-bi5/BTCUSD/2023/01/20/12h_ticks.bi5", hour);
    assert_eq!(
        gaps([&bitcoin[..]], &Calendar::of(InstrumentKind::Crypto).unwrap(), &GapRules::default()),
        []
    );
}

#[test]
fn ten_minutes_missing_in_any_hour_of_a_real_day_are_found() {
    let (times, start) = (real_eurusd(), at("2019-02-04"));
    for hour in 0..24 {
        let hole = range(start + hour * HOUR + 25 * MINUTE, 10 * MINUTE);
        let found = of_class(&of_day(&outside(&times, &[hole]), "2019-02-04"), GapClass::Suspicious);
        assert_eq!(found.len(), 1, "{hour}");
        assert!(is_around(found[0], hole), "{hour}");
    }
}

#[test]
fn periods_that_the_provider_leaves_flat_are_those_without_open_time() {
    for (path, start, length, n_flat) in [
        ("EURUSD/2019/01/BID_candles_hour_1.bi5", "2019-02-01", HOUR, 192),
        ("EURUSD/2019/BID_candles_day_1.bi5", "2019-01-01", DAY, 52),
    ] {
        let candles = decompressed(&format!("dukascopy-bi5/{path}"));
        let number = |bytes: &[u8]| u32::from_be_bytes(bytes.try_into().unwrap());
        let flat = candles.chunks_exact(24).filter(|candle| f32::from_bits(number(&candle[20..])) == 0.0);
        let flat: Vec<i64> = flat.map(|candle| i64::from(number(&candle[..4])) * NANOS_PER_SECOND).collect();
        assert_eq!(flat.len(), n_flat);
        for offset in (0..candles.len() as i64 / 24).map(|n| n * length) {
            let open = fx().open_time_in(range(at(start) + offset, length));
            assert_eq!(open == 0, flat.contains(&offset), "{path} {}", UnixNanos::new(at(start) + offset));
        }
    }
}

#[test]
fn the_first_real_tick_of_a_year_comes_just_after_the_holiday() {
    let text = String::from_utf8(real_file("dukascopy-csv/EURUSD_2020_iso8601.csv")).unwrap();
    let first = text.lines().nth(1).and_then(|line| line.split(',').next()).unwrap();
    let silence = at(first) - fx().next_open(UnixNanos::new(at("2020-01-01"))).unwrap().as_i64();
    assert!((0..2 * MINUTE).contains(&silence));
}
