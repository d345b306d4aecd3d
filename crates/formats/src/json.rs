//! Dukascopy's JSON of an hour of ticks: running differences from a first time, ask and bid.

use serde::Deserialize;
use tickloom_model::{Digits, MAX_POINTS, NANOS_PER_MILLI, POWERS_OF_TEN, Tick, Ticks, UnixNanos};

use crate::{BadRow, Field, FormatError, Parsed, Places, Refused};

/// The most bytes that are read: an hour has 3,600,000 milliseconds, but no service answers with that many ticks.
pub const MAX_BYTES: usize = 32 << 20;

const A_MULTIPLIER: &str = "a power of ten from 1 down to 0.000000001";
const A_PRICE: &str = "a price of at most 2^53 points";
const A_TIME: &str = "a time between 1677 and 2262";
const A_VOLUME: &str = "a finite volume that is not negative";

/// The answer as it stands there; other members are ignored.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    /// Milliseconds since 1970.
    timestamp: i64,
    multiplier: f64,
    ask: f64,
    bid: f64,
    times: Vec<i64>,
    asks: Vec<i64>,
    bids: Vec<i64>,
    ask_volumes: Vec<f32>,
    bid_volumes: Vec<f32>,
}

/// The ticks of an answer and the decimals of their prices. Volumes are kept as given, which is in units, not in millions.
///
/// Rows are counted from 1 as records; a tick whose volume cannot be is a [`BadRow`], and the others go on.
///
/// # Errors
/// Those of [`FormatError`] that begin with `Json`: no such answer, columns of different lengths, numbers beyond all bounds.
pub fn ticks(bytes: &[u8]) -> Result<(Digits, Parsed), FormatError> {
    if bytes.len() > MAX_BYTES {
        return Err(FormatError::JsonTooLarge { size: bytes.len() as u64, most: MAX_BYTES as u64 });
    }
    let answer: Answer = serde_json::from_slice(bytes).map_err(invalid)?;
    answer.refuse_uneven()?;
    let digits = digits(answer.multiplier)?;
    Ok((digits, answer.parsed(digits)?))
}

#[allow(clippy::needless_pass_by_value, reason = "the signature of map_err")]
fn invalid(error: serde_json::Error) -> FormatError {
    let (line, column) = (error.line(), error.column());
    // The place stands in fields of its own.
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or_default();
    FormatError::JsonInvalid { line, column, reason: crate::text::excerpt(reason.as_bytes()) }
}

fn digits(multiplier: f64) -> Result<Digits, FormatError> {
    let fits = |digits: &u64| (multiplier * POWERS_OF_TEN[*digits as usize] as f64 - 1.0).abs() < 1e-9;
    let found = (0..=u64::from(Digits::MAX)).find(fits).and_then(|digits| Digits::new(digits).ok());
    found.ok_or_else(|| out_of_range(0, Field::Row, &multiplier, A_MULTIPLIER))
}

fn out_of_range(tick: u64, field: Field, found: &impl ToString, expected: &'static str) -> FormatError {
    FormatError::JsonOutOfRange { tick, field, found: found.to_string(), expected }
}

impl Answer {
    fn refuse_uneven(&self) -> Result<(), FormatError> {
        let expected = self.times.len();
        let lengths = [
            (Field::Ask, self.asks.len()),
            (Field::Bid, self.bids.len()),
            (Field::AskVolume, self.ask_volumes.len()),
            (Field::BidVolume, self.bid_volumes.len()),
        ];
        match lengths.into_iter().find(|(_, found)| *found != expected) {
            Some((field, found)) => Err(FormatError::JsonUneven { field, found, expected }),
            None => Ok(()),
        }
    }

    fn parsed(&self, digits: Digits) -> Result<Parsed, FormatError> {
        let mut time = Running::new(Field::Time, A_TIME, i64::MAX / NANOS_PER_MILLI, self.timestamp);
        let mut ask =
            Running::new(Field::Ask, A_PRICE, MAX_POINTS, first_points(Field::Ask, self.ask, digits)?);
        let mut bid =
            Running::new(Field::Bid, A_PRICE, MAX_POINTS, first_points(Field::Bid, self.bid, digits)?);
        let mut ticks = Ticks::with_capacity(self.times.len());
        let (mut refused, mut places) = (Refused::default(), Places::default());
        for index in 0..self.times.len() {
            let tick = Tick {
                timestamp: UnixNanos::new(time.next(index, self.times[index])? * NANOS_PER_MILLI),
                ask: ask.next(index, self.asks[index])?,
                bid: bid.next(index, self.bids[index])?,
                ask_volume: self.ask_volumes[index],
                bid_volume: self.bid_volumes[index],
            };
            match bad_volume(index, &tick) {
                Some(row) => {
                    refused.push(row);
                    places.jump(ticks.len(), index as u64 + 2);
                }
                None => ticks.push(tick),
            }
        }
        Ok(Parsed { ticks, rows: self.times.len() as u64, lines: 0, refused, places })
    }
}

fn first_points(field: Field, price: f64, digits: Digits) -> Result<i64, FormatError> {
    let points = (price * digits.points_per_unit() as f64).round();
    let is_price = points.abs() <= MAX_POINTS as f64;
    is_price.then_some(points as i64).ok_or_else(|| out_of_range(0, field, &price, A_PRICE))
}

fn bad_volume(index: usize, tick: &Tick) -> Option<BadRow> {
    let volumes = [(Field::AskVolume, tick.ask_volume), (Field::BidVolume, tick.bid_volume)];
    let is_bad = |(_, volume): &(Field, f32)| !(volume.is_finite() && *volume >= 0.0);
    let (field, volume) = volumes.into_iter().find(is_bad)?;
    let (line, found) = (index as u64 + 1, volume.to_string());
    let Tick { timestamp, bid, ask, bid_volume, ask_volume } = tick;
    let row = format!("{timestamp},{ask},{bid},{ask_volume},{bid_volume}");
    Some(BadRow { line, byte: 0, field, found, expected: A_VOLUME, row })
}

/// A value that is told by its changes, held within bounds.
struct Running {
    field: Field,
    expected: &'static str,
    most: i64,
    value: i64,
}

impl Running {
    const fn new(field: Field, expected: &'static str, most: i64, value: i64) -> Self {
        Self { field, expected, most, value }
    }

    fn next(&mut self, index: usize, change: i64) -> Result<i64, FormatError> {
        let value = self.value.checked_add(change).filter(|value| (-self.most..=self.most).contains(value));
        self.value = value.ok_or_else(|| {
            out_of_range(index as u64 + 1, self.field, &format!("{change} more"), self.expected)
        })?;
        Ok(self.value)
    }
}
