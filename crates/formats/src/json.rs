//! Dukascopy's JSON of an hour of ticks: running differences from a first time, ask and bid.

use serde::Deserialize;
use tickloom_model::{Digits, MAX_POINTS, NANOS_PER_MILLI, POWERS_OF_TEN, Tick, Ticks, UnixNanos};

use crate::{BadRow, Field, FormatError, Parsed, Places, Refused, text::excerpt};

/// The most bytes that are read: an hour has 3,600,000 milliseconds, but no service answers with that many ticks.
pub const MAX_BYTES: usize = 32 << 20;

const A_MULTIPLIER: &str = "a power of ten from 1 down to 0.000000001";
const A_PRICE: &str = "a price of at most 2^53 points";
const FEWER_DECIMALS: &str = "a price with at most the instrument's decimals";
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
    ask_volumes: Vec<f64>,
    bid_volumes: Vec<f64>,
}

/// The ticks of an answer and the decimals of their prices, as many as the answer names.
///
/// Volumes come in units. They are kept as the .bi5 file of the same hour keeps them, which is in millions after rounding to
/// whole units, halves to even: so both give the same ticks, bit by bit.
///
/// Rows are counted from 1 as records; a tick whose volume cannot be is a [`BadRow`], and the others go on.
///
/// # Errors
/// Those of [`FormatError`] that begin with `Json`: no such answer, columns of different lengths, numbers beyond all bounds.
pub fn ticks(bytes: &[u8]) -> Result<(Digits, Parsed), FormatError> {
    let answer = Answer::read(bytes)?;
    let digits = digits(answer.multiplier)?;
    Ok((digits, answer.parsed(digits, digits)?))
}

/// As [`ticks`], with prices of these decimals; a price that needs more is a [`BadRow`].
///
/// # Errors
/// As [`ticks`].
pub fn ticks_with(bytes: &[u8], wanted: Digits) -> Result<Parsed, FormatError> {
    let answer = Answer::read(bytes)?;
    let digits = digits(answer.multiplier)?;
    answer.parsed(digits, wanted)
}

#[allow(clippy::needless_pass_by_value, reason = "the signature of map_err")]
fn invalid(error: serde_json::Error) -> FormatError {
    let (line, column) = (error.line(), error.column());
    // The place stands in fields of its own.
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or_default();
    FormatError::JsonInvalid { line, column, reason: excerpt(reason.as_bytes()) }
}

fn digits(multiplier: f64) -> Result<Digits, FormatError> {
    let fits = |digits: &u64| (multiplier * POWERS_OF_TEN[*digits as usize] as f64 - 1.0).abs() < 1e-9;
    let found = (0..=u64::from(Digits::MAX)).find(fits).and_then(|digits| Digits::new(digits).ok());
    found.ok_or_else(|| out_of_range(0, Field::Row, &multiplier, A_MULTIPLIER))
}

fn out_of_range(tick: u64, field: Field, found: &impl ToString, expected: &'static str) -> FormatError {
    FormatError::JsonOutOfRange { tick, field, found: shown(found), expected }
}

/// A number may have 300 digits.
fn shown(number: &impl ToString) -> String {
    excerpt(number.to_string().as_bytes())
}

impl Answer {
    fn read(bytes: &[u8]) -> Result<Self, FormatError> {
        if bytes.len() > MAX_BYTES {
            return Err(FormatError::JsonTooLarge { size: bytes.len() as u64, most: MAX_BYTES as u64 });
        }
        let answer: Self = serde_json::from_slice(bytes).map_err(invalid)?;
        answer.refuse_uneven()?;
        Ok(answer)
    }

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

    fn parsed(&self, digits: Digits, wanted: Digits) -> Result<Parsed, FormatError> {
        let (ask, bid) =
            (first_points(Field::Ask, self.ask, digits)?, first_points(Field::Bid, self.bid, digits)?);
        let mut time = Running::new(Field::Time, A_TIME, i64::MAX / NANOS_PER_MILLI, self.timestamp);
        let mut ask = Running::new(Field::Ask, A_PRICE, MAX_POINTS, ask);
        let mut bid = Running::new(Field::Bid, A_PRICE, MAX_POINTS, bid);
        let mut ticks = Ticks::with_capacity(self.times.len());
        let (mut refused, mut places) = (Refused::default(), Places::default());
        for index in 0..self.times.len() {
            let timestamp = UnixNanos::new(time.next(index, self.times[index])? * NANOS_PER_MILLI);
            let (ask, bid) = (ask.next(index, self.asks[index])?, bid.next(index, self.bids[index])?);
            match self.tick(index, timestamp, [ask, bid], digits, wanted) {
                Ok(tick) => ticks.push(tick),
                Err(row) => {
                    refused.push(row);
                    places.jump(ticks.len(), index as u64 + 2);
                }
            }
        }
        Ok(Parsed { ticks, rows: self.times.len() as u64, lines: 0, refused, places })
    }

    fn tick(
        &self,
        index: usize,
        timestamp: UnixNanos,
        [ask, bid]: [i64; 2],
        digits: Digits,
        wanted: Digits,
    ) -> Result<Tick, BadRow> {
        let (ask_volume, bid_volume) = (self.ask_volumes[index], self.bid_volumes[index]);
        let bad_row = |field, found: String, expected| {
            let row = format!("{timestamp},{ask},{bid},{ask_volume},{bid_volume}");
            BadRow { line: index as u64 + 1, byte: 0, field, found, expected, row }
        };
        let price = |field, points| {
            rescaled(points, digits, wanted)
                .ok_or_else(|| bad_row(field, format!("{points}e-{}", digits.get()), FEWER_DECIMALS))
        };
        let volume =
            |field, units: f64| millions(units).ok_or_else(|| bad_row(field, shown(&units), A_VOLUME));
        Ok(Tick {
            timestamp,
            ask: price(Field::Ask, ask)?,
            bid: price(Field::Bid, bid)?,
            ask_volume: volume(Field::AskVolume, ask_volume)?,
            bid_volume: volume(Field::BidVolume, bid_volume)?,
        })
    }
}

/// Points of other decimals, if there are such.
fn rescaled(points: i64, from: Digits, to: Digits) -> Option<i64> {
    let (from, to) = (from.points_per_unit(), to.points_per_unit());
    let rescaled = if to >= from {
        points.checked_mul(to / from)?
    } else {
        (points % (from / to) == 0).then_some(points / (from / to))?
    };
    (rescaled.abs() <= MAX_POINTS).then_some(rescaled)
}

/// What a .bi5 file says of that many units; `None` if it can say nothing.
fn millions(units: f64) -> Option<f32> {
    let millions = (units.round_ties_even() / 1e6) as f32;
    // Adding zero turns a negative zero into a plain one.
    (units >= 0.0 && millions.is_finite()).then_some(millions + 0.0)
}

fn first_points(field: Field, price: f64, digits: Digits) -> Result<i64, FormatError> {
    let points = (price * digits.points_per_unit() as f64).round();
    let is_price = points.abs() <= MAX_POINTS as f64;
    is_price.then_some(points as i64).ok_or_else(|| out_of_range(0, field, &price, A_PRICE))
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
